"""The parameters of one Bot API call. Law: wherever they came from, they read like the text Telegram sees."""

from dataclasses import dataclass, field

import orjson

from sandbox.errors import bad_request
from sandbox.values import JsonObject, integer_of, number_of, text_of, truth_of


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a multipart request."""

    name: str
    mime: str
    content: bytes = field(repr=False)


class Params:
    """Named values and files of one call."""

    __slots__ = ("fields", "files")

    def __init__(self, fields: JsonObject, files: dict[str, Upload] | None = None) -> None:
        self.fields = fields
        self.files = files or {}

    def has(self, name: str) -> bool:
        """Tell whether the parameter was named at all."""
        return name in self.fields

    def text(self, name: str) -> str:
        """Give the text, empty when absent; what came as JSON is written as JSON."""
        value = self.fields.get(name)
        if isinstance(value, str):
            return value
        if isinstance(value, (dict, list)):
            return orjson.dumps(value).decode()
        return text_of(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Give a whole number, the default when absent or empty."""
        value = self.fields.get(name)
        return default if value is None or value == "" else integer_of(value)

    def clamped(self, name: str, default: int, low: int, high: int) -> int:
        """Give a whole number pressed into its bounds."""
        return max(low, min(high, self.integer(name, default)))

    def number(self, name: str) -> float:
        """Give a decimal number, zero when absent."""
        return number_of(self.fields.get(name))

    def flag(self, name: str) -> bool:
        """Tell whether the parameter is true."""
        return truth_of(self.fields.get(name))

    def json(self, name: str, what: str) -> object:
        """Give the parsed JSON, None when empty; `what` names it in the refusal."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            parsed: object = orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad_request(f"Can't parse {what} JSON object") from None
        return parsed

    def upload(self, name: str) -> Upload | None:
        """Give the file sent under this name, or the one it points to with attach://."""
        value = self.fields.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return self.files.get(name)

    def logged(self) -> JsonObject:
        """Give what the log of calls keeps: the words as sent, of a file only name and size."""
        if not self.files:
            return self.fields
        told: JsonObject = dict(self.fields)
        for name, file in self.files.items():
            told[name] = {"file_name": file.name, "mime_type": file.mime, "size": len(file.content)}
        return told
