"""Whatever Telegram brings becomes an event, nothing, or an update that is parked by its number."""

import json
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telegram_in import ALLOWED_UPDATES, LARGEST_NUMBER, Taken, Unreadable, read
from conversations.events import (
    Attached,
    Edited,
    Event,
    Left,
    MediaKind,
    Opened,
    Pressed,
    Returned,
    Strange,
    Typed,
)

ANI: Final = 6_000_000_001
PERSON: Final = {"id": ANI, "is_bot": False, "first_name": "Ani", "language_code": "id"}
CHAT: Final = {"id": ANI, "type": "private", "first_name": "Ani"}
GROUP: Final = {"id": -100123, "type": "supergroup", "title": "RT 04"}


def message(**more: object) -> dict[str, object]:
    """Give an update with a message as Telegram writes it."""
    written = {"message_id": 7, "date": 1_790_000_000, "chat": CHAT, "from": PERSON}
    return {"update_id": 11, "message": written | more}


def heard(**more: object) -> Event | None:
    """Give the event of a message."""
    return read(message(**more)).event


def press(**more: object) -> dict[str, object]:
    """Give an update with a press."""
    carried = {"message_id": 5, "date": 1_790_000_000, "chat": CHAT, "text": "Halo"}
    pressed = {"id": "99", "from": PERSON, "chat_instance": "1", "data": "ab:go", "message": carried}
    return {"update_id": 12, "callback_query": pressed | more}


def standing(status: str, **more: object) -> dict[str, object]:
    """Give an update that tells that somebody blocked us or came back."""
    bot = {"id": 7, "is_bot": True, "first_name": "Teduh"}
    old = {"user": bot, "status": "member"}
    new = {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})
    change = {"chat": CHAT, "from": PERSON, "date": 1, "old_chat_member": old, "new_chat_member": new}
    return {"update_id": 13, "my_chat_member": change | more}


def test_text_is_taken_literally() -> None:
    """Markup, links and commands are words."""
    taken = read(
        message(text="/bantu *tebal* <b>x</b>", entities=[{"type": "new", "offset": 0, "length": 6}])
    )
    assert taken == Taken(11, ANI, ANI, Typed(7, "/bantu *tebal* <b>x</b>"), 1_790_000_000, "id")


def test_text_may_be_as_long_as_telegram_allows() -> None:
    """4,096 characters, whatever characters they are."""
    assert heard(text="😀" * 4096) == Typed(7, "😀" * 4096)
    with pytest.raises(Unreadable):
        read(message(text="x" * 4097))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/start", Opened(7)),
        ("/start ", Opened(7)),
        ("/start a-b_C9", Opened(7, "a-b_C9")),
        ("/start tolong saya", Typed(7, "/start tolong saya")),
        ("/start\ntolong", Typed(7, "/start\ntolong")),
        ("/startx", Typed(7, "/startx")),
        (f"/start {'x' * 65}", Typed(7, f"/start {'x' * 65}")),
    ],
)
def test_start_opens_and_a_sentence_behind_it_is_a_sentence(text: str, event: Event) -> None:
    """Nothing that somebody wrote is lost because it began with a command."""
    assert heard(text=text) == event


def test_a_press_names_its_message_and_button() -> None:
    """Its age is not told: Telegram dates the message, not the press."""
    assert read(press()) == Taken(12, ANI, ANI, Pressed(5, "ab:go", "99"), 0, "id")


def test_a_press_on_a_message_telegram_no_longer_shows_is_heard() -> None:
    """An inaccessible message still has its number."""
    gone = {"message_id": 5, "date": 0, "chat": CHAT}
    assert read(press(message=gone)).event == Pressed(5, "ab:go", "99")


@pytest.mark.parametrize(
    "more", [{"message": None}, {"data": None}, {"message": None, "inline_message_id": "x"}]
)
def test_a_press_that_is_none_of_ours_is_passed_over(more: dict[str, object]) -> None:
    """Inline messages and games have no chat with us."""
    assert read(press(**more)).event is None


FILE: Final = {"file_id": "F", "file_unique_id": "U", "file_size": 9}
FRAME: Final = {"width": 3, "height": 2, "duration": 1}


@pytest.mark.parametrize(
    ("sent", "event"),
    [
        (
            {"photo": [FILE | {"file_id": "S", "width": 1, "height": 1}, FILE | {"width": 9, "height": 9}]},
            Attached(7, MediaKind.PHOTO, "F", 9),
        ),
        (
            {"voice": FILE | {"duration": 3, "mime_type": "audio/ogg"}},
            Attached(7, MediaKind.VOICE, "F", 9, mime="audio/ogg"),
        ),
        ({"video": FILE | FRAME | {"file_name": "a.mp4"}}, Attached(7, MediaKind.VIDEO, "F", 9, "a.mp4")),
        ({"video_note": FILE | {"length": 3, "duration": 1}}, Attached(7, MediaKind.VIDEO, "F", 9)),
        (
            {"audio": FILE | {"duration": 1, "file_name": "../a"}},
            Attached(7, MediaKind.AUDIO, "F", 9, "../a"),
        ),
        (
            {"animation": FILE | FRAME | {"mime_type": "video/mp4"}, "document": FILE},
            Attached(7, MediaKind.VIDEO, "F", 9, mime="video/mp4"),
        ),
        ({"animation": FILE | FRAME, "document": FILE}, Attached(7, MediaKind.DOCUMENT, "F", 9)),
        (
            {"document": FILE, "caption": "ini @dia", "media_group_id": "1"},
            Attached(7, MediaKind.DOCUMENT, "F", 9, caption="ini @dia"),
        ),
        ({"document": {"file_id": "F", "file_unique_id": "U"}}, Attached(7, MediaKind.DOCUMENT, "F", 0)),
    ],
)
def test_every_kind_of_file_is_attached(sent: dict[str, object], event: Event) -> None:
    """Albums come as one update an item; each stands for itself."""
    assert heard(**sent) == event


@pytest.mark.parametrize(
    "kind", ["sticker", "location", "venue", "contact", "poll", "dice", "story", "game", "invented_in_2027"]
)
def test_what_we_cannot_read_is_strange(kind: str) -> None:
    """It is answered in words: never silence, even for kinds that do not exist yet."""
    assert heard(**{kind: {"anything": 1}}) == Strange(7)


@pytest.mark.parametrize(
    "note", ["pinned_message", "message_auto_delete_timer_changed", "chat_background_set"]
)
def test_what_nobody_said_is_not_answered(note: str) -> None:
    """Telegram's own notes in a chat are no message to us."""
    assert heard(**{note: {"anything": 1}}) is None


def test_a_changed_message_is_an_edit_and_not_new_words() -> None:
    """Only its number is told, and when it was changed: that was now, however old the message is."""
    changed = {"update_id": 11, "edited_message": message(text="lain", edit_date=1_790_005_000)["message"]}
    assert read(changed).event == Edited(7)
    assert read(changed).date == 1_790_005_000


@pytest.mark.parametrize(("status", "event"), [("kicked", Left()), ("member", Returned()), ("left", None)])
def test_blocking_and_coming_back(status: str, event: Event | None) -> None:
    """Whoever blocks us is known at once, not at the next alert."""
    more = {} if status != "left" else {"new_chat_member": {"user": PERSON, "status": "left"}}
    taken = read(standing(status, **more))
    assert (taken.chat, taken.event) == (ANI, event)


@pytest.mark.parametrize(
    "raw",
    [
        message(chat=GROUP, text="halo"),
        message(chat={"id": -5, "type": "group", "title": "x"}, text="/start"),
        message(chat=CHAT | {"id": 5}, text="halo"),
        message(chat=CHAT | {"type": "channel"}, text="halo"),
        press(message={"message_id": 5, "date": 1, "chat": CHAT | {"type": "group"}}),
        message(**{"from": None}, text="halo"),
        message(**{"from": PERSON | {"is_bot": True}}, text="halo"),
        {"update_id": 11, "edited_message": message(chat=GROUP, text="x")["message"]},
        {"update_id": 11, "channel_post": message(chat=GROUP | {"type": "channel"}, text="x")["message"]},
        {"update_id": 11, "business_message": message(text="halo")["message"]},
        press(message={"message_id": 5, "date": 1, "chat": GROUP}),
        standing("kicked", chat=GROUP),
        {"update_id": 11},
        {"update_id": 11, "inline_query": {"id": "1", "from": PERSON, "query": "", "offset": ""}},
        {"update_id": 11, "invented_in_2027": {"x": [1, {"y": None}]}},
    ],
)
def test_only_private_chats_are_heard(raw: dict[str, object]) -> None:
    """A group, a channel, a business account, another's chat: confirmed and never answered."""
    taken = read(raw)
    assert (taken.event, taken.chat, taken.sender) == (None, 0, 0)


def test_a_forwarded_message_speaks_for_its_sender_alone() -> None:
    """Authority is the sender's id; who wrote it first gives none."""
    officer = {"type": "user", "date": 1, "sender_user": PERSON | {"id": 1}}
    taken = read(message(text="/status", forward_origin=officer, via_bot=PERSON, sender_chat=GROUP))
    assert (taken.sender, taken.chat, taken.event) == (ANI, ANI, Typed(7, "/status"))


def test_we_ask_for_no_more_than_we_read() -> None:
    """Telegram is asked for four kinds of update."""
    assert set(ALLOWED_UPDATES) == {"message", "edited_message", "callback_query", "my_chat_member"}


@pytest.mark.parametrize("huge", [2**63, -(2**70), True, "7", None, 1.5])
def test_a_number_that_no_store_can_hold_is_parked(huge: object) -> None:
    """Neither a message, a chat nor an update has such a number."""
    for raw in (
        message(message_id=huge, text="x"),
        press(message={"message_id": huge, "date": 1, "chat": CHAT}),
    ):
        with pytest.raises(Unreadable) as failed:
            read(raw)
        assert failed.value.update_id == raw["update_id"]
    with pytest.raises(Unreadable) as failed:
        read(message(text="x") | {"update_id": huge})
    assert failed.value.update_id is None


def test_half_a_character_does_not_reach_the_store() -> None:
    """A lone surrogate cannot be written to any file or wire."""
    assert heard(text="a\ud83d") == Typed(7, "a?")


def test_neither_words_nor_people_stand_in_a_repr() -> None:
    """What a log line could print tells nothing."""
    assert "rahasia" not in repr(read(message(text="rahasia")))
    assert str(ANI) not in repr(read(message(text="rahasia")))
    with pytest.raises(Unreadable) as failed:
        read(message(text={"rahasia": 1}))
    assert (failed.value.update_id, failed.value.__context__) == (11, None)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["private", "kicked", "member", ANI, -1, 2**70, "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
GOOD = st.sampled_from(
    [
        message(text="/start x"),
        message(photo=[FILE | {"width": 1, "height": 1}], caption="c"),
        message(animation=FILE | FRAME, document=FILE),
        press(),
        standing("kicked"),
        {"update_id": 11, "edited_message": message(text="x")["message"]},
    ]
)


@st.composite
def spoilt(draw: st.DrawFn) -> object:
    """Take a good update and put junk into one place, or leave something out."""
    raw: object = json.loads(json.dumps(draw(GOOD)))
    here = raw
    while isinstance(here, dict | list) and here:
        key = (
            draw(st.sampled_from(sorted(here)))
            if isinstance(here, dict)
            else draw(st.integers(0, len(here) - 1))
        )
        inner = here[key]
        if not isinstance(inner, dict | list) or draw(st.booleans()):
            if isinstance(here, dict) and draw(st.booleans()):
                del here[key]
            else:
                here[key] = draw(JUNK)
            break
        here = inner
    return raw


def _is_heard_or_parked(raw: object) -> None:
    try:
        taken = read(raw)
    except Unreadable as parked:
        assert parked.update_id is None or abs(parked.update_id) <= LARGEST_NUMBER  # noqa: PT017 - either is right
        return
    assert type(taken) is Taken
    assert type(taken.update_id) is int
    assert taken.event is None or taken.chat == taken.sender
    assert max(map(abs, (taken.chat, taken.sender, taken.date))) <= LARGEST_NUMBER
    for name in ("text", "button", "press", "file", "name", "mime", "caption", "payload"):
        said = getattr(taken.event, name, "")
        assert isinstance(said, str)
        said.encode()


@settings(deadline=None)
@given(spoilt())
def test_a_spoilt_update_is_heard_or_parked(raw: object) -> None:
    """One bad place anywhere in a good update."""
    _is_heard_or_parked(raw)


@settings(deadline=None)
@given(JUNK)
def test_junk_is_heard_or_parked(raw: object) -> None:
    """Whatever JSON can say."""
    _is_heard_or_parked(raw)


def test_an_update_nested_beyond_reason_is_parked() -> None:
    """Deep nesting breaks parsers; ours parks it."""
    deep: object = "x"
    for _ in range(5000):
        deep = {"reply_to_message": deep, "chat": deep}
    _is_heard_or_parked(message(chat=deep))
