"""Text marked with MarkdownV2. Law: marks nest, and every reserved character must be escaped.

Semantics of tdlib/td (MessageEntity.cpp, parse_markdown_v2).
"""

import re
from dataclasses import dataclass

from sandbox.entities.html import emoji_of
from sandbox.entities.links import link_entity
from sandbox.entities.markdown import FENCE, fence_head
from sandbox.entities.marks import Plain, byte_offset, entity, refused, settled
from sandbox.values import JsonObject

RESERVED = re.compile(r"[\\_*\[\]()~`>#+\-=|{}.!\n]")
IN_CODE = re.compile(r"[\\`]")
CLOSERS = {
    "bold": "*", "italic": "_", "underline": "__", "strikethrough": "~", "spoiler": "||", "code": "`",
    "pre": FENCE, "text_link": "]", "custom_emoji": "]",
}  # fmt: skip
OPENERS = {
    FENCE: "pre", "__": "underline", "||": "spoiler", "![": "custom_emoji", "_": "italic", "*": "bold", "~":
    "strikethrough", "[": "text_link", "`": "code",
}  # fmt: skip
NAMES = {
    "bold": "Bold", "italic": "Italic", "underline": "Underline", "strikethrough": "Strikethrough",
    "spoiler": "Spoiler", "code": "Code", "pre": "Pre", "text_link": "TextUrl", "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}  # fmt: skip
LAST_ESCAPED = 126


@dataclass(frozen=True, slots=True)
class Open:
    """A mark that waits for its end."""

    type: str
    offset: int
    byte_offset: int
    language: str = ""


def parse_markdown_v2(text: str) -> tuple[str, list[JsonObject]]:
    """Give the plain text and its entities."""
    reader = _MarkdownV2(text)
    reader.read()
    return str(reader.plain), settled(reader.entities)


class _MarkdownV2:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.plain = Plain()
        self.open: list[Open] = []
        self.entities: list[JsonObject] = []
        self.line_begins = True

    def read(self) -> None:
        while self.at < len(self.text):
            self._next()
        self._close_quote_at_end()
        if self.open:
            raise self._endless(self.open[-1])

    def _next(self) -> None:
        found = (IN_CODE if self._in_code() else RESERVED).search(self.text, self.at)
        stop = found.start() if found else len(self.text)
        if stop > self.at:
            self._say(self.text[self.at : stop])
        self.at = stop
        if found is None:
            return
        if found.group() == "\\":
            self._escaped()
        elif self._ends():
            self._close()
        else:
            self._begin()

    def _say(self, words: str) -> None:
        self.plain.add(words)
        self.line_begins = False

    def _in_code(self) -> bool:
        return bool(self.open) and self.open[-1].type in {"code", "pre"}

    def _quoting(self) -> bool:
        return any(mark.type == "blockquote" for mark in self.open)

    def _escaped(self) -> None:
        following = self.text[self.at + 1 : self.at + 2]
        if following and 0 < ord(following) <= LAST_ESCAPED:
            self._say(following)
            self.at += 2
        else:
            self._say("\\")
            self.at += 1

    def _ends(self) -> bool:
        if not self.open:
            return False
        if self.text[self.at] == "\n":
            return self._quoting() and not self.text.startswith(">", self.at + 1)
        kind = self.open[-1].type
        if kind == "blockquote":
            return False
        if kind == "italic" and self.text.startswith("__", self.at):
            return False
        return self.text.startswith(CLOSERS[kind], self.at)

    # ---- beginning

    def _begin(self) -> None:
        sign = self.text[self.at]
        if sign == "\n":
            self._new_line()
        elif sign == ">" and self.line_begins:
            self._open("blockquote", 1)
        else:
            self._open_mark(sign)

    def _new_line(self) -> None:
        self.plain.add("\n")
        self.line_begins = True
        self.at += 1
        if self._quoting() and self.text.startswith(">", self.at):
            self.at += 1
            self.line_begins = False

    def _open_mark(self, sign: str) -> None:
        for opener, kind in OPENERS.items():
            if self.text.startswith(opener, self.at):
                self._open(kind, len(opener))
                return
        raise refused(f"Character '{sign}' is reserved and must be escaped with the preceding '\\'")

    def _open(self, kind: str, length: int) -> None:
        begin = byte_offset(self.text, self.at)
        self.at += length
        language = ""
        if kind == "pre":
            language, self.at = fence_head(self.text, self.at)
        self.open.append(Open(kind, self.plain.units, begin, language))

    # ---- ending

    def _close(self) -> None:
        if self.text[self.at] == "\n":
            self._close_quote()
            return
        mark = self.open.pop()
        self.at += len(CLOSERS[mark.type])
        facts = self._facts(mark)
        if self.plain.units > mark.offset and facts is not None:
            self.entities.append(entity(mark.offset, self.plain.units, facts))

    def _facts(self, mark: Open) -> JsonObject | None:
        if mark.type == "text_link":
            return link_entity(self._address("a URL") or self.plain.since(mark.offset))
        if mark.type == "custom_emoji":
            if not self.text.startswith("(", self.at):
                raise refused("Custom emoji entity must contain a tg://emoji URL")
            return emoji_of(self._address("a custom emoji URL"))
        facts: JsonObject = {"type": mark.type}
        return facts | ({"language": mark.language} if mark.language else {})

    def _address(self, what: str) -> str:
        if not self.text.startswith("(", self.at):
            return ""
        begin = self.at + 1
        match = re.compile(r"(?:\\.|[^)])*", re.DOTALL).match(self.text, begin)
        assert match is not None
        if not self.text.startswith(")", match.end()):
            raise refused(f"Can't find end of {what} at byte offset {byte_offset(self.text, begin)}")
        self.at = match.end() + 1
        return re.sub(r"\\([\x01-\x7e])", r"\1", match.group())

    def _close_quote(self) -> None:
        wide = self._expandable()
        mark = self.open.pop()
        if mark.type != "blockquote":
            raise self._endless(mark)
        self._quote(mark, wide=wide)
        self.plain.add("\n")
        self.line_begins = True
        self.at += 1

    def _close_quote_at_end(self) -> None:
        if not self._quoting():
            return
        wide = self._expandable()
        if self.open[-1].type == "blockquote":
            self._quote(self.open.pop(), wide=wide)

    def _expandable(self) -> bool:
        """Two bars with nothing after them, at the end of a quote, make it one that unfolds."""
        marks = [mark.type for mark in self.open[-2:]]
        if marks != ["blockquote", "spoiler"] or self.open[-1].offset != self.plain.units:
            return False
        self.open.pop()
        return True

    def _quote(self, mark: Open, *, wide: bool) -> None:
        kind = "expandable_blockquote" if wide else "blockquote"
        if self.plain.units > mark.offset:
            self.entities.append(entity(mark.offset, self.plain.units, {"type": kind}))

    @staticmethod
    def _endless(mark: Open) -> Exception:
        name = "PreCode" if mark.language else NAMES[mark.type]
        return refused(f"Can't find end of {name} entity at byte offset {mark.byte_offset}")
