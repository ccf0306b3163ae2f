"""Who can be written to: people who block, go away, never came; groups and channels."""

import pytest

from tests.sandbox.line import Json, Line


def group(line: Line, owner: int, **wish: object) -> int:
    """Found a group with the bot in it."""
    chat = line.sim("group", title="Piket", owner=owner, **wish)["chat_id"]
    line.sim("bot_in", chat_id=chat)
    return chat


def refusal(line: Line, chat: int) -> str:
    """Give how a message there is refused."""
    return line.refused("sendMessage", chat_id=chat, text="x")


def test_a_chat_nobody_knows_is_not_found(line: Line) -> None:
    """And one without an address is empty."""
    assert refusal(line, 4242) == "Bad Request: chat not found"
    assert line.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"


def test_a_bot_cannot_write_first(line: Line) -> None:
    """Somebody who never pressed Start is not even known."""
    stranger = line.person(started=False)
    assert refusal(line, stranger) == "Bad Request: chat not found"


def test_somebody_met_in_a_group_cannot_be_written_to_either(line: Line, chat: int) -> None:
    """The chat is known, but the conversation must be begun by the person."""
    stranger = line.person("Asing", started=False)
    group(line, chat, members=[stranger])
    assert refusal(line, stranger) == "Forbidden: bot can't initiate conversation with a user"


def test_blocking_is_told_first_and_then_refused(line: Line, chat: int) -> None:
    """The update my_chat_member comes before the first failing send."""
    line.sim("block", chat_id=chat)
    change = line.updates()[-1]["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    assert refusal(line, chat) == "Forbidden: bot was blocked by the user"
    assert line.call("sendMessage", chat_id=chat, text="x")["error_code"] == 403


def test_unblocking_and_start_let_the_bot_write_again(line: Line, chat: int) -> None:
    """Start unblocks by itself."""
    line.sim("block", chat_id=chat)
    line.sim("start", chat_id=chat)
    kinds = [set(update) - {"update_id"} for update in line.updates()]
    assert kinds == [{"my_chat_member"}, {"my_chat_member"}, {"message"}]
    assert line.bot("sendMessage", chat_id=chat, text="x")


def test_a_blocked_bot_hears_nothing_said(line: Line, chat: int) -> None:
    """The phone cannot write to it."""
    line.sim("block", chat_id=chat)
    assert line.http.post("/sim/say", json={"chat_id": chat, "text": "x"}).status_code == 409


def test_an_account_that_is_gone_is_deactivated(line: Line, chat: int) -> None:
    """It never comes back."""
    line.sim("vanish", chat_id=chat)
    assert refusal(line, chat) == "Forbidden: user is deactivated"


def test_a_bot_thrown_out_is_told_in_which_kind_of_chat(line: Line, chat: int) -> None:
    """Groups and supergroups have different words."""
    small, large = group(line, chat), group(line, chat, kind="supergroup")
    for each in (small, large):
        line.sim("bot_out", chat_id=each)
    assert refusal(line, small) == "Forbidden: bot was kicked from the group chat"
    assert refusal(line, large) == "Forbidden: bot was kicked from the supergroup chat"


def test_a_bot_that_left_is_no_member(line: Line, chat: int) -> None:
    """It is told of its own leaving."""
    large = group(line, chat, kind="supergroup")
    line.updates()
    line.bot("leaveChat", chat_id=large)
    assert line.updates()[-1]["my_chat_member"]["new_chat_member"]["status"] == "left"
    assert refusal(line, large) == "Forbidden: bot is not a member of the supergroup chat"


def test_a_group_that_became_a_supergroup_says_where_it_went(line: Line, chat: int) -> None:
    """In the refusal, and in a message on each side."""
    old = group(line, chat)
    line.updates()
    new = line.sim("upgrade", chat_id=old)["chat_id"]
    told = line.call("sendMessage", chat_id=old, text="x")
    assert told["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert told["parameters"] == {"migrate_to_chat_id": new}
    first, second = (update["message"] for update in line.updates())
    assert (first["migrate_to_chat_id"], second["migrate_from_chat_id"]) == (new, old)
    assert line.bot("sendMessage", chat_id=new, text="x")


def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(line: Line, chat: int) -> None:
    """Commands, mentions and answers to it, until it becomes an administrator."""
    large = group(line, chat, kind="supergroup")
    sent = line.bot("sendMessage", chat_id=large, text="halo")
    line.updates()
    say = {"chat_id": large, "user_id": chat}
    line.sim("say", **say, text="bukan untuk bot")
    line.sim("say", **say, text="/status")
    line.sim("say", **say, text="hai @teduh_sandbox_bot")
    line.sim("say", **say, text="jawab", reply_to_message_id=sent["message_id"])
    assert [update["message"]["text"] for update in line.updates()] == [
        "/status",
        "hai @teduh_sandbox_bot",
        "jawab",
    ]
    line.sim("bot_in", chat_id=large, rights={})
    line.sim("say", **say, text="sekarang terdengar")
    assert line.updates()[-1]["message"]["text"] == "sekarang terdengar"


def test_coming_and_going_of_others_is_told_when_asked_for(line: Line, chat: int) -> None:
    """By default it is not."""
    large, other = group(line, chat, kind="supergroup"), line.person("Dimas")
    line.updates()
    line.sim("join", chat_id=large, user_id=other)
    assert line.updates() == []
    line.bot("getUpdates", offset=9, allowed_updates=["chat_member"])
    line.sim("leave", chat_id=large, user_id=other)
    assert line.updates()[0]["chat_member"]["new_chat_member"]["status"] == "left"


def test_a_channel_needs_the_right_to_post(line: Line, chat: int) -> None:
    """Its posts are of another kind."""
    channel = line.sim("group", title="Kabar", owner=chat, kind="channel")["chat_id"]
    line.sim("bot_in", chat_id=channel, rights={})
    assert refusal(line, channel) == "Bad Request: need administrator rights in the channel chat"
    line.updates()
    line.sim("say", chat_id=channel, user_id=chat, text="kabar")
    assert "channel_post" in line.updates()[0]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
def test_in_large_groups_others_messages_need_a_right_to_delete(line: Line, chat: int, kind: str) -> None:
    """The words differ between the two."""
    large = group(line, chat, kind=kind)
    number = line.sim("say", chat_id=large, user_id=chat, text="/x")["message_id"]
    wish: Json = {"chat_id": large, "message_id": number}
    words = "message can't be deleted" if kind == "supergroup" else "message can't be deleted for everyone"
    assert line.refused("deleteMessage", **wish) == f"Bad Request: {words}"


def test_members_are_told_apart(line: Line, chat: int) -> None:
    """Owner, administrator, and somebody who is not there."""
    large, other = group(line, chat, kind="supergroup"), line.person("Dimas")
    assert line.bot("getChatMember", chat_id=large, user_id=chat)["status"] == "creator"
    assert line.bot("getChatMember", chat_id=large, user_id=other)["status"] == "left"
    assert line.refused("getChatAdministrators", chat_id=chat) == (
        "Bad Request: there are no administrators in the private chat"
    )
