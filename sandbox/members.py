"""Who is what in a chat.

Law: a change of the bot's own standing is told to it, of others only when asked for.
"""

from sandbox.chats import Chat
from sandbox.people import Person, Standing
from sandbox.rendering import chat_json
from sandbox.values import JsonObject
from sandbox.world import World


def member_json(world: World, chat: Chat, user_id: int, standing: Standing) -> JsonObject:
    """Give a Bot API ChatMember."""
    member: JsonObject = {"user": world.user_json(user_id), "status": standing.value}
    if standing is Standing.KICKED:
        member["until_date"] = 0
    if standing is Standing.CREATOR:
        member["is_anonymous"] = False
    if standing is Standing.ADMINISTRATOR:
        member |= {"can_be_edited": False} | chat.rights | {"can_manage_voice_chats": False}
    return member


def bot_standing_changed(world: World, chat: Chat, actor: Person, old: Standing, new: Standing) -> None:
    """Tell the bot what became of it in a chat."""
    body: JsonObject = {
        "chat": chat_json(world, chat),
        "from": actor.as_user(),
        "date": int(world.now()),
        "old_chat_member": member_json(world, chat, world.bot.user_id, old),
        "new_chat_member": member_json(world, chat, world.bot.user_id, new),
    }
    world.queue_update("my_chat_member", chat.chat_id, body)
