"""Addresses inside a marked text.

Law: an address Telegram would not take leaves plain words, never an error.
"""

import re

from sandbox.values import JsonObject

USER = re.compile(r"tg://user/?\?id=(\d+)", re.IGNORECASE)
EMOJI = re.compile(r"tg://emoji/?\?id=(\d+)", re.IGNORECASE)
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+|localhost|\d{1,3}(?:\.\d{1,3}){3}")
OWN_SCHEMES = ("tg://", "ton://", "tonsite://", "mailto:", "tel:")


def checked_link(address: str) -> str:
    """Give the address as Telegram writes it, empty when it takes none."""
    if address.startswith(OWN_SCHEMES):
        return address
    scheme, mark, rest = address.strip().partition("://")
    if not mark:
        scheme, rest = "http", scheme
    host, slash, path = rest.partition("/")
    name = host.partition("?")[0].partition("#")[0].partition(":")[0]
    if scheme.lower() not in {"http", "https", "ftp"} or not HOST.fullmatch(name):
        return ""
    bare = not slash and not {"?", "#"} & set(host)
    return f"{scheme.lower()}://{host}/" if bare else f"{scheme.lower()}://{host}{slash}{path}"


def link_entity(address: str) -> JsonObject | None:
    """Give the type of a marked link: a mention of a person, an address, or nothing."""
    person = USER.fullmatch(address)
    if person is not None:
        user: JsonObject = {"id": int(person[1]), "is_bot": False, "first_name": ""}
        return {"type": "text_mention", "user": user}
    checked = checked_link(address)
    return {"type": "text_link", "url": checked} if checked else None
