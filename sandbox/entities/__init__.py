"""Text and its entities, as Telegram counts them: offsets and lengths in UTF-16 units."""
