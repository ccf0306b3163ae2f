"""The languages of a form, and its words in each of them.

Law: a language goes by its code, ``Bahasa Indonesia (id)`` by ``id``; a form naming none is Indonesian.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from conversations.form.expression import Expression
from conversations.form.model import Text, Texts

WITHOUT_LANGUAGES = ("id",)
_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$")
_REFERENCE = re.compile(r"jr:itext\('(.*)'\)")
_UNTRANSLATED = "-"
"""What pyxform writes where a language has no words."""
Compile = Callable[[str], Expression]


@dataclass(frozen=True, slots=True)
class Languages:
    """Every text of a form, by language and id."""

    codes: tuple[str, ...]
    texts: Mapping[str, Mapping[str, Element]]

    def of(self, element: Element | None, compiled: Compile) -> Texts:
        """Give the words of a label or hint by language; languages without words are left out."""
        if element is None:
            return {}
        reference = element.get("ref", "")
        if not reference:
            words = _text(element, compiled)
            return dict.fromkeys(self.codes, words) if words else {}
        found = _REFERENCE.fullmatch(reference)
        return self.by_id(found[1] if found else reference, compiled)

    def message(self, written: str, compiled: Compile) -> Texts:
        """Give a message of a bind: a reference, or the words themselves."""
        found = _REFERENCE.fullmatch(written)
        if found:
            return self.by_id(found[1], compiled)
        return dict.fromkeys(self.codes, (written,)) if written else {}

    def by_id(self, text_id: str, compiled: Compile) -> Texts:
        """Give the words with an id."""
        told: dict[str, Text] = {}
        for code in self.codes:
            element = self.texts.get(code, {}).get(text_id)
            words = _text(element, compiled) if element is not None else ()
            if words and words != (_UNTRANSLATED,):
                told[code] = words
        return told


def read_languages(itext: Element | None, tag: Callable[[str], str]) -> Languages:
    """Read the translations of a form; the default one comes first."""
    if itext is None:
        return Languages(WITHOUT_LANGUAGES, {})
    translations = sorted(itext.iter(tag("translation")), key=lambda one: one.get("default") is None)
    texts = {
        _code(translation.get("lang", "")): {
            text.get("id", ""): value
            for text in translation.iter(tag("text"))
            for value in text.iter(tag("value"))
            if value.get("form", "long") == "long"
        }
        for translation in translations
    }
    return Languages(tuple(texts), texts)


def _code(language: str) -> str:
    found = _CODE.search(language)
    return found[1].lower() if found else language


def _text(element: Element, compiled: Compile) -> Text:
    """Read words with the answers to be filled in between them."""
    parts: list[str | Expression] = [element.text or ""]
    for output in element:
        parts += [compiled(output.get("value", "")), output.tail or ""]
    return _trimmed(parts)


def _trimmed(parts: list[str | Expression]) -> Text:
    if isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return tuple(part for part in parts if part != "")
