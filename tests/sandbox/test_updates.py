"""Updates wait, are handed out, and are gone once confirmed."""

import threading
import time

import pytest

from tests.sandbox.line import Json, Line

CALLBACK_LIFE, DAY = 150, 86_400


def said(line: Line, chat: int, *texts: str) -> None:
    """Let a person say something."""
    for text in texts:
        line.sim("say", chat_id=chat, text=text)


def texts_of(updates: list[Json]) -> list[str]:
    """Give the words of updates."""
    return [update["message"]["text"] for update in updates]


def test_an_update_comes_again_until_the_next_offset_confirms_it(line: Line, chat: int) -> None:
    """Without an offset nothing is forgotten."""
    said(line, chat, "satu", "dua")
    first = line.bot("getUpdates", timeout=0)
    again = line.bot("getUpdates", timeout=0, limit=100, offset=first[0]["update_id"])
    assert texts_of(first) == [*texts_of(again[:1]), "dua"]
    assert texts_of(line.bot("getUpdates", offset=first[1]["update_id"])) == ["dua"]


def test_update_ids_grow_by_one(line: Line, chat: int) -> None:
    """Also over a reset they are never given twice."""
    said(line, chat, "a", "b", "c")
    ids = [update["update_id"] for update in line.updates()]
    assert ids == list(range(ids[0], ids[0] + 3))
    line.sim("reset")
    other = line.person(started=False)
    line.sim("start", chat_id=other)
    assert line.updates()[0]["update_id"] > ids[-1]


def test_a_negative_offset_keeps_only_the_newest(line: Line, chat: int) -> None:
    """The rest is dropped for ever."""
    said(line, chat, "a", "b", "c")
    assert texts_of(line.bot("getUpdates", offset=-1)) == ["c"]
    assert texts_of(line.bot("getUpdates", offset=0, timeout=0)) == ["c"]


def test_an_offset_far_beyond_the_end_is_ignored(line: Line, chat: int) -> None:
    """A bot with a wrong memory loses nothing."""
    said(line, chat, "a")
    assert texts_of(line.bot("getUpdates", offset=2_147_000_000)) == ["a"]


def test_limit_is_pressed_into_one_to_a_hundred(line: Line, chat: int) -> None:
    """Zero and less mean one, more than a hundred mean a hundred."""
    said(line, chat, *[str(number) for number in range(105)])
    assert len(line.bot("getUpdates", limit=1000)) == 100


def test_asking_again_at_once_brings_one_update(line: Line, chat: int) -> None:
    """Telegram slows down a bot that asks for the same updates in a hurry."""
    said(line, chat, "a", "b")
    assert len(line.bot("getUpdates", offset=0)) == 2
    assert len(line.bot("getUpdates", offset=0)) == 1


def test_a_waiting_poll_gets_what_is_said_meanwhile(line: Line, chat: int) -> None:
    """Long polling answers as soon as something comes."""
    got = []
    poll = threading.Thread(target=lambda: got.extend(line.bot("getUpdates", timeout=20)))
    poll.start()
    time.sleep(0.2)
    said(line, chat, "halo")
    poll.join(10)
    assert texts_of(got) == ["halo"]


@pytest.mark.usefixtures("chat")
def test_a_second_poller_ends_the_first_with_409(line: Line) -> None:
    """Two bots on one token are told so in Telegram's words."""
    told = []
    poll = threading.Thread(target=lambda: told.append(line.call("getUpdates", timeout=20)))
    poll.start()
    time.sleep(0.3)
    second = threading.Thread(target=lambda: line.call("getUpdates", timeout=1))
    second.start()
    poll.join(10)
    second.join(10)
    assert told[0]["error_code"] == 409
    assert told[0]["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


def test_get_updates_is_refused_while_a_webhook_is_set(line: Line) -> None:
    """One way at a time."""
    line.bot("setWebhook", url="http://127.0.0.1:9/x")
    assert line.refused("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )


@pytest.mark.usefixtures("chat")
def test_setting_a_webhook_ends_the_waiting_poll(line: Line) -> None:
    """The poll is told why."""
    told = []
    poll = threading.Thread(target=lambda: told.append(line.call("getUpdates", timeout=20)))
    poll.start()
    time.sleep(0.3)
    line.bot("setWebhook", url="http://127.0.0.1:9/x")
    poll.join(10)
    assert told[0]["description"] == "Conflict: terminated by setWebhook request"


def test_the_kinds_asked_for_are_remembered(line: Line, chat: int) -> None:
    """A call without allowed_updates keeps the last ones; an empty list goes back to the default."""
    line.bot("getUpdates", allowed_updates=["callback_query"])
    said(line, chat, "unheard")
    assert line.bot("getUpdates", offset=1) == []
    line.bot("getUpdates", offset=2, allowed_updates=[])
    said(line, chat, "heard")
    assert texts_of(line.bot("getUpdates", offset=3)) == ["heard"]


def test_nonsense_in_allowed_updates_changes_nothing(line: Line, chat: int) -> None:
    """What cannot be read keeps the kinds asked for before."""
    line.http.get(f"/bot{line.token}/getUpdates", params={"allowed_updates": "{not json"})
    said(line, chat, "heard")
    assert texts_of(line.updates()) == ["heard"]


def test_reactions_come_only_when_asked_for(line: Line, chat: int) -> None:
    """By default a bot hears no reactions."""
    sent = line.bot("sendMessage", chat_id=chat, text="halo")
    line.sim("react", chat_id=chat, message_id=sent["message_id"], emoji="👍")
    assert line.updates() == []
    line.bot("getUpdates", offset=5, allowed_updates=["message_reaction"])
    line.sim("react", chat_id=chat, message_id=sent["message_id"], emoji="🔥")
    reaction = line.updates()[0]["message_reaction"]
    assert (reaction["old_reaction"], reaction["new_reaction"]) == (
        [{"type": "emoji", "emoji": "👍"}],
        [{"type": "emoji", "emoji": "🔥"}],
    )


def test_a_press_is_forgotten_after_150_seconds(line: Line, chat: int) -> None:
    """A bot that was down for three minutes never sees the press."""
    line.bot("sendMessage", chat_id=chat, text="?", reply_markup=one_button())
    line.sim("press", chat_id=chat, text="Ya")
    said(line, chat, "masih ada")
    line.later(CALLBACK_LIFE + 1)
    assert texts_of(line.updates()) == ["masih ada"]


def test_a_message_is_forgotten_after_a_day(line: Line, chat: int) -> None:
    """Updates are kept for 24 hours."""
    said(line, chat, "lama")
    line.later(DAY + 1)
    said(line, chat, "baru")
    assert texts_of(line.updates()) == ["baru"]


def test_an_odd_update_is_handed_out_as_it_was_given(line: Line) -> None:
    """For bots that must survive what no schema foresees."""
    line.sim("update", kind="message", body={"message_id": "x", "strange": [1]})
    assert line.updates()[0]["message"] == {"message_id": "x", "strange": [1]}


def one_button(text: str = "Ya", data: str = "ya") -> Json:
    """Give a keyboard of one button."""
    return {"inline_keyboard": [[{"text": text, "callback_data": data}]]}
