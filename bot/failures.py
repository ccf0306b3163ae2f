"""How a failure is told to whoever sits at the console: one sentence, with the mend.

Law: a sentence of ours or none; the text of anybody else's exception is never shown.
"""

from bot.intake import SecondInstance
from bot.telegram_errors import BadToken, Conflict, MaybeSent, NeverSent, TelegramFailed
from conversations.form.errors import FormError
from storage.errors import StorageError

_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (BadToken, "Telegram tidak mengenal token ini: salin lagi dari BotFather."),
    (Conflict, "Program lain sedang memakai bot ini: hentikan yang satu dulu."),
    (SecondInstance, "Program lain sedang memakai bot ini: hentikan yang satu dulu."),
    (NeverSent, "Telegram tidak terjangkau: periksa jaringan, lalu coba lagi."),
    (MaybeSent, "Telegram tidak menjawab: periksa jaringan, lalu coba lagi."),
    (TelegramFailed, "Telegram menolak: coba lagi beberapa menit kemudian."),
)


def told(failure: Exception) -> str | None:
    """Give the sentence for a failure that was foreseen; None for any other."""
    if isinstance(failure, StorageError):
        return str(failure)
    if isinstance(failure, FormError):
        return f"Formulir tidak dapat dipakai: {failure}."
    return next((sentence for kind, sentence in _SENTENCES if isinstance(failure, kind)), None)
