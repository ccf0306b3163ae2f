"""What the bot may do to messages: edit, delete, reply, copy, forward, pin."""

import pytest

from tests.sandbox.line import Json, Line, base64, picture

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
TWO_DAYS = 2 * 86_400
KEYS = {"inline_keyboard": [[{"text": "Ya", "callback_data": "ya"}]]}


@pytest.fixture
def sent(line: Line, chat: int) -> Json:
    """One message of the bot, with a button."""
    return line.bot("sendMessage", chat_id=chat, text="lama", reply_markup=KEYS)


def edit(line: Line, sent: Json, method: str = "editMessageText", **changes: object) -> Json:
    """Ask for a change of a message; give the whole answer."""
    return line.call(method, chat_id=sent["chat"]["id"], message_id=sent["message_id"], **changes)


def words(told: Json) -> str:
    """Give the words of a refusal."""
    return told["description"].removeprefix("Bad Request: ")


def test_an_edited_message_keeps_its_id_and_says_when(line: Line, sent: Json) -> None:
    """The phone shows the new words and the mark."""
    new = edit(line, sent, text="baru")["result"]
    assert (new["message_id"], new["text"], "edit_date" in new) == (sent["message_id"], "baru", True)
    shown = line.chat(sent["chat"]["id"])[-1]
    assert (shown["text"], shown["edited"]) == ("baru", True)


def test_an_edit_without_a_keyboard_removes_it(line: Line, sent: Json) -> None:
    """As Telegram does."""
    assert "reply_markup" not in edit(line, sent, text="baru")["result"]


def test_the_same_content_and_keyboard_are_not_a_change(line: Line, sent: Json) -> None:
    """A changed keyboard alone is one."""
    assert edit(line, sent, text="lama", reply_markup=KEYS)["description"] == NOT_MODIFIED
    assert edit(line, sent, text="lama")["ok"]


@pytest.mark.parametrize("method", ["editMessageText", "editMessageCaption", "editMessageReplyMarkup"])
def test_what_is_not_there_cannot_be_edited(line: Line, chat: int, method: str) -> None:
    """Whatever is edited."""
    told = line.call(method, chat_id=chat, message_id=999, text="x", caption="x")
    assert words(told) == "message to edit not found"


def test_a_persons_message_cannot_be_edited(line: Line, chat: int) -> None:
    """Only the bot's own."""
    number = line.sim("say", chat_id=chat, text="milik saya")["message_id"]
    told = line.call("editMessageText", chat_id=chat, message_id=number, text="x")
    assert words(told) == "message can't be edited"


def test_a_message_with_a_reply_keyboard_cannot_be_edited(line: Line, chat: int) -> None:
    """A trap for bots that send one along."""
    sent = line.bot("sendMessage", chat_id=chat, text="?", reply_markup={"keyboard": [["A"]]})
    assert words(edit(line, sent, text="x")) == "message can't be edited"


def test_text_and_caption_are_edited_each_by_its_own_method(line: Line, chat: int, sent: Json) -> None:
    """The other one is refused by name."""
    assert (
        words(edit(line, sent, "editMessageCaption", caption="x"))
        == "there is no caption in the message to edit"
    )
    photo = line.bot("sendPhoto", {"photo": ("p.png", picture())}, chat_id=str(chat))
    assert words(edit(line, photo, text="x")) == "there is no text in the message to edit"
    assert edit(line, photo, "editMessageCaption", caption="x")["result"]["caption"] == "x"


def test_media_may_take_the_place_of_a_text(line: Line, chat: int, sent: Json) -> None:
    """A placeholder becomes a picture in place, and another picture later."""
    photo = line.bot("sendPhoto", {"photo": ("p.png", picture())}, chat_id=str(chat))
    media = {
        "type": "photo",
        "media": photo["photo"][-1]["file_id"],
        "caption": "<b>foto</b>",
        "parse_mode": "HTML",
    }
    new = edit(line, sent, "editMessageMedia", media=media)["result"]
    assert (new["message_id"], new["caption"], "text" in new) == (sent["message_id"], "foto", False)
    assert line.chat(chat)[-2]["media_kind"] == "photo"


def test_media_may_be_uploaded_with_the_edit(line: Line, sent: Json) -> None:
    """Through attach://, as clients do it."""
    told = line.call(
        "editMessageMedia",
        {"berkas": ("laporan.pdf", b"%PDF-1.4 isi")},
        chat_id=str(sent["chat"]["id"]),
        message_id=str(sent["message_id"]),
        media='{"type":"document","media":"attach://berkas"}',
    )
    assert told["result"]["document"]["file_name"] == "laporan.pdf"


def test_a_place_cannot_become_media(line: Line, chat: int) -> None:
    """There is nothing to put it in place of."""
    place = line.bot("sendLocation", chat_id=chat, latitude=0.9, longitude=104.4)
    media = {
        "type": "photo",
        "media": line.bot("sendPhoto", {"photo": ("p.png", picture())}, chat_id=str(chat))["photo"][0][
            "file_id"
        ],
    }
    assert (
        words(edit(line, place, "editMessageMedia", media=media))
        == "there is no media in the message to edit"
    )


# ---- deleting


def test_the_bot_deletes_its_own_and_the_persons_messages(line: Line, chat: int, sent: Json) -> None:
    """In private chats both vanish from the phone."""
    number = line.sim("say", chat_id=chat, text="rahasia")["message_id"]
    line.bot("deleteMessages", chat_id=chat, message_ids=[number, sent["message_id"], 900])
    assert {number, sent["message_id"]}.isdisjoint(message["id"] for message in line.chat(chat))


def test_after_48_hours_nothing_is_deleted_for_everyone(line: Line, chat: int, sent: Json) -> None:
    """Neither alone nor in bulk; one too old fails the whole call."""
    line.later(TWO_DAYS + 1)
    new = line.bot("sendMessage", chat_id=chat, text="baru")
    told = line.call("deleteMessage", chat_id=chat, message_id=sent["message_id"])
    assert words(told) == "message can't be deleted for everyone"
    both = [sent["message_id"], new["message_id"]]
    assert (
        words(line.call("deleteMessages", chat_id=chat, message_ids=both))
        == "message can't be deleted for everyone"
    )
    assert new["message_id"] in [message["id"] for message in line.chat(chat)]


def test_old_messages_may_still_be_edited(line: Line, sent: Json) -> None:
    """A bot's own message has no age limit for edits."""
    line.later(30 * 86_400)
    assert edit(line, sent, text="netral")["ok"]


def test_a_message_that_is_gone_cannot_be_deleted_again(line: Line, chat: int, sent: Json) -> None:
    """The method deleteMessages skips it, deleteMessage refuses."""
    line.bot("deleteMessage", chat_id=chat, message_id=sent["message_id"])
    told = line.call("deleteMessage", chat_id=chat, message_id=sent["message_id"])
    assert words(told) == "message to delete not found"
    assert line.bot("deleteMessages", chat_id=chat, message_ids=[sent["message_id"]]) is True


def test_no_more_than_a_hundred_are_deleted_at_once(line: Line, chat: int) -> None:
    """And at least one."""
    assert words(line.call("deleteMessages", chat_id=chat, message_ids=list(range(1, 102)))) == (
        "too many message identifiers specified"
    )
    assert (
        words(line.call("deleteMessages", chat_id=chat, message_ids=[]))
        == "message identifiers are not specified"
    )


# ---- replies, copies, forwards


def test_a_reply_to_what_is_gone_is_refused_unless_allowed(line: Line, chat: int) -> None:
    """The old and the new way of asking."""
    told = line.call("sendMessage", chat_id=chat, text="x", reply_parameters={"message_id": 777})
    assert words(told) == "message to be replied not found"
    lenient = {"message_id": 777, "allow_sending_without_reply": True}
    assert "reply_to_message" not in line.bot("sendMessage", chat_id=chat, text="x", reply_parameters=lenient)


def test_a_reply_may_quote(line: Line, chat: int) -> None:
    """The quoted words must be there."""
    number = line.sim("say", chat_id=chat, text="satu dua tiga")["message_id"]
    sent = line.bot(
        "sendMessage", chat_id=chat, text="ya", reply_parameters={"message_id": number, "quote": "dua"}
    )
    assert (sent["quote"]["text"], sent["quote"]["position"]) == ("dua", 5)
    assert sent["reply_to_message"]["message_id"] == number


def test_a_forward_names_its_author_and_a_copy_does_not(line: Line, chat: int) -> None:
    """The same words arrive both ways."""
    number = line.sim("say", chat_id=chat, text="kata")["message_id"]
    wish = {"chat_id": chat, "from_chat_id": chat, "message_id": number}
    forward = line.bot("forwardMessage", **wish)
    assert (forward["text"], forward["forward_origin"]["sender_user"]["id"]) == ("kata", chat)
    assert list(line.bot("copyMessage", **wish)) == ["message_id"]
    assert line.chat(chat)[-1]["forward_origin"] is None


def test_protected_content_goes_nowhere(line: Line, chat: int) -> None:
    """Neither forwarded nor copied, by the bot or by hand."""
    sent = line.bot("sendMessage", chat_id=chat, text="rahasia", protect_content=True)
    assert sent["has_protected_content"] is True
    wish = {"chat_id": chat, "from_chat_id": chat, "message_id": sent["message_id"]}
    assert words(line.call("forwardMessage", **wish)) == "the message can't be forwarded"
    assert words(line.call("copyMessage", **wish)) == "the message can't be copied"
    by_hand = {"chat_id": chat, "forward_of": {"chat_id": chat, "message_id": sent["message_id"]}}
    assert line.http.post("/sim/say", json=by_hand).status_code == 409


def test_several_are_copied_in_one_call(line: Line, chat: int) -> None:
    """What is gone is skipped; an order that does not grow is refused."""
    numbers = [line.sim("say", chat_id=chat, text=text)["message_id"] for text in ("a", "b")]
    wish = {"chat_id": chat, "from_chat_id": chat}
    assert len(line.bot("copyMessages", **wish, message_ids=[*numbers, 900])) == 2
    assert "strictly increasing" in line.refused("copyMessages", **wish, message_ids=numbers[::-1])
    assert (
        words(line.call("forwardMessages", **wish, message_ids=[900])) == "there are no messages to forward"
    )


@pytest.mark.parametrize(("method", "word"), [("copyMessage", "copy"), ("forwardMessage", "forward")])
def test_what_is_gone_is_neither_copied_nor_forwarded(line: Line, chat: int, method: str, word: str) -> None:
    """Each says which."""
    told = line.call(method, chat_id=chat, from_chat_id=chat, message_id=999)
    assert words(told) == f"message to {word} not found"


def test_a_pinned_message_is_told_by_get_chat(line: Line, chat: int, sent: Json) -> None:
    """And let go again."""
    wish = {"chat_id": chat, "message_id": sent["message_id"]}
    line.bot("pinChatMessage", **wish)
    assert line.bot("getChat", chat_id=chat)["pinned_message"]["message_id"] == sent["message_id"]
    line.bot("unpinChatMessage", **wish)
    assert "pinned_message" not in line.bot("getChat", chat_id=chat)


# ---- what people do


def test_message_ids_begin_at_the_same_low_number_in_every_chat(line: Line) -> None:
    """So that a bot which takes them for unique fails here."""
    first, second = line.person("A"), line.person("B")
    ids = [line.bot("sendMessage", chat_id=chat, text="x")["message_id"] for chat in (first, second)]
    assert ids == [2, 2]


def test_an_edit_by_a_person_is_an_edited_message(line: Line, chat: int) -> None:
    """With the same id."""
    number = line.sim("say", chat_id=chat, text="salah")["message_id"]
    line.updates()
    line.sim("edit", chat_id=chat, message_id=number, text="benar")
    edited = line.updates()[0]["edited_message"]
    assert (edited["message_id"], edited["text"], edited["edit_date"] >= edited["date"]) == (
        number,
        "benar",
        True,
    )


def test_a_deletion_by_a_person_is_told_to_nobody(line: Line, chat: int) -> None:
    """The bot cannot see it."""
    number = line.sim("say", chat_id=chat, text="x")["message_id"]
    line.updates()
    line.sim("delete", chat_id=chat, message_ids=[number])
    assert line.updates() == []
    assert number not in [message["id"] for message in line.chat(chat)]


def test_an_album_is_one_update_for_each_item(line: Line, chat: int) -> None:
    """With consecutive ids and one number for all."""
    items = [{"photo": base64(picture())}, {"photo": base64(picture(200, 200)), "caption": "dua"}]
    line.sim("say", chat_id=chat, album=items)
    first, second = (update["message"] for update in line.updates())
    assert first["media_group_id"] == second["media_group_id"]
    assert second["message_id"] == first["message_id"] + 1
    assert ("caption" in first, second["caption"]) == (False, "dua")


@pytest.mark.parametrize("kind", ["sticker", "poll", "venue", "contact", "location"])
def test_a_person_may_send_what_no_bot_expects(line: Line, chat: int, kind: str) -> None:
    """Each arrives under its own name."""
    line.sim("say", chat_id=chat, **{kind: {"some": "fact"}})
    assert line.updates()[-1]["message"][kind] == {"some": "fact"}


def test_a_long_text_goes_out_in_pieces(line: Line, chat: int) -> None:
    """As the apps cut it at 4096."""
    line.sim("say", chat_id=chat, text="x" * 5000)
    assert [len(update["message"]["text"]) for update in line.updates()] == [4096, 904]
