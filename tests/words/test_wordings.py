"""The wordings are whole, equal in every language, named by the code, and fit for a frightened person."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from bot.wording import LANGUAGES, LONGEST_TOAST, Words, source
from conversations.screen import Line
from tests.words.everything import everything_drawn, reporter_screens_drawn, sources

ZONE = ZoneInfo("Asia/Jakarta")
WORDS = Words.load()
TELLTALE = {
    "id": ("lapor", "korban", "kekerasan", "ppa", "polisi", "tppo"),
    "en": ("report", "victim", "violence", "abuse", "police", "traffick"),
}
NEVER = {
    "id": (
        "aib",
        "oknum",
        "suka sama suka",
        "dinodai",
        "sabar ya",
        "anak pelaku",
        "pasti aman",
        "pelaku anak",
    ),
    "en": ("shame", "be patient", "perfectly safe", "child perpetrator"),
}
DANGER = ("safety-", "danger-", "unsafe-", "callback-", "phone-")
FIRST_SEEN = 40


class Variables(Visitor):
    """Collects the values that a wording takes."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 - the library's name
        """Note one."""
        self.names.add(node.id.name)


@cache
def entries(language: str) -> tuple[fluent.EntryType, ...]:
    """Parse the wordings of a language."""
    return tuple(entry for text in source(language) for entry in FluentParser().parse(text).body)


@cache
def messages(language: str) -> dict[str, fluent.Message]:
    """Give the wordings of a language by name."""
    return {entry.id.name: entry for entry in entries(language) if isinstance(entry, fluent.Message)}


def variables(message: fluent.Message) -> set[str]:
    """Give the values that a wording takes."""
    found = Variables()
    found.visit(message)
    return found.names


def said(language: str) -> Iterator[tuple[str, str]]:
    """Give each line of each wording as people may read it, choices one after the other."""
    for name, message in messages(language).items():
        texts: list[str] = []
        _spell(message.value, texts)
        yield from ((name, line) for line in "".join(texts).splitlines())


def _spell(pattern: fluent.Pattern | None, texts: list[str], chosen: str = "") -> None:
    for element in pattern.elements if pattern else ():
        if isinstance(element, fluent.TextElement):
            texts.append(element.value)
        elif isinstance(element.expression, fluent.SelectExpression):
            variants = element.expression.variants
            fitting = (one for one in variants if getattr(one.key, "name", "") == chosen)
            _spell(next(fitting, variants[-1]).value, texts, chosen)
        else:
            texts.append("x")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_can_be_read_and_stands_once(language: str) -> None:
    """Junk vanishes in silence and the second of two is never seen: neither may be there."""
    assert [entry for entry in entries(language) if isinstance(entry, fluent.Junk)] == []
    names = Counter(entry.id.name for entry in entries(language) if isinstance(entry, fluent.Message))
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_language_says_the_same_with_the_same_values(language: str) -> None:
    """A wording that one language lacks, or fills otherwise, is a hole in a card."""
    first = {name: variables(message) for name, message in messages(LANGUAGES[0]).items()}
    assert {name: variables(message) for name, message in messages(language).items()} == first


def test_no_wording_isolates_its_values() -> None:
    """Isolating marks would stand as boxes in button labels."""
    for language in LANGUAGES:
        assert not re.search("[\u2066-\u2069]", "".join(source(language)))
    assert WORDS.line(Line("case-closed", {"number": "7"}), "id", ZONE) == "Kasus 7 selesai."


def _named() -> tuple[set[str], list[re.Pattern[str]], set[str]]:
    """Give the wordings that the code names whole, those it puts together, and every word it knows."""
    patterns, constants = [], set()
    for node in sources():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            constants.add(node.value)
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.JoinedStr):
            pieces = (_piece(piece) for piece in node.args[0].values)
            patterns.append(re.compile("".join(pieces)))
    return constants & set(messages("id")), patterns, constants


def _piece(piece: ast.expr) -> str:
    return re.escape(str(piece.value)) if isinstance(piece, ast.Constant) else "(.+)"


def test_every_wording_is_named_by_the_code() -> None:
    """A wording that nobody says is a sentence nobody proofreads."""
    whole, patterns, words = _named()
    put_together = {
        name
        for name in messages("id")
        for pattern in patterns
        if (found := pattern.fullmatch(name)) and set(found.groups()) <= words
    }
    assert set(messages("id")) - whole - put_together == set()


def test_every_line_that_the_code_names_is_worded() -> None:
    """``Line("…")`` in any room names a wording that exists."""
    named = {
        node.args[0].value
        for node in sources()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Line"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert len(named) > 50
    assert named - set(messages("id")) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_has_its_words_and_all_its_values(language: str) -> None:
    """Whatever the rules draw can be written out: rendering raises where a wording or a value is missing."""
    drawn = [WORDS.render(screen, language, ZONE) for _, screen in everything_drawn()]
    assert len(drawn) > 200
    for rendered in drawn:
        assert rendered.text
        assert all(label and 0 < len(data.encode()) <= 64 for row in rendered.rows for label, data in row)
        assert not re.search(r"\{|\}|\$|\?\?\?", rendered.text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_forty_characters_tell_nothing(language: str) -> None:
    """They stand on the lock screen of a phone that somebody else may hold (promise 31)."""
    for kind, screen in reporter_screens_drawn():
        start = WORDS.render(screen, language, ZONE).text[:FIRST_SEEN].lower()
        assert not [word for word in TELLTALE[language] if word in start], kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_face_of_the_bot_and_its_toasts_tell_nothing(language: str) -> None:
    """Name, description and whatever opens a card or drops in from the top."""
    open_first = (
        "profile-",
        "neutral-",
        "resting-",
        "outage-",
        "choose-language",
        "button-go-on",
        "toast-old",
    )
    for name, text in said(language):
        if name.startswith(open_first) or name.endswith("-lead"):
            assert not [word for word in TELLTALE[language] if word in text[:FIRST_SEEN].lower()], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reporter_never_reads_a_long_sentence(language: str) -> None:
    """At most 15 words between two full stops (domain.md §8)."""
    reporter = {
        entry.id.name
        for entry in FluentParser().parse(_file(language, "neutral-line")).body
        if isinstance(entry, fluent.Message)
    }
    for name, line in said(language):
        if name in reporter:
            longest = max(len(sentence.split()) for sentence in re.split(r"[.?:;](?:\s|$)", line))
            assert longest <= 15, (name, line)


def _file(language: str, having: str) -> str:
    return next(text for text in source(language) if having in text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_blames_shouts_or_promises_too_much(language: str) -> None:
    """No exclamation mark anywhere, and none of the words that hurt."""
    for name, line in said(language):
        assert "!" not in line, name
        assert not [word for word in NEVER[language] if re.search(rf"\b{word}\b", line.lower())], name


def test_nobody_is_spoken_to_as_somebody_else() -> None:
    """A child reads neither Anda nor Bapak; a wording that cannot know who reads addresses nobody."""
    for entry in FluentParser().parse(_file("id", "neutral-line")).body:
        if isinstance(entry, fluent.Message) and not entry.id.name.startswith(("role-", "limits-official")):
            texts: list[str] = []
            _spell(entry.value, texts, "child")
            assert not re.search(r"\b(Anda|Bapak|Ibu)\b", "".join(texts)), entry.id.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_is_told_without_abbreviations(language: str) -> None:
    """Nobody has to know what an acronym means in that moment."""
    for name, line in said(language):
        if name.startswith(DANGER):
            assert not re.search(r"\b[A-Z]{2,}\b", line), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_may_not_be_promised_is_said_before_the_story(language: str) -> None:
    """Telegram, the police, the time kept, the way out: domain.md §4, on one card."""
    screen = next(screen for kind, screen in reporter_screens_drawn() if kind == "reading-limits")
    text = WORDS.render(screen, language, ZONE).text
    for word in ("Telegram", "110", "RT/RW" if language == "id" else "neighbourhood", "5"):
        assert word in text
    assert len(text.splitlines()) <= 15


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_toast_fits(language: str) -> None:
    """Telegram refuses more than 200 characters; with a long name inside it is cut."""
    for name in messages(language):
        if name.startswith("toast-"):
            assert len(WORDS.line(Line(name, {"name": "x" * 300}), language, ZONE)) <= LONGEST_TOAST


def test_the_bot_has_a_face_in_every_language() -> None:
    """And one for all others; each within Telegram's limits."""
    profiles = WORDS.profiles()
    assert [profile.language for profile in profiles] == ["", *LANGUAGES]
    for profile in profiles:
        assert len(profile.name) <= 64
        assert len(profile.description) <= 512
        assert len(profile.short) <= 120
