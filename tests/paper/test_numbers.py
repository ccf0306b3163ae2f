"""Numbers that the decisions quote, worked out anew. Change one, and the page has to follow."""

import math
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from bot.forms import load_form
from bot.words import receipt_words
from conversations.casework import Audience, Facts, Urgency
from conversations.filing import FACT_NAMES
from conversations.form.model import Form, QuestionKind
from storage.keyring import keyring_with
from storage.office_key import PrivateKey, Purpose
from storage.sealing import Padding, Place, SymmetricKey

RECEIPT_WORDS = 5
FILED_AT = datetime(2026, 11, 25, 10, 30, 15, 123456, UTC)


@pytest.fixture(scope="module")
def form() -> Form:
    """Give the shipped form."""
    return load_form()


@pytest.fixture
def decisions(root: Path) -> str:
    """Give the page on one line."""
    return " ".join((root / "docs/decisions.md").read_text("utf-8").split())


def largest_facts(form: Form) -> bytes:
    """Give the facts of somebody who ticks everything that can be ticked."""
    values = {}
    for name in FACT_NAMES:
        question = form.question(name)
        assert question.choices is not None
        names = list(question.choices.by_name)
        values[name] = (
            " ".join(names) if question.kind is QuestionKind.SELECT_MULTIPLE else max(names, key=len)
        )
    facts = Facts(FILED_AT, Urgency.MEDIUM, Audience.OFFICE, values=values, by_official="f" * 32, files=20)
    return TypeAdapter(Facts).dump_json(facts)


def test_what_a_reporter_can_choose_fits_one_size(form: Form, decisions: str) -> None:
    """So that a length tells nothing."""
    size = len(largest_facts(form))
    assert f"at most {size} bytes **[held]**" in decisions
    assert Padding.FACTS.padded(size) == Padding.FACTS == 1024


def test_a_wrapped_key_is_as_long_as_it_is_said_to_be(decisions: str) -> None:
    """HPKE's overhead, and what header and tag add."""
    keyring = keyring_with("uji", os.urandom(32), [(Purpose.OFFICE, PrivateKey.new())])
    place = Place("uji", "case_keys", bytes(16), "story", bytes(16), 2)
    overhead = len(keyring.public(Purpose.OFFICE).seal(b"", b""))
    wrapped = len(keyring.wrap_for(Purpose.OFFICE, SymmetricKey.new(), place))
    assert f"adds {overhead:,} bytes **[held]**" in decisions
    assert f"takes {wrapped:,} bytes with header and tag **[held]**" in decisions


def test_a_receipt_is_worth_as_many_bits_as_it_is_said_to_be(decisions: str) -> None:
    """Rounded down."""
    words = len(receipt_words())
    bits = math.floor(RECEIPT_WORDS * math.log2(words) * 10) / 10
    assert f"Five of {words:,} words: {bits} bits **[held]**" in decisions


def test_the_form_asks_as_much_as_it_is_said_to(form: Form, decisions: str) -> None:
    """Questions and notes, before any rule leaves one out."""
    assert f"form of {len(form.questions)} questions **[held]**" in decisions


def test_javarosa_wrote_as_many_expressions_as_it_is_said_to(root: Path, decisions: str) -> None:
    """One a line."""
    lines = (root / "tests/form/expressions.tsv").read_text("utf-8").splitlines()
    assert f"{len(lines)} expressions that JavaRosa wrote **[held]**" in decisions
