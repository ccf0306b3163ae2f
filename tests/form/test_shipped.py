"""The report form that comes with the program: what it asks, in which words, and what it calls urgent."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.forms import load_form
from conversations.form import filling
from conversations.form.filling import Answers, Refusal
from conversations.form.model import Form, QuestionKind
from conversations.form_screens import LONGEST_LABEL

TODAY = date(2026, 11, 25)
LANGUAGES = ("id", "en")
PLACES = ("kecamatan", "kelurahan")
WORDS_A_SENTENCE = 15
LONGEST_BUTTON = 45
NEVER_ASKED = re.compile(
    r"\b(mengapa|kenapa|nik|ktp|kk|identitas|bukti|agama|pakaian|baju|korban|aib|oknum|dinodai|suka sama suka"
    r"|sabar|pasti aman|rekam|hadapi|why|proof|evidence|religion|clothes|clothing|victim|identity)\b",
    re.IGNORECASE,
)


def begun(form: Form, *, role: str = "warga", shared: str = "tidak") -> Answers:
    """Begin as the program does."""
    return filling.begin(form, {"reporter_role": role, "phone_shared": shared})


def told(form: Form, begin: Answers | None = None, **values: str) -> Answers:
    """Answer some questions, whatever stands between them."""
    answers = begin if begin is not None else begun(form)
    for name, value in values.items():
        outcome = filling.accept(form, answers, TODAY, name, tuple(value.split()))
        assert not isinstance(outcome, Refusal), (name, outcome)
        answers = outcome
    return answers


def asked(form: Form, answers: Answers) -> list[str]:
    """List what is asked, one after another, with these answers."""
    names: list[str] = []
    question = filling.next_question(form, answers, TODAY, after=None)
    while question is not None:
        names.append(question.name)
        question = filling.next_question(form, answers, TODAY, after=question.name)
    return names


def every_text(form: Form, language: str) -> Iterator[str]:
    """Give every sentence that a reporter may read, but for the names of places, which are the city's."""
    answers = told(form, whom="orang_lain", age_group="u25_44")
    for question in form.questions:
        yield filling.labels(question, form, answers)[language]
        yield filling.hints(question, form, answers).get(language, "")
        for choice in question.choices.choices if question.choices and question.name not in PLACES else ():
            yield choice.labels[language]


# The words --------------------------------------------------------------------------------------------------


def test_every_word_is_there_in_both_languages(shipped: Form) -> None:
    """Nobody meets a blank card or a button in another language."""
    assert shipped.languages == LANGUAGES
    for question in shipped.questions:
        for texts in (question.texts, question.hints, question.constraint_messages):
            assert set(texts) in (set(), set(LANGUAGES)), question.name
        assert question.texts
        for choice in question.choices.choices if question.choices else ():
            assert all(choice.labels[language].strip() for language in LANGUAGES), choice.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_must_never_be_asked_is_not_asked(shipped: Form, language: str) -> None:
    """No reasons, no proof, no papers, no blame (domain.md §8)."""
    assert [text for text in every_text(shipped, language) if NEVER_ASKED.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short_and_quiet(shipped: Form, language: str) -> None:
    """At most fifteen words, no exclamation marks, no acronyms."""
    for text in every_text(shipped, language):
        sentences = re.split(r"[.?](?:\s|$)", text)
        assert max(len(sentence.split()) for sentence in sentences) <= WORDS_A_SENTENCE, text
        assert "!" not in text
        assert not re.search(r"\b[A-Z]{2,}\b", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_fits_the_review_and_a_choice_its_button(shipped: Form, language: str) -> None:
    """The review shows sixty characters of a question; a button of a narrow phone about forty-five."""
    answers = told(shipped, whom="beberapa")
    for question in shipped.questions:
        label = filling.labels(question, shipped, answers)[language]
        assert len(label) <= LONGEST_LABEL or question.kind is QuestionKind.NOTE, label
        for choice in question.choices.choices if question.choices else ():
            assert len(choice.labels[language]) <= LONGEST_BUTTON, choice.name


def test_a_child_is_called_kamu_an_official_bapak_ibu(shipped: Form) -> None:
    """And everybody else Anda."""
    contact = shipped.question("contact_way")
    child = told(shipped, whom="saya", age_group="u13_17")
    about_a_child = told(shipped, whom="orang_lain", age_group="u13_17")
    official = begun(shipped, role="perangkat")
    assert filling.labels(contact, shipped, child)["id"].endswith("menghubungi kamu?")
    assert filling.labels(contact, shipped, about_a_child)["id"].endswith("menghubungi Anda?")
    assert filling.labels(contact, shipped, official)["id"].endswith("menghubungi Bapak/Ibu?")
    assert "for_children" in asked(shipped, child)
    assert "for_children" not in asked(shipped, about_a_child)


# The questions ----------------------------------------------------------------------------------------------


def test_the_order_is_the_one_that_feels_safe(shipped: Form) -> None:
    """Whom, age, what, where, when, own words, the way back, files (domain.md §8)."""
    order = ["whom", "age_group", "forms", "kecamatan", "kelurahan", "lately", "story", "contact_way"]
    answers = told(shipped, kecamatan="21.72.01")
    assert [name for name in asked(shipped, answers) if name in order] == order


def test_nothing_is_required(shipped: Form) -> None:
    """Every question can be passed over: not knowing is always a good answer."""
    assert not any(question.required or question.required_if for question in shipped.questions)


def test_a_shared_phone_gets_taps_and_no_free_text(shipped: Form) -> None:
    """Whom, age, what, which district, the way back: nothing typed stays on the screen."""
    answers = told(shipped, begun(shipped, shared="ya"), forms="trafficking", kecamatan="21.72.01")
    assert asked(shipped, answers) == ["whom", "age_group", "forms", "kecamatan", "contact_way"]
    offered = filling.choices(shipped, answers, TODAY, "contact_way")
    assert [choice.name for choice in offered] == ["tidak", "di_sini"]
    reached = told(shipped, answers, contact_way="di_sini")
    kinds = {shipped.question(name).kind for name in asked(shipped, reached)}
    assert kinds <= {QuestionKind.SELECT_ONE, QuestionKind.SELECT_MULTIPLE}


def test_an_official_tells_as_little_of_the_resident_as_possible(shipped: Form) -> None:
    """Whom is known; the office knows the official, so no sign between them is agreed."""
    answers = told(shipped, begun(shipped, role="perangkat"), contact_way="di_sini")
    names = asked(shipped, answers)
    assert "whom" not in names
    assert "contact_word" not in names
    assert "person_knows" in names


@pytest.mark.parametrize("form_of_violence", ["trafficking", "eksploitasi"])
def test_what_a_bystander_may_know_is_asked_where_it_applies(shipped: Form, form_of_violence: str) -> None:
    """The ten things of domain.md §5, each answered yes, no, or not known."""
    without = asked(shipped, told(shipped, forms="fisik"))
    names = asked(shipped, told(shipped, forms=f"fisik {form_of_violence}", work_leaving="ya"))
    assert not any(name.startswith("work_") for name in without)
    assert [name for name in names if name.startswith("work_")] == [
        "work_note", "work_gathered", "work_other_job", "work_minor", "work_free", "work_papers", "work_debt",
        "work_threats", "work_long", "work_leaving", "work_way", "work_safe",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        ("tidak", []),
        ("di_sini", ["contact_hours", "contact_word"]),
        ("telepon", ["contact_hours", "contact_phone", "contact_say", "contact_word"]),
    ],
)
def test_only_what_the_way_back_needs_is_asked(shipped: Form, way: str, expected: list[str]) -> None:
    """Who does not want to be reached is asked nothing more about it."""
    names = asked(shipped, told(shipped, contact_way=way))
    assert [name for name in names if name.startswith("contact_") and name != "contact_way"] == expected


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [("contact_phone", "0800-0000-0000", "nomor ibu"), ("contact_word", "melati", "dua kata")],
)
def test_a_number_and_a_sign_are_checked_in_words(shipped: Form, name: str, good: str, bad: str) -> None:
    """A wrong one is refused with the form's own words, in both languages."""
    answers = told(shipped, contact_way="telepon")
    assert not isinstance(filling.accept(shipped, answers, TODAY, name, (good,)), Refusal)
    refusal = filling.accept(shipped, answers, TODAY, name, (bad,))
    assert isinstance(refusal, Refusal)
    assert set(refusal.messages) == set(LANGUAGES)


def test_a_story_of_the_longest_message_is_taken_whole(shipped: Form) -> None:
    """About 1,000 characters are suggested; nothing anybody wrote is cut."""
    outcome = filling.accept(shipped, told(shipped), TODAY, "story", ("é" * 4096,))
    assert not isinstance(outcome, Refusal)


# The places -------------------------------------------------------------------------------------------------


def test_every_kelurahan_is_offered_under_its_kecamatan_and_says_so(shipped: Form) -> None:
    """18 in 4; names that are used twice are told apart (domain.md §7)."""
    offered: list[str] = []
    for kecamatan in filling.choices(shipped, begun(shipped), TODAY, "kecamatan"):
        answers = told(shipped, kecamatan=kecamatan.name)
        for kelurahan in filling.choices(shipped, answers, TODAY, "kelurahan"):
            assert kelurahan.labels["id"].endswith(f", Kec. {kecamatan.labels['id']}")
            offered.append(kelurahan.labels["id"])
    assert len(offered) == len(set(offered)) == 18
    assert "Tanjungpinang Timur, Kec. Bukit Bestari" in offered


def test_outside_the_city_no_kelurahan_is_asked(shipped: Form) -> None:
    """Somebody taken to another city is no reason to leave a question unanswerable."""
    assert "kelurahan" not in asked(shipped, told(shipped, kecamatan="luar"))
    assert "kelurahan" not in asked(shipped, told(shipped))


def test_another_city_changes_the_two_lists_and_nothing_else(tmp_path: Path) -> None:
    """The form stays as it is; its version tells that the content changed."""
    (tmp_path / "kecamatan.csv").write_text("name,label,label_en\nk1,Utara & <Timur>,North\n", "utf-8")
    (tmp_path / "kelurahan.csv").write_text('name,label,kecamatan\nd1,"Satu, Kec. Utara",k1\n', "utf-8")
    form = load_form(lists=tmp_path)
    (kecamatan,) = filling.choices(form, begun(form), TODAY, "kecamatan")
    assert kecamatan.labels == {"id": "Utara & <Timur>", "en": "North"}
    assert filling.values(form, told(form, kecamatan="k1", kelurahan="d1"), TODAY)["kelurahan"] == "d1"
    assert form.version != load_form().version


# How urgent -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("urgency", "values"),
    [
        ("rendah", {}),
        ("rendah", {"whom": "saya", "age_group": "u25_44", "forms": "psikis"}),
        ("rendah", {"forms": "trafficking", "work_papers": "ya"}),
        ("rendah", {"forms": "trafficking", "work_free": "ya", "work_gathered": "tidak"}),
        ("sedang", {"forms": "trafficking", "work_papers": "ya", "work_debt": "ya"}),
        ("sedang", {"forms": "eksploitasi", "work_free": "tidak", "work_long": "ya"}),
        ("sedang", {"forms": "psikis", "still_going_on": "ya", "children_there": "ya"}),
        ("tinggi", {"age_group": "u0_5"}),
        ("tinggi", {"age_group": "u13_17", "forms": "psikis"}),
        ("tinggi", {"forms": "trafficking", "work_minor": "ya"}),
        ("tinggi", {"forms": "trafficking", "work_leaving": "ya"}),
        ("tinggi", {"danger_now": "ya"}),
        ("tinggi", {"hurt": "ya"}),
        ("tinggi", {"forms": "fisik", "still_going_on": "ya"}),
        ("tinggi", {"forms": "seksual", "still_going_on": "ya"}),
        ("rendah", {"forms": "fisik", "still_going_on": "tidak"}),
    ],
)
def test_the_suggested_urgency_follows_the_triage(
    shipped: Form, urgency: str, values: dict[str, str]
) -> None:
    """A child, a departure within a day, or violence now: high. Two signs or more: medium (domain.md §5)."""
    assert filling.values(shipped, told(shipped, **values), TODAY)["urgency"] == urgency


def test_a_sign_that_no_longer_applies_makes_nothing_urgent(shipped: Form) -> None:
    """Whoever takes back "trafficking" takes back what was answered below it."""
    answers = told(shipped, forms="trafficking", work_leaving="ya")
    assert filling.values(shipped, told(shipped, answers, forms="psikis"), TODAY)["urgency"] == "rendah"


@pytest.mark.parametrize(("shared", "role"), [("ya", "warga"), ("tidak", "perangkat")])
def test_a_child_is_urgent_on_every_way(shipped: Form, shared: str, role: str) -> None:
    """Also in the short form, and when an official writes."""
    answers = told(shipped, begun(shipped, role=role, shared=shared), age_group="u6_12")
    assert filling.values(shipped, answers, TODAY)["urgency"] == "tinggi"
