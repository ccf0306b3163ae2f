"""Messages that are neither text nor file: a place, a contact, a die. Law: bounds as Telegram checks them."""

import secrets

from sandbox.errors import bad_request
from sandbox.methods.reading import writable_chat
from sandbox.methods.registry import Registry
from sandbox.methods.sending import sent
from sandbox.params import Params
from sandbox.values import JsonObject
from sandbox.world import World

PLACES = Registry()
DICE = {"🎲": 6, "🎯": 6, "🏀": 5, "⚽": 5, "🎳": 6, "🎰": 64}
VENUE_EXTRAS = ("foursquare_id", "foursquare_type", "google_place_id", "google_place_type")
LATITUDE, LONGITUDE = 90.0, 180.0


def _location(params: Params) -> JsonObject:
    for name in ("latitude", "longitude"):
        if not params.text(name):
            raise bad_request(f"{name} is empty")
    latitude, longitude = params.number("latitude"), params.number("longitude")
    if abs(latitude) > LATITUDE or abs(longitude) > LONGITUDE:
        raise bad_request("Wrong location specified")
    location: JsonObject = {"latitude": round(latitude, 6), "longitude": round(longitude, 6)}
    if params.text("horizontal_accuracy"):
        location["horizontal_accuracy"] = params.number("horizontal_accuracy")
    if params.integer("live_period"):
        location["live_period"] = params.integer("live_period")
    return location


@PLACES.add("sendLocation")
def send_location(world: World, params: Params) -> object:
    """Send a place on the map."""
    writable_chat(world, params)
    return sent(world, params, {"location": _location(params)})


@PLACES.add("sendVenue")
def send_venue(world: World, params: Params) -> object:
    """Send a place with a name."""
    writable_chat(world, params)
    location = _location(params)
    venue: JsonObject = {"location": location}
    for name in ("title", "address"):
        if not params.text(name):
            raise bad_request(f"Venue {name} must be non-empty")
        venue[name] = params.text(name)
    venue |= {name: params.text(name) for name in VENUE_EXTRAS if params.text(name)}
    return sent(world, params, {"venue": venue, "location": location})


@PLACES.add("sendContact")
def send_contact(world: World, params: Params) -> object:
    """Send somebody's number."""
    writable_chat(world, params)
    if not params.text("phone_number"):
        raise bad_request("Phone number must be non-empty")
    if not params.text("first_name"):
        raise bad_request("First name must be non-empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact: JsonObject = {name: params.text(name) for name in names if params.text(name)}
    return sent(world, params, {"contact": contact})


@PLACES.add("sendDice")
def send_dice(world: World, params: Params) -> object:
    """Send a die."""
    emoji = params.text("emoji") or "🎲"
    writable_chat(world, params)
    if emoji not in DICE:
        raise bad_request("Invalid dice emoji specified")
    return sent(world, params, {"dice": {"emoji": emoji, "value": secrets.randbelow(DICE[emoji]) + 1}})
