"""Entities that Telegram finds by itself. Law: never inside what was marked by hand as code."""

import re

from sandbox.values import JsonObject

COMMAND = re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
MENTION = re.compile(r"(?<![\w@/])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")
HASHTAG = re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}")
CASHTAG = re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?!\w)")
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?![\w@])")
PHONE = re.compile(r"(?<![\w+])\+\d{9,14}(?!\w)")
LINK = re.compile(
    r"(?<![\w@./])(?:(?:https?|ftp|tg|ton)://[^\s<>\"]+|(?:[A-Za-z0-9-]{1,63}\.)+"
    r"(?:com|org|net|id|me|io|info|gov|edu|dev|app|co)(?:[/?#][^\s<>\"]*)?(?![\w@-]))",
    re.IGNORECASE,
)
KINDS = (
    ("url", LINK, "."),
    ("email", EMAIL, "@"),
    ("bot_command", COMMAND, "/"),
    ("mention", MENTION, "@"),
    ("hashtag", HASHTAG, "#"),
    ("cashtag", CASHTAG, "$"),
    ("phone_number", PHONE, "+"),
)
CLOSED = frozenset({"code", "pre", "text_link", "url", "email", "text_mention", "mention", "bot_command"})


def units(text: str) -> int:
    """Count UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def find_entities(text: str, marked: list[JsonObject]) -> list[JsonObject]:
    """Add what Telegram finds to what was marked by hand, in the order it answers with."""
    taken = [_span(entity) for entity in marked if entity["type"] in CLOSED]
    found: list[JsonObject] = []
    for kind, pattern, sign in KINDS:
        if sign not in text and not (kind == "url" and "://" in text):
            continue
        for match in pattern.finditer(text):
            _take(found, taken, kind, text, match)
    return sorted(marked + found, key=_place)


def _take(
    found: list[JsonObject], taken: list[tuple[int, int]], kind: str, text: str, match: re.Match[str]
) -> None:
    raw = match.group().rstrip(".,:;!?'\")]}") if kind == "url" else match.group()
    start = units(text[: match.start()])
    end = start + units(raw)
    if all(end <= left or start >= right for left, right in taken):
        taken.append((start, end))
        found.append({"offset": start, "length": end - start, "type": kind})


def _span(entity: JsonObject) -> tuple[int, int]:
    offset, length = entity["offset"], entity["length"]
    assert isinstance(offset, int)
    assert isinstance(length, int)
    return offset, offset + length


def _place(entity: JsonObject) -> tuple[int, int]:
    start, end = _span(entity)
    return start, start - end
