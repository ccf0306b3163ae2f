"""The JSON shapes the sandbox passes around.

Law: outside values are narrowed here, never trusted by a cast.
"""

from typing import TypeAlias

JsonObject: TypeAlias = dict[str, object]


def object_or_none(value: object) -> JsonObject | None:
    """Give the value if it is a JSON object."""
    return value if isinstance(value, dict) else None


def list_or_none(value: object) -> list[object] | None:
    """Give the value if it is a JSON array."""
    return value if isinstance(value, list) else None


def text_of(value: object) -> str:
    """Give the value as Telegram's parameter reader would: everything arrives as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)


def integer_of(value: object) -> int:
    """Read leading digits and ignore the rest; no digits are zero."""
    if isinstance(value, int):
        return int(value)
    text = text_of(value).strip()
    sign = -1 if text.startswith("-") else 1
    digits = ""
    for letter in text.removeprefix("-"):
        if not ("0" <= letter <= "9"):
            break
        digits += letter
    return sign * int(digits or 0)


def truth_of(value: object) -> bool:
    """Only true, yes and 1 are true, in any case."""
    return text_of(value).strip().lower() in {"true", "yes", "1"}


def number_of(value: object) -> float:
    """Read a decimal number; anything else is zero."""
    try:
        return float(text_of(value))
    except ValueError:
        return 0.0
