"""The office's side of the chat: accepting, opening, writing steps down, letting people in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from conversations import casework, dialogue, handover
from conversations.case_effects import Audited, AuditedAction, DueKind, Redraw, Ring, Unwake, Wake
from conversations.casework import Audience, CaseFile, CaseStage, FollowUp, Hall, StepKind, Urgency
from conversations.desk_screens import age, asks_to_join, case_card, desk, place_of
from conversations.effects import (
    CloseView,
    Effect,
    KeepCase,
    KeepNote,
    KeepPerson,
    Notice,
    RemoveMessage,
    SpendInvitation,
    Tell,
    Toast,
    View,
)
from conversations.events import Event, Left, Opened, Pressed, Returned, Typed
from conversations.moment import Moment
from conversations.people import Action, CaseId, Person, Role, Standing
from conversations.screen import Line, stamp
from conversations.sessions import (
    AtDesk,
    ChoosingDate,
    ChoosingStep,
    Joining,
    Resting,
    Session,
    Stage,
    StepKept,
    WritingWord,
)
from conversations.step import Scene, Step
from tests.rules.office import (
    BUDI,
    LURAH,
    MONDAY,
    RINI,
    SARI,
    always,
    at,
    case,
    hall,
    name,
    person,
    reachable,
)
from tests.rules.reporters import Reporter, house

CARD = 5
EVERYBODY = (RINI, BUDI, SARI, LURAH)


@dataclass
class Desk:
    """Somebody of the office with a phone, and the cases as they stand."""

    person: Person | None = RINI
    cases: dict[CaseId, CaseFile] = field(default_factory=dict)
    stage: Stage = field(default_factory=AtDesk)
    subject: Person | None = None
    moment: Moment = field(default_factory=at)
    staff: tuple[Person, ...] = EVERYBODY

    def does(self, event: Event) -> Step:
        """Let something happen, and keep what follows."""
        cases = {one.id: one for one in self.cases.values()}
        there = hall(*self.staff)
        scene = Scene(Session(1, "id", self.stage), self.person, CARD, there, cases, subject=self.subject)
        step = dialogue.advance(scene, event, house(), self.moment)
        self.stage = step.session.stage
        self.cases.update(
            {effect.case.id: effect.case for effect in step.effects if isinstance(effect, KeepCase)}
        )
        return step

    def presses(self, button: str) -> Step:
        """Press a button of the desk's card, or one that names a case or a person."""
        mark = stamp(1, place_of(self.stage))
        named = button if button[:2] in {"k:", "p:"} else f"{mark}:{button}"
        return self.does(Pressed(CARD, named, "press"))

    def writes(self, text: str) -> Step:
        """Write to the bot."""
        return self.does(Typed(9, text))


def desk_with(one: CaseFile, person: Person | None = RINI, **more: object) -> Desk:
    """Put a case before somebody."""
    return replace(Desk(person, {one.id: one}), **more)  # type: ignore[arg-type]  # each test names what it needs


def said(step: Step) -> list[str]:
    """List the short answers to a press."""
    return [effect.line.wording for effect in step.effects if isinstance(effect, Toast)]


def kept(step: Step) -> list[CaseFile]:
    """List the cases that go on."""
    return [effect.case for effect in step.effects if isinstance(effect, KeepCase)]


# Who may do what -------------------------------------------------------------------------------------------

NEW = case(7, called=[RINI])
MINE = {role: reachable(case(8, owner=person(1, role))) for role in Role}
ASKING = person(9, Role.OFFICER, Standing.PENDING)


def deeds(step: Step) -> set[Action]:
    """Tell which of the office's actions happened."""
    happened: set[Action] = set()
    if any(one.stage is CaseStage.ACCEPTED for one in kept(step)):
        happened.add(Action.ACCEPT)
    if any(isinstance(effect, View) for effect in step.effects):
        happened.add(Action.VIEW)
    if isinstance(step.session.stage, ChoosingStep):
        happened.add(Action.RECORD_STEP)
    if isinstance(step.session.stage, WritingWord):
        happened.add(Action.WRITE)
    if any(isinstance(effect, Ring) for effect in step.effects):
        happened.add(Action.LIST_OWN)
    if step.session.stage == AtDesk(status=True):
        happened.add(Action.STATUS)
    if any(isinstance(effect, KeepPerson) and effect.person.id == ASKING.id for effect in step.effects):
        happened.add(Action.CONFIRM_PERSON)
    return happened


ATTEMPTS = {
    Action.ACCEPT: f"k:accept:{NEW.id}",
    Action.VIEW: f"k:story:{NEW.id}",
    Action.RECORD_STEP: f"k:step:{MINE[Role.OFFICER].id}",
    Action.WRITE: f"k:write:{MINE[Role.OFFICER].id}",
    Action.LIST_OWN: f"k:card:{MINE[Role.OFFICER].id}",
    Action.STATUS: "status",
    Action.CONFIRM_PERSON: f"p:confirm-petugas:{ASKING.id}",
}
SENDERS = [None, *(person(1, role, standing) for role in Role for standing in Standing)]


@pytest.mark.parametrize(
    "sender", SENDERS, ids=lambda one: f"{one.role}-{one.standing}" if one else "stranger"
)
@pytest.mark.parametrize("action", ATTEMPTS)
def test_only_what_a_role_may_do_happens(sender: Person | None, action: Action) -> None:
    """Every role in every standing tries every action; its case and its press are as good as they can be."""
    mine = MINE[sender.role if sender else Role.OFFICER]
    cases = {NEW.id: NEW, mine.id: mine}
    staff = (SARI, LURAH, BUDI, *([sender] if sender else []))
    step = Desk(sender, cases, subject=ASKING, staff=staff).presses(ATTEMPTS[action])
    allowed = sender is not None and sender.may(action)
    assert deeds(step) == ({action} if allowed else set())


@pytest.mark.parametrize(
    "sender", SENDERS, ids=lambda one: f"{one.role}-{one.standing}" if one else "stranger"
)
def test_a_village_official_alone_is_asked_for_whom_they_write(sender: Person | None) -> None:
    """Reporting for a resident is an action like any other."""
    reporter = Reporter(house(languages=("id",)), person=sender)
    reporter.starts()
    allowed = sender is not None and sender.may(Action.REPORT_FOR_RESIDENT)
    assert (reporter.session.stage.kind == "choosing-role") == allowed


@pytest.mark.parametrize(
    "stage", [AtDesk(), AtDesk(status=True), ChoosingStep(NEW.id), ChoosingDate(NEW.id, StepKind.WAITING)]
)
def test_somebody_without_a_role_sees_nothing_of_the_office(stage: Stage) -> None:
    """Not even in a session that was of the office once."""
    for sender in (None, person(1, standing=Standing.REVOKED), LURAH):
        card = dialogue.card(Session(1, "id", stage), sender, house(), (NEW,), at())
        assert [getattr(part, "wording", "") for part in card.parts] == ["neutral-line"]
        assert isinstance(Desk(sender, {NEW.id: NEW}, stage).writes("halo").session.stage, Resting)


def test_an_officer_who_was_a_coordinator_sees_no_overview() -> None:
    """The role counts as it is when the card is drawn."""
    card = dialogue.card(Session(1, "id", AtDesk(status=True)), RINI, house(), (NEW,), at())
    assert "status-lead" not in [getattr(part, "wording", "") for part in card.parts]


def test_a_case_that_names_an_official_is_refused_to_officers() -> None:
    """Even on duty, even with the alert's own button, and without telling who has it."""
    secret = case(7, called=[RINI], owner=SARI, audience=Audience.HEAD)
    for button in ("accept", "facts", "card", "step"):
        step = desk_with(secret).presses(f"k:{button}:{secret.id}")
        assert said(step) == ["toast-not-allowed"]
        assert len(step.effects) == 1


def test_an_officer_whose_colleague_accepted_cannot_open_the_case_any_more() -> None:
    """They were called, they were not needed; being on duty opens what nobody has taken."""
    taken = casework.accept(case(7, called=[RINI, BUDI]), BUDI, at()).case
    assert said(desk_with(taken).presses(f"k:story:{taken.id}")) == ["toast-not-allowed"]
    assert not case_card(taken, RINI, hall(*EVERYBODY), None, MONDAY).rows


def test_what_has_just_come_has_no_count_of_minutes() -> None:
    """An alert that says "0 minutes ago" looks like a broken one."""
    assert age(MONDAY, MONDAY + timedelta(seconds=59)) == {"count": 0, "unit": "now"}
    assert age(MONDAY, MONDAY + timedelta(seconds=60)) == {"count": 1, "unit": "minutes"}
    assert age(MONDAY + timedelta(seconds=5), MONDAY)["unit"] == "now"


# Lists -----------------------------------------------------------------------------------------------------


def in_state(number: int, urgency: Urgency, kind: StepKind | None, follow_up: timedelta | None) -> CaseFile:
    """Invent a case of this urgency; without a step it waits to be accepted."""
    one = case(number, owner=RINI if kind else None)
    steps = (casework.StepDone(kind, RINI.id, MONDAY),) if kind else ()
    promised = FollowUp(MONDAY + follow_up, 1) if follow_up else None
    facts = replace(one.facts, urgency=urgency)
    return replace(one, facts=facts, course=replace(one.course, steps=steps, follow_up=promised))


def listed(cases: Sequence[CaseFile], *, status: bool = True) -> list[str]:
    """Turn every page of a list, and tell the cases in the order in which they stand."""
    found: list[str] = []
    for page in range(9):
        stage = AtDesk(status=status, page=page)
        screen = desk(Session(1, "id", stage), stage, SARI if status else RINI, cases, MONDAY)
        data = [button.data for row in screen.rows for button in row]
        found += [one.rpartition(":")[2] for one in data if one.startswith("k:card:")]
        if not any(one.endswith(f":{page + 1}") for one in data if not one.startswith("k:")):
            return found
    raise AssertionError("The pages never end.")


def test_the_overview_lists_every_open_case_and_what_needs_somebody_first() -> None:
    """Not accepted, overdue, then by step; within each by urgency. However many, each once."""
    late, soon = timedelta(hours=-1), timedelta(hours=1)
    ranked = [
        in_state(1, Urgency.HIGH, None, None),
        in_state(2, Urgency.LOW, None, None),
        in_state(3, Urgency.HIGH, StepKind.WAITING, late),
        in_state(4, Urgency.LOW, StepKind.CONTACTED, late),
        in_state(5, Urgency.MEDIUM, StepKind.CONTACTED, soon),
        in_state(6, Urgency.LOW, StepKind.CONTACTED, soon),
        in_state(7, Urgency.HIGH, StepKind.REFERRED, soon),
        *(in_state(8 + more, Urgency.HIGH, StepKind.WAITING, None) for more in range(15)),
    ]
    closed = in_state(40, Urgency.HIGH, StepKind.CLOSED, None)
    closed = replace(closed, course=replace(closed.course, closed=True))
    names = [one.id for one in ranked]
    assert listed([closed, *ranked[::-1]])[:7] == names[:7]
    assert sorted(listed([closed, *ranked])) == sorted(names)


def test_the_overview_says_who_is_on_duty_and_who_is_out_of_reach() -> None:
    """An officer who blocked the bot is seen before the phone has to ring; an officer sees none of it."""
    gone = replace(BUDI, standing=Standing.UNREACHABLE)
    session = Session(1, "id", AtDesk(status=True))

    def said_to(reader: Person, *staff: Person) -> list[Line]:
        here = Hall(always(RINI, BUDI), staff)
        parts = dialogue.card(session, reader, house(), (), at(), here).parts
        return [part for part in parts if isinstance(part, Line) and part.wording.startswith("duty-")]

    assert said_to(SARI, RINI, BUDI, SARI) == [Line("duty-now", {"names": f"{RINI.name}, {BUDI.name}"})]
    assert said_to(SARI, RINI, gone, SARI) == [
        Line("duty-now", {"names": RINI.name}),
        Line("duty-unreachable", {"names": BUDI.name}),
    ]
    assert said_to(SARI, gone, SARI)[0] == Line("duty-nobody")
    assert said_to(RINI, RINI, gone, SARI) == []


def test_an_officer_finds_every_case_of_their_own() -> None:
    """Also the eleventh."""
    mine = [in_state(number, Urgency.LOW, StepKind.WAITING, None) for number in range(1, 24)]
    assert len(listed(mine, status=False)) == len(mine)


@pytest.mark.parametrize("list_name", ["status", "own"])
def test_a_page_of_a_list_is_turned_by_its_button(list_name: str) -> None:
    """And a page that nobody offered is the last there is."""
    many = {one.id: one for one in (case(number, owner=SARI) for number in range(1, 24))}
    stage = AtDesk(status=list_name == "status")
    screen = desk(Session(1, "id", stage), stage, SARI, list(many.values()), MONDAY)
    button = next(one.data for row in screen.rows for one in row if one.data.endswith(f":{list_name}:1"))
    turned = Desk(SARI, many, stage).presses(button.partition(":")[2])
    assert turned.session.stage == replace(stage, page=1)
    beyond = replace(stage, page=99)
    assert desk(Session(1, "id", beyond), beyond, SARI, list(many.values()), MONDAY).rows[0]


# Accepting -------------------------------------------------------------------------------------------------


def test_of_two_officers_who_accept_at_once_one_is_the_owner() -> None:
    """The other is told who."""
    first = desk_with(case(7, called=[RINI, BUDI]))
    accepted = first.presses(f"k:accept:{NEW.id}")
    second = desk_with(first.cases[NEW.id], BUDI)
    told = second.presses(f"k:accept:{NEW.id}")
    assert (said(accepted), said(told)) == (["toast-accepted"], ["toast-accepted-by"])
    assert second.cases[NEW.id].course.owner == RINI.id
    assert kept(told) == []


def test_a_case_that_is_owned_or_closed_is_never_accepted_anew() -> None:
    """Whatever door the acceptance comes through."""
    closed = casework.record_step(owned(), casework.StepDone(StepKind.CLOSED, RINI.id, MONDAY), None).case
    for one in (owned(), closed):
        assert casework.accept(one, BUDI, at()) == casework.Turn(one)


def test_accepting_twice_says_that_it_is_yours() -> None:
    """A press that Telegram delivered twice changes nothing."""
    desk = desk_with(NEW)
    desk.presses(f"k:accept:{NEW.id}")
    again = desk.presses(f"k:accept:{NEW.id}")
    assert said(again) == ["toast-yours-already"]
    assert kept(again) == []


def test_an_owner_whom_nobody_knows_any_more_still_owns_the_case() -> None:
    """It is not given away by a press."""
    step = desk_with(case(7, owner=person(99), called=[RINI])).presses(f"k:accept:{NEW.id}")
    assert said(step) == ["toast-accepted-by"]
    assert kept(step) == []


def test_accepting_keeps_everybodys_card_true_and_is_written_down() -> None:
    """In the same turn."""
    step = desk_with(case(7, called=[RINI, BUDI])).presses(f"k:accept:{NEW.id}")
    assert all(Redraw(one.id, NEW.id) in step.effects for one in (RINI, BUDI))
    assert Audited(RINI.id, AuditedAction.ACCEPTED, NEW.id) in step.effects


# Steps and clocks ------------------------------------------------------------------------------------------


def clocks(step: Step) -> list[Effect]:
    """List what is done to a case's clocks."""
    return [effect for effect in step.effects if isinstance(effect, Wake | Unwake)]


def owned() -> CaseFile:
    """Open a case that Rini has accepted."""
    return casework.accept(case(7, called=[RINI]), RINI, at()).case


@pytest.mark.parametrize("button", ["facts", "story-2", "notes", "file-0", "card", "close", "step", "accept"])
def test_reading_and_pressing_end_no_follow_up_clock(button: str) -> None:
    """Only a recorded step does."""
    name, _, number = button.partition("-")
    step = desk_with(owned()).presses(f"k:{name}{f'-{number}' if number else ''}:{NEW.id}")
    assert clocks(step) == []
    assert kept(step) == []


def test_recording_a_step_ends_the_clock_and_starts_the_next() -> None:
    """By whom and when is written down; tomorrow is at nine on the office's wall clock."""
    desk = desk_with(owned())
    desk.presses(f"k:step:{NEW.id}")
    desk.presses("kind:dihubungi")
    step = desk.presses("in:1")
    tomorrow = datetime(2026, 8, 18, 2, 0, tzinfo=UTC)
    ended = [
        Unwake(kind, NEW.id, 1) for kind in (DueKind.FOLLOW_UP, DueKind.OVERDUE, DueKind.OVERDUE_COORDINATOR)
    ]
    assert clocks(step) == [*ended, Wake(DueKind.FOLLOW_UP, NEW.id, 2, tomorrow)]
    assert desk.cases[NEW.id].course.steps == (casework.StepDone(StepKind.CONTACTED, RINI.id, MONDAY),)


def test_a_step_without_a_date_is_followed_up_all_the_same() -> None:
    """An open case is never without a clock."""
    done = casework.StepDone(StepKind.WAITING, RINI.id, MONDAY)
    turn = casework.record_step(owned(), done, None)
    assert turn.case.course.follow_up is not None
    assert turn.case.course.follow_up.number == 2


def test_closing_a_case_ends_every_clock() -> None:
    """And a step after that is refused."""
    desk = desk_with(owned())
    desk.presses(f"k:step:{NEW.id}")
    step = desk.presses("kind:selesai")
    assert not [effect for effect in clocks(step) if isinstance(effect, Wake)]
    assert desk.cases[NEW.id].stage is CaseStage.CLOSED
    done = casework.StepDone(StepKind.WAITING, RINI.id, MONDAY)
    assert casework.record_step(desk.cases[NEW.id], done, None) == casework.Turn(desk.cases[NEW.id])


def test_a_case_that_was_taken_away_in_the_middle_of_a_step_is_not_changed() -> None:
    """The owner was revoked and linked anew, or a coordinator gave the case on."""
    desk = desk_with(owned())
    desk.presses(f"k:step:{NEW.id}")
    desk.presses("kind:dihubungi")
    desk.cases = {NEW.id: casework.accept(NEW, BUDI, at()).case}
    step = desk.presses("in:1")
    assert said(step) == ["toast-not-allowed"]
    assert kept(step) == []


@pytest.mark.parametrize("written", ["18-08-2026", "18/8/2026", "18.08.2026", "18 8 2026"])
def test_a_follow_up_date_may_be_written(written: str) -> None:
    """As people write dates."""
    desk = desk_with(owned(), stage=ChoosingDate(NEW.id, StepKind.WAITING, typing=True))
    assert len(kept(desk.writes(written))) == 1


@pytest.mark.parametrize("written", ["17-08-2026", "kemarin", "31-02-2027", "18-08-2030", "²", "1" * 4000])
def test_a_date_that_is_past_or_none_is_asked_for_again(written: str) -> None:
    """Nothing is recorded."""
    desk = desk_with(owned(), stage=ChoosingDate(NEW.id, StepKind.WAITING, typing=True))
    assert kept(desk.writes(written)) == []
    assert desk.stage == ChoosingDate(NEW.id, StepKind.WAITING, typing=True, refused=True)


def test_a_note_is_sealed_and_taken_off_the_phone() -> None:
    """What is written after a step belongs to it."""
    desk = desk_with(
        casework.record_step(owned(), casework.StepDone(StepKind.WAITING, RINI.id, MONDAY), None).case
    )
    desk.stage = StepKept(NEW.id, 0, StepKind.WAITING, None)
    step = desk.writes("sudah bertemu")
    note = next(effect for effect in step.effects if isinstance(effect, KeepNote))
    assert (note.text, desk.cases[NEW.id].course.steps[0].note) == ("sudah bertemu", note.note)
    assert RemoveMessage(9) in step.effects


def test_whatever_else_is_written_after_a_step_is_sealed_too() -> None:
    """A second thought must not stay on the phone because the first was kept."""
    desk = desk_with(
        casework.record_step(owned(), casework.StepDone(StepKind.WAITING, RINI.id, MONDAY), None).case
    )
    desk.stage = StepKept(NEW.id, 0, StepKind.WAITING, None, noted=True)
    step = desk.writes("rumahnya sudah dikunjungi")
    assert [effect.text for effect in step.effects if isinstance(effect, KeepNote)] == [
        "rumahnya sudah dikunjungi"
    ]
    assert RemoveMessage(9) in step.effects


@pytest.mark.parametrize(
    "button", ["k:story-²:{}", "k:file-99999999999999999999:{}", "k::", "p::", "k:accept:x", ":", "in:-1"]
)
def test_what_no_button_carries_is_answered_and_changes_nothing(button: str) -> None:
    """A changed client can send anything."""
    step = desk_with(owned()).presses(button.format(NEW.id))
    assert said(step)
    assert kept(step) == []


# People ----------------------------------------------------------------------------------------------------


def test_a_coordinator_lets_somebody_in_once() -> None:
    """The second coordinator is told that it is settled."""
    step = desk_with(NEW, SARI, subject=ASKING).presses(f"p:confirm-petugas:{ASKING.id}")
    linked = replace(ASKING, standing=Standing.LINKED)
    assert KeepPerson(linked) in step.effects
    assert Tell(ASKING.id, Notice.WELCOME) in step.effects
    late = desk_with(NEW, SARI, subject=linked).presses(f"p:decline-petugas:{ASKING.id}")
    assert said(late) == ["toast-settled-already"]
    redrawn = Tell(SARI.id, Notice.ASKS_TO_JOIN, about=ASKING.id, message=CARD)
    assert all(redrawn in one.effects for one in (step, late))


def test_a_card_lets_nobody_in_under_another_role_than_it_named() -> None:
    """Another invitation was used meanwhile: the old card is refused in words, and drawn anew."""
    now = replace(ASKING, role=Role.COORDINATOR)
    shown = [button.data for row in asks_to_join(ASKING).rows for button in row]
    for button in (*shown, f"p:confirm:{ASKING.id}", f"p:decline:{ASKING.id}"):
        step = desk_with(NEW, SARI, subject=now).presses(button)
        assert said(step) == ["toast-other-role"]
        assert not any(isinstance(effect, KeepPerson) for effect in step.effects)
        assert Tell(SARI.id, Notice.ASKS_TO_JOIN, about=ASKING.id, message=CARD) in step.effects


@pytest.mark.parametrize("standing", Standing)
def test_a_request_that_was_answered_has_no_buttons(standing: Standing) -> None:
    """It says what became of it."""
    assert bool(asks_to_join(replace(ASKING, standing=standing)).rows) == (standing is Standing.PENDING)


def invited(stage: Stage, sender: Person | None = None) -> Step:
    """Open an invitation from somewhere in a dialogue."""
    scene = Scene(Session(1, "id", stage), sender, CARD, hall(*EVERYBODY), invited=person(20))
    return dialogue.advance(scene, Opened(9, "code"), house(), at())


def test_an_invitation_asks_the_coordinators_and_gives_nothing_yet() -> None:
    """The account is pending."""
    step = invited(Resting())
    assert step.session.stage == Joining()
    assert KeepPerson(person(20, standing=Standing.PENDING)) in step.effects
    assert Tell(SARI.id, Notice.ASKS_TO_JOIN, about=name(20)) in step.effects
    assert SpendInvitation("code") in step.effects


def test_an_invitation_never_costs_a_draft() -> None:
    """It is not spent, and can be opened again afterwards."""
    reporter = Reporter(house())
    reporter.goes_to_question("forms")
    step = invited(reporter.session.stage)
    assert not any(isinstance(effect, SpendInvitation) for effect in step.effects)
    assert getattr(step.session.stage, "before", None) == reporter.session.stage


def test_who_was_known_before_stays_the_same_person() -> None:
    """A village official who becomes an officer keeps their id: one account, one person."""
    step = invited(Resting(), LURAH)
    kept_person = next(effect.person for effect in step.effects if isinstance(effect, KeepPerson))
    assert (kept_person.id, kept_person.role) == (LURAH.id, Role.OFFICER)


def test_somebody_who_was_declined_waits_for_nothing() -> None:
    """They are a citizen like any other, and can report."""
    step = Desk(person(9, standing=Standing.REVOKED), stage=Joining()).writes("halo")
    assert step.session.stage == Resting(asked=True)


def test_blocking_the_bot_calls_the_next_and_writing_again_mends_it() -> None:
    """Authority stays; only the phone is out of reach."""
    ringing = case(7, called=[RINI])
    left = desk_with(ringing).does(Left())
    away = replace(RINI, standing=Standing.UNREACHABLE)
    assert KeepPerson(away) in left.effects
    assert [effect.person for effect in left.effects if isinstance(effect, Ring)] == [BUDI.id]
    for event in (Returned(), Typed(9, "halo")):
        assert KeepPerson(RINI) in desk_with(ringing, away).does(event).effects


def test_a_revoked_officers_cases_are_called_anew_and_their_cards_emptied() -> None:
    """In one turn: what they owned, what rang at their phone, what they had open."""
    mine = owned()
    ringing = case(8, called=[RINI])
    effects = handover.revoke(RINI, [mine, ringing], hall(*EVERYBODY), at(), by=SARI.id)
    assert KeepPerson(replace(RINI, standing=Standing.REVOKED)) in effects
    assert Audited(SARI.id, AuditedAction.REVOKED, RINI.id) in effects
    assert {effect.case for effect in effects if isinstance(effect, Ring) and effect.person == BUDI.id} == {
        mine.id,
        ringing.id,
    }
    assert all(CloseView(RINI.id, one.id) in effects for one in (mine, ringing))
    assert not [effect for effect in effects if isinstance(effect, Ring) and effect.person == RINI.id]
    freed = next(effect.case for effect in effects if isinstance(effect, KeepCase))
    assert (freed.stage, freed.course.ringing) == (CaseStage.NEW, (BUDI.id,))


def test_a_revoked_officers_card_of_a_case_is_empty() -> None:
    """Whatever it showed before."""
    card = case_card(owned(), replace(RINI, standing=Standing.REVOKED), hall(*EVERYBODY), None, MONDAY)
    assert ([getattr(part, "wording", "") for part in card.parts], card.rows) == (["view-wiped"], ())
