"""Updates that no phone sends: made from the Bot API's own description of an update, and from its opposite.

Law: seeded; half are such as the schema allows, half break it in one place. None is from anybody's chat whose
reports are counted.
"""

from collections.abc import Callable
from random import Random

from sandbox.values import JsonObject
from tools.chaos.schedule import maybe

Make = Callable[["Maker"], object]


def _user(maker: "Maker") -> JsonObject:
    return {"id": maker.stranger, "is_bot": maybe(maker.dice, 0.1), "first_name": maker.text()}


def _chat(maker: "Maker") -> JsonObject:
    kind = maker.dice.choice(("private", "private", "group", "supergroup", "channel"))
    number = maker.stranger if kind == "private" else -maker.stranger
    return {"id": number, "type": kind, "title": maker.text()}


def _file(maker: "Maker") -> JsonObject:
    return {
        "file_id": maker.text() or "f",
        "file_unique_id": "u",
        "duration": 3,
        "length": 3,
        "width": 9,
        "height": 9,
        "file_size": maker.dice.choice((0, 1, 10**6, 10**10)),
        "mime_type": maker.text(),
        "file_name": maker.text(),
    }


CONTENT: dict[str, Make] = {
    "text": lambda maker: maker.text() or "x",
    "photo": lambda maker: [_file(maker) for _ in range(maker.dice.randrange(1, 4))],
    "voice": _file,
    "video": _file,
    "video_note": _file,
    "audio": _file,
    "document": _file,
    "animation": _file,
    "sticker": lambda maker: {**_file(maker), "type": "regular", "is_animated": False, "is_video": False},
    "contact": lambda maker: {"phone_number": "0", "first_name": maker.text()},
    "location": lambda maker: {"latitude": maker.dice.uniform(-90, 90), "longitude": 1.0},
    "venue": lambda maker: {
        "location": {"latitude": 1.0, "longitude": 1.0},
        "title": maker.text(),
        "address": "",
    },
    "dice": lambda maker: {"emoji": "🎲", "value": maker.dice.randrange(7)},
    "poll": lambda maker: {
        "id": "1",
        "question": maker.text(),
        "options": [],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
    },
    "game": lambda maker: {"title": maker.text(), "description": "", "photo": []},
    "new_chat_members": lambda maker: [_user(maker)],
    "left_chat_member": _user,
    "new_chat_title": lambda maker: maker.text(),
    "pinned_message": lambda maker: maker.message(),
    "migrate_to_chat_id": lambda maker: -maker.stranger,
    "web_app_data": lambda maker: {"data": maker.text(), "button_text": maker.text()},
    "successful_payment": lambda _maker: {
        "currency": "XTR",
        "total_amount": 1,
        "invoice_payload": "",
        "telegram_payment_charge_id": "",
        "provider_payment_charge_id": "",
    },
    "story": lambda maker: {"chat": _chat(maker), "id": 1},
    "passport_data": lambda maker: {
        "data": [],
        "credentials": {"data": "", "hash": "", "secret": maker.text()},
    },
    "users_shared": lambda maker: {"request_id": 1, "users": [{"user_id": maker.stranger}]},
}
KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "callback_query",
    "my_chat_member",
    "inline_query",
    "message_reaction",
    "chat_join_request",
    "poll_answer",
    "business_message",
    "kind_of_tomorrow",
)
JUNK: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    2**63,
    2**70,
    1e308,
    "",
    "\ud800",
    "\x00",
    [],
    {},
    [[]],
    {"a": {"b": {}}},
    "0" * 70_000,
)


class Maker:
    """Makes one update after another."""

    def __init__(self, dice: Random, stranger: int) -> None:
        self.dice: Random = dice
        self.stranger: int = stranger

    def update(self) -> JsonObject:
        """Make one; every other one is broken in one place."""
        kind = self.dice.choice(KINDS)
        made: JsonObject = {kind: self._body(kind)}
        return made if maybe(self.dice, 0.5) else self._broken(made)

    def oversized(self) -> JsonObject:
        """Make one that is far too long."""
        return {"message": {**self.message(), "text": "besar " * 200_000}}

    def text(self) -> str:
        """Type something odd."""
        return self.dice.choice(
            (
                "",
                "/start",
                "/start ' OR 1=1",
                "<b>x</b>",
                "[a](tg://user?id=1)",
                "\u202etxet",
                "👩‍👩‍👧" * 9,
                "a" * 4096,
                "\u200b",
                "../../etc/passwd",
                "{{7*7}}",
                "/status",
                "k:accept:" + "0" * 32,
            )
        )

    def message(self) -> JsonObject:
        """Make a message of any kind."""
        name = self.dice.choice(list(CONTENT))
        number = self.dice.choice((1, 5, 10**6, 2**31, 2**53))
        told: JsonObject = {"message_id": number, "date": self.dice.choice((0, 1, 1_790_000_000, 2**33))}
        return {
            **told,
            "chat": _chat(self),
            "from": _user(self),
            name: CONTENT[name](self),
            "caption": self.text(),
        }

    def _body(self, kind: str) -> JsonObject:
        match kind:
            case "callback_query":
                return {
                    "id": str(self.dice.getrandbits(60)),
                    "from": _user(self),
                    "chat_instance": "1",
                    "message": self.message(),
                    "data": self.text()[:64] or ":exit",
                }
            case "my_chat_member":
                member: JsonObject = {
                    "user": _user(self),
                    "status": self.dice.choice(("kicked", "member", "left")),
                }
                return {
                    "chat": _chat(self),
                    "from": _user(self),
                    "date": 1,
                    "old_chat_member": member,
                    "new_chat_member": member,
                }
            case _:
                return self.message()

    def _broken(self, made: JsonObject) -> JsonObject:
        """Put junk into one place, however deep."""
        at: JsonObject = made
        while True:
            name = self.dice.choice(list(at))
            inner = at[name]
            if isinstance(inner, dict) and inner and maybe(self.dice, 0.8):
                at = inner
                continue
            at[name] = self.dice.choice(JUNK)
            return made
