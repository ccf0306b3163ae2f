"""What an officer writes to a reporter: who may, when it comes, and who gets to read it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import casework, news, reporter
from conversations.case_effects import Audited, AuditedAction, DueKind, Unwake, Wake
from conversations.casework import CaseFile, StepDone, StepKind, Word, WordState
from conversations.desk_screens import case_card
from conversations.effects import (
    KeepCase,
    KeepNote,
    KeepWordState,
    Notice,
    RemoveMessage,
    ShowCard,
    Tell,
    Vanish,
)
from conversations.escalation import reopen
from conversations.form.filling import choices
from conversations.hours import allows, next_allowed, spans
from conversations.moment import Moment
from conversations.screen import Quoted, Screen
from conversations.sessions import (
    AskedSafety,
    AtDesk,
    CheckingWord,
    ChoosingLanguage,
    Filling,
    News,
    Received,
    Resting,
    Session,
    Stage,
    Waiting,
    WritingWord,
)
from tests.rules.office import BUDI, JAKARTA, MONDAY, RINI, SARI, at, case, hall, reachable
from tests.rules.reporters import Reporter, house, shipped_form
from tests.rules.test_desk import Desk, desk_with, kept, said

TEXT = "Besok pukul 9 kami di kantor lantai 2. *Telepon* /start https://contoh.id 0771 000 000"
EVENING = "j18_21"
MINE = reachable(case(8, owner=RINI))


def clock(hour: int, minute: int = 0, day: int = 17) -> datetime:
    """Make it that time on the office's wall clock."""
    return datetime(2026, 8, day, hour, minute, tzinfo=JAKARTA).astimezone(UTC)


# The hours ----------------------------------------------------------------------------------------------

NAMES = ("j08_11", "j11_15", "j15_18", "j18_21", "j00_24")
chosen = st.lists(st.sampled_from(NAMES), unique=True).map(" ".join)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(JAKARTA))  # noqa: DTZ001 - aware by timezones


def test_every_choice_of_the_shipped_form_is_understood() -> None:
    """An hour that nobody understands would be an hour at which nobody is written to."""
    form = shipped_form()
    offered = [one.name for one in choices(form, {}, MONDAY.date(), "contact_hours")]
    assert sorted(offered) == sorted(NAMES)
    assert all(len(spans(name)) == 1 for name in offered)


@given(chosen, moments)
def test_the_next_allowed_hour_is_allowed_and_none_before_it_is(hours: str, here: datetime) -> None:
    """Every quarter of an hour before it lies outside what was chosen."""
    coming = next_allowed(hours, here)
    assert coming is not None
    assert allows(hours, coming)
    passed = here
    while passed < coming:
        assert not allows(hours, passed)
        passed += timedelta(minutes=15)


def test_who_chose_no_hours_is_written_to_by_day() -> None:
    """And whoever chose what we do not understand, never."""
    assert [hour for hour in range(24) if allows("", clock(hour).astimezone(JAKARTA))] == list(range(8, 21))
    assert next_allowed("malam", at().here) is None
    assert not casework.may_be_written_to(reachable(case(owner=RINI), "malam"))


# The officer --------------------------------------------------------------------------------------------


def offers(one: CaseFile, reader: object = RINI) -> bool:
    """Whether a card of the case has the button."""
    card = case_card(one, reader, hall(RINI, BUDI, SARI), None, MONDAY)  # type: ignore[arg-type]  # people only
    return "button-write" in [button.label.wording for row in card.rows for button in row]  # type: ignore[union-attr]  # ours are lines


def test_only_the_owner_has_the_button_and_only_where_the_reporter_allowed_the_chat() -> None:
    """Nobody else, no other way back, no other stage."""
    called = replace(case(owner=RINI).facts, callback_only=True)
    assert offers(MINE)
    assert offers(replace(case(owner=RINI), facts=called))
    assert not offers(MINE, BUDI)
    assert not offers(MINE, SARI)
    assert not offers(case(owner=RINI))
    by_phone = replace(MINE, facts=replace(MINE.facts, values={"contact_way": "telepon"}))
    assert not offers(by_phone)
    assert not offers(reachable(case(called=[RINI])))
    assert not offers(MINE.going(replace(MINE.course, closed=True)))


def test_nobody_begins_to_write_who_does_not_own_the_case_or_where_no_chat_was_allowed() -> None:
    """An old card's button, or a coordinator's made-up one: they are told why."""
    others = case(8, owner=BUDI, called=[RINI])
    for one, sender, told in (
        (reachable(others), RINI, "toast-write-owner-only"),
        (reachable(others), SARI, "toast-write-owner-only"),
        (case(8, owner=RINI), RINI, "toast-no-way-back"),
        (reachable(case(8, called=[RINI])), RINI, "toast-write-owner-only"),
        (MINE.going(replace(MINE.course, closed=True)), RINI, "toast-no-way-back"),
    ):
        desk = desk_with(one, sender)
        assert said(desk.presses(f"k:write:{one.id}")) == [told]
        assert desk.stage == AtDesk()


def writing(text: str = TEXT, one: CaseFile = MINE, moment: Moment | None = None) -> Desk:
    """Have Rini write."""
    desk = desk_with(one, moment=moment or at())
    desk.presses(f"k:write:{one.id}")
    assert desk.stage == WritingWord(one.id)
    assert RemoveMessage(9) in desk.writes(text).effects
    return desk


def test_nothing_goes_before_the_press_that_says_so() -> None:
    """What was typed stands on the card once more, literally; Cancel throws it away."""
    desk = desk_with(MINE)
    desk.presses(f"k:write:{MINE.id}")
    step = desk.writes(TEXT)
    assert not [one for one in step.effects if isinstance(one, KeepNote | KeepCase | Wake | Audited)]
    assert desk.stage == CheckingWord(MINE.id, TEXT, None)
    assert desk.presses("home").session.stage == AtDesk()
    assert desk.cases[MINE.id] == MINE


def test_what_is_sent_is_sealed_audited_and_brought_at_once_in_an_allowed_hour() -> None:
    """All of it in one step."""
    desk = writing()
    step = desk.presses("send")
    (note,) = [one for one in step.effects if isinstance(one, KeepNote)]
    assert (note.text, note.to_reporter, note.case) == (TEXT, True, MINE.id)
    assert [one.course.words for one in kept(step)] == [(Word(note.note, MONDAY),)]
    assert Wake(DueKind.WORD, MINE.id, 1, MONDAY) in step.effects
    assert Audited(RINI.id, AuditedAction.WROTE, f"{MINE.id}/1") in step.effects
    assert TEXT not in repr(step)


def test_outside_the_chosen_hours_it_waits_for_the_next_and_the_card_says_when() -> None:
    """At ten in the morning, for somebody who chose the evening."""
    desk = writing(one=reachable(MINE, EVENING))
    evening = clock(18)
    assert desk.stage == CheckingWord(MINE.id, TEXT, evening)
    assert Wake(DueKind.WORD, MINE.id, 1, evening) in desk.presses("send").effects


def test_a_text_that_is_too_long_is_refused_and_not_cut() -> None:
    """A thousand characters are not too many."""
    assert writing("x" * 1001).stage == WritingWord(MINE.id, too_long=1001)
    assert writing("x" * 1000).stage == CheckingWord(MINE.id, "x" * 1000, None)


@pytest.mark.parametrize("button", ["send", f"k:write:{MINE.id}"])
def test_every_press_asks_again_who_owns_the_case(button: str) -> None:
    """It was given to somebody else, or closed, since the text was typed."""
    for changed in (replace(MINE.course, owner=BUDI.id), replace(MINE.course, closed=True)):
        desk = writing()
        desk.cases[MINE.id] = MINE.going(changed)
        step = desk.presses(button)
        assert not [one for one in step.effects if isinstance(one, KeepNote | KeepCase | Wake | Audited)]
        assert not isinstance(desk.stage, WritingWord)
        assert said(step)


def test_what_was_typed_does_not_stay_on_an_untouched_card() -> None:
    """Somebody else may pick up the officer's phone."""
    session = Session(1, "id", writing().stage)
    step = reporter.idle(session, at())
    assert step.session.stage == AtDesk()
    assert step.effects == (ShowCard(unasked=True),)


def test_closing_or_losing_a_case_withdraws_what_has_not_arrived_and_nothing_else() -> None:
    """What lies on the reporter's phone stays there."""
    words = tuple(Word(f"{n:032x}", MONDAY, state) for n, state in enumerate(WordState))
    going = MINE.going(replace(MINE.course, words=words))
    ended = [WordState.WITHDRAWN if one is WordState.WAITING else one for one in WordState]
    done = StepDone(StepKind.CLOSED, RINI.id, MONDAY)
    for turn in (casework.record_step(going, done, None), reopen(going, hall(RINI, BUDI), at())):
        assert [word.state for word in turn.case.course.words] == ended
        assert Unwake(DueKind.WORD, MINE.id, 1) in turn.effects
    done = StepDone(StepKind.WAITING, RINI.id, MONDAY)
    assert casework.record_step(going, done, None).case.course.words == words


@given(st.lists(st.sampled_from(WordState), max_size=6))
def test_a_word_never_goes_back(states: list[WordState]) -> None:
    """Opened stays opened, lost stays lost, whatever is noted afterwards."""
    one = casework.with_word(MINE, Word("00", MONDAY))
    was = WordState.WAITING
    for state in states:
        one = casework.with_word_state(one, 1, state)
        now = one.course.words[0].state
        assert now in {was, state}
        assert was is WordState.WAITING or (was, now) == (WordState.ARRIVED, WordState.OPENED) or now is was
        was = now


# Bringing it --------------------------------------------------------------------------------------------

WRITTEN = casework.with_word(MINE, Word("00" * 16, MONDAY))


def brought(
    stage: Stage, moment: Moment, hours: str = "", one: CaseFile = WRITTEN
) -> tuple[Stage, list[Wake]]:
    """Bring a word into a chat; gives where the chat stands then, and when it is tried again."""
    word = News(MINE.id, 1, TEXT, hours=hours)
    step = news.bring(Session(1, "id", stage), one, word, moment)
    return step.session.stage, [effect for effect in step.effects if isinstance(effect, Wake)]


@pytest.mark.parametrize("stage", [Resting(), Resting(bare=True)])
def test_it_comes_into_a_chat_that_rests(stage: Stage) -> None:
    """As a card of its own."""
    assert brought(stage, at()) == (News(MINE.id, 1, TEXT), [])


@pytest.mark.parametrize(
    "stage",
    [
        Resting(asked=True),
        AskedSafety(),
        ChoosingLanguage(),
        Waiting(AskedSafety()),
        Received(("a",)),
        News(MINE.id, 2, "x"),
    ],
    ids=lambda stage: stage.kind,
)
def test_it_waits_until_the_chat_rests(stage: Stage) -> None:
    """Whatever is under way goes on, and it is looked at again."""
    later = Wake(DueKind.WORD, MINE.id, 1, MONDAY + timedelta(minutes=news.BUSY_MINUTES))
    assert brought(stage, at()) == (stage, [later])


@given(chosen, moments, st.booleans())
def test_it_never_comes_outside_the_chosen_hours(hours: str, here: datetime, busy: bool) -> None:  # noqa: FBT001 - any
    """Neither now nor when it is tried again."""
    moment = at(here.astimezone(UTC))
    stage = AskedSafety() if busy else Resting()
    one = casework.with_word(MINE, Word("00", moment.now))
    now, wakes = brought(stage, moment, hours, one)
    assert isinstance(now, News) == (not busy and allows(hours, here))
    assert isinstance(now, News) != bool(wakes)
    assert all(allows(hours, wake.at.astimezone(JAKARTA)) and wake.at > moment.now for wake in wakes)


def test_what_was_withdrawn_or_closed_does_not_come() -> None:
    """The due row may be older than the withdrawal."""
    over = casework.with_words_withdrawn(WRITTEN)
    assert brought(Resting(), at(), one=over) == (Resting(), [])
    closed = WRITTEN.going(replace(WRITTEN.course, closed=True))
    assert brought(Resting(), at(), one=closed) == (Resting(), [])


def test_what_cannot_be_brought_for_a_week_is_told_to_the_owner() -> None:
    """A chat in which a draft never ends must not keep them waiting for ever."""
    word = News(MINE.id, 1, TEXT)
    step = news.bring(
        Session(1, "id", AskedSafety()), WRITTEN, word, at(MONDAY + timedelta(days=news.LOST_DAYS))
    )
    assert step.effects == (
        KeepWordState(MINE.id, 1, WordState.LOST),
        Tell(RINI.id, Notice.WORD_LOST, case=MINE.id),
    )


def test_a_card_that_was_not_sent_is_taken_back_and_comes_later() -> None:
    """One that lies on the phone stays."""
    waiting = Session(1, "id", News(MINE.id, 1, TEXT, hours=EVENING))
    step = news.not_brought(waiting, at(clock(23)))
    assert step.session.stage == Resting(bare=True)
    assert step.effects == (Wake(DueKind.WORD, MINE.id, 1, clock(18, day=18)),)
    lying = news.arrived(waiting).session
    assert news.not_brought(lying, at(clock(23))).session == lying


def test_the_owner_is_told_when_the_reporter_cannot_be_reached() -> None:
    """Once, and only of what has not arrived."""
    step = news.unreachable(Session(1, "id", News(MINE.id, 1, TEXT)), WRITTEN)
    assert Tell(RINI.id, Notice.WORD_LOST, case=MINE.id) in step.effects
    arrived = casework.with_word_state(WRITTEN, 1, WordState.ARRIVED)
    assert news.unreachable(Session(1, "id", News(MINE.id, 1, TEXT)), arrived).effects == ()


# Reading it ---------------------------------------------------------------------------------------------


@dataclass
class Reader(Reporter):
    """A reporter in whose chat the neutral card has just arrived."""

    card: int | None = 1
    messages: int = 1
    session: Session = field(default_factory=lambda: Session(1, "id", News(MINE.id, 1, TEXT, arrived=True)))

    def states(self) -> list[WordState]:
        """List what was noted of the word."""
        return [effect.state for effect in self.effects if isinstance(effect, KeepWordState)]

    def reads_it(self) -> bool:
        """Whether the words stand on the card."""
        return Quoted(TEXT) in self.screen().parts


def reader(word: str = "") -> Reader:
    """Have a neutral card."""
    one = Reader(house())
    assert isinstance(one.session.stage, News)
    one.session = replace(one.session, stage=replace(one.session.stage, word=word))
    return one


def test_it_is_shown_only_after_somebody_said_that_it_is_safe() -> None:
    """And then literally, on a message that cannot be forwarded from its first version on."""
    one = reader()
    screens: list[Screen] = [one.screen()]
    for verb in ("open", "safe"):
        assert not one.reads_it()
        one.presses(verb)
        screens.append(one.screen())
    assert one.reads_it()
    assert all(screen.protected for screen in screens)
    assert one.states()[-1] is WordState.OPENED
    step = one.presses("read")
    assert step.session.stage == Resting(bare=True)
    assert Vanish() in step.effects


def test_who_says_that_it_is_not_safe_gets_the_neutral_card_back() -> None:
    """It can be opened later."""
    one = reader()
    one.presses("open")
    one.presses("unsafe")
    assert one.wordings() == ["news-lead"]
    assert WordState.OPENED not in one.states()
    one.presses("open")
    one.presses("safe")
    assert one.reads_it()


def test_nothing_is_shown_before_the_word_that_was_agreed_on() -> None:
    """However it is written; it is taken off the chat at once."""
    one = reader("Melati")
    one.presses("open")
    one.presses("safe")
    assert not one.reads_it()
    assert WordState.OPENED not in one.states()
    step = one.writes("  melati ")
    assert one.reads_it()
    assert RemoveMessage(one.messages - 1) in step.effects


def test_who_guesses_gets_the_neutral_card_and_in_the_end_nothing() -> None:
    """No try tells more than another."""
    one = reader("melati")
    for _ in range(news.MOST_TRIES - 1):
        one.presses("open")
        one.presses("safe")
        one.writes("mawar")
        assert one.wordings() == ["news-lead"]
    one.presses("open")
    one.presses("safe")
    assert one.writes("mawar").session.stage == Resting(bare=True)


def test_an_untouched_card_becomes_neutral_and_opens_again_by_the_same_questions() -> None:
    """Half an hour later somebody else may hold the phone."""
    one = reader("melati")
    one.presses("open")
    one.presses("safe")
    one.writes("melati")
    one.puts_the_phone_away()
    assert one.wordings() == ["news-lead"]
    one.presses("open")
    one.presses("safe")
    assert not one.reads_it()
    one.writes("melati")
    assert one.reads_it()
    assert reporter.lapse(one.session, one.moment).session.stage == Resting(bare=True)


def test_a_quick_exit_throws_it_away() -> None:
    """At every card of it."""
    for verbs in ((), ("open",), ("open", "safe")):
        one = reader()
        for verb in verbs:
            one.presses(verb)
        assert one.presses("exit").session.stage == Resting(bare=True)


def test_what_is_written_below_it_goes_to_nobody_and_the_card_says_so() -> None:
    """It is taken off the phone: it may be a story."""
    one = reader()
    one.presses("open")
    one.presses("safe")
    step = one.writes("Jangan telepon saya")
    assert "news-not-sent" in one.wordings()
    assert RemoveMessage(one.messages - 1) in step.effects
    assert one.reports() == []


def test_who_presses_start_can_report_and_the_word_comes_again() -> None:
    """A card that nobody opened keeps nobody from asking for help."""
    one = reader()
    step = one.starts()
    assert step.session.stage == ChoosingLanguage()
    later = one.moment.now + timedelta(minutes=news.BUSY_MINUTES)
    assert Wake(DueKind.WORD, MINE.id, 1, later) in step.effects
    one.goes_to(Filling)
