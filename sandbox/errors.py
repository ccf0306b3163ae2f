"""What Telegram answers when it refuses. Law: the words are composed as the real server composes them.

ApiError
    what a Bot API call is refused with: a code, a sentence, parameters for the caller
SimError
    what a person on the page, or a script, asked that cannot be
"""

from sandbox.values import JsonObject

PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
}


class ApiError(Exception):
    """A refused Bot API call: `code` is also the HTTP status."""

    def __init__(self, code: int, description: str, parameters: JsonObject | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}

    def as_json(self) -> JsonObject:
        """Give the body of the answer."""
        body: JsonObject = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class SimError(Exception):
    """A control request that cannot be carried out; `status` is the HTTP status."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.text = text
        self.status = status


def compose(code: int, text: str) -> str:
    """Put the prefix before the text, lowering its first letter unless it is a CODE_LIKE_THIS."""
    prefix = PREFIXES.get(code, "Bad Request")
    if text.startswith(prefix):
        return text
    if len(text) > 1 and (text[1] == "_" or "A" <= text[1] <= "Z"):
        return f"{prefix}: {text}"
    return f"{prefix}: {text[:1].lower()}{text[1:]}"


def bad_request(text: str, parameters: JsonObject | None = None) -> ApiError:
    """Refuse what was asked."""
    return ApiError(400, compose(400, text), parameters)


def forbidden(text: str) -> ApiError:
    """Refuse who is asked for."""
    return ApiError(403, compose(403, text))


def conflict(text: str) -> ApiError:
    """Refuse a second way of taking updates."""
    return ApiError(409, compose(409, text))


def too_many(seconds: int) -> ApiError:
    """Ask the bot to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
