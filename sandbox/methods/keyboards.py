"""Keyboards sent with a message.

Law: what is kept is what Telegram gives back; callback data is counted in bytes.
"""

from sandbox.errors import ApiError, bad_request
from sandbox.params import Params
from sandbox.values import JsonObject, list_or_none, object_or_none, text_of, truth_of

DATA_LIMIT = 64
STYLES = frozenset({"primary", "danger", "success"})
ACTIONS = (
    "callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat", "login_url", "web_app", "copy_text",
)  # fmt: skip


def read_markup(params: Params) -> JsonObject | None:
    """Read the keyboard of a call, None when there is none."""
    return markup_of(params.json("reply_markup", "reply keyboard markup"))


def markup_of(given: object) -> JsonObject | None:
    """Read a keyboard."""
    if given is None or given == "":
        return None
    markup = object_or_none(given)
    if markup is None:
        raise bad_request("Object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        return _keyboard(markup)
    if truth_of(markup.get("remove_keyboard")) or truth_of(markup.get("hide_keyboard")):
        return {"remove_keyboard": True}
    if truth_of(markup.get("force_reply")):
        return {
            "force_reply": True,
            "input_field_placeholder": text_of(markup.get("input_field_placeholder")),
        }
    return None


def _rows(given: object, name: str) -> list[list[object]]:
    rows = list_or_none(given)
    if rows is None:
        raise bad_request(f'Field "{name}" must be of type Array')
    read: list[list[object]] = []
    for row in rows:
        buttons = list_or_none(row)
        if buttons is None:
            raise bad_request(f'Field "{name}" must be an Array of Arrays')
        read.append(buttons)
    return read


def _inline(given: object) -> JsonObject | None:
    rows = [[_inline_button(button) for button in row] for row in _rows(given, "inline_keyboard")]
    kept = [row for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _inline_refused(text: str) -> ApiError:
    return bad_request(f"Can't parse inline keyboard button: {text}")


def _inline_button(given: object) -> JsonObject:
    button = object_or_none(given)
    if button is None:
        raise _inline_refused("InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), (str, int)):
        raise _inline_refused('Can\'t find field "text"')
    kept: JsonObject = {"text": text_of(button["text"])} | _look(button)
    kept |= _action(button)
    if not text_of(button["text"]).strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    return kept


def _look(button: JsonObject) -> JsonObject:
    style = text_of(button.get("style"))
    if style and style not in STYLES:
        raise _inline_refused("invalid button style specified")
    look: JsonObject = (
        {"icon_custom_emoji_id": text_of(button["icon_custom_emoji_id"])}
        if button.get("icon_custom_emoji_id")
        else {}
    )
    return look | ({"style": style} if style else {})


def _action(button: JsonObject) -> JsonObject:
    if button.get("url"):
        return {"url": checked_url(text_of(button["url"]))}
    data = text_of(button.get("callback_data"))
    if data:
        if len(data.encode()) > DATA_LIMIT:
            raise bad_request("BUTTON_DATA_INVALID")
        return {"callback_data": data}
    for name in ACTIONS:
        if name in button:
            return {name: button[name]}
    raise _inline_refused("Text buttons are unallowed in the inline keyboard")


def checked_url(url: str) -> str:
    """Give an address as Telegram writes it: with a scheme, and a slash after a bare host."""
    if url.startswith(("tg://", "ton://", "tonsite://")):
        return url
    if "://" not in url:
        url = f"http://{url}"
    scheme, _, rest = url.partition("://")
    if scheme.lower() not in {"http", "https"} or "." not in rest.partition("/")[0]:
        raise bad_request(f"Inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return url if "/" in rest or "?" in rest or "#" in rest else f"{url}/"


def _keyboard(markup: JsonObject) -> JsonObject:
    rows = [[_keyboard_button(button) for button in row] for row in _rows(markup["keyboard"], "keyboard")]
    kept: JsonObject = {"keyboard": [row for row in rows if row]}
    for name in ("resize_keyboard", "one_time_keyboard", "is_persistent", "selective"):
        if truth_of(markup.get(name)):
            kept[name] = True
    if markup.get("input_field_placeholder"):
        kept["input_field_placeholder"] = text_of(markup["input_field_placeholder"])
    return kept


def _keyboard_button(given: object) -> JsonObject:
    if isinstance(given, str):
        return {"text": given}
    button = object_or_none(given)
    if button is None:
        raise bad_request("Can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not isinstance(button.get("text"), (str, int)):
        raise bad_request("Can't parse keyboard button: Can't find field \"text\"")
    if not text_of(button["text"]).strip():
        raise bad_request("Keyboard button text must be non-empty")
    kept: JsonObject = {"text": text_of(button["text"])}
    for name in ("request_contact", "request_location", "style"):
        if button.get(name):
            kept[name] = button[name]
    return kept
