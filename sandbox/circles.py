"""Groups and what people do around the bot. Law: what the bot learns of it, it learns as an update."""

from base64 import b64decode
from binascii import Error as Base64Error

from sandbox.chats import Chat, Message
from sandbox.errors import SimError
from sandbox.members import bot_standing_changed, standing_changed
from sandbox.methods.pinning import REACTIONS, react
from sandbox.people import ChatKind, Person, Standing
from sandbox.rendering import chat_json
from sandbox.updates import ALL_KINDS
from sandbox.values import JsonObject, integer_of, list_or_none, object_or_none, text_of
from sandbox.world import World

PRESENT = frozenset({Standing.CREATOR, Standing.ADMINISTRATOR, Standing.MEMBER})


def found(world: World, wish: JsonObject) -> Chat:
    """Found a group, supergroup or channel, without the bot."""
    try:
        kind = ChatKind(text_of(wish.get("kind")) or ChatKind.GROUP)
    except ValueError:
        raise SimError("kind is group, supergroup or channel.") from None
    owner = world.person(integer_of(wish.get("owner")))
    chat = world.add_group(kind, text_of(wish.get("title")) or "Grup", text_of(wish.get("username")))
    chat.members[owner.user_id] = Standing.CREATOR
    for member in list_or_none(wish.get("members")) or []:
        chat.members[world.person(integer_of(member)).user_id] = Standing.MEMBER
    return chat


def actor_in(world: World, chat: Chat, wish: JsonObject) -> Person:
    """Give who acts in a group: the person named, or its owner."""
    owner = next(iter(chat.members), 0)
    return world.person(integer_of(wish.get("user_id")) or owner)


def take_in(world: World, wish: JsonObject) -> None:
    """Add the bot to a group; with `rights` it becomes an administrator."""
    chat = _group(world, wish)
    rights = object_or_none(wish.get("rights"))
    old = chat.bot_standing
    chat.bot_standing = Standing.MEMBER if rights is None else Standing.ADMINISTRATOR
    chat.rights = rights or {}
    actor = actor_in(world, chat, wish)
    bot_standing_changed(world, chat, actor, old, chat.bot_standing)
    if old not in PRESENT and chat.kind is not ChatKind.CHANNEL:
        joined = world.bot.as_user()
        _service(world, chat, actor, {"new_chat_members": [joined], "new_chat_member": joined})


def put_out(world: World, wish: JsonObject) -> None:
    """Throw the bot out of a group."""
    chat = _group(world, wish)
    old, chat.bot_standing = chat.bot_standing, Standing.KICKED
    bot_standing_changed(world, chat, actor_in(world, chat, wish), old, Standing.KICKED)


def come(world: World, wish: JsonObject, standing: Standing) -> None:
    """Let a person enter or leave a group."""
    chat = _group(world, wish)
    person = world.person(integer_of(wish.get("user_id")))
    old = chat.members.get(person.user_id, Standing.LEFT)
    chat.members[person.user_id] = standing
    standing_changed(world, chat, person, old, standing)


def upgrade(world: World, wish: JsonObject) -> Chat:
    """Make a supergroup of a group, as Telegram does by itself some day."""
    old = _group(world, wish)
    if old.kind is not ChatKind.GROUP or old.migrated_to:
        raise SimError("Only a group can be upgraded, and only once.", 409)
    new = world.add_group(ChatKind.SUPERGROUP, old.title)
    new.members, new.bot_standing, new.rights = dict(old.members), old.bot_standing, dict(old.rights)
    old.migrated_to, new.migrated_from = new.chat_id, old.chat_id
    actor = actor_in(world, old, wish)
    _service(world, old, actor, {"migrate_to_chat_id": new.chat_id})
    _service(world, new, actor, {"migrate_from_chat_id": old.chat_id})
    return new


def _group(world: World, wish: JsonObject) -> Chat:
    chat = world.chat(integer_of(wish.get("chat_id")))
    if chat.kind is ChatKind.PRIVATE:
        raise SimError("This is a private chat.", 409)
    return chat


def _service(world: World, chat: Chat, actor: Person, content: JsonObject) -> None:
    number, now = chat.new_id(), int(world.now())
    message = Message(chat.chat_id, number, now, actor.user_id, content, service=True)
    world.put(chat, message)
    if chat.bot_standing in PRESENT:
        world.queue_message(message)


def publish(world: World, wish: JsonObject) -> None:
    """Put a file on the pretended web, where a bot's call may name it by its address."""
    try:
        world.web[text_of(wish.get("url"))] = b64decode(text_of(wish.get("content")), validate=True)
    except Base64Error:
        raise SimError("content is not base64.") from None


def inject(world: World, wish: JsonObject) -> None:
    """Queue an update exactly as it is given, however odd: real servers surprise bots too."""
    kind, body = text_of(wish.get("kind")), object_or_none(wish.get("body"))
    if kind not in ALL_KINDS or body is None:
        raise SimError(f"kind is one of {', '.join(sorted(ALL_KINDS))}, and body is an object.")
    world.queue_update(kind, integer_of(wish.get("lane")), body)


def feel(world: World, wish: JsonObject) -> None:
    """Put a person's reaction to a message; an empty `emoji` takes it back."""
    chat = world.chat(integer_of(wish.get("chat_id")))
    person = world.person(integer_of(wish.get("user_id")) or chat.chat_id)
    message = chat.messages.get(integer_of(wish.get("message_id")))
    emoji = text_of(wish.get("emoji"))
    if message is None or (emoji and emoji not in REACTIONS):
        raise SimError("There is no such message, or no such reaction.", 404)
    old = message.reactions.get(person.user_id, [])
    new: list[JsonObject] = [{"type": "emoji", "emoji": emoji}] if emoji else []
    react(world, message, person.user_id, new)
    told: JsonObject = {
        "chat": chat_json(world, chat),
        "message_id": message.message_id,
        "user": person.as_user(),
        "date": int(world.now()),
        "old_reaction": old,
        "new_reaction": new,
    }
    world.queue_update("message_reaction", chat.chat_id, told)
