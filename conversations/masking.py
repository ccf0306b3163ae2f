"""What people type by mistake and we do not keep: identity numbers and phone numbers.

Law: the words around stay as they were, dates and hours too; what is hidden is shown to be hidden.
"""

import re

HIDDEN = "•••"
_BETWEEN = r"(?:[^\S\n]|[.()\u2010-\u2015-]){0,2}"
"""What people write between the digits of a number, on one line."""
_IDENTITY_NUMBER = rf"(?<!\d)\d(?:{_BETWEEN}\d){{15}}(?!\d)"
"""16 digits, with or without separators: NIK and KK (Kemendagri)."""
_HOUR = r"(?:(?<!\d)(?:[01]?\d|2[0-3])[.:][0-5]\d\s{1,2})?"
_DATE = (
    rf"{_HOUR}(?<!\d)(?:0?[1-9]|[12]\d|3[01])[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d-(?:0[1-9]|1[0-2])-\d\d(?!\d)"
)
"""Day-month-year, with an hour before it or not, or as machines write it: when it was is no secret number."""
_PHONE_NUMBER = (
    rf"(?<![\d+])(?:\+?62|0){_BETWEEN}\d(?:{_BETWEEN}\d){{7,11}}(?!\d)"
    rf"|\+\d(?:{_BETWEEN}\d){{7,14}}(?!\d)"
)
"""Indonesian numbers of 8 to 12 digits after the prefix; others where they begin with a plus."""
_NUMBERS = re.compile(rf"(?P<date>{_DATE})|{_IDENTITY_NUMBER}|{_PHONE_NUMBER}")


def mask(text: str) -> str:
    """Hide identity numbers and phone numbers."""
    return _NUMBERS.sub(lambda found: found[0] if found["date"] else HIDDEN, text)
