"""What an officer wrote, on its way to the reporter: into the chat's session, and out of it again.

Law: ``conversations`` decides when; here the case, its way back and the chat are brought together. In the
chat the words lie with the draft's key, and go with it: by quick exit, by time, or with the case.
"""

from dataclasses import replace

from conversations import casework, news
from conversations.casework import CaseFile
from conversations.enrolment import is_of_the_office
from conversations.reporter import leave
from conversations.sessions import News
from conversations.step import Step
from storage import cases
from storage.cases import WayBack
from storage.errors import Unopenable
from storage.workbench import Workbench


def bring(bench: Workbench, case: CaseFile, number: int) -> bool:
    """Lay a word into the reporter's chat, or have it tried again; False: it does not open."""
    word = casework.word_of(case, number)
    try:
        back = cases.way_back(bench.within, case.id)
        text = cases.text_for_reporter(bench.within, case.id, word.id) if word else ""
    except Unopenable:
        bench.carry(0, news.lost(case, number))
        return False
    if back.chat is None or back.agreed is None:
        bench.carry(0, news.lost(case, number))
        return True
    bench.gather([back.chat])
    if is_of_the_office(bench.people.get(back.chat)):
        # Whoever reported has joined the office since: their chat shows the desk.
        bench.carry(0, news.lost(case, number))
        return True
    brought = News(case.id, number, text, back.agreed.word, back.agreed.hours)
    _carry(bench, back.chat, news.bring(bench.sessions[back.chat].session, case, brought, bench.moment))
    _speak(bench, back.chat, back)
    return True


def _speak(bench: Workbench, chat: int, back: WayBack) -> None:
    """Have a chat whose session was forgotten spoken to in the language in which it reported."""
    session = bench.sessions[chat].session
    if isinstance(session.stage, News):
        bench.keep_session(chat, replace(session, language=back.language))


def may_go(bench: Workbench, chat: int) -> bool:
    """Whether a chat's card may be sent now: what nobody asked for waits for its hour."""
    stage = bench.sessions[chat].session.stage
    if not isinstance(stage, News) or stage.arrived:
        return True
    case = bench.find_cases([stage.case]).get(stage.case)
    word = casework.word_of(case, stage.number) if case else None
    return word is not None and word.state not in news.OVER and news.may_go(stage, bench.moment.here)


def is_on_its_way(bench: Workbench, chat: int) -> bool:
    """Whether a chat holds a word whose card has not arrived."""
    stage = bench.sessions[chat].session.stage
    return isinstance(stage, News) and not stage.arrived


def arrived(bench: Workbench, chat: int) -> None:
    """Note that the card lies on the phone."""
    _carry(bench, chat, news.arrived(bench.sessions[chat].session))


def not_brought(bench: Workbench, chat: int) -> None:
    """Take back a card that was not sent."""
    _carry(bench, chat, news.not_brought(bench.sessions[chat].session, bench.moment))


def unreachable(bench: Workbench, chat: int) -> None:
    """Tell the owner that the reporter cannot be reached."""
    session = bench.sessions[chat].session
    case = bench.find_cases([session.stage.case]) if isinstance(session.stage, News) else {}
    for one in case.values():
        _carry(bench, chat, news.unreachable(session, one))


def take_away(bench: Workbench, case: CaseFile) -> None:
    """Take a word of an erased case out of the reporter's chat."""
    try:
        chat = cases.way_back(bench.within, case.id).chat
    except Unopenable:
        return
    if chat is None:
        return
    bench.gather([chat])
    session = bench.sessions[chat].session
    if isinstance(session.stage, News) and session.stage.case == case.id:
        _carry(bench, chat, leave(session, bench.moment))


def _carry(bench: Workbench, chat: int, step: Step) -> None:
    if step.session != bench.sessions[chat].session:
        bench.keep_session(chat, step.session)
    bench.carry(chat, step.effects)
