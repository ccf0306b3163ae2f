"""Text marked with HTML. Law: Telegram's own small HTML, refused in its words.

Semantics of tdlib/td (MessageEntity.cpp, parse_html).
"""

import re
from dataclasses import dataclass, field

from sandbox.entities.links import EMOJI, link_entity
from sandbox.entities.marks import Plain, byte_offset, entity, refused, settled
from sandbox.values import JsonObject

SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler",
}  # fmt: skip
TAGS = SIMPLE.keys() | {"a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
VALUELESS = {("blockquote", "expandable")}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot)(?![A-Za-z]));?")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
LAST_CODE = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)
SPACE = " \t\r\n\0\v"
BARE_VALUE = re.compile(r"[A-Za-z0-9.-]*")
NAME = re.compile(r"[^\s>]*")
ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that waits for its end."""

    name: str
    offset: int
    attributes: dict[str, str] = field(default_factory=dict)


def parse_html(text: str) -> tuple[str, list[JsonObject]]:
    """Give the plain text and its entities."""
    reader = _Html(text)
    reader.read()
    return str(reader.plain), settled(reader.entities)


def decoded(words: str) -> str:
    """Put characters in place of references to them."""
    return REFERENCE.sub(_character, words) if "&" in words else words


def _character(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return match.group() if code == 0 or code >= LAST_CODE or code in SURROGATES else chr(code)


class _Html:
    """One reading, from the first character to the last."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.plain = Plain()
        self.open: list[Tag] = []
        self.entities: list[JsonObject] = []

    def read(self) -> None:
        """Read the whole text."""
        while self.at < len(self.text):
            start = self.text.find("<", self.at)
            words = self.text[self.at : start if start >= 0 else len(self.text)]
            self.plain.add(decoded(words))
            self.at += len(words)
            if start >= 0:
                self._tag()
        if self.open:
            raise refused(f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"')

    def _tag(self) -> None:
        if self.text.startswith("</", self.at):
            self._end()
        else:
            self._start()

    def _start(self) -> None:
        begin = self.at
        name = self._take(NAME, begin + 1).lower()
        if self.at >= len(self.text):
            raise self._refused("Unclosed start tag", begin)
        if name not in TAGS:
            raise self._refused(f'Unsupported start tag "{name}"', begin)
        attributes: dict[str, str] = {}
        while not self._closes(begin):
            key, value = self._attribute(name, begin)
            attributes[key] = value
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refused('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(Tag(name, self.plain.units, attributes))

    def _closes(self, begin: int) -> bool:
        self._skip_space()
        if self.at >= len(self.text):
            raise self._refused("Unclosed start tag", begin)
        if self.text[self.at] != ">":
            return False
        self.at += 1
        return True

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self._take(ATTRIBUTE_NAME, self.at)
        if not name:
            raise self._refused(f'Empty attribute name in the tag "{tag}"', begin)
        self._skip_space()
        if self.text[self.at : self.at + 1] != "=":
            if (tag, name) in VALUELESS:
                return name, ""
            missing = f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
            raise self._refused(missing, begin)
        self.at += 1
        self._skip_space()
        return name, self._value(begin)

    def _value(self, begin: int) -> str:
        mark = self.text[self.at : self.at + 1]
        if mark not in {'"', "'"}:
            return self._bare_value()
        end = self.text.find(mark, self.at + 1)
        if end < 0:
            raise self._refused("Unclosed start tag", begin)
        value = self.text[self.at + 1 : end]
        self.at = end + 1
        return decoded(value)

    def _bare_value(self) -> str:
        start = self.at
        value = self._take(BARE_VALUE, start).lower()
        if self.text[self.at : self.at + 1] not in {*SPACE, ">"}:
            raise self._refused("Unexpected end of name token", start)
        return value

    def _end(self) -> None:
        begin = self.at
        if not self.open:
            raise self._refused("Unexpected end tag", begin)
        name = self._take(NAME, begin + 2).lower()
        self._skip_space()
        if self.text[self.at : self.at + 1] != ">":
            raise self._refused("Unclosed end tag", begin)
        self.at += 1
        tag = self.open.pop()
        if name and name != tag.name:
            place = byte_offset(self.text, begin)
            found = f'expected "</{tag.name}>", found "</{name}>"'
            raise refused(f"Unmatched end tag at byte offset {place}, {found}")
        if self.plain.units > tag.offset:
            self._mark(tag)

    def _mark(self, tag: Tag) -> None:
        facts = self._facts(tag)
        if facts is not None:
            self.entities.append(entity(tag.offset, self.plain.units, facts))

    def _facts(self, tag: Tag) -> JsonObject | None:
        match tag.name:
            case "a":
                return link_entity(tag.attributes.get("href") or self.plain.since(tag.offset))
            case "pre" | "code":
                return self._code(tag)
            case "blockquote":
                wide = "expandable" in tag.attributes
                return {"type": "expandable_blockquote" if wide else "blockquote"}
            case "tg-emoji":
                return _emoji(tag.attributes.get("emoji-id", ""))
            case "tg-time":
                return _moment(tag.attributes)
            case _:
                return {"type": SIMPLE[tag.name]}

    def _code(self, tag: Tag) -> JsonObject:
        """`<pre><code class="language-…">` is one block in a language, whichever of the two is outside."""
        language = tag.attributes.get("class", "").removeprefix("language-")
        span = entity(tag.offset, self.plain.units, {})
        inner = self.entities[-1] if self.entities else {}
        same = all(inner.get(name) == span[name] for name in span) and inner["type"] in {"code", "pre"}
        if same and inner["type"] != tag.name and (language or inner.get("language")):
            self.entities.pop()
            return {"type": "pre", "language": language or inner["language"]}
        if tag.name == "code" and language:
            return {"type": "code", "language": language}
        return {"type": tag.name}

    def _take(self, pattern: re.Pattern[str], start: int) -> str:
        match = pattern.match(self.text, start)
        assert match is not None
        self.at = match.end()
        return match.group()

    def _skip_space(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in SPACE:
            self.at += 1

    def _refused(self, text: str, begin: int) -> Exception:
        return refused(f"{text} at byte offset {byte_offset(self.text, begin)}")


def _emoji(number: str) -> JsonObject:
    if not number.isdigit() or int(number) == 0:
        raise refused("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": number}


def _moment(attributes: dict[str, str]) -> JsonObject:
    if not attributes.get("unix", "").isdigit():
        raise refused("Invalid unix time specified")
    moment: JsonObject = {"type": "date_time", "unix_time": int(attributes["unix"])}
    return moment | ({"date_time_format": attributes["format"]} if attributes.get("format") else {})


def emoji_of(address: str) -> JsonObject:
    """Read the address of a custom emoji."""
    match = EMOJI.fullmatch(address)
    if match is None:
        raise refused("Custom emoji URL must have an emoji identifier")
    return _emoji(match[1])
