"""What the storm throws at the program's door is what the Bot API's description allows, and what it does not.

And the door takes it, passes it over or puts it aside: nothing else.
"""

import json
from collections import Counter
from random import Random

import pytest
from telegram import TelegramObject, Update

from bot.telegram_http import AiohttpRequest
from bot.telegram_in import Unreadable, read
from conversations.events import Pressed
from sandbox.values import JsonObject, list_or_none
from tools.chaos.hostile import DEEPEST, HEARD, Maker
from tools.chaos.phones import raw_update
from tools.chaos.schema import KINDS, fields, item, variants

STRANGER = 777_000_001
PEOPLE = (600_001, 600_002, 600_003)
CASES = ("ab" * 16, "cd" * 16)
THROWS = 600
MANY = 5000
PLACE = {STRANGER: "stranger"} | dict.fromkeys(PEOPLE, "people")


def a_maker(seed: int = 1) -> Maker:
    """Give a maker that knows people and cases."""
    return Maker(Random(seed), STRANGER, PEOPLE, CASES)


def arrived(update: JsonObject) -> JsonObject:
    """Give an update as it comes off the line."""
    raw: JsonObject = json.loads(json.dumps({"update_id": 9, **update}))
    return raw


def everything() -> set[type]:
    """List every object that an update may hold."""
    found: set[type] = set()
    waiting: list[object] = list(KINDS.values())
    while waiting:
        told = waiting.pop()
        if (inner := item(told)) is not None:
            waiting.append(inner)
        elif isinstance(told, type) and issubclass(told, TelegramObject):
            fresh = set(variants(told)) - found
            found |= fresh
            waiting += [one for thing in fresh for field in fields(thing) for one in field.types]
    return found


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
def test_every_kind_of_update_is_made_and_reads_as_what_it_is() -> None:
    """By the library's own reading: what was made is there, and nothing else."""
    maker, seen = a_maker(), set[str]()
    for _ in range(THROWS):
        made = maker.valid()
        (kind,) = made
        update = Update.de_json(arrived(made), None)
        assert [name for name in KINDS if getattr(update, name) is not None] == [kind]
        assert type(getattr(update, kind)) in variants(KINDS[kind])
        seen.add(kind)
    assert seen == set(Update.ALL_TYPES)


def test_everything_that_an_update_may_hold_is_made() -> None:
    """Each field of each object, however seldom; and what may be missing is missing at times."""
    maker, things = a_maker(), everything()
    assert len(things) > 120
    for thing in things:
        there, absent = set[str](), set[str]()
        named = {one.name for one in fields(thing)}
        needed = {one.name for one in fields(thing) if one.is_needed}
        for _ in range(MANY):
            made = maker.made(thing, DEEPEST - 1).keys()
            there, absent = there | (named & made), absent | (named - made)
            if there == named and absent == named - needed:
                break
        assert (there, absent) == (named, named - needed), thing


def test_what_the_schema_allows_is_heard_or_passed_over() -> None:
    """None of it is put aside, and nobody but the stranger says anything."""
    maker, said = a_maker(), Counter[str]()
    for _ in range(5 * THROWS):
        taken = read(arrived(maker.valid()))
        if taken.event is not None:
            assert (taken.chat, taken.sender) == (STRANGER, STRANGER)
            said[type(taken.event).__name__] += 1
    assert set(said) >= {"Typed", "Opened", "Pressed", "Edited", "Attached", "Strange", "Left", "Returned"}


def test_what_it_does_not_allow_is_never_more_than_put_aside() -> None:
    """The door gives what it took, or says that it cannot read it; the number is known either way."""
    maker, aside = a_maker(2), 0
    thrown = [maker.update() for _ in range(5 * THROWS)] + [maker.oversized()]
    for update in thrown:
        try:
            taken = read(arrived(update))
        except Unreadable as unreadable:
            assert unreadable.update_id == 9  # noqa: PT017 - either is right
            aside += 1
        else:
            assert taken.update_id == 9
            assert taken.event is None or (taken.chat, taken.sender) == (STRANGER, STRANGER)
    assert 0 < aside < len(thrown) / 2


def test_what_breaks_a_reader_keeps_its_number() -> None:
    """As it comes off the line, between others: it alone is put aside."""
    maker = a_maker()
    for number in range(40):
        odd = raw_update(number, maker.unreadable(), 0.0).rendered
        batch = b'{"ok":true,"result":[' + raw_update(7, b'{"poll":null}', 0.0).rendered + b"," + odd + b"]}"
        first, second = list_or_none(AiohttpRequest.parse_json_payload(batch)["result"]) or []
        assert read(first).update_id == 7
        with pytest.raises(Unreadable) as unreadable:
            read(second)
        assert unreadable.value.update_id == number


def test_those_who_are_counted_are_named_but_say_nothing() -> None:
    """In kinds that are nobody's words; as senders elsewhere; as the chat in which a stranger writes."""
    maker, places = a_maker(), Counter[str]()
    for _ in range(THROWS):
        ((kind, body),) = maker.valid().items()
        assert isinstance(body, dict)
        there = body.get("message") if kind == "callback_query" else body
        sender, chat = body.get("from"), there.get("chat") if isinstance(there, dict) else None
        if not isinstance(sender, dict) or not isinstance(chat, dict):
            continue
        names = f"{'people' if sender['id'] in PEOPLE else 'stranger'} in {PLACE.get(chat['id'], 'a group')}"
        places["heard " * (kind in HEARD) + names] += 1
    assert places["heard people in people"] == 0
    for seen in (
        "people in people",
        "heard people in stranger",
        "heard people in a group",
        "heard stranger in people",
        "heard stranger in stranger",
    ):
        assert places[seen] > 0, seen


def test_a_stranger_presses_the_buttons_of_real_cases() -> None:
    """In their own chat, where a press is heard."""
    maker, pressed = a_maker(), set[str]()
    for _ in range(5 * THROWS):
        event = read(arrived(maker.valid())).event
        if isinstance(event, Pressed):
            pressed.add(event.button)
    assert {f"k:accept:{CASES[0]}", f"k:story:{CASES[1]}"} <= pressed


def test_a_seed_gives_the_same_updates() -> None:
    """Whatever a storm threw can be thrown again."""
    one, other = a_maker(5), a_maker(5)
    assert [one.update() for _ in range(99)] == [other.update() for _ in range(99)]
