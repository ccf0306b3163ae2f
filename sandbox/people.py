"""Who holds a phone, and who the bot is. Law: facts about accounts only, nothing about messages."""

from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.values import JsonObject


class ChatKind(StrEnum):
    """Telegram's four kinds of chat."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class Standing(StrEnum):
    """What somebody is in a chat."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(slots=True)
class Person:
    """One invented Telegram account."""

    user_id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "id"
    label: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def as_user(self) -> JsonObject:
        """Give the account as a Bot API User."""
        user: JsonObject = {"id": self.user_id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user

    def as_listed(self) -> JsonObject:
        """Give what the page's list of people shows."""
        return {
            "label": self.label or self.first_name,
            "user_id": self.user_id,
            "chat_id": self.user_id,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
            "started": self.started,
            "blocked": self.blocked,
        }


@dataclass(slots=True)
class Bot:
    """The one bot account of a sandbox, with what it tells about itself by language."""

    user_id: int
    username: str = "teduh_sandbox_bot"
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Give the name shown above the chat."""
        return self.names.get("", "Teduh")

    def as_user(self) -> JsonObject:
        """Give the account as a Bot API User."""
        return {
            "id": self.user_id,
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
        }

    def as_me(self) -> JsonObject:
        """Give the account with all that only getMe tells."""
        return self.as_user() | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "supports_guest_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
            "has_topics_enabled": False,
            "allows_users_to_create_topics": False,
            "can_manage_bots": False,
        }
