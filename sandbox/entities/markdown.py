"""Text marked with the old Markdown. Law: nothing nests, and only four signs can be escaped.

Semantics of tdlib/td (MessageEntity.cpp, parse_markdown).
"""

import re

from sandbox.entities.links import link_entity
from sandbox.entities.marks import Plain, byte_offset, entity, refused, settled
from sandbox.values import JsonObject

SIGNS = "_*`["
TYPES = {"_": "italic", "*": "bold", "`": "code"}
SIGN = re.compile(r"\\[_*`\[]|[_*`\[]")
LANGUAGE = re.compile(r"[^\s`]+(?=\s)")
NEW_LINE = re.compile(r"\r\n|\n\r|\r|\n")
FENCE = "```"


def parse_markdown(text: str) -> tuple[str, list[JsonObject]]:
    """Give the plain text and its entities."""
    reader = _Markdown(text)
    reader.read()
    return str(reader.plain), settled(reader.entities)


class _Markdown:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.plain = Plain()
        self.entities: list[JsonObject] = []

    def read(self) -> None:
        while (sign := SIGN.search(self.text, self.at)) is not None:
            self.plain.add(self.text[self.at : sign.start()])
            self.at = sign.start()
            if len(sign.group()) > 1:
                self.plain.add(sign.group()[1])
                self.at = sign.end()
            elif self.text.startswith(FENCE, self.at):
                self._block()
            else:
                self._span(sign.group())
        self.plain.add(self.text[self.at :])

    def _block(self) -> None:
        begin = self.at
        self.at += len(FENCE)
        language, start = fence_head(self.text, self.at)
        end = self._end(FENCE, start, begin)
        facts: JsonObject = {"type": "pre"}
        if language:
            facts["language"] = language
        self._mark(self.text[start:end], facts)
        self.at = end + len(FENCE)

    def _span(self, sign: str) -> None:
        end = self._end("]" if sign == "[" else sign, self.at + 1, self.at)
        words = self.text[self.at + 1 : end]
        self.at = end + 1
        self._mark(words, self._link(words) if sign == "[" else {"type": TYPES[sign]})

    def _link(self, words: str) -> JsonObject | None:
        if not words or self.text[self.at : self.at + 1] != "(":
            return link_entity(words)
        end = self.text.find(")", self.at)
        end = end if end >= 0 else len(self.text)
        address = self.text[self.at + 1 : end]
        self.at = end + 1
        return link_entity(address)

    def _end(self, mark: str, start: int, begin: int) -> int:
        end = self.text.find(mark, start)
        if end < 0:
            place = byte_offset(self.text, begin)
            raise refused(f"Can't find end of the entity starting at byte offset {place}")
        return end

    def _mark(self, words: str, facts: JsonObject | None) -> None:
        offset = self.plain.units
        self.plain.add(words)
        if words and facts is not None:
            self.entities.append(entity(offset, self.plain.units, facts))


def fence_head(text: str, start: int) -> tuple[str, int]:
    """Read the language after three back-ticks; give it and where the code begins, a new line skipped."""
    language = LANGUAGE.match(text, start)
    at = language.end() if language else start
    line = NEW_LINE.match(text, at)
    return (language.group() if language else ""), (line.end() if line else at)
