"""What a reporter goes through: told as they would tell it."""

from dataclasses import replace

import pytest

from conversations.case_effects import CaseEffect
from conversations.effects import DropFiles, FetchFile, Hide, ShowCard, Vanish
from conversations.events import Edited, Fetched, FetchProblem, NotFetched, Strange, Typed
from conversations.form.filling import Given, Skipped
from conversations.form.model import Form
from conversations.people import Person, Standing
from conversations.report import Draft
from conversations.screen import Line, Part, Plain, Quoted
from conversations.sessions import (
    AskedPhone,
    AskedSafety,
    ChoosingLanguage,
    Filling,
    OfferedCallback,
    Paused,
    ReadingLimits,
    Received,
    Resting,
    Reviewing,
    Unsafe,
)
from tests.rules.office import LURAH
from tests.rules.reporters import Reporter, house, shipped_form


def reporter_at(stage: type) -> Reporter:
    """Bring a citizen to a stage."""
    reporter = Reporter(house())
    reporter.goes_to(stage)
    return reporter


def draft_of(reporter: Reporter) -> Draft:
    """Look at the draft on the way."""
    stage = reporter.session.stage
    assert isinstance(stage, Filling | Reviewing | Paused)
    return stage.draft


# The frame -------------------------------------------------------------------------------------------------


def test_a_frightened_reporter_in_danger_sees_numbers_first_and_files_by_a_press_that_says_so() -> None:
    """Before "Kirim permintaan" nothing has gone anywhere."""
    reporter = reporter_at(AskedSafety)
    reporter.presses("danger")
    assert reporter.wordings()[:3] == ["danger-lead", "danger-call", "hotline"]
    reporter.presses("callback")
    assert isinstance(reporter.session.stage, OfferedCallback)
    assert reporter.reports() == []
    reporter.presses("send")
    report = reporter.reports()[0]
    assert (report.kind, report.in_danger, report.draft) == ("callback", True, None)


def test_limits_are_read_before_anything_is_asked() -> None:
    """At most six short lines, between what they are and the question whether to go on."""
    reporter = reporter_at(ReadingLimits)
    assert reporter.wordings()[0] == "limits-lead"
    assert reporter.wordings()[-1] == "limits-consent"
    assert len(reporter.wordings()) <= 8


def test_a_village_official_hears_what_the_law_asks_of_them() -> None:
    """And that violence is not settled in the neighbourhood."""
    reporter = Reporter(house(), person=LURAH)
    reporter.goes_to(ReadingLimits)
    assert {"limits-official", "limits-official-mediation"} <= set(reporter.wordings())


def test_a_report_for_a_resident_names_the_official_who_wrote_it() -> None:
    """An official who was revoked on the way is not vouched for, and the report is filed all the same."""
    for standing, named in ((Standing.LINKED, LURAH.id), (Standing.REVOKED, None)):
        reporter = Reporter(house(), person=LURAH)
        reporter.goes_to(Reviewing)
        reporter.person = LURAH.__class__(LURAH.id, LURAH.role, standing, LURAH.chat, LURAH.name)
        reporter.presses("send")
        assert reporter.reports()[0].by_official == named
        assert reporter.reports()[0].values["reporter_role"] == "perangkat"


@pytest.mark.parametrize(
    "stage", [ChoosingLanguage, AskedSafety, ReadingLimits, Filling, Reviewing, Received]
)
def test_quick_exit_leaves_nothing_from_anywhere(stage: type) -> None:
    """Another life begins; every button of the old one is old."""
    reporter = reporter_at(stage)
    old, generation = reporter.all_data()[0], reporter.session.generation
    step = reporter.presses_data(":exit")
    assert Vanish() in step.effects
    assert reporter.session.stage == Resting(bare=True)
    assert reporter.session.generation != generation
    reporter.presses_data(old)
    assert reporter.wordings() == ["neutral-line"]


# Somebody else holds the phone -----------------------------------------------------------------------------

HIDDEN = [AskedSafety, Unsafe, OfferedCallback, ReadingLimits, Filling, Reviewing, Paused]


def hidden_at(stage: type) -> Reporter:
    """Bring a citizen to something that nobody else shall see."""
    reporter = reporter_at(
        AskedSafety if stage in {Unsafe, OfferedCallback} else stage if stage is not Paused else Filling
    )
    presses = {Unsafe: ["unsafe"], OfferedCallback: ["unsafe", "callback"], Paused: ["stop"]}
    for verb in presses.get(stage, []):
        reporter.presses(verb)
    assert isinstance(reporter.session.stage, stage)
    return reporter


@pytest.mark.parametrize("stage", HIDDEN)
def test_every_card_has_the_way_out(stage: type) -> None:
    """In its last row, and the neutral card has it too."""
    reporter = hidden_at(stage)
    assert reporter.all_data()[-1] == ":exit"
    reporter.puts_the_phone_away()
    assert reporter.all_data()[-1] == ":exit"


@pytest.mark.parametrize("stage", HIDDEN)
def test_whoever_presses_start_or_finds_the_phone_sees_a_neutral_card(stage: type) -> None:
    """Whoever goes on is asked what every stranger is asked; only then comes what was told, all of it."""
    for take_away in (Reporter.starts, Reporter.puts_the_phone_away):
        reporter = hidden_at(stage)
        before = reporter.session.stage
        take_away(reporter)
        assert reporter.wordings() == ["outage-lead"]
        reporter.presses("go-on")
        assert reporter.wordings() == ["safety-lead", "safety-question"]
        reporter.presses("safe")
        assert reporter.session.stage == (before if stage in {Filling, Reviewing, Paused} else AskedPhone())


@pytest.mark.parametrize("answer", ["unsafe", "danger"])
def test_whoever_goes_on_and_is_not_safe_loses_nothing_and_shows_nothing(answer: str) -> None:
    """They see whom to call, can stop at a neutral card, and find their draft when it is safe again."""
    reporter = reporter_at(Reviewing)
    told = draft_of(reporter)
    reporter.puts_the_phone_away()
    for verb in ("go-on", answer):
        reporter.presses(verb)
    assert "hotline" in reporter.wordings()
    step = reporter.presses("stop")
    assert Hide() in step.effects
    assert reporter.wordings() == ["resting-asked"]
    for verb in ("go-on", answer, "callback", "back", "safe"):
        reporter.presses(verb)
    assert draft_of(reporter) == told


def test_a_request_to_be_contacted_may_be_sent_in_place_of_a_draft() -> None:
    """Only the request goes; what was told goes nowhere, nor do its files."""
    reporter = with_a_picture()
    reporter.puts_the_phone_away()
    for verb in ("go-on", "danger", "callback", "send"):
        reporter.presses(verb)
    report = reporter.reports()[0]
    assert (report.kind, report.in_danger, report.draft) == ("callback", True, None)
    assert DropFiles((token_of(reporter),)) in reporter.effects


@pytest.mark.parametrize("stage", HIDDEN)
def test_whatever_is_written_to_a_neutral_card_gets_the_general_answer(stage: type) -> None:
    """A question who this is, is answered as a stranger's is, with the same card."""
    reporter = hidden_at(stage)
    reporter.puts_the_phone_away()
    old = next(one for one in reporter.old[::-1] if not one[1].endswith(":exit"))
    for event in (Typed(90, "siapa ini?"), Strange(91), Edited(92)):
        reporter.does(event)
        assert reporter.wordings() == ["resting-asked"]
    reporter.presses_data(old[1], old[0])
    assert reporter.wordings() == ["resting-asked"]


def test_a_story_that_took_longer_than_the_card_stays_is_kept() -> None:
    """The card stays neutral for whoever looks; whoever goes on finds it answered, and no word of it."""
    reporter = reporter_at(Filling)
    reporter.goes_to_question("story")
    reporter.puts_the_phone_away()
    reporter.writes("Bagian pertama, nomor 081234567890")
    reporter.writes("Bagian kedua")
    assert reporter.wordings() == ["resting-asked"]
    for verb in ("go-on", "safe"):
        reporter.presses(verb)
    assert "hint-kept-meanwhile" in reporter.wordings()
    assert not any(isinstance(part, Quoted) for part in reporter.screen().parts)
    reporter.presses("next")
    answer = draft_of(reporter).answers["story"]
    assert isinstance(answer, Given)
    first, second = answer.values[0].split("\n")
    assert first.startswith("Bagian pertama, nomor ")
    assert "081234567890" not in first
    assert second == "Bagian kedua"


def test_what_is_written_below_a_neutral_card_answers_no_other_question() -> None:
    """A stranger's greeting is not a choice, a date or a review."""
    for question in ("kecamatan", "whom"):
        reporter = reporter_at(Filling)
        reporter.goes_to_question(question)
        before = draft_of(reporter)
        reporter.puts_the_phone_away()
        reporter.writes("halo, ini siapa?")
        for verb in ("go-on", "safe"):
            reporter.presses(verb)
        assert draft_of(reporter) == before


# Answers ---------------------------------------------------------------------------------------------------


def test_what_is_ticked_stays_ticked_when_somebody_goes_back_or_stops() -> None:
    """Ticks are answers, though "done" was not pressed."""
    reporter = Reporter(house())
    reporter.goes_to_question("forms")
    reporter.chooses("Dipukul")
    reporter.presses("stop")
    assert draft_of(reporter).answers["forms"] == Given(("fisik",))
    reporter.presses("resume")
    assert getattr(reporter.session.stage, "ticked", ()) == ("fisik",)


def test_what_is_ticked_stays_ticked_when_somebody_goes_back() -> None:
    """And forward again."""
    reporter = Reporter(house())
    reporter.goes_to_question("forms")
    reporter.chooses("Dipukul")
    reporter.presses("back")
    assert draft_of(reporter).answers["forms"] == Given(("fisik",))


def test_going_back_keeps_every_answer() -> None:
    """To the first question and forward again."""
    reporter = reporter_at(Reviewing)
    reporter = Reporter(house(), session=reporter.session)
    told = draft_of(reporter).answers
    reporter.presses("change")
    reporter.presses("edit:0")
    reporter.presses("back")
    assert draft_of(reporter).answers == told


@pytest.mark.parametrize("question", ["kecamatan", "story"])
def test_an_answer_stays_when_somebody_comes_back_and_leaves_it_so(question: str) -> None:
    """Nobody has to choose or write it once more, and it is not skipped by going on."""
    reporter = reporter_at(Filling)
    reporter.goes_to_question(question)
    reporter.goes_on(lambda offered: offered[0])
    told = draft_of(reporter).answers
    following = reporter.session.stage
    reporter.presses("back")
    assert getattr(reporter.session.stage, "question", "") == question
    reporter.presses("next")
    assert draft_of(reporter).answers == told
    assert reporter.session.stage == following


def test_the_number_on_the_card_goes_back_too() -> None:
    """And correcting an answer at the end counts no question twice."""
    reporter = Reporter(house())
    reporter.goes_to_question("forms")
    number = draft_of(reporter).visited
    reporter.presses("back")
    assert draft_of(reporter).visited == number - 1
    reporter.goes_to_question("forms")
    assert draft_of(reporter).visited == number


def test_a_note_asks_nothing_and_has_no_number() -> None:
    """Neither going over it nor going back counts."""
    reporter = Reporter(house())
    reporter.goes_to_question("age_group")
    reporter.chooses("13–17 tahun")
    assert reporter.wordings()[0] == "note-lead"
    assert draft_of(reporter).visited == 2
    reporter.presses("next")
    assert draft_of(reporter).visited == 3
    for _ in range(2):
        reporter.presses("back")
    assert (draft_of(reporter).visited, reporter.wordings()[0]) == (2, "question-lead")


def test_numbers_that_name_somebody_are_hidden_before_they_are_kept() -> None:
    """And the next card says so."""
    reporter = Reporter(house())
    reporter.goes_to_question("story")
    reporter.writes("telepon 0812 3456 7890")
    assert draft_of(reporter).answers["story"] == Given(("telepon •••",))
    assert "hint-masked" in reporter.wordings()


def test_the_number_to_call_is_kept_as_it_is() -> None:
    """It is asked for, so that somebody can call."""
    reporter = Reporter(house())
    reporter.goes_to_question("contact_way")
    reporter.chooses("Lewat telepon")
    reporter.goes_to_question("contact_phone")
    reporter.writes("0812 3456 7890")
    assert draft_of(reporter).answers["contact_phone"] == Given(("0812 3456 7890",))


def test_an_answer_may_be_written_in_place_of_pressing_it() -> None:
    """In either language, in whatever case."""
    reporter = Reporter(house())
    reporter.goes_to_question("whom")
    reporter.writes("  MYSELF ")
    assert draft_of(reporter).answers["whom"] == Given(("saya",))


def test_what_no_longer_applies_is_not_filed() -> None:
    """The review did not show it, so it is not sent."""
    reporter = Reporter(house())
    reporter.goes_to_question("kelurahan")
    reporter.goes_on(lambda offered: offered[0])
    reporter.goes_to(Reviewing)
    reporter.presses("change")
    asked = [question.name for question in shipped_form().questions]
    assert "kelurahan" in asked
    reviewed = [name for name in draft_of(reporter).answers if name in asked]
    reporter.session = reporter.session.__class__(
        reporter.session.generation, "id", Filling(draft_of(reporter), "kecamatan", returning=True)
    )
    reporter.presses("skip")
    assert "kelurahan" in draft_of(reporter).answers
    reporter.presses("send")
    filed = reporter.reports()[0]
    assert filed.draft is not None
    assert "kelurahan" in reviewed
    assert "kelurahan" not in filed.draft.answers
    assert filed.draft.answers["kecamatan"] == Skipped()


# Files -----------------------------------------------------------------------------------------------------


def with_a_picture() -> Reporter:
    """Bring a citizen to the files, and let them send a picture."""
    reporter = Reporter(house())
    reporter.goes_to_question("files")
    reporter.sends_picture()
    return reporter


def token_of(reporter: Reporter) -> str:
    """Find the picture's token."""
    return next(effect.token for effect in reporter.effects if isinstance(effect, FetchFile))


def test_send_waits_for_a_file_that_is_on_its_way() -> None:
    """And goes through when it has come."""
    reporter = with_a_picture()
    reporter.presses("next")
    reporter.presses("send")
    assert "hint-wait-for-file" in reporter.wordings()
    reporter.picture_arrives()
    reporter.presses("send")
    assert len(reporter.reports()) == 1


def test_a_report_goes_on_without_a_file_that_could_not_be_taken_in() -> None:
    """It is said in words, and the file is thrown away."""
    reporter = with_a_picture()
    reporter.presses("next")
    step = reporter.does(NotFetched(token_of(reporter), FetchProblem.REFUSED))
    assert DropFiles((token_of(reporter),)) in step.effects
    assert "hint-file-refused" in reporter.wordings()
    reporter.presses("send")
    assert reporter.reports()[0].draft == draft_of_filed(reporter, files=0)


def draft_of_filed(reporter: Reporter, files: int) -> Draft:
    """Look at what was filed."""
    draft = reporter.reports()[0].draft
    assert draft is not None
    assert len(draft.files) == files
    return draft


def test_files_that_are_passed_over_after_all_are_thrown_away() -> None:
    """A file that comes later finds no draft that wants it."""
    reporter = with_a_picture()
    step = reporter.presses("skip")
    dropped = DropFiles((token_of(reporter),))
    assert dropped in step.effects
    assert dropped in reporter.does(Fetched(token_of(reporter), 1000)).effects
    assert draft_of(reporter).files == ()


def test_a_file_that_comes_while_the_card_is_neutral_is_kept_in_silence() -> None:
    """The card does not change under the eyes of whoever holds the phone."""
    reporter = with_a_picture()
    reporter.puts_the_phone_away()
    assert reporter.picture_arrives().effects == ()
    reporter.presses("go-on")
    reporter.presses("safe")
    reporter.presses("next")
    reporter.presses("send")
    draft_of_filed(reporter, files=1)


def test_a_file_that_comes_while_safety_is_asked_is_kept_in_silence() -> None:
    """The draft behind the question has it."""
    reporter = with_a_picture()
    reporter.puts_the_phone_away()
    reporter.presses("go-on")
    assert reporter.picture_arrives().effects == ()
    for verb in ("safe", "next", "send"):
        reporter.presses(verb)
    draft_of_filed(reporter, files=1)


def test_who_has_no_file_says_so_and_goes_on() -> None:
    """One button in its own words, and one that throws away what is there."""
    reporter = Reporter(house())
    reporter.goes_to_question("files")
    assert reporter.buttons()[0].label == Line("button-files-none")
    assert not [one for one in reporter.all_data() if one.endswith(":unknown")]
    reporter.sends_picture()
    assert [button.label for button in reporter.buttons()][:2] == [
        Line("button-files-done"),
        Line("button-files-drop"),
    ]


# The review ------------------------------------------------------------------------------------------------


def test_send_is_seen_first_only_where_all_has_been_read() -> None:
    """On every page before the last, what is seen first is that there is more."""
    reporter = reporter_at(Reviewing)
    firsts = []
    while ":page:" in (first := reporter.all_data()[0]) and not first.endswith(f":page:{len(firsts) - 1}"):
        firsts.append(first)
        reporter.presses_data(first)
    assert firsts
    assert reporter.all_data()[0].endswith(":send")


# How somebody is spoken to ---------------------------------------------------------------------------------


def spoken_to(age: str, whom: str = "Saya sendiri", person: Person | None = None) -> set[str]:
    """Report, and tell how the frame spoke from the question after the age on."""
    reporter = Reporter(house(), person=person)
    if person is None:
        reporter.goes_to_question("whom")
        reporter.chooses(whom)
    reporter.goes_to_question("age_group")
    reporter.chooses(age)
    heard: set[str] = set()
    while not isinstance(reporter.session.stage, Received):
        reporter.goes_on(lambda offered: offered[0])
        lines = (part for part in reporter.screen().parts if isinstance(part, Line))
        heard |= {str(line.values["address"]) for line in lines if "address" in line.values}
    return heard


def test_a_child_reads_of_no_anda_in_the_review() -> None:
    """Not even in the question after which we knew."""
    reporter = Reporter(house())
    reporter.goes_to_question("age_group")
    reporter.chooses("13–17 tahun")
    reporter.goes_to(Reviewing)
    texts = [part.texts["id"] for part in reporter.screen().parts if isinstance(part, Plain)]
    assert "2. Kira-kira berapa umur kamu?" in texts
    assert not [text for text in texts if "Anda" in text]


def test_a_child_is_spoken_to_as_a_child_from_where_the_form_knows() -> None:
    """Up to the receipt; an adult who tells of a child is not."""
    assert spoken_to("13–17 tahun") == {"child"}
    assert spoken_to("25–44 tahun") == {"adult"}
    assert spoken_to("6–12 tahun", "Orang lain") == {"adult"}
    assert spoken_to("6–12 tahun", person=LURAH) == {"official"}


@pytest.mark.parametrize("presses", [["exit"], ["stop", "discard"], ["next", "stop", "discard"]])
def test_every_way_to_lose_a_draft_throws_its_files_away(presses: list[str]) -> None:
    """Quick exit, and discarding what waits."""
    reporter = with_a_picture()
    for verb in presses:
        reporter.presses(verb)
    assert DropFiles((token_of(reporter),)) in reporter.effects


# The receipt -----------------------------------------------------------------------------------------------


def test_the_receipt_replaces_the_review_and_the_next_thing_written_hides_it() -> None:
    """The code leaves the session: whoever asks later is not told."""
    reporter = reporter_at(Reviewing)
    step = reporter.presses("send")
    assert ShowCard(fresh=False) in step.effects
    assert "received-code" in reporter.wordings()
    reporter.writes("apa kodenya?")
    assert reporter.session.stage == Resting(asked=True)


def test_pressing_send_twice_files_once_and_shows_the_receipt_in_its_place() -> None:
    """A press that was delivered twice."""
    reporter = reporter_at(Reviewing)
    send = next(one for one in reporter.all_data() if one.endswith(":send"))
    reporter.presses_data(send)
    step = reporter.presses_data(send)
    assert len(reporter.reports()) == 1
    assert ShowCard(fresh=False) in step.effects


def test_an_old_button_does_not_send_the_receipt_once_more() -> None:
    """It would be a new message with the code in it."""
    reporter = reporter_at(Received)
    step = reporter.presses_data("old:choose:1", message=1)
    assert not any(isinstance(effect, ShowCard) for effect in step.effects)


def test_a_receipt_that_nobody_looks_at_goes_by_itself() -> None:
    """After a while the card is the closing line."""
    reporter = reporter_at(Received)
    reporter.puts_the_phone_away()
    assert reporter.session.stage == Resting(bare=True)


# The form changes ------------------------------------------------------------------------------------------


def other_form() -> Form:
    """Publish another version of the form."""
    form = shipped_form()
    return Form(
        "2",
        form.title,
        form.languages,
        form.questions,
        form.nodes,
        form.instances,
        form.positions,
        form.source,
    )


def test_a_draft_goes_on_with_the_form_it_began_with() -> None:
    """Also after another version was put in."""
    reporter = Reporter(house())
    reporter.goes_to_question("forms")
    reporter.house = house(form=other_form(), older_forms={shipped_form().version: shipped_form()})
    reporter.goes_to(Received)
    filed = reporter.reports()[0].draft
    assert filed is not None
    assert filed.form_version == shipped_form().version


@pytest.mark.parametrize("stage", [Filling, Reviewing])
def test_a_draft_whose_form_is_missing_waits_for_it(stage: type) -> None:
    """It can be thrown away, and it goes on when the form is there again."""
    reporter = reporter_at(stage)
    told = draft_of(reporter)
    reporter.house = house(form=other_form())
    assert reporter.wordings()[0] == "paused-lead"
    reporter.presses("resume")
    reporter.writes("halo")
    assert draft_of(reporter) == told
    reporter.house = house()
    reporter.presses("resume")
    assert isinstance(reporter.session.stage, stage)
    assert draft_of(reporter) == told


def test_nothing_a_reporter_does_calls_anybody_but_by_filing() -> None:
    """A draft that is never sent is known to nobody."""
    reporter = reporter_at(Reviewing)
    assert not any(isinstance(effect, CaseEffect) for effect in reporter.effects)
    assert reporter.reports() == []


def test_whoever_is_in_danger_sees_a_number_from_then_on() -> None:
    """The form goes on, and so does the danger; without danger no number frightens anybody."""
    reporter = reporter_at(Filling)
    stage = reporter.session.stage
    assert isinstance(stage, Filling)

    def shown(answer: str) -> list[Part]:
        told = replace(stage.draft, answers={**stage.draft.answers, "danger_now": Given((answer,))})
        reporter.session = replace(reporter.session, stage=replace(stage, draft=told))
        return list(reporter.screen().parts)

    assert shown("ya")[1] == Line("danger-number", {"number": "110"})
    assert not any(part.wording == "danger-number" for part in shown("tidak") if isinstance(part, Line))
