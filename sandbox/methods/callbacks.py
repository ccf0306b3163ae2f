"""Answers to presses. Law: one answer to a press, and only while the phone still waits."""

from sandbox.errors import bad_request
from sandbox.methods.registry import Registry
from sandbox.params import Params
from sandbox.world import CALLBACK_AGE, World

CALLBACKS = Registry()
TEXT_LIMIT = 200


@CALLBACKS.add("answerCallbackQuery")
def answer_callback_query(world: World, params: Params) -> object:
    """Stop the button's waiting, with a word if there is one."""
    callback = world.callbacks.get(params.text("callback_query_id"))
    if callback is None or world.now() - callback.pressed_at > CALLBACK_AGE:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if len(text) > TEXT_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    del world.callbacks[callback.callback_id]
    world.events.tell(
        "toast",
        chat_id=callback.chat_id,
        user_id=callback.user_id,
        callback_query_id=callback.callback_id,
        text=text,
        alert=params.flag("show_alert"),
    )
    return True
