"""What lies on somebody's phone when their role ends: everything of the office is taken off it.

Law: whatever the phone shows goes, whoever was called for it: a coordinator opens any case, and a case that
was closed can still be open on a phone.
"""

from conversations.people import Person
from storage import cards, cases
from storage.cards import CardKind
from storage.letters import RedrawLetter, WipeLetter
from storage.workbench import Workbench


def empty_phone(bench: Workbench, person: Person) -> None:
    """Empty every opened view, every card of a case, and the living card."""
    for name in cards.on_phone(bench.within, person.id, cases.every_name(bench.within.connection)):
        is_view = name.kind is CardKind.VIEW
        letter = WipeLetter(person.id, name.case) if is_view else RedrawLetter(person.id, name.case)
        bench.send(person.chat, letter)
    bench.gather([person.chat])
    bench.show_card(person.chat, fresh=False, unasked=True)
