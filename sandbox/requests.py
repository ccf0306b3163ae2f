"""Reading a request.

Law: query, form, multipart and JSON give the same parameters; the body wins over the query.
"""

from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Receive, Scope

from sandbox.errors import ApiError, bad_request
from sandbox.params import Params, Upload
from sandbox.values import JsonObject

MOST_BODY = 60 << 20
FIELD_LIMIT = 1 << 20


async def read_body(receive: Receive) -> bytes:
    """Read a request's body whole."""
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    parts = [body]
    size = len(body)
    while message.get("more_body"):
        message = await receive()
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BODY:
            raise ApiError(413, "Request Entity Too Large")
    return b"".join(parts)


async def read_params(scope: Scope, receive: Receive) -> Params:
    """Read the parameters of a Bot API call."""
    fields: JsonObject = {}
    if scope["query_string"]:
        fields.update(parse_qsl(scope["query_string"].decode("utf-8", "replace"), keep_blank_values=True))
    kind = _content_type(scope)
    if kind.startswith(b"multipart/form-data"):
        return await _multipart(scope, receive, fields)
    body = await read_body(receive)
    if body:
        fields.update(_json(body) if kind.startswith(b"application/json") else _form(body))
    return Params(fields)


def _content_type(scope: Scope) -> bytes:
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    for name, value in headers:
        if name == b"content-type":
            return value.lower() if not value.startswith(b"multipart") else value
    return b""


def _json(body: bytes) -> JsonObject:
    try:
        given: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(given, dict):
        raise bad_request("can't parse JSON object: expected an Object")
    return {name: value for name, value in given.items() if value is not None}


def _form(body: bytes) -> JsonObject:
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


async def _multipart(scope: Scope, receive: Receive, fields: JsonObject) -> Params:
    try:
        form = await Request(scope, receive).form(max_files=100, max_fields=1000, max_part_size=FIELD_LIMIT)
    except MultiPartException:
        raise bad_request("can't parse multipart form data") from None
    files: dict[str, Upload] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            files[name] = Upload(value.filename or "", value.content_type or "", await value.read())
        else:
            fields[name] = value
    await form.close()
    return Params(fields, files)
