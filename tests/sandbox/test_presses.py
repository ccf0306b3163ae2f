"""Keyboards, presses and their answers."""

import pytest

from tests.sandbox.line import Json, Line

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def keys(**button: object) -> Json:
    """Give a keyboard of one button."""
    return {"inline_keyboard": [[{"text": "Ya", **button}]]}


def asked(line: Line, chat: int, **button: object) -> Json:
    """Let the bot ask something with one button."""
    return line.bot("sendMessage", chat_id=chat, text="?", reply_markup=keys(**button))


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (
            {"callback_data": ""},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": " ", "callback_data": "a"}, "inline keyboard button text must be non-empty"),
        (
            {"callback_data": "a", "style": "pink"},
            "can't parse inline keyboard button: invalid button style specified",
        ),
    ],
)
def test_a_bad_button_is_refused(line: Line, chat: int, button: Json, words: str) -> None:
    """Callback data are counted in bytes: 64 at most."""
    refused = line.refused("sendMessage", chat_id=chat, text="?", reply_markup=keys(**button))
    assert refused == f"Bad Request: {words}"


def test_64_bytes_of_callback_data_are_taken(line: Line, chat: int) -> None:
    """And come back unchanged with the press."""
    asked(line, chat, callback_data="é" * 32)
    line.sim("press", chat_id=chat, text="Ya")
    assert line.updates()[-1]["callback_query"]["data"] == "é" * 32


def test_a_press_carries_the_message_it_was_made_on(line: Line, chat: int) -> None:
    """With the person and a number to answer to."""
    sent = asked(line, chat, callback_data="ya", style="primary")
    pressed = line.sim("press", chat_id=chat, text="Ya")
    query = line.updates()[-1]["callback_query"]
    assert (query["id"], query["from"]["id"]) == (pressed["callback_query_id"], chat)
    assert query["message"]["message_id"] == sent["message_id"]
    assert query["message"]["reply_markup"]["inline_keyboard"][0][0]["style"] == "primary"


def test_a_press_on_a_deleted_message_names_it_as_inaccessible(line: Line, chat: int) -> None:
    """Its date is zero, as the Bot API writes it."""
    sent = asked(line, chat, callback_data="ya")
    line.bot("deleteMessage", chat_id=chat, message_id=sent["message_id"])
    line.sim("press", chat_id=chat, message_id=sent["message_id"], callback_data="ya")
    assert line.updates()[-1]["callback_query"]["message"]["date"] == 0


def test_a_press_is_answered_once(line: Line, chat: int) -> None:
    """The second answer comes too late, like one to a number nobody gave."""
    asked(line, chat, callback_data="ya")
    number = line.sim("press", chat_id=chat, text="Ya")["callback_query_id"]
    assert line.bot("answerCallbackQuery", callback_query_id=number, text="Baik") is True
    assert line.refused("answerCallbackQuery", callback_query_id=number) == TOO_OLD
    assert line.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD


def test_an_answer_after_the_phone_stopped_waiting_is_refused(line: Line, chat: int) -> None:
    """The number is forgotten by the server."""
    asked(line, chat, callback_data="ya")
    number = line.sim("press", chat_id=chat, text="Ya")["callback_query_id"]
    line.later(3600)
    assert line.refused("answerCallbackQuery", callback_query_id=number) == TOO_OLD


def test_an_answer_is_no_longer_than_200(line: Line, chat: int) -> None:
    """As documented."""
    asked(line, chat, callback_data="ya")
    number = line.sim("press", chat_id=chat, text="Ya")["callback_query_id"]
    told = line.refused("answerCallbackQuery", callback_query_id=number, text="x" * 201)
    assert told == "Bad Request: MESSAGE_TOO_LONG"


def test_a_word_of_the_reply_keyboard_is_a_message(line: Line, chat: int) -> None:
    """And the keyboard is no part of what the bot reads."""
    sent = line.bot("sendMessage", chat_id=chat, text="?", reply_markup={"keyboard": [["Bantuan"]]})
    assert "reply_markup" not in sent
    line.sim("press", chat_id=chat, text="Bantuan")
    assert line.updates()[-1]["message"]["text"] == "Bantuan"


def test_a_button_that_is_not_there_cannot_be_pressed(line: Line, chat: int) -> None:
    """The control says so, and the bot hears nothing."""
    answer = line.http.post("/sim/press", json={"chat_id": chat, "text": "Tidak ada"})
    assert answer.status_code == 404
    assert line.updates() == []


def test_a_command_is_marked_and_a_deep_link_is_a_start(line: Line) -> None:
    """Six characters are the command; what follows is the payload."""
    chat = line.person(started=False)
    line.sim("start", chat_id=chat, payload="abc-1")
    message = line.updates()[0]["message"]
    assert message["text"] == "/start abc-1"
    assert message["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]


def test_commands_are_kept_by_scope_and_language(line: Line, chat: int) -> None:
    """The phone shows the nearest list."""
    line.bot("setMyCommands", commands=[{"command": "start", "description": "Mulai"}])
    own = {"type": "chat", "chat_id": chat}
    line.bot("setMyCommands", commands=[{"command": "status", "description": "Keadaan"}], scope=own)
    assert line.bot("getMyCommands", scope={"type": "all_private_chats"}) == []
    assert [each["command"] for each in line.see("phone", chat_id=chat)["commands"]] == ["status"]
    line.bot("deleteMyCommands", scope=own)
    assert [each["command"] for each in line.see("phone", chat_id=chat)["commands"]] == ["start"]


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([{"command": "Start", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a", "description": ""}], "command description must be non-empty"),
        ([{"command": "a", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "a", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
def test_bad_commands_are_refused(line: Line, commands: list[Json], words: str) -> None:
    """One to 32 small letters, digits, underscores; a hundred at most."""
    assert line.refused("setMyCommands", commands=commands) == f"Bad Request: {words}"
