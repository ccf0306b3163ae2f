"""The bot's list of commands.

Law: one list per scope and language, and reading never falls back to another.
"""

import re

from sandbox.errors import ApiError, bad_request
from sandbox.methods.reading import find_chat
from sandbox.methods.registry import Registry
from sandbox.params import Params
from sandbox.people import ChatKind, Standing
from sandbox.values import JsonObject, list_or_none, object_or_none, text_of
from sandbox.world import World

COMMANDS = Registry()
MOST = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
DESCRIPTION_LIMIT = 256
PLAIN_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})


def _scope(world: World, params: Params) -> str:
    given = params.json("scope", "BotCommandScope")
    if given is None:
        return "default"
    scope = object_or_none(given)
    if scope is None:
        raise _refused("BotCommandScope must be an Object")
    kind = text_of(scope.get("type"))
    if kind in PLAIN_SCOPES:
        return kind
    if kind not in CHAT_SCOPES:
        raise _refused("Unsupported type specified" if kind else 'Can\'t find field "type"')
    return _chat_scope(world, kind, scope)


def _refused(text: str) -> ApiError:
    return bad_request(f"Can't parse BotCommandScope: {text}")


def _chat_scope(world: World, kind: str, scope: JsonObject) -> str:
    if not text_of(scope.get("chat_id")):
        raise _refused("Empty chat_id specified" if "chat_id" in scope else 'Can\'t find field "chat_id"')
    chat = find_chat(world, Params({"chat_id": text_of(scope["chat_id"])}), write=False)
    if chat.kind is ChatKind.CHANNEL:
        raise bad_request("can't change commands in channel chats")
    member = f":{text_of(scope.get('user_id'))}" if kind == "chat_member" else ""
    return f"{kind}:{chat.chat_id}{member}"


def _command(given: object) -> JsonObject:
    command = object_or_none(given)
    if command is None:
        raise bad_request("Can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(command.get(name), str):
            raise bad_request(f"Can't parse BotCommand: Can't find field \"{name}\"")
    name = text_of(command["command"]).removeprefix("/")
    description = text_of(command["description"]).strip()
    if not COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > DESCRIPTION_LIMIT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


@COMMANDS.add("setMyCommands")
def set_my_commands(world: World, params: Params) -> object:
    """Set the list of one scope and language."""
    given = params.json("commands", "commands")
    listed = [] if given is None else list_or_none(given)
    if listed is None:
        raise bad_request("Expected an Array of BotCommand")
    if len(listed) > MOST:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(item) for item in listed]
    world.commands[_scope(world, params), params.text("language_code")] = commands
    _tell(world)
    return True


@COMMANDS.add("getMyCommands")
def get_my_commands(world: World, params: Params) -> object:
    """Give the list of one scope and language."""
    return world.commands.get((_scope(world, params), params.text("language_code")), [])


@COMMANDS.add("deleteMyCommands")
def delete_my_commands(world: World, params: Params) -> object:
    """Remove the list of one scope and language."""
    world.commands.pop((_scope(world, params), params.text("language_code")), None)
    _tell(world)
    return True


def _tell(world: World) -> None:
    if world.events.watched:
        for chat_id in world.people:
            world.events.tell("commands", chat_id=chat_id, commands=commands_seen(world, chat_id))


def commands_seen(world: World, chat_id: int) -> list[JsonObject]:
    """Give the commands a phone offers: the nearest scope that has a list, own language before any."""
    person = world.people.get(chat_id)
    wide = "all_private_chats" if chat_id > 0 else "all_group_chats"
    for scope in (f"chat:{chat_id}", wide, "default"):
        for language in (person.language_code if person else "", ""):
            if world.commands.get((scope, language)):
                return world.commands[scope, language]
    return []


def is_administrator(standing: Standing) -> bool:
    """Tell whether somebody runs the chat."""
    return standing in {Standing.CREATOR, Standing.ADMINISTRATOR}
