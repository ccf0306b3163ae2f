"""What people type by mistake and we do not keep: identity numbers and phone numbers.

Law: the words around stay as they were; what is hidden is shown to be hidden.
"""

import re

HIDDEN = "•••"
_IDENTITY_NUMBER = re.compile(r"(?<!\d)\d(?:[ .-]?\d){15}(?!\d)")
"""16 digits, with or without separators: NIK and KK (Kemendagri)."""
_PHONE_NUMBER = re.compile(r"(?<![\d+])(?:\+?62|0)(?:[ .-]?\d){8,12}(?!\d)")
"""Indonesian numbers, national or international, of 9 to 13 digits after the prefix."""


def mask(text: str) -> str:
    """Hide identity numbers, then phone numbers."""
    return _PHONE_NUMBER.sub(HIDDEN, _IDENTITY_NUMBER.sub(HIDDEN, text))
