"""Who is what in a chat.

Law: a change of the bot's own standing is told to it, of others only when asked for.
"""

from sandbox.chats import Chat
from sandbox.people import Person, Standing
from sandbox.rendering import chat_json
from sandbox.values import JsonObject
from sandbox.world import World

RIGHTS = (
    "can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users", "can_restrict_members",
    "can_pin_messages", "can_promote_members", "can_manage_video_chats", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "is_anonymous", "can_manage_voice_chats",
    "can_send_welcome_messages",
)  # fmt: skip


def member_json(world: World, chat: Chat, user_id: int, standing: Standing) -> JsonObject:
    """Give a Bot API ChatMember."""
    member: JsonObject = {"user": world.user_json(user_id), "status": standing.value}
    if standing is Standing.KICKED:
        member["until_date"] = 0
    if standing is Standing.CREATOR:
        member["is_anonymous"] = False
    if standing is Standing.ADMINISTRATOR:
        member |= {"can_be_edited": False} | dict.fromkeys(RIGHTS, False) | chat.rights
    return member


def standing_changed(world: World, chat: Chat, person: Person, old: Standing, new: Standing) -> None:
    """Tell the bot of a person's coming or going, when it asked for that."""
    body: JsonObject = {
        "chat": chat_json(world, chat),
        "from": person.as_user(),
        "date": int(world.now()),
        "old_chat_member": member_json(world, chat, person.user_id, old),
        "new_chat_member": member_json(world, chat, person.user_id, new),
    }
    world.queue_update("chat_member", chat.chat_id, body)


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
