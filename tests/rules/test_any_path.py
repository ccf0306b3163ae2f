"""Whatever a person does with their phone, in any order: the frame holds, and they can still go on to Send.

The generator is guided: it mostly goes on, and in between does what frightened, curious and clumsy people do.
At the end of every run it goes on from wherever it is, so that every run files a report.
"""

from dataclasses import replace

from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from conversations import filing, reporter
from conversations.effects import FileReport, ShowCard, Vanish
from conversations.events import (
    Attached,
    Edited,
    Event,
    Fetched,
    FetchProblem,
    Left,
    MediaKind,
    NotFetched,
    Pressed,
    Returned,
    Strange,
    Typed,
)
from conversations.form import filling
from conversations.people import CaseId
from conversations.report import FileState
from conversations.reporter_files import draft_of, files_of
from conversations.screen import Line
from conversations.sessions import (
    Filling,
    OfferedCallback,
    Paused,
    ReadingLimits,
    Received,
    Resting,
    Reviewing,
    Session,
    Waiting,
)
from conversations.step import Step, Verb
from tests.rules.office import LURAH
from tests.rules.reporters import HALL, Reporter, house, shipped_form

ANSWERING = {"choose", "next", "skip", "unknown", "day"}
LEAVING = {"discard", "send", "exit"}
UNREADABLE = "zqx"
"""Stands in every text that a reporter of this test types."""
typed = st.text(max_size=30).map(lambda text: f"{UNREADABLE} {text}")
made_up = st.text(max_size=30) | st.builds(
    "{}:{}:{}".format,
    st.text(max_size=6),
    st.sampled_from([*ANSWERING, "send", "agree", "page"]),
    st.text(max_size=9),
)


class AnyPath(RuleBasedStateMachine):
    """One phone, one reporter."""

    def __init__(self) -> None:
        super().__init__()
        self.reporter = Reporter(house())
        self.before: Session = self.reporter.session
        self.receipt_shown = False
        self.ending = " on the way"

    @initialize(person=st.sampled_from([None, LURAH]), one_language=st.booleans())
    def somebody_comes(self, person: object, *, one_language: bool) -> None:
        """Be a citizen or a village official, in an office of one language or two."""
        assert person is None or person is LURAH
        languages = ("id",) if one_language else ("id", "en")
        self.reporter = Reporter(house(languages=languages), person=LURAH if person else None)

    # What people do ----------------------------------------------------------------------------------------

    @rule(data=st.data(), steps=st.integers(1, 25))
    def goes_on(self, data: st.DataObject, steps: int) -> None:
        """Answer, skip or not know, towards Send."""
        for _ in range(steps):
            self._watched(data)

    def _watched(self, data: st.DataObject) -> None:
        self._begin()
        step = self.reporter.goes_on(
            lambda offered: data.draw(st.sampled_from(offered)), f"{UNREADABLE} kata"
        )
        self._check(step, None)

    @rule(data=st.data())
    def presses_what_is_there(self, data: st.DataObject) -> None:
        """Press any button of the card but the way out."""
        offered = [one for one in self.reporter.all_data() if not one.endswith(":exit")]
        if offered:
            self._does(Pressed(self.reporter.card or 0, data.draw(st.sampled_from(offered)), "press"))

    @rule(verb=st.sampled_from(["back", "back", "stop", "change", "skip"]), often=st.integers(1, 3))
    def turns_round(self, verb: str, often: int) -> None:
        """Go back, stop, change an answer, pass one over: wherever the card offers it."""
        for _ in range(often):
            offered = [one for one in self.reporter.all_data() if one.endswith(f":{verb}")]
            if offered:
                self._does(Pressed(self.reporter.card or 0, offered[0], "press"))

    @rule(data=st.data())
    @precondition(lambda self: self.reporter.old)
    def presses_an_old_button(self, data: st.DataObject) -> None:
        """Scroll up and press."""
        message, button = data.draw(st.sampled_from(self.reporter.old))
        if not button.endswith(":exit"):
            self._does(Pressed(message, button, "press"))

    @rule(button=made_up, message=st.integers(0, 3))
    def presses_what_nobody_offered(self, button: str, message: int) -> None:
        """Send anything as a press, as a changed client can."""
        self._does(Pressed(message, button, "press"))

    @rule(text=typed)
    def writes(self, text: str) -> None:
        """Write, whether or not a text is asked for."""
        self._does(Typed(self._message(), text))

    @rule(data=st.data(), size=st.sampled_from([0, 1000, 10**9]))
    def sends_a_file(self, data: st.DataObject, size: int) -> None:
        """Send a picture, a recording, a document."""
        kind = data.draw(st.sampled_from(MediaKind))
        self._does(Attached(self._message(), kind, "file", size, caption=UNREADABLE))

    @rule(data=st.data(), refused=st.booleans())
    def a_file_is_settled(self, data: st.DataObject, *, refused: bool) -> None:
        """Keep a file, or fail to take it in; or one that nobody knows of."""
        tokens = ["0" * 32, *(file.token for file in files_of(self.reporter.session.stage))]
        token = data.draw(st.sampled_from(tokens))
        self._does(NotFetched(token, FetchProblem.REFUSED) if refused else Fetched(token, 1000))

    @rule(one=st.sampled_from([Edited, Strange]))
    def sends_something_else(self, one: type[Edited] | type[Strange]) -> None:
        """Change a message, send a sticker."""
        self._does(one(self._message()))

    @rule(one=st.sampled_from([Left(), Returned()]))
    def blocks_or_unblocks(self, one: Event) -> None:
        """Block the bot and come back."""
        self._does(one)

    @rule()
    def presses_start(self) -> None:
        """Press Start, perhaps because somebody else holds the phone."""
        self._begin()
        self._check(self.reporter.starts(), None)
        assert (
            isinstance(self.reporter.session.stage, Waiting) or draft_of(self.reporter.session.stage) is None
        )

    @rule()
    def puts_the_phone_away(self) -> None:
        """Touch nothing for a while."""
        self._begin()
        self._check(self.reporter.puts_the_phone_away(), None)
        assert not isinstance(self.reporter.session.stage, Filling | Reviewing | Paused | Received)

    @rule(minutes=st.integers(0, 2000))
    def time_passes(self, minutes: int) -> None:
        """Go on tomorrow."""
        self.reporter.waits(minutes)

    @rule(often=st.integers(0, 5))
    def leaves_quickly(self, often: int) -> None:
        """Press the way out: seldom, or no run would get far."""
        if often == 0:
            self._does(Pressed(self.reporter.card or 0, ":exit", "press"))
            assert self.reporter.session.stage == Resting(bare=True)

    # What holds --------------------------------------------------------------------------------------------

    def _message(self) -> int:
        self.reporter.messages += 1
        return self.reporter.messages

    def _does(self, what: Event) -> None:
        self._begin()
        self._check(self.reporter.does(what), what)

    def _begin(self) -> None:
        self.before = self.reporter.session

    def _check(self, step: Step, what: Event | None) -> None:
        self._old_buttons_change_nothing(what)
        self._answers_stay(step, what)
        self._nothing_is_filed_before_send(step)
        self._receipt_is_shown_once(step)
        self._remember_consent()

    def _old_buttons_change_nothing(self, what: Event | None) -> None:
        if isinstance(what, Pressed) and Verb.of(what.button).name != "exit":
            shown = Reporter(self.reporter.house, self.reporter.person, self.reporter.moment, self.before)
            if Verb.of(what.button).stamp not in {Verb.of(one).stamp for one in shown.all_data()}:
                assert self.reporter.session == self.before

    def _answers_stay(self, step: Step, what: Event | None) -> None:
        told, now = draft_of(self.before.stage), draft_of(self.reporter.session.stage)
        if told is None:
            return
        if now is None:
            is_filed = any(isinstance(effect, FileReport) for effect in step.effects)
            assert is_filed or (isinstance(what, Pressed) and Verb.of(what.button).name in LEAVING)
            return
        asked = {self.before.stage.question} if isinstance(self.before.stage, Filling) else set()
        changing = asked | ({"files"} if isinstance(what, NotFetched) else set())
        assert all(
            now.answers[name] == answer for name, answer in told.answers.items() if name not in changing
        )
        assert now.form_version == told.form_version

    def _nothing_is_filed_before_send(self, step: Step) -> None:
        filed = [effect.report for effect in step.effects if isinstance(effect, FileReport)]
        if filed:
            assert isinstance(self.before.stage, Reviewing | OfferedCallback)
            assert isinstance(self.reporter.session.stage, Received)
            event(f"filed a {filed[0].kind}{self.ending}")
        for report in filed:
            case = filing.file_report(
                report, CaseId("7" * 32), HALL, self.reporter.house, self.reporter.moment
            ).case
            assert not any(UNREADABLE in value for value in case.facts.values.values())
            if report.draft is not None and isinstance(self.before.stage, Reviewing):
                assert all(file.state is FileState.KEPT for file in report.draft.files)
                told = self.before.stage.draft.answers
                today = self.reporter.moment.today
                assert filling.review(shipped_form(), report.draft.answers, today) == filling.review(
                    shipped_form(), told, today
                )

    def _receipt_is_shown_once(self, step: Step) -> None:
        if not isinstance(self.reporter.session.stage, Received):
            self.receipt_shown = False
            return
        again = any(effect == ShowCard(fresh=True) for effect in step.effects)
        assert not (self.receipt_shown and again)
        self.receipt_shown = True

    def _remember_consent(self) -> None:
        if draft_of(self.before.stage) is None and draft_of(self.reporter.session.stage) is not None:
            assert isinstance(self.before.stage, ReadingLimits)
        if isinstance(self.reporter.session.stage, Waiting):
            assert set(self.reporter.wordings()) <= {"outage-lead", "resting-asked"}

    @invariant()
    def every_card_has_the_way_out(self) -> None:
        """Except the one line that stays after it was taken."""
        data = self.reporter.all_data()
        assert data[-1:] == [":exit"] or self.reporter.session.stage == Resting(bare=True)
        assert all(len(one.encode()) <= 64 for one in data)
        assert len(set(data)) == len(data)

    @invariant()
    def every_card_begins_with_a_line_of_ours(self) -> None:
        """Show on a lock screen neither the form's words nor a reporter's."""
        assert isinstance(self.reporter.screen().parts[0], Line)

    def teardown(self) -> None:
        """Go on from wherever this run has come to, to Send."""
        self.ending = " at the end"
        event(f"went on from {self.reporter.session.stage.kind}")
        for file in files_of(self.reporter.session.stage):
            self.reporter.does(Fetched(file.token, 1000))
        filed = len(self.reporter.reports())
        for _ in range(150):
            if len(self.reporter.reports()) > filed:
                break
            self._begin()
            self._check(self.reporter.goes_on(lambda offered: offered[-1]), None)
        assert len(self.reporter.reports()) == filed + 1, self.reporter.session


TestAnyPath = AnyPath.TestCase
TestAnyPath.settings = settings(max_examples=100, stateful_step_count=20, deadline=None)


def test_a_draft_that_is_over_is_forgotten_in_silence() -> None:
    """Its messages are deleted and its card edited, which makes no sound."""
    citizen = Reporter(house())
    citizen.goes_to(Filling)
    step = citizen.follows(reporter.expire(citizen.session, citizen.moment))
    assert step.session.stage == Resting(bare=True)
    assert step.effects == (Vanish(),)


def test_a_chat_at_rest_has_nothing_to_hide_or_to_forget() -> None:
    """No card is touched without a reason."""
    resting = Session(1, "id", Resting())
    moment = Reporter(house()).moment
    assert reporter.idle(resting, moment) == Step(resting)
    assert reporter.expire(replace(resting, stage=Resting(asked=True)), moment).effects == ()
