"""A stand-in for the Telegram Bot API with a page to chat in. Imports no room; no room imports it."""
