"""What one transaction has gathered and changed: read once, written once at the end.

Law: an effect is carried into the workbench by ``carry`` and nowhere else, whatever brought it about: a
person's event, a due time, a letter that could not be brought. ``finish`` writes everything down and tells
what to do next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from conversations import casework, filing
from conversations.case_effects import Audited, Redraw, Ring, Unwake, Wake
from conversations.casework import CaseFile, Hall
from conversations.duty import Roster
from conversations.effects import (
    CloseView,
    DropFiles,
    Effect,
    FetchFile,
    FileReport,
    Hide,
    KeepCase,
    KeepNote,
    KeepPerson,
    KeepWordState,
    RemoveMessage,
    ShowCard,
    SpendInvitation,
    Tell,
    Toast,
    Vanish,
    View,
)
from conversations.enrolment import is_of_the_office
from conversations.house import House
from conversations.moment import Moment
from conversations.people import CaseId, Person, PersonId
from conversations.screen import Line
from conversations.sessions import Session
from storage import audit, blobs, cases, documents, due, outbox, people, sessions, trails
from storage.cases import KeptNote
from storage.letters import (
    CardLetter,
    FetchLetter,
    Letter,
    RedrawLetter,
    RemoveLetter,
    RingLetter,
    TellLetter,
    VanishLetter,
    ViewLetter,
    WipeLetter,
)
from storage.outbox import Outgoing
from storage.sessions import Known
from storage.trails import Footprint, Trail
from storage.transaction import Transaction

EMPTY_HALL = Hall(Roster(), ())


@dataclass(frozen=True, slots=True)
class Follow:
    """What follows a committed transaction."""

    letters: tuple[Outgoing, ...] = ()
    cancelled: frozenset[int] = field(default=frozenset(), repr=False)
    """Chats that quick exit emptied: what waits for them is void."""
    due_minute: int | None = None
    """The earliest minute since 1970 for which something was written down."""
    filed: tuple[CaseId, ...] = ()
    damaged: int = 0
    """Rows that did not open, and were passed over: sessions begin anew, people are nobody."""


def joined(follows: Sequence[Follow]) -> Follow:
    """Join what follows several transactions, in their order."""
    return Follow(
        letters=tuple(letter for one in follows for letter in one.letters),
        cancelled=frozenset().union(*(one.cancelled for one in follows)),
        due_minute=min((one.due_minute for one in follows if one.due_minute is not None), default=None),
        filed=tuple(name for one in follows for name in one.filed),
        damaged=sum(one.damaged for one in follows),
    )


@dataclass(slots=True)
class Workbench:
    """One transaction's work."""

    within: Transaction
    house: House
    moment: Moment
    sessions: dict[int, Known] = field(default_factory=dict)
    trails: dict[int, Trail] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    cases: dict[CaseId, CaseFile] = field(default_factory=dict)
    damaged: set[CaseId] = field(default_factory=set)
    """Cases that were looked for and do not open: they hold nobody else up."""
    _hall: Hall | None = None
    _changed_sessions: set[int] = field(default_factory=set)
    _changed_untouched: set[int] = field(default_factory=set)
    _changed_trails: set[int] = field(default_factory=set)
    _changed_cases: set[CaseId] = field(default_factory=set)
    _changed_people: dict[PersonId, Person] = field(default_factory=dict)
    _vanished: dict[int, int] = field(default_factory=dict)
    _filed: list[tuple[filing.Filed, bytes, int]] = field(default_factory=list)
    _notes: list[tuple[CaseId, str, KeptNote, bool]] = field(default_factory=list)
    _letters: dict[bytes, Outgoing] = field(default_factory=dict)
    _wakes: dict[due.Firing, Wake | None] = field(default_factory=dict)
    _wipes: dict[due.Firing, timedelta] = field(default_factory=dict)
    _deeds: list[audit.Deed] = field(default_factory=list)
    _dropped: list[str] = field(default_factory=list)

    # Gathering

    def gather(self, chats: Iterable[int]) -> None:
        """Read what stands of these chats, in a few set-oriented queries."""
        wanted = [chat for chat in dict.fromkeys(chats) if chat not in self.sessions]
        if wanted:
            self.sessions.update(sessions.of_chats(self.within, wanted, self.house.languages[0]))
            self.trails.update(trails.of_chats(self.within, wanted))
            self.people.update(people.of_chats(self.within, wanted))

    @property
    def hall(self) -> Hall:
        """Who there is; read when somebody first asks."""
        if self._hall is None:
            self._hall = Hall(documents.roster(self.within), people.everybody(self.within))
        return self._hall

    def find_cases(self, names: Iterable[CaseId]) -> dict[CaseId, CaseFile]:
        """Give cases as they stand on the workbench."""
        wanted = list(names)
        missing = [name for name in wanted if name not in self.cases]
        if missing:
            found = cases.named(self.within, missing)
            self.cases.update(found.cases)
            self.damaged.update(found.damaged)
        return {name: self.cases[name] for name in wanted if name in self.cases}

    def open_cases(self) -> dict[CaseId, CaseFile]:
        """Give every open case as it stands on the workbench."""
        return {**cases.all_open(self.within).cases, **self.cases}

    @property
    def minute(self) -> int:
        """The present minute since 1970."""
        return int(self.moment.now.timestamp()) // 60

    # Changing

    def keep_session(self, chat: int, session: Session) -> None:
        """Have a chat stand here now."""
        self.sessions[chat] = replace(self.sessions[chat], session=session)
        self._changed_sessions.add(chat)

    def keep_untouched(self, chat: int, session: Session) -> None:
        """Have a chat stand here though nobody did anything: its time goes on from when somebody last did."""
        self.sessions[chat] = replace(self.sessions[chat], session=session)
        self._changed_untouched.add(chat)

    def keep_trail(self, trail: Trail) -> None:
        """Have a chat hold these messages now."""
        self.trails[trail.chat] = trail
        self._changed_trails.add(trail.chat)

    def note_pressed(self, chat: int, message: int) -> None:
        """Note the message that was pressed: whoever is quick presses a card before we have kept its id."""
        trail = self.trails[chat]
        newest = max((step.message for step in (*trail.steps, *trail.fading)), default=0)
        if trail.card is None and message > newest and chat not in self.people:
            # Reporters get nothing to press but their card; the office presses the cards of cases too.
            self.keep_trail(trail.with_card(Footprint(message, self.minute)))
        else:
            self.note_message(chat, message, ours=True)

    def note_message(self, chat: int, message: int, *, ours: bool) -> None:
        """Note a message that lies in a chat."""
        trail = self.trails[chat]
        known = {step.message for step in (*trail.steps, *trail.fading)}
        if message not in known and (trail.card is None or trail.card.message != message):
            self.keep_trail(trail.with_step(Footprint(message, self.minute, ours)))

    def keep_case(self, case: CaseFile) -> None:
        """Have a case go on from here."""
        self.cases[case.id] = case
        self._changed_cases.add(case.id)

    def send(self, chat: int, letter: Letter, generation: int = outbox.ANY_LIFE) -> None:
        """Put a letter into the outbox."""
        outgoing = outbox.addressed(self.within, chat, letter, generation)
        self._letters[outgoing.id] = outgoing

    def send_to(self, name: PersonId, letter: Letter) -> None:
        """Put a letter to somebody of the office into the outbox."""
        person = self.hall.person(name)
        if person is not None:
            self.send(person.chat, letter)

    def wipe_later(self, firing: due.Firing) -> None:
        """Have an opened view emptied after the time that the house sets."""
        self._wipes[firing] = timedelta(minutes=self.house.card_minutes)

    # Effects

    def carry(self, chat: int, effects: Iterable[Effect]) -> Line | None:
        """Carry effects in; give the short line that answers a press, if there is one."""
        toast: Line | None = None
        for effect in effects:
            if isinstance(effect, Toast):
                toast = effect.line
            else:
                self._carry(chat, effect)
        return toast

    def _carry(self, chat: int, effect: Effect) -> None:  # noqa: C901, PLR0912, PLR0915 - a table: one line an effect
        match effect:
            case ShowCard(fresh=fresh, unasked=unasked):
                self.show_card(chat, fresh=fresh, unasked=unasked)
            case Vanish():
                self._vanish(chat)
            case Hide():
                self._hide(chat)
            case RemoveMessage(message=message):
                self.send(chat, RemoveLetter((message,)), self.sessions[chat].session.generation)
            case FetchFile(token=token, file=file, key=key, kind=kind, size=size):
                self.send(
                    chat, FetchLetter(token, file, key, kind, size), self.sessions[chat].session.generation
                )
            case DropFiles(tokens=tokens):
                self._dropped.extend(tokens)
            case FileReport():
                self._file(chat, effect)
            case KeepCase(case=case):
                self.keep_case(case)
            case KeepNote(note=note, case=case_id, text=text, to_reporter=to_reporter):
                author = self.people[chat]
                kept = KeptNote(author.id, self.moment.now, text)
                self._notes.append((case_id, note, kept, to_reporter))
            case KeepWordState(case=name, number=number, state=state):
                self._keep_word_state(name, number, state)
            case View(person=person, case=name, part=part, number=number):
                self.send_to(person, ViewLetter(person, name, part, number))
            case CloseView(person=person, case=name):
                self.send_to(person, WipeLetter(person, name))
            case KeepPerson(person=person):
                self._keep_person(person)
            case SpendInvitation(code=code):
                # At once: another account in the same batch must find it spent.
                people.spend(self.within, code)
            case Tell(person=person, notice=notice, about=about, message=message, case=name):
                self.send_to(person, TellLetter(person, notice, about, message, name))
            case Ring(person=person, case=name, reason=reason):
                self.send_to(person, RingLetter(person, name, reason))
            case Redraw(person=person, case=name):
                self.send_to(person, RedrawLetter(person, name))
            case Wake(kind=kind, case=name, number=number):
                self._wakes[due.Firing(kind, name, number)] = effect
            case Unwake(kind=kind, case=name, number=number):
                self._wakes[due.Firing(kind, name, number)] = None
            case Audited(actor=actor, action=action, subject=subject):
                self._deeds.append(audit.Deed(self.moment.now, actor, action, subject))
            case Toast():
                pass

    def show_card(self, chat: int, *, fresh: bool, unasked: bool = False) -> None:
        """Have the living card drawn; where it shall come below what was just written, the old one goes."""
        trail = self.trails[chat]
        if unasked and trail.card is None:
            if not outbox.card_waits(self.within, chat):
                # Who deleted the chat themselves must not find it again.
                return
            unasked = False
        generation = self.sessions[chat].session.generation
        if fresh and trail.card is not None:
            self.send(chat, RemoveLetter((trail.card.message,)), generation)
            self.keep_trail(trail.without_card())
        self.send(chat, CardLetter(unasked), generation)

    def _vanish(self, chat: int) -> None:
        """Quick exit, in this transaction: the draft key goes, what waits is void, messages are fading."""
        generation = self.sessions[chat].session.generation
        self.sessions[chat] = Known(self.sessions[chat].session)
        self._changed_sessions.discard(chat)
        self._vanished[chat] = generation
        self._letters = {
            name: letter
            for name, letter in self._letters.items()
            if letter.chat != chat or not outbox.is_void(letter)
        }
        self.keep_trail(self.trails[chat].ended(self.minute))
        self.send(chat, VanishLetter(self._lost_sight_after(chat)))

    def _lost_sight_after(self, chat: int) -> int:
        """Tell the message after which others may lie, 0: none can.

        What a quick exit makes void may have landed before a kill; what was to look for it is void as well.
        In a chat of the office only alerts lie there.
        """
        is_sure = is_of_the_office(self.people.get(chat)) or not outbox.is_owed(self.within, chat)
        return 0 if is_sure else self.trails[chat].last

    def _hide(self, chat: int) -> None:
        """Delete all but the living card; a quick exit before it is done finds everything still noted."""
        messages = tuple(step.message for step in self.trails[chat].steps)
        if messages:
            self.send(chat, RemoveLetter(messages), self.sessions[chat].session.generation)

    def _file(self, chat: int, effect: FileReport) -> None:
        name = CaseId(self.moment.chance.new_id().hex())
        filed = filing.file_report(effect.report, name, self.hall, self.house, self.moment)
        self._filed.append((filed, effect.report.receipt.hashed, chat))
        self.cases[name] = filed.case
        self.carry(chat, filed.effects)

    def _keep_word_state(self, name: CaseId, number: int, state: casework.WordState) -> None:
        case = self.find_cases([name]).get(name)
        moved = casework.with_word_state(case, number, state) if case else None
        if moved is not None and moved != case:
            self.keep_case(moved)

    def _keep_person(self, person: Person) -> None:
        self._changed_people[person.id] = person
        self.people[person.chat] = person
        if self._hall is not None:
            others = tuple(one for one in self._hall.staff if one.id != person.id)
            self._hall = replace(self._hall, staff=(*others, person))

    # Writing

    def finish(self) -> Follow:
        """Write everything down."""
        self._finish_people()
        self._finish_cases()
        self._finish_chats()
        coming = self._finish_times()
        audit.write(self.within, self._deeds)
        return Follow(
            letters=outbox.keep(self.within, self._letters.values(), self.minute),
            cancelled=frozenset(self._vanished),
            due_minute=min(coming, default=None),
            filed=tuple(filed.case.id for filed, _, _ in self._filed),
            damaged=self.within.passed_over + sum(known.is_damaged for known in self.sessions.values()),
        )

    def _finish_people(self) -> None:
        people.keep(self.within, *self._changed_people.values())

    def _finish_cases(self) -> None:
        for filed, receipt, chat in self._filed:
            cases.file(self.within, replace(filed, case=self.cases[filed.case.id]), receipt, chat)
        new = {filed.case.id for filed, _, _ in self._filed}
        changed = [self.cases[name] for name in self._changed_cases - new]
        if changed:
            cases.keep(self.within, changed)
        for name, note, kept, to_reporter in self._notes:
            cases.keep_note(self.within, self.cases[name], note, kept, to_reporter=to_reporter)
        blobs.drop(self.within, self._dropped)

    def _finish_chats(self) -> None:
        today = self.moment.today.toordinal()
        if self._vanished:
            sessions.destroy(self.within, self._vanished, today)
            outbox.cancel(self.within, self._vanished)
        changed = {chat: self.sessions[chat] for chat in self._changed_sessions}
        sessions.keep(self.within, changed, self.minute, today)
        for chat in self._changed_untouched - self._changed_sessions - self._vanished.keys():
            known = self.sessions[chat]
            sessions.keep(self.within, {chat: known}, known.minute, known.day or today)
        trails.keep(self.within, [self._thinned(chat) for chat in self._changed_trails])

    def _thinned(self, chat: int) -> Trail:
        """Bound a trail: of a chat in which much was written, the oldest is taken off the phone now."""
        trail, oldest = self.trails[chat].thinned()
        if oldest and is_of_the_office(self.people.get(chat)):
            # The cards of cases lie there, and no quick exit ever takes them away: they are only forgotten.
            trail = trail.without(step.message for step in oldest)
        elif oldest:
            self.send(chat, RemoveLetter(tuple(step.message for step in oldest)))
        self.trails[chat] = trail
        return trail

    def _finish_times(self) -> list[int]:
        """Write due times down, and give their minutes."""
        due.take_back(self.within, [firing for firing, wake in self._wakes.items() if wake is None])
        coming = [(firing, wake.at) for firing, wake in self._wakes.items() if wake is not None]
        coming.extend((firing, self.moment.now + later) for firing, later in self._wipes.items())
        due.keep(self.within, coming)
        return [due.minute_of(at) for _, at in coming]
