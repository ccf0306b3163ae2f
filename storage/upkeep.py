"""What time does to chats that nobody touches: cards become neutral, drafts expire, the rest is forgotten.

And what time does to the program itself: what is late or silent is noticed here.

Law: an untouched chat is never brought to anybody's notice; its card changes by an edit, which makes no
sound.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, func, select

from conversations import news, reporter
from conversations.case_effects import Redraw
from conversations.moment import Moment
from conversations.people import Role
from conversations.sessions import News, Session, Unfinished
from conversations.step import Step
from storage import batch, documents, due, people, sessions, trails
from storage.letters import Lane
from storage.schema import outbox, parked
from storage.schema import sessions as sessions_table
from storage.schema import trails as trails_table
from storage.sealing import Padding
from storage.transaction import Transaction, new_id, new_revision
from storage.workbench import Workbench

A_PORTION = 200
"""Chats looked at in one transaction: a crowd of drafts must neither fill the memory nor hold people up."""
TRAIL_DAYS = 3
"""A bot may delete messages for 48 hours (Bot API, deleteMessage)."""
APPLIED_DAYS = 3
"""Telegram repeats an update for 24 hours; kept for 48 and more (Bot API, getUpdates)."""
TICK_MINUTES = 1
"""The program looks once a minute for what is due, whatever woke it in between."""
SILENT_SECONDS = 150
"""Two beats and a half."""
ALERT_MINUTES = 5
"""An alert that waits longer than this is stuck [proposal]."""


def alive(within: Transaction) -> Sequence[bytes]:
    """Name the chats in which something is under way."""
    names = select(trails_table.c.chat).join(sessions_table, sessions_table.c.chat == trails_table.c.chat)
    return within.connection.execute(names.where(sessions_table.c.sealed.is_not(None))).scalars().all()


def rest(bench: Workbench, names: Sequence[bytes], idle_minutes: int) -> None:
    """Make the cards of chats neutral that nobody has touched for a while, and let drafts expire."""
    chats = _gathered(bench, names)
    _leave_damaged(bench, chats)
    _each(bench, chats, idle_minutes, reporter.idle)
    _each(bench, chats, bench.house.draft_hours * 60, reporter.expire)
    _each(bench, chats, news.KEPT_MINUTES, reporter.lapse)


def _gathered(bench: Workbench, names: Sequence[bytes]) -> Sequence[int]:
    chats = trails.chats_of(bench.within, names)
    bench.gather(chats)
    return chats


def _leave_damaged(bench: Workbench, chats: Sequence[int]) -> None:
    """Empty chats whose draft does not open any more: nobody knows since when they lie untouched."""
    for chat in chats:
        # The office's own cards tell no story, and are drawn again when they are next touched.
        if bench.sessions[chat].is_damaged and chat not in bench.people:
            step = reporter.leave(bench.sessions[chat].session, bench.moment)
            bench.keep_untouched(chat, step.session)
            bench.carry(chat, step.effects)


GAP_MINUTES = 2
"""Who did nothing for so long before a gap ended may have pressed in vain (Telegram keeps presses 150 s)."""


def catch_up(bench: Workbench) -> None:
    """After a gap in which Telegram forgot presses, leave no card that waits for an answer to one.

    A reporter's open card becomes neutral; a receipt stays, for it is shown only once. The office's cards
    are drawn again as they stand.
    """
    names = alive(bench.within)
    for first in range(0, len(names), A_PORTION):
        chats = _gathered(bench, names[first : first + A_PORTION])
        _each(bench, chats, GAP_MINUTES, _interrupted)
    for case in bench.open_cases().values():
        bench.carry(0, (Redraw(person, case.id) for person in case.course.ringing))
    linked = [person for person in bench.hall.staff if person.is_linked]
    bench.gather(person.chat for person in linked)
    for person in linked:
        if bench.trails[person.chat].card is not None and person.role is not Role.OFFICIAL:
            bench.show_card(person.chat, fresh=False)


def _interrupted(session: Session, moment: Moment) -> Step:
    return reporter.idle(session, moment) if isinstance(session.stage, Unfinished | News) else Step(session)


def _each(
    bench: Workbench, chats: Sequence[int], minutes: int, decide: Callable[[Session, Moment], Step]
) -> None:
    known = {chat: bench.sessions[chat] for chat in chats}
    untouched = [
        chat for chat, one in known.items() if one.key is not None and bench.minute - one.minute >= minutes
    ]
    for chat in untouched:
        session = bench.sessions[chat].session
        step = decide(session, bench.moment)
        if step.session != session:
            bench.keep_untouched(chat, step.session)
            bench.carry(chat, step.effects)


def forget(within: Transaction, today: int, draft_hours: int) -> None:
    """Throw away the keys of days whose drafts have expired, and rows that nothing refers to any more.

    Of a chat that was left alone for longer than Telegram lets us delete, nothing remains: no way back is
    kept that the reporter did not allow.
    """
    last_day = today - timedelta(hours=draft_hours).days - 1
    sessions.forget_before(within, last_day)
    trails.forget_left(within, min(last_day, today - TRAIL_DAYS))
    within.draft_keys.drop_before(last_day)
    batch.forget_applied(within, today - APPLIED_DAYS)
    people.forget_invitations(within, today - 1)
    within.connection.execute(delete(parked).where(parked.c.day < last_day))


def park(within: Transaction, body: bytes, today: int) -> None:
    """Put an update aside that could not be applied, sealed under the key of the day."""
    row, revision = new_id(), new_revision()
    sealed = within.draft_keys.key_for(today).seal(
        within.place("parked", row, "update", revision), body, Padding.TEXT
    )
    within.connection.execute(parked.insert(), {"id": row, "day": today, "rev": revision, "sealed": sealed})


PAGE_BYTES = 4096
FEW_FREE_PAGES = 1024
"""Fewer are soon used up, and what comes then lies in order: sixty reports take some six hundred."""
SCATTERED = 2048


def scatter(within: Transaction) -> None:
    """See that what is written next lies anywhere in SQLite's file: row after row, it would tell an order.

    A long value lies on pages of its own. SQLite takes free ones in the order in which they came free, and
    where none is left, lengthens the file. So rows of a page are written, and deleted in the order of their
    random ids. PostgreSQL has no such list.
    """
    if within.connection.dialect.name != "sqlite":
        return
    if within.connection.exec_driver_sql("PRAGMA freelist_count").scalar_one() >= FEW_FREE_PAGES:
        return
    names = [new_id() for _ in range(SCATTERED)]
    empty = bytes(PAGE_BYTES)
    within.connection.execute(
        parked.insert(), [{"id": name, "day": 0, "rev": 0, "sealed": empty} for name in names]
    )
    within.connection.execute(
        delete(parked).where(parked.c.id == bindparam("name")), [{"name": name} for name in sorted(names)]
    )


@dataclass(frozen=True, slots=True)
class Health:
    """What the watchdog sees."""

    late_minutes: int
    """How long the earliest due step has been waiting beyond its minute; 0: nothing is late."""
    silent_seconds: int
    """Since the program last wrote that it runs; negative: the clock was set back behind that."""
    oldest_alert_minutes: int
    """How long the oldest alert has been waiting to be sent; 0: none waits."""
    parked: int
    damaged: int
    """Due rows that do not open."""

    @property
    def troubles(self) -> tuple[str, ...]:
        """Name what is wrong; empty: nothing is."""
        wrong = {
            "step-late": self.late_minutes > TICK_MINUTES,
            "heartbeat-silent": self.silent_seconds > SILENT_SECONDS,
            "clock-behind-heartbeat": self.silent_seconds < -SILENT_SECONDS,
            "alert-waits": self.oldest_alert_minutes > ALERT_MINUTES,
            "due-rows-damaged": self.damaged > 0,
        }
        return tuple(name for name, is_wrong in wrong.items() if is_wrong)


def health(within: Transaction, now: datetime) -> Health:
    """Look whether a step is late, the heartbeat silent, the clock set back or an alert stuck."""
    minute = int(now.timestamp()) // 60
    seen = documents.last_seen(within)
    earliest = due.earliest(within)
    alerts = select(func.min(outbox.c.minute)).where(outbox.c.lane <= int(Lane.ALERT))
    oldest = within.connection.execute(alerts).scalar_one()
    return Health(
        late_minutes=max(minute - earliest, 0) if earliest is not None else 0,
        silent_seconds=int((now - seen).total_seconds()) if seen is not None else 0,
        oldest_alert_minutes=max(minute - oldest, 0) if oldest is not None else 0,
        parked=count_parked(within),
        damaged=due.count_damaged(within),
    )


def count_parked(within: Transaction) -> int:
    """Count the updates that were put aside."""
    return within.connection.execute(select(func.count()).select_from(parked)).scalar_one()
