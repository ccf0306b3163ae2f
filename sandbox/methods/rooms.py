"""What the bot asks about a chat. Law: the facts of a chat it may see, and nothing about chats it may not."""

from sandbox.errors import bad_request
from sandbox.methods.reading import find_chat, refuse_unreachable
from sandbox.methods.registry import Registry
from sandbox.params import Params
from sandbox.people import ChatKind
from sandbox.rendering import NO_GIFTS, chat_json
from sandbox.values import JsonObject
from sandbox.world import World

ROOMS = Registry()
ACTIONS = frozenset(
    {
        "cancel", "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
        "record_audio", "upload_audio", "upload_document", "choose_sticker", "find_location",
        "pick_up_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip


@ROOMS.add("getChat")
def get_chat(world: World, params: Params) -> object:
    """Tell all about one chat."""
    chat = find_chat(world, params, write=False)
    body = chat_json(world, chat)
    body |= _private_facts(world, chat.chat_id) if chat.kind is ChatKind.PRIVATE else {}
    if chat.description:
        body["description"] = chat.description
    body["accepted_gift_types"] = NO_GIFTS
    pinned = [number for number in chat.pinned if number in chat.messages]
    if pinned:
        body["pinned_message"] = world.render(chat.messages[max(pinned)])
    body |= {"max_reaction_count": 11, "accent_color_id": chat.chat_id % 7}
    if chat.protected:
        body["has_protected_content"] = True
    return body


def _private_facts(world: World, chat_id: int) -> JsonObject:
    person = world.people[chat_id]
    facts: JsonObject = {"can_send_gift": True}
    if person.username:
        facts["active_usernames"] = [person.username]
    return facts


@ROOMS.add("sendChatAction")
def send_chat_action(world: World, params: Params) -> object:
    """Show that the bot is busy."""
    action = params.text("action").lower()
    if action not in ACTIONS:
        raise bad_request("Wrong parameter action in request")
    chat = find_chat(world, params)
    refuse_unreachable(world, chat)
    world.events.tell("action", chat_id=chat.chat_id, action=action)
    return True
