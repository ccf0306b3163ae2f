"""Messages the bot removes.

Law: after 48 hours nothing can be removed for everyone; missing ones are skipped in bulk.
"""

from sandbox.chats import Chat, Message
from sandbox.errors import bad_request
from sandbox.methods.reading import find_chat, find_message, message_ids
from sandbox.methods.registry import Registry
from sandbox.params import Params
from sandbox.people import ChatKind, Standing
from sandbox.values import truth_of
from sandbox.world import World

DELETING = Registry()
DELETABLE_AGE = 2 * 86_400


def _refuse_undeletable(world: World, chat: Chat, message: Message) -> None:
    if chat.kind in {ChatKind.SUPERGROUP, ChatKind.CHANNEL}:
        _refuse_in_large_chat(world, chat, message)
        return
    if world.now() - message.date > DELETABLE_AGE:
        raise bad_request("message can't be deleted for everyone")
    if (
        chat.kind is ChatKind.GROUP
        and not message.outgoing
        and chat.bot_standing is not Standing.ADMINISTRATOR
    ):
        raise bad_request("message can't be deleted for everyone")


def _refuse_in_large_chat(world: World, chat: Chat, message: Message) -> None:
    if truth_of(chat.rights.get("can_delete_messages")):
        return
    if not message.outgoing or world.now() - message.date > DELETABLE_AGE:
        raise bad_request("message can't be deleted")


@DELETING.add("deleteMessage")
def delete_message(world: World, params: Params) -> object:
    """Remove one message."""
    if not params.text("chat_id"):
        raise bad_request("Chat identifier is not specified")
    if params.integer("message_id") <= 0:
        raise bad_request("Message identifier is not specified")
    chat = find_chat(world, params)
    message = find_message(chat, params.integer("message_id"), "message to delete")
    _refuse_undeletable(world, chat, message)
    world.remove(chat, [message.message_id])
    return True


@DELETING.add("deleteMessages")
def delete_messages(world: World, params: Params) -> object:
    """Remove up to a hundred messages; one that cannot be removed fails the whole call."""
    wanted = message_ids(params)
    if not wanted:
        raise bad_request("Message identifiers are not specified")
    chat = find_chat(world, params)
    present = [number for number in dict.fromkeys(wanted) if number in chat.messages]
    for number in present:
        _refuse_undeletable(world, chat, chat.messages[number])
    world.remove(chat, present)
    return True
