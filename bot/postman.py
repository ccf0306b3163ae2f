"""Carries letters out of the outbox: alerts before answers, each chat in its order, nothing lost on failure.

Law: a letter leaves the outbox only through ``Store.settle``. What may have arrived is told apart from what
cannot have: an uncertain alert is sent again, an uncertain card is swept away once its successor stands.
After a quick exit nothing older reaches the chat.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Container, Coroutine
from dataclasses import replace

import structlog

from bot.bell import Bell
from bot.pace import Pace
from bot.queue import LetterQueue
from bot.sending import Sender, is_new_message
from bot.telegram_errors import (
    BadToken,
    Busy,
    Conflict,
    MaybeSent,
    MessageGone,
    NeverSent,
    NotModified,
    Refused,
    TelegramFailed,
    Unreachable,
)
from conversations.moment import Moment
from storage.batch import Answer, Applied
from storage.drawing import Clear, Drawn, Fetch, Nothing, Show
from storage.errors import StorageError, StoreFailed, Unopenable
from storage.letters import FetchLetter, Lane, RingLetter
from storage.outbox import Outgoing
from storage.settling import CardGone, Delivered, GivenUp, Outcome, Undeliverable, can_wait
from storage.store import Store
from storage.workbench import Follow

log = structlog.get_logger()
MOST_AT_ONCE = 24
PATIENCE = 0.1
"""Seconds in which changed cards are gathered, to be written down together; some change again by then."""
MOST_ANSWERS = 8
"""Answers to presses that are on their way to one chat; what is pressed beyond is done all the same."""
MOST_FILES_AT_ONCE = 4
"""Files in memory, and connections that they take from alerts and quick exits."""
LONGEST_ALERT_PAUSE = 10.0
"""Seconds: when the line is back, an alert goes out within these."""
MOST_FETCHES = 6
"""Tries to take a file in, over about two minutes."""
RETRY_SECONDS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Postman:
    """Started once; ``post`` hands it what was just committed."""

    def __init__(
        self,
        store: Store,
        sender: Sender,
        moment: Callable[[], Moment],
        pace: Pace,
        bell: Bell,
    ) -> None:
        self._store, self._sender = store, sender
        self._moment = moment
        self._pace = pace
        self._bell = bell
        self._queue = LetterQueue()
        self._drawn: dict[bytes, tuple[int, Show]] = {}
        self._tries: dict[bytes, int] = {}
        self._uncertain: set[bytes] = set()
        self._settled: list[tuple[Outgoing, Outcome]] = []
        self._patient: dict[tuple[bytes, int], tuple[Outgoing, Outcome]] = {}
        """By letter and life of its chat: what was changed in place, to be written down together."""
        self._running: set[asyncio.Task[None]] = set()
        self._answering: set[asyncio.Task[None]] = set()
        self._pressing: Counter[int] = Counter()
        """By chat: answers to presses under way."""
        self._fetching: set[bytes] = set()
        self._lines = asyncio.Semaphore(MOST_FILES_AT_ONCE)
        self._wake, self._something_settled, self._something_patient = (asyncio.Event() for _ in range(3))
        self._paused_until = (0.0, 0.0)
        """Until when Telegram wants nothing: what is urgent, and the rest."""
        self._damaged = 0
        """Letters that did not open when we last looked: each is said once."""
        self._left_lying: frozenset[tuple[bytes, int]] = frozenset()
        self._timers: dict[int, asyncio.TimerHandle] = {}
        """By chat: when what it waits for is tried again."""

    # What is handed in

    def post(self, applied: Applied) -> None:
        """Carry what a committed batch led to."""
        self._drawn.update(
            (letter.id, (letter.revision, applied.drawn[letter.id]))
            for letter in applied.follow.letters
            if letter.id in applied.drawn
        )
        self.follow(applied.follow)
        for answer in applied.answers:
            if self._pressing[answer.chat] < MOST_ANSWERS:
                self._pressing[answer.chat] += 1
                self._start(self._answer(answer), self._answering)

    def follow(self, follow: Follow) -> None:
        """Carry the letters that a committed transaction wrote."""
        for case in follow.filed:
            log.info("report-filed", case=case[:8])
        if follow.damaged:
            log.error("rows-damaged", count=follow.damaged)
        for letter in self._queue.cancel(follow.cancelled):
            if letter.id in self._uncertain:
                # It may lie there under an id that nobody told us.
                self._settle_later(letter, GivenUp(again=True))
        for letter in follow.letters:
            # Written anew before that was written down: of the older one nothing is left to take out.
            self._patient.pop((letter.id, letter.generation), None)
        rung = {letter.chat for letter in follow.letters if letter.lane is Lane.ALERT}
        for chat in (follow.cancelled | rung) & self._timers.keys():
            # What the chat waited for is void, or less urgent: no quick exit and no alert waits for it.
            self._release(chat)
        self._queue.put(follow.letters)
        if follow.due_minute is not None:
            self._bell.ring(follow.due_minute)
        self._wake.set()

    async def recover(self) -> None:
        """Take up what waited when the program last stopped; any of it may have arrived."""
        letters = await self._outbox(alone=True)
        self._uncertain.update(letter.id for letter in letters)
        self._queue.put(letters)
        self._wake.set()

    async def look(self) -> None:
        """Take up what a command beside the program has written, and whatever else escaped us.

        A letter counts as one that nobody carries when two looks have found it so: one that is being settled
        while we read must not be sent again.
        """
        idle = {
            (letter.id, letter.revision): letter
            for letter in await self._outbox()
            if letter.chat not in self._queue.busy and letter.id not in self._fetching
        }
        self._queue.put(letter for name, letter in idle.items() if name in self._left_lying)
        self._left_lying = frozenset(idle)
        self._wake.set()

    async def _outbox(self, *, alone: bool = False) -> tuple[Outgoing, ...]:
        letters, damaged = await self._store.waiting(alone=alone)
        if damaged > self._damaged:
            log.error("letters-damaged", count=damaged)
        self._damaged = damaged
        return letters

    # The loop

    async def run(self, stop: asyncio.Event) -> None:
        """Carry letters until told to stop; what is under way is finished."""
        settling = [asyncio.create_task(one) for one in (self._settle_all(), self._settle_patiently())]
        stopping = asyncio.create_task(_tell(stop, self._wake))
        try:
            while not stop.is_set():
                letter = self._next()
                if letter is None:
                    await self._wake.wait()
                    self._wake.clear()
                else:
                    self._start(self._carry(letter), self._running)
        finally:
            await asyncio.gather(*self._running, *self._answering, return_exceptions=True)
            stopping.cancel()
            for one in settling:
                one.cancel()
            await asyncio.gather(*settling, return_exceptions=True)
            await self._settle_once()

    def _next(self) -> Outgoing | None:
        """Take the next letter; a quick exit waits for nobody's turn, only for a pause Telegram ordered."""
        urgent, rest = self._paused_until
        if urgent > _seconds():
            return None
        if len(self._running) >= MOST_AT_ONCE:
            return self._queue.pop(Lane.QUICK_EXIT)
        return self._queue.pop(Lane.ALERT if rest > _seconds() else Lane.REST)

    def _start(self, work: Coroutine[object, object, None], running: set[asyncio.Task[None]]) -> None:
        task = asyncio.create_task(work)
        running.add(task)

        def done(ended: asyncio.Task[None]) -> None:
            running.discard(ended)
            self._wake.set()
            if not ended.cancelled() and ended.exception() is not None:
                log.error("letter-failed", why=type(ended.exception()).__name__)

        task.add_done_callback(done)

    # One letter

    async def _carry(self, letter: Outgoing) -> None:
        try:
            await self._bring(letter)
        finally:
            if letter.lane is Lane.QUICK_EXIT:
                self._queue.tried(letter)

    async def _bring(self, letter: Outgoing) -> None:
        """Bring one letter to its end, or put it back for later."""
        try:
            drawn = await self._draw(letter)
            if isinstance(drawn, Fetch):
                self._fetching.add(letter.id)
                self._start(self._fetch(letter, drawn.letter), self._answering)
                self._free(letter.chat)
                return
            if is_new_message(drawn) and (wait := self._pace.wait(letter.chat, _seconds())):
                self._put_back(letter, wait)
                return
            outcome = await self._send(letter, drawn)
        except TelegramFailed as failed:
            self._failed(letter, failed)
        except Unopenable:
            # It will not open the next time either: whoever waits for it must not wait for ever.
            log.error("letter-unopenable", kind=letter.letter.kind)
            self._settle_later(letter, GivenUp())
        except StoreFailed as failed:
            log.error("letter-not-drawn", why=str(failed))
            self._put_back(letter, self._backoff(letter))
        except Exception as failed:  # noqa: BLE001 - the outermost frame: one letter must not hold its chat up
            log.error("letter-not-drawn", kind=letter.letter.kind, why=type(failed).__name__)
            self._set_aside(letter)
        else:
            self._settle_later(letter, outcome)

    async def _draw(self, letter: Outgoing) -> Drawn:
        at_hand = self._drawn.pop(letter.id, None)
        if at_hand is not None and at_hand[0] == letter.revision and letter.id not in self._uncertain:
            return at_hand[1]
        return await self._store.draw(letter, self._moment())

    async def _send(self, letter: Outgoing, drawn: Drawn) -> Outcome:
        again = letter.id in self._uncertain
        if isinstance(drawn, Nothing):
            return GivenUp(again) if not isinstance(letter.letter, RingLetter) else Delivered()
        if isinstance(drawn, Clear) and not (again or drawn.wide):
            drawn = replace(drawn, beyond=())
        try:
            return replace(await self._sender.send(letter.chat, drawn), again=again)
        except NotModified:
            return Delivered(again=again)
        except MessageGone:
            return CardGone()
        except Unreachable:
            return Undeliverable()
        except Refused as refused:
            log.error("letter-refused", kind=letter.letter.kind, why=refused.reason)
            return GivenUp()

    def _failed(self, letter: Outgoing, failed: TelegramFailed) -> None:
        log.warning("letter-waits", kind=letter.letter.kind, why=type(failed).__name__)
        match failed:
            case Busy(seconds=seconds, whole_bot=True):
                self._pause(seconds)
                self._put_back(letter, seconds)
            case Busy(seconds=seconds):
                self._put_back(letter, seconds)
            case MaybeSent():
                self._uncertain.add(letter.id)
                self._put_back(letter, self._backoff(letter))
            case BadToken() | Conflict():
                self._put_back(letter, RETRY_SECONDS[-1])
            case NeverSent() | _:
                self._put_back(letter, self._backoff(letter))

    def _backoff(self, letter: Outgoing) -> float:
        tries = self._tries.get(letter.id, 0)
        self._tries[letter.id] = tries + 1
        longest = LONGEST_ALERT_PAUSE if letter.lane <= Lane.ALERT else RETRY_SECONDS[-1]
        return min(RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)], longest)

    def _put_back(self, letter: Outgoing, seconds: float) -> None:
        """Keep a letter for later, and its chat with it: its letters stay in order."""
        if letter.lane is Lane.QUICK_EXIT:
            asyncio.get_running_loop().call_later(seconds, self._again, letter)
            return
        if not self._queue.is_superseded(letter):
            self._queue.put([letter])
        self._timers[letter.chat] = asyncio.get_running_loop().call_later(seconds, self._release, letter.chat)

    def _set_aside(self, letter: Outgoing) -> None:
        """Try a letter again later; whatever stands behind it in its chat goes first."""
        if letter.lane is not Lane.QUICK_EXIT:
            self._free(letter.chat)
        asyncio.get_running_loop().call_later(self._backoff(letter), self._again, letter)

    def _release(self, chat: int) -> None:
        timer = self._timers.pop(chat, None)
        if timer is not None:
            timer.cancel()
        self._free(chat)
        self._wake.set()

    def _free(self, chat: int) -> None:
        """Let a chat's next letter go; a quick exit that waited for this one is over."""
        self._queue.release(chat)
        if self._settled:
            self._something_settled.set()

    def _pause(self, seconds: float) -> None:
        """Keep still; what is urgent is tried sooner, for perhaps it was only some chats that had to wait."""
        sooner, loop = min(seconds, LONGEST_ALERT_PAUSE), asyncio.get_running_loop()
        urgent, rest = self._paused_until
        self._paused_until = max(urgent, _seconds() + sooner), max(rest, _seconds() + seconds)
        for until in (sooner, seconds):
            loop.call_later(until + 0.01, self._wake.set)

    # What became of letters

    def _settle_later(self, letter: Outgoing, outcome: Outcome) -> None:
        if can_wait(letter, outcome):
            # Nothing that follows in the chat depends on it: the next letter goes at once.
            self._patient[letter.id, letter.generation] = (letter, outcome)
            self._something_patient.set()
            self._finish(letter)
        else:
            self._settled.append((letter, outcome))
            self._something_settled.set()

    async def _settle_patiently(self) -> None:
        while True:
            await self._something_patient.wait()
            await asyncio.sleep(PATIENCE)
            self._something_patient.clear()
            patient, self._patient = list(self._patient.values()), {}
            if patient:
                await self._settle(patient)

    async def _settle_all(self) -> None:
        while True:
            await self._something_settled.wait()
            self._something_settled.clear()
            await self._settle_once()

    async def _settle_once(self) -> None:
        """Write down together what was settled meanwhile; only then the chats' next letters go.

        What could wait comes first: an edit that landed behind a quick exit is known before that one is over.
        """
        ended = {letter.chat for letter, _ in self._settled if letter.lane is not Lane.QUICK_EXIT}
        settled, self._patient = list(self._patient.values()), {}
        early = list[tuple[Outgoing, Outcome]]()
        for one in self._settled:
            (early if self._is_early(one[0], ended) else settled).append(one)
        self._settled = early
        if settled:
            await self._settle(settled)

    def _is_early(self, letter: Outgoing, ended: Container[int]) -> bool:
        """Whether this is a quick exit in whose chat another letter is still under way.

        It waited for nothing, but it is not over: were we killed now, the other would land and nobody would
        know. Until that one has ended, the quick exit stays in the outbox.
        """
        is_alone = letter.chat not in self._queue.busy or letter.chat in ended
        return letter.lane is Lane.QUICK_EXIT and not is_alone

    async def _settle(self, settled: list[tuple[Outgoing, Outcome]]) -> None:
        try:
            follow = await self._store.settle(settled, self._moment())
        except StoreFailed as failed:
            log.error("store-failed", why=str(failed))
            self._settle_again(settled)
            return
        except Exception as failed:  # noqa: BLE001 - the outermost frame: one letter must not hold up the rest
            await self._settle_each(settled, failed)
            return
        for letter, outcome in settled:
            if can_wait(letter, outcome):
                self._tries.pop(letter.id, None)
            else:
                self._finish(letter)
        self.follow(follow)

    def _settle_again(self, settled: list[tuple[Outgoing, Outcome]]) -> None:
        """Try later to write down what became of letters: what was brought is not brought once more."""
        patient = {(one[0].id, one[0].generation): one for one in settled if can_wait(*one)}
        self._patient = patient | self._patient
        self._settled = [*(one for one in settled if not can_wait(*one)), *self._settled]
        seconds = min(*(self._backoff(letter) for letter, _ in settled), LONGEST_ALERT_PAUSE)
        asyncio.get_running_loop().call_later(seconds, self._something_settled.set)

    async def _settle_each(self, settled: list[tuple[Outgoing, Outcome]], failed: Exception) -> None:
        """Find the one that cannot be written down, so that it holds nobody else up."""
        if len(settled) == 1:
            log.error("letter-not-settled", kind=settled[0][0].letter.kind, why=type(failed).__name__)
            self._carry_again(*settled[0])
            return
        for one in settled:
            await self._settle([one])

    def _carry_again(self, letter: Outgoing, outcome: Outcome) -> None:
        """Carry a letter once more; its chat waits for it, unless it has gone on."""
        if can_wait(letter, outcome):
            asyncio.get_running_loop().call_later(RETRY_SECONDS[-1], self._again, letter)
        else:
            self._put_back(letter, RETRY_SECONDS[-1])

    def _finish(self, letter: Outgoing) -> None:
        """Have done with a letter; one that a quick exit cancelled holds nothing that it could let go."""
        if letter.lane is Lane.QUICK_EXIT or self._queue.holds(letter):
            self._tries.pop(letter.id, None)
            self._uncertain.discard(letter.id)
        if self._queue.holds(letter):
            self._free(letter.chat)

    # What is not in the outbox, or takes long

    async def _answer(self, answer: Answer) -> None:
        """Answer a press; one that comes too late is none: the card says it all."""
        try:
            await self._sender.answer(answer)
        except TelegramFailed as failed:
            log.info("press-not-answered", why=type(failed).__name__)
        finally:
            self._pressing[answer.chat] -= 1
            if not self._pressing[answer.chat]:
                del self._pressing[answer.chat]

    async def _fetch(self, letter: Outgoing, wanted: FetchLetter) -> None:
        try:
            async with self._lines:
                applied = await self._sender.fetch(letter, wanted, self._store, self._moment)
        except (TelegramFailed, StorageError) as failed:
            log.warning("file-waits", why=type(failed).__name__)
            await self._fetch_later(letter, wanted)
        else:
            self._tries.pop(letter.id, None)
            self.post(applied)
        finally:
            self._fetching.discard(letter.id)

    async def _fetch_later(self, letter: Outgoing, wanted: FetchLetter) -> None:
        """Try again, but not for ever: the reporter waits, and the report can go on without the file."""
        seconds = self._backoff(letter)
        if self._tries[letter.id] < MOST_FETCHES:
            asyncio.get_running_loop().call_later(seconds, self._again, letter)
            return
        try:
            self.post(await self._sender.refuse(letter, wanted, self._store, self._moment))
        except StorageError as failed:
            log.error("file-not-refused", why=type(failed).__name__)
            asyncio.get_running_loop().call_later(seconds, self._again, letter)

    def _again(self, letter: Outgoing) -> None:
        if not self._queue.is_superseded(letter):
            self._queue.put([letter])
        self._wake.set()


async def _tell(stop: asyncio.Event, wake: asyncio.Event) -> None:
    await stop.wait()
    wake.set()


def _seconds() -> float:
    return asyncio.get_running_loop().time()
