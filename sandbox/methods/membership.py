"""Who is in a chat, and how one gets in.

Law: a private chat has two; an invitation needs the right to invite.
"""

import secrets

from sandbox.chats import Chat
from sandbox.errors import ApiError, bad_request
from sandbox.members import bot_standing_changed, member_json
from sandbox.methods.commands import is_administrator
from sandbox.methods.reading import find_chat
from sandbox.methods.registry import Registry
from sandbox.params import Params
from sandbox.people import ChatKind, Standing
from sandbox.values import JsonObject, truth_of
from sandbox.world import World

MEMBERSHIP = Registry()


def standing_of(world: World, chat: Chat, user_id: int) -> Standing:
    """Tell what somebody is in a chat."""
    if user_id == world.bot.user_id:
        return chat.bot_standing
    if chat.kind is ChatKind.PRIVATE:
        return Standing.MEMBER if user_id == chat.chat_id else Standing.LEFT
    return chat.members.get(user_id, Standing.LEFT)


@MEMBERSHIP.add("getChatMember")
def get_chat_member(world: World, params: Params) -> object:
    """Tell what one person is in a chat."""
    chat = find_chat(world, params, write=False)
    user_id = params.integer("user_id")
    if user_id not in world.people and user_id != world.bot.user_id:
        raise bad_request("PARTICIPANT_ID_INVALID" if user_id else "invalid user_id specified")
    return member_json(world, chat, user_id, standing_of(world, chat, user_id))


@MEMBERSHIP.add("getChatAdministrators")
def get_chat_administrators(world: World, params: Params) -> object:
    """List who runs a chat."""
    chat = find_chat(world, params, write=False)
    if chat.kind is ChatKind.PRIVATE:
        raise bad_request("there are no administrators in the private chat")
    everybody = dict(chat.members) | {world.bot.user_id: chat.bot_standing}
    return [
        member_json(world, chat, user_id, standing)
        for user_id, standing in everybody.items()
        if is_administrator(standing)
    ]


def _count(world: World, params: Params) -> object:
    chat = find_chat(world, params, write=False)
    if chat.kind is ChatKind.PRIVATE:
        return 2
    return sum(standing not in {Standing.LEFT, Standing.KICKED} for standing in chat.members.values()) + 1


@MEMBERSHIP.add("getChatMemberCount")
def get_chat_member_count(world: World, params: Params) -> object:
    """Tell how many are in a chat."""
    return _count(world, params)


@MEMBERSHIP.add("getChatMembersCount")
def get_chat_members_count(world: World, params: Params) -> object:
    """Answer to the method's old name, which the real server still takes."""
    return _count(world, params)


@MEMBERSHIP.add("leaveChat")
def leave_chat(world: World, params: Params) -> object:
    """Leave a group."""
    chat = find_chat(world, params)
    if chat.kind is ChatKind.PRIVATE:
        raise bad_request("chat member status can't be changed in private chats")
    old, chat.bot_standing = chat.bot_standing, Standing.LEFT
    actor = world.people.get(next(iter(chat.members), 0))
    if actor is not None:
        bot_standing_changed(world, chat, actor, old, Standing.LEFT)
    world.events.tell("people")
    return True


# ---- invitations


def _inviting(world: World, params: Params) -> Chat:
    chat = find_chat(world, params)
    if not truth_of(chat.rights.get("can_invite_users")):
        raise bad_request("not enough rights to manage chat invite link")
    return chat


def _link(world: World, *, primary: bool) -> JsonObject:
    return {
        "invite_link": f"https://t.me/+{secrets.token_urlsafe(12)}",
        "creator": world.bot.as_user(),
        "creates_join_request": False,
        "is_primary": primary,
        "is_revoked": False,
    }


@MEMBERSHIP.add("exportChatInviteLink")
def export_chat_invite_link(world: World, params: Params) -> object:
    """Make the chat's own link anew."""
    chat = _inviting(world, params)
    link = _link(world, primary=True)
    chat.invitations = [kept for kept in chat.invitations if not kept["is_primary"]] + [link]
    return link["invite_link"]


@MEMBERSHIP.add("createChatInviteLink")
def create_chat_invite_link(world: World, params: Params) -> object:
    """Make one more link."""
    chat = _inviting(world, params)
    link = _link(world, primary=False)
    for name in ("expire_date", "member_limit"):
        if params.integer(name):
            link[name] = params.integer(name)
    if params.text("name"):
        link["name"] = params.text("name")
    if params.flag("creates_join_request"):
        link["creates_join_request"] = True
    chat.invitations.append(link)
    return link


@MEMBERSHIP.add("revokeChatInviteLink")
def revoke_chat_invite_link(world: World, params: Params) -> object:
    """Close a link."""
    link = _found(_inviting(world, params), params.text("invite_link"))
    link["is_revoked"] = True
    return link


def _found(chat: Chat, address: str) -> JsonObject:
    for link in chat.invitations:
        if link["invite_link"] == address:
            return link
    raise _unknown()


def _unknown() -> ApiError:
    return bad_request("INVITE_HASH_EXPIRED")
