"""Where updates go: fetched, or sent to an address. Law: one way at a time."""

import re

from sandbox.errors import bad_request, too_many
from sandbox.methods.registry import Described, Registry
from sandbox.params import Params
from sandbox.updates import DEFAULT_KINDS
from sandbox.values import JsonObject
from sandbox.world import Webhook, World

HOOKS = Registry()
SECRET = re.compile(r"[A-Za-z0-9_-]*")
SECRET_LIMIT = 256


@HOOKS.add("setWebhook")
def set_webhook(world: World, params: Params) -> object:
    """Have updates sent to an address; an empty one means to fetch them again."""
    url = params.text("url")
    if not url:
        return delete_webhook(world, params)
    _refuse_hurry(world)
    secret = _checked_secret(params.text("secret_token"))
    hook = Webhook(
        url=_checked_url(url),
        secret=secret,
        max_connections=params.clamped("max_connections", 40, 1, 100),
        ip_address=params.text("ip_address") or "127.0.0.1",
        allowed_again_at=world.now() + 1,
    )
    same = (world.webhook.url, world.webhook.secret, world.webhook.max_connections) == (
        hook.url,
        hook.secret,
        hook.max_connections,
    )
    world.queue.remember(params.json("allowed_updates", "allowed_updates") if _readable(params) else None)
    if params.flag("drop_pending_updates"):
        world.queue.clear()
    world.webhook = hook
    world.wake()
    world.events.tell("webhook", url=hook.url)
    return Described(result=True, description="Webhook is already set" if same else "Webhook was set")


def _readable(params: Params) -> bool:
    try:
        params.json("allowed_updates", "allowed_updates")
    except Exception:  # noqa: BLE001 - whatever cannot be read keeps the kinds asked for before
        return False
    return True


def _refuse_hurry(world: World) -> None:
    if world.now() < world.webhook.allowed_again_at:
        raise too_many(1)


def _checked_secret(secret: str) -> str:
    if len(secret) > SECRET_LIMIT:
        raise bad_request("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def _checked_url(url: str) -> str:
    if not url.startswith(("http://", "https://")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    return url


@HOOKS.add("deleteWebhook")
def delete_webhook(world: World, params: Params) -> object:
    """Go back to fetching updates."""
    had = bool(world.webhook.url)
    if params.flag("drop_pending_updates"):
        world.queue.clear()
    if had:
        world.webhook = Webhook()
        world.events.tell("webhook", url="")
    return Described(result=True, description="Webhook was deleted" if had else "Webhook is already deleted")


@HOOKS.add("getWebhookInfo")
def get_webhook_info(world: World, params: Params) -> object:
    """Tell how updates reach the bot."""
    del params
    hook = world.webhook
    facts: JsonObject = {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": world.queue.count(world.now()),
    }
    if hook.last_error_date:
        facts |= {"last_error_date": hook.last_error_date, "last_error_message": hook.last_error_message}
    if hook.url:
        facts |= {"max_connections": hook.max_connections, "ip_address": hook.ip_address}
    if world.queue.allowed != DEFAULT_KINDS:
        facts["allowed_updates"] = sorted(world.queue.allowed)
    return facts
