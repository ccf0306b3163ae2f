"""Messages held at the top, and what people think of a message. Law: in groups only with the right to."""

from sandbox.chats import Chat, Message
from sandbox.errors import bad_request
from sandbox.methods.reading import find_chat, find_message, refuse_unreachable
from sandbox.methods.registry import Registry
from sandbox.params import Params
from sandbox.people import ChatKind
from sandbox.values import JsonObject, list_or_none, object_or_none, text_of, truth_of
from sandbox.world import World

PINNING = Registry()
REACTIONS = frozenset(
    "👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡".split()  # noqa: E501, SIM905 - Telegram's list as it is told
)


def _pinnable(world: World, params: Params) -> Chat:
    chat = find_chat(world, params)
    refuse_unreachable(world, chat)
    if chat.kind is not ChatKind.PRIVATE and not truth_of(chat.rights.get("can_pin_messages")):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat


@PINNING.add("pinChatMessage")
def pin_chat_message(world: World, params: Params) -> object:
    """Hold a message at the top."""
    chat = _pinnable(world, params)
    message = find_message(chat, params.integer("message_id"), "message to pin")
    if message.message_id not in chat.pinned:
        chat.pinned.append(message.message_id)
        _say_pinned(world, chat, message)
    world.events.tell("pinned", chat_id=chat.chat_id, message_ids=chat.pinned)
    return True


def _say_pinned(world: World, chat: Chat, message: Message) -> None:
    content: JsonObject = {"pinned_message": world.render(message)}
    notice = Message(
        chat_id=chat.chat_id,
        message_id=chat.new_id(),
        date=int(world.now()),
        sender_id=world.bot.user_id,
        content=content,
        outgoing=True,
        service=True,
    )
    world.put(chat, notice)


@PINNING.add("unpinChatMessage")
def unpin_chat_message(world: World, params: Params) -> object:
    """Let a message go, the newest one when none is named."""
    chat = _pinnable(world, params)
    number = params.integer("message_id") or (max(chat.pinned) if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    world.events.tell("pinned", chat_id=chat.chat_id, message_ids=chat.pinned)
    return True


@PINNING.add("unpinAllChatMessages")
def unpin_all_chat_messages(world: World, params: Params) -> object:
    """Let all messages go."""
    chat = _pinnable(world, params)
    chat.pinned.clear()
    world.events.tell("pinned", chat_id=chat.chat_id, message_ids=[])
    return True


@PINNING.add("setMessageReaction")
def set_message_reaction(world: World, params: Params) -> object:
    """Say with one sign what the bot thinks of a message."""
    chat = find_chat(world, params)
    refuse_unreachable(world, chat)
    message = find_message(chat, params.integer("message_id"), "message to react")
    given = list_or_none(params.json("reaction", "reaction")) or []
    if len(given) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    react(world, message, world.bot.user_id, [reaction_of(item) for item in given])
    return True


def reaction_of(given: object) -> JsonObject:
    """Read one reaction."""
    reaction = object_or_none(given) or {}
    if text_of(reaction.get("type")) != "emoji" or text_of(reaction.get("emoji")) not in REACTIONS:
        raise bad_request("REACTION_INVALID")
    return {"type": "emoji", "emoji": text_of(reaction["emoji"])}


def react(world: World, message: Message, user_id: int, reactions: list[JsonObject]) -> None:
    """Put somebody's reactions in place of their old ones."""
    if reactions:
        message.reactions[user_id] = reactions
    else:
        message.reactions.pop(user_id, None)
    world.show(message, "reaction")
