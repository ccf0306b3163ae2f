"""Files that nobody but this program's own account may read or replace.

Law: a file is judged by the very descriptor it is then read from, so that nothing can be swapped in between;
it is written beside its place, synced, and only then moved there, so that a power cut leaves the old file or
the new one.
"""

import os
import stat
from pathlib import Path

from storage.errors import KeyFileRefused

_ROOT = 0
_OTHERS = stat.S_IRWXO
_GROUP = stat.S_IRWXG
_LARGEST = 1024 * 1024


def read_private(path: Path, what: str, *, most_names: int = 1) -> bytes:
    """Read a file that is safe to trust. ``what`` names it in a refusal.

    A file of our own account must be closed to everybody else. One of root's, as systemd hands out
    credentials, may be open to a group (its ACL shows there), never to everybody.

    Raises:
        KeyFileRefused: it is missing, a link, not ours, or open to others; the message tells the mend.

    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise KeyFileRefused(
            f"{what} {path} tidak ada: periksa letaknya, atau jalankan `teduh init`."
        ) from None
    except OSError as wrong:
        raise KeyFileRefused(f"{what} {path} tidak dapat dibaca: {_why(wrong)}.") from None
    try:
        _judge(os.fstat(descriptor), path, what, most_names)
        _judge_folder(path.parent.stat(), path.parent, what)
        return os.read(descriptor, _LARGEST)
    finally:
        os.close(descriptor)


def _why(wrong: OSError) -> str:
    if isinstance(wrong, PermissionError):
        return "jalankan dengan akun pemilik berkas itu"
    return "berkas itu harus berkas biasa, bukan tautan (symlink); taruh berkas aslinya di sana"


def _judge(found: os.stat_result, path: Path, what: str, most_names: int) -> None:
    ours = found.st_uid == os.geteuid()
    if not stat.S_ISREG(found.st_mode):
        raise KeyFileRefused(f"{what} {path} bukan berkas biasa: taruh berkas aslinya di sana.")
    if not ours and found.st_uid != _ROOT:
        raise KeyFileRefused(f"{what} {path} milik akun lain: `chown` ke akun yang menjalankan Teduh.")
    if found.st_mode & (_OTHERS | _GROUP if ours else _OTHERS | stat.S_IWGRP):
        raise KeyFileRefused(f"{what} {path} dapat dibaca akun lain: `chmod 600 {path}`.")
    if found.st_nlink > most_names:
        raise KeyFileRefused(
            f"{what} {path} punya nama kedua (hard link): salin ke berkas baru, hapus yang lama."
        )


def _judge_folder(found: os.stat_result, folder: Path, what: str) -> None:
    if found.st_uid not in {os.geteuid(), _ROOT} or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise KeyFileRefused(
            f"Folder {folder} dapat ditulisi akun lain, jadi {what} dapat ditukar: `chmod 700 {folder}`."
        )


def create_private(path: Path, content: bytes) -> None:
    """Write a new file, mode 0600, in a folder of its own that is made if need be.

    Raises:
        FileExistsError: there is one already; it stays as it is.

    """
    beside = _written_beside(path, content)
    try:
        os.link(beside, path)
    finally:
        beside.unlink()
        sync_folder(path.parent)


def replace_private(path: Path, content: bytes) -> None:
    """Put new content in the place of a file, whole or not at all."""
    _written_beside(path, content).replace(path)
    sync_folder(path.parent)


def overwrite_private(path: Path) -> None:
    """Write zeros over a file where it lies, so that its old content is not merely unlinked.

    On a disk that writes elsewhere each time (flash, copy-on-write file systems) this is the most a program
    can do.
    """
    with path.open("r+b") as file:
        file.write(bytes(os.fstat(file.fileno()).st_size))
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written_beside(path: Path, content: bytes) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    return beside
