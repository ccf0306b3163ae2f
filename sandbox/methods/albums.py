"""Albums and the media objects of a call. Law: all of an album is read before any of it is placed."""

from dataclasses import dataclass

from sandbox.attachments import as_content
from sandbox.errors import ApiError, bad_request
from sandbox.methods.keyboards import read_markup
from sandbox.methods.reading import caption_content, caption_of, writable_chat
from sandbox.methods.registry import Registry
from sandbox.methods.sending import file_of, place
from sandbox.params import Params
from sandbox.values import JsonObject, list_or_none, object_or_none, text_of, truth_of
from sandbox.world import World

ALBUMS = Registry()
FEWEST, MOST = 2, 10
ALONE = frozenset({"audio", "document"})
KINDS = frozenset({"photo", "video", "audio", "document", "animation"})
IN_ALBUMS = KINDS - {"animation"}
HIDDEN = frozenset({"photo", "video", "animation"})


@dataclass(frozen=True, slots=True)
class Media:
    """One media object, its file kept and its caption read."""

    kind: str
    content: JsonObject


def input_media(world: World, params: Params, given: object) -> Media:
    """Read one InputMedia."""
    media = object_or_none(given)
    if media is None:
        raise _refused("expected an Object")
    kind = text_of(media.get("type"))
    if kind not in KINDS:
        raise _refused("type must be one of animation, audio, document, photo, video")
    source = text_of(media.get("media"))
    if not source:
        raise _refused("media not found")
    attached = source.startswith("attach://")
    within = Params({**media, "media": source}, params.files if attached else {})
    stored = file_of(world, kind, within, "media" if attached else "", source)
    return Media(kind, as_content(world.cloud, stored) | _around(kind, media))


def _refused(text: str) -> ApiError:
    return bad_request(f"Can't parse InputMedia: {text}")


def _around(kind: str, media: JsonObject) -> JsonObject:
    caption = caption_of(
        text_of(media.get("caption")), text_of(media.get("parse_mode")), media.get("caption_entities")
    )
    content = caption_content(caption, above=truth_of(media.get("show_caption_above_media")))
    if kind in HIDDEN and truth_of(media.get("has_spoiler")):
        content["has_media_spoiler"] = True
    return content


@ALBUMS.add("sendMediaGroup")
def send_media_group(world: World, params: Params) -> object:
    """Send an album: one message for each item, all with the album's number."""
    chat = writable_chat(world, params)
    given = list_or_none(params.json("media", "media"))
    if given is None:
        raise bad_request("Expected an Array of InputMedia")
    if read_markup(params) is not None:
        raise bad_request("reply markup can't be specified for albums")
    media = [input_media(world, params, item) for item in given]
    _refuse_mixture([item.kind for item in media])
    extra: JsonObject = {"media_group_id": world.new_album_id()}
    placed = [place(world, chat, params, item.content, extra) for item in media]
    return [world.render(message) for message in placed]


def _refuse_mixture(kinds: list[str]) -> None:
    if not kinds:
        raise bad_request("There are no messages to send")
    if not FEWEST <= len(kinds) <= MOST:
        raise bad_request("Media must have from 2 to 10 items" if kinds else "There are no messages to send")
    for kind in kinds:
        if kind not in IN_ALBUMS:
            raise bad_request(f"{kind.capitalize()} can't be sent as an album item")
        if kind in ALONE and any(other != kind for other in kinds):
            raise bad_request(f"{kind.capitalize()} can't be mixed with other media types")
