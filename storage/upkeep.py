"""What time does to chats that nobody touches: cards become neutral, drafts expire, the rest is forgotten.

Law: an untouched chat is never brought to anybody's notice; its card changes by an edit, which makes no
sound.
"""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, func, select

from conversations import reporter
from conversations.moment import Moment
from conversations.sessions import Session
from conversations.step import Step
from storage import batch, people, sessions, trails
from storage.schema import parked
from storage.schema import sessions as sessions_table
from storage.schema import trails as trails_table
from storage.sealing import Padding
from storage.transaction import Transaction, new_id, new_revision
from storage.workbench import Workbench

TRAIL_DAYS = 3
"""A bot may delete messages for 48 hours (Bot API, deleteMessage)."""
APPLIED_DAYS = 3
"""Telegram repeats an update for 24 hours; kept for 48 and more (Bot API, getUpdates)."""


def rest(bench: Workbench, idle_minutes: int) -> None:
    """Make the cards of chats neutral that nobody has touched for a while, and let drafts expire."""
    _each(bench, idle_minutes, reporter.idle)
    _each(bench, bench.house.draft_hours * 60, reporter.expire)


def _each(bench: Workbench, minutes: int, decide: Callable[[Session, Moment], Step]) -> None:
    untouched = [
        chat
        for chat, known in _reporters(bench).items()
        if known.key is not None and bench.minute - known.minute >= minutes
    ]
    for chat in untouched:
        session = bench.sessions[chat].session
        step = decide(session, bench.moment)
        if step.session != session:
            bench.keep_untouched(chat, step.session)
            bench.carry(chat, step.effects)


def _reporters(bench: Workbench) -> dict[int, sessions.Known]:
    """Give the chats in which something is under way."""
    names = select(trails_table.c.chat).join(sessions_table, sessions_table.c.chat == trails_table.c.chat)
    alive = bench.within.connection.execute(names.where(sessions_table.c.sealed.is_not(None))).scalars().all()
    chats = trails.chats_of(bench.within, alive)
    bench.gather(chats)
    return {chat: bench.sessions[chat] for chat in chats}


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


def count_parked(within: Transaction) -> int:
    """Count the updates that were put aside."""
    return within.connection.execute(select(func.count()).select_from(parked)).scalar_one()
