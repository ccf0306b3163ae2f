"""How fast: Teduh beside python-telegram-bot and aiogram, against one stand-in for Telegram.

Law: every contestant sends the same calls for the same updates, in its own process; what is compared was
measured in one run, in rounds that take turns. See ``__main__`` for what is printed.
"""
