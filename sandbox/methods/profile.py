"""What the bot tells about itself. Law: a text without a language falls back to the one for everybody."""

from sandbox.errors import bad_request
from sandbox.members import RIGHTS
from sandbox.methods.reading import find_chat
from sandbox.methods.registry import Registry
from sandbox.params import Params
from sandbox.values import JsonObject, object_or_none, text_of, truth_of
from sandbox.world import World

PROFILE = Registry()
LIMITS = {"name": 64, "description": 512, "short_description": 120}


@PROFILE.add("getMe")
def get_me(world: World, params: Params) -> object:
    """Tell who the bot is."""
    del params
    return world.bot.as_me()


@PROFILE.add("getUserProfilePhotos")
def get_user_profile_photos(world: World, params: Params) -> object:
    """Tell that nobody here has a picture."""
    if params.integer("user_id") not in world.people:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


@PROFILE.add("setMyDefaultAdministratorRights")
def set_default_rights(world: World, params: Params) -> object:
    """Choose what the bot asks for when it is added as an administrator."""
    given = object_or_none(params.json("rights", "rights")) or {}
    kept: JsonObject = {name: truth_of(value) for name, value in given.items()}
    world.rights[params.flag("for_channels")] = kept
    return True


@PROFILE.add("getMyDefaultAdministratorRights")
def get_default_rights(world: World, params: Params) -> object:
    """Tell what the bot asks for when it is added as an administrator."""
    none: JsonObject = dict.fromkeys(RIGHTS, False)
    return none | world.rights.get(params.flag("for_channels"), {})


def _set(world: World, params: Params, name: str, kept: dict[str, str]) -> bool:
    text = params.text(name)
    if len(text) > LIMITS[name]:
        raise bad_request(f"BOT_{'TITLE' if name == 'name' else name.upper()}_INVALID")
    language = params.text("language_code")
    if text:
        kept[language] = text
    else:
        kept.pop(language, None)
    world.events.tell("bot")
    return True


def _get(params: Params, kept: dict[str, str], default: str = "") -> str:
    return kept.get(params.text("language_code")) or kept.get("") or default


@PROFILE.add("setMyName")
def set_my_name(world: World, params: Params) -> object:
    """Change the name above the chat."""
    return _set(world, params, "name", world.bot.names)


@PROFILE.add("getMyName")
def get_my_name(world: World, params: Params) -> object:
    """Tell the name."""
    return {"name": _get(params, world.bot.names, world.bot.name)}


@PROFILE.add("setMyDescription")
def set_my_description(world: World, params: Params) -> object:
    """Change what an empty chat shows."""
    return _set(world, params, "description", world.bot.descriptions)


@PROFILE.add("getMyDescription")
def get_my_description(world: World, params: Params) -> object:
    """Tell what an empty chat shows."""
    return {"description": _get(params, world.bot.descriptions)}


@PROFILE.add("setMyShortDescription")
def set_my_short_description(world: World, params: Params) -> object:
    """Change what the bot's page shows."""
    return _set(world, params, "short_description", world.bot.short_descriptions)


@PROFILE.add("getMyShortDescription")
def get_my_short_description(world: World, params: Params) -> object:
    """Tell what the bot's page shows."""
    return {"short_description": _get(params, world.bot.short_descriptions)}


@PROFILE.add("setChatMenuButton")
def set_chat_menu_button(world: World, params: Params) -> object:
    """Choose the button beside the text field, for one chat or for all."""
    given = object_or_none(params.json("menu_button", "menu button")) or {"type": "default"}
    if text_of(given.get("type")) not in {"default", "commands", "web_app"}:
        raise bad_request("MenuButton has unsupported type")
    chat_id = find_chat(world, params, write=False).chat_id if params.has("chat_id") else 0
    if chat_id < 0:
        raise bad_request("Invalid chat_id specified")
    world.menu_buttons[chat_id] = given
    world.events.tell("menu_button", chat_id=chat_id, menu_button=given)
    return True


@PROFILE.add("getChatMenuButton")
def get_chat_menu_button(world: World, params: Params) -> object:
    """Tell the button beside the text field."""
    chat_id = find_chat(world, params, write=False).chat_id if params.has("chat_id") else 0
    default: JsonObject = {"type": "commands"} if chat_id == 0 else {"type": "default"}
    return world.menu_buttons.get(chat_id, default)
