"""Asks Telegram once who this bot is: for links, and as the proof that the token is good."""

from pydantic import SecretStr

from bot.telegram_out import Telegram


async def bot_name(token: SecretStr, server: str) -> str:
    """Give the bot's name without ``@``.

    Raises:
        TelegramFailed: the token is not known, or Telegram cannot be reached.

    """
    telegram = Telegram(token.get_secret_value(), server)
    await telegram.open()
    try:
        return (await telegram.me()).username
    finally:
        await telegram.close()
