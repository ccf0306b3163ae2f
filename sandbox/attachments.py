"""Media as a message carries it. Law: the same bytes give the same facts, whoever sent them."""

from sandbox.durations import duration_of, frame_of
from sandbox.media import Cloud, StoredFile
from sandbox.pictures import sizes_of, thumbnail_of
from sandbox.values import JsonObject

MIMES = {"voice": "audio/ogg", "video": "video/mp4", "audio": "audio/mpeg", "animation": "video/mp4"}
NAMED = frozenset({"document", "video", "audio", "animation"})
TIMED = frozenset({"voice", "video", "audio", "animation", "video_note"})
FRAMED = frozenset({"video", "animation"})


def keep(
    cloud: Cloud,
    kind: str,
    content: bytes,
    name: str,
    mime: str,
    told: JsonObject | None = None,
    cover: bytes = b"",
) -> StoredFile:
    """Store bytes as this kind of media.

    `told` is what the sender says of duration, size and title; `cover` is the small picture sent along.
    """
    if kind == "photo":
        return _keep_photo(cloud, content)
    facts: JsonObject = {}
    if kind in TIMED:
        facts["duration"] = (told or {}).get("duration") or duration_of(content)
    if kind in FRAMED:
        facts |= _frame(content, told or {})
    if kind == "video_note":
        facts["length"] = (told or {}).get("length") or 240
    if kind == "audio":
        facts |= {
            name: value for name, value in (told or {}).items() if name in {"title", "performer"} and value
        }
    return cloud.store(
        kind,
        content,
        name if kind in NAMED else "",
        _mime(kind, name, mime),
        facts,
        _thumb(cloud, kind, content, cover),
    )


def _frame(content: bytes, told: JsonObject) -> JsonObject:
    width, height = frame_of(content)
    return {"width": told.get("width") or width, "height": told.get("height") or height}


def _mime(kind: str, name: str, mime: str) -> str:
    if kind == "video_note":
        return ""
    if mime and mime != "application/octet-stream":
        return mime
    return MIMES.get(kind, guessed(name) or "application/octet-stream")


def guessed(name: str) -> str:
    """Guess the kind of content from a file name."""
    from mimetypes import guess_type

    return guess_type(name)[0] or ""


def _keep_photo(cloud: Cloud, content: bytes) -> StoredFile:
    parts = tuple(
        cloud.store("photo", size.content, facts={"width": size.width, "height": size.height})
        for size in sizes_of(content)
    )
    biggest = parts[-1]
    whole = StoredFile(
        biggest.unique_id, "photo", biggest.path, "", "image/jpeg", biggest.content, biggest.facts, parts
    )
    return cloud.bind(whole)


def _thumb(cloud: Cloud, kind: str, content: bytes, cover: bytes) -> tuple[StoredFile, ...]:
    seen = cover if kind != "voice" else b""
    small = thumbnail_of(seen or content) if seen or kind == "document" else None
    if small is None:
        return ()
    facts: JsonObject = {"width": small.width, "height": small.height}
    return (cloud.store("thumbnail", small.content, facts=facts),)


def as_content(cloud: Cloud, stored: StoredFile) -> JsonObject:
    """Give the fields of a message that carries this file, with file ids of its own."""
    if stored.kind == "photo":
        return {"photo": [_file(cloud, part) | part.facts for part in stored.parts or (stored,)]}
    body: JsonObject = dict(stored.facts)
    if stored.name:
        body["file_name"] = stored.name
    if stored.mime:
        body["mime_type"] = stored.mime
    if stored.parts:
        small = _file(cloud, stored.parts[0]) | stored.parts[0].facts
        body |= {"thumbnail": small, "thumb": small}
    body |= _file(cloud, stored)
    if stored.kind == "animation":
        as_document = {
            name: value for name, value in body.items() if name not in {"duration", "width", "height"}
        }
        return {"animation": body, "document": as_document}
    return {stored.kind: body}


def _file(cloud: Cloud, stored: StoredFile) -> JsonObject:
    file: JsonObject = {"file_id": cloud.give(stored), "file_unique_id": stored.unique_id}
    if stored.size:
        file["file_size"] = stored.size
    return file
