"""Files in the cloud. Law: a file id differs each time it is given out; the unique id is the file's own."""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from itertools import count

PREFIXES = {
    "photo": "AgACAgUAAxk",
    "voice": "AwACAgUAAxk",
    "video": "BAACAgUAAxk",
    "document": "BQACAgUAAxk",
    "audio": "CQACAgUAAxk",
    "animation": "CgACAgUAAxk",
    "video_note": "DQACAgUAAxk",
    "thumbnail": "AAMCAgUAAxk",
}
FOLDERS = {
    "photo": "photos", "voice": "voice", "video": "videos", "document": "documents", "audio": "music",
    "animation": "animations", "video_note": "video_notes", "thumbnail": "thumbnails",
}  # fmt: skip
SUFFIXES = {"photo": ".jpg", "voice": ".oga", "video": ".mp4", "video_note": ".mp4", "thumbnail": ".jpg"}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The bytes of one file and what the bot may know of it."""

    unique_id: str
    kind: str
    path: str
    name: str
    mime: str
    content: bytes = field(repr=False)
    facts: dict[str, object] = field(default_factory=dict)
    parts: tuple["StoredFile", ...] = ()

    @property
    def size(self) -> int:
        """Tell the size in bytes."""
        return len(self.content)


class Cloud:
    """All files ever sent, by file id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._wholes: dict[str, StoredFile] = {}
        self._numbers = count(1)
        self._given = count(1)

    def store(
        self,
        kind: str,
        content: bytes,
        name: str = "",
        mime: str = "",
        facts: dict[str, object] | None = None,
        parts: tuple[StoredFile, ...] = (),
    ) -> StoredFile:
        """Keep a file."""
        digest = hashlib.sha256(kind.encode() + content).digest()
        unique = urlsafe_b64encode(b"AQAD"[:2] + digest[:9]).decode().rstrip("=")
        suffix = SUFFIXES.get(kind) or (f".{name.rpartition('.')[2]}" if "." in name else "")
        path = f"{FOLDERS[kind]}/file_{next(self._numbers)}{suffix}"
        stored = StoredFile(unique, kind, path, name, mime, content, facts or {}, parts)
        self._by_path[path] = stored
        return stored

    def give(self, stored: StoredFile) -> str:
        """Give out a new file id for a file."""
        number = next(self._given)
        salt = hashlib.sha256(f"{stored.unique_id}{number}".encode()).digest()[:24]
        file_id = f"{PREFIXES[stored.kind]}{urlsafe_b64encode(salt).decode().rstrip('=')}{number:x}"
        self._by_id[file_id] = stored
        return file_id

    def find(self, file_id: str) -> StoredFile | None:
        """Give the file behind an id."""
        return self._by_id.get(file_id)

    def find_whole(self, file_id: str) -> StoredFile | None:
        """Give what is sent by an id: of a photo all sizes, whichever size was named."""
        stored = self.find(file_id)
        return self._wholes.get(stored.path, stored) if stored is not None else None

    def bind(self, whole: StoredFile) -> StoredFile:
        """Let every size of a photo lead back to all of it."""
        self._wholes.update((part.path, whole) for part in whole.parts)
        return whole

    def at(self, path: str) -> StoredFile | None:
        """Give the file behind a download path."""
        return self._by_path.get(path)

    def all_ids(self) -> dict[str, StoredFile]:
        """Give every id handed out, to keep them over a restart."""
        return dict(self._by_id)

    def restore(self, ids: dict[str, StoredFile]) -> None:
        """Take back what was kept."""
        self._by_id.update(ids)
        for stored in ids.values():
            if stored.kind == "photo" and stored.parts:
                self.bind(stored)
            for part in (*stored.parts, stored):
                self._by_path[part.path] = part
        self._numbers = count(len(self._by_path) + 1)
        self._given = count(len(self._by_id) + 1)
