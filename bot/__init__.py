"""Carries: Telegram in and out, the ticking clock, settings, the command line."""
