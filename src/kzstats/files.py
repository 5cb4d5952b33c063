"""The one door to files: what is read is a regular file within a limit, what is written is there as
a whole or not at all.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, Final

LARGEST: Final = 200_000_000
"""How many bytes a file may have that is read here."""


def read(path: Path, most: int = LARGEST) -> bytes:
    """The content of a file; raises :class:`OSError` where it is a pipe or a device, which could be
    waited for without end, or is too large.
    """
    _refuse_odd(
        path.stat().st_mode
    )  # before it is opened: to open a device can set something going
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(opened, "rb") as file:
        found = os.fstat(opened)
        _refuse_odd(found.st_mode)
        content = file.read(most + 1) if found.st_size <= most else b""
    if max(found.st_size, len(content)) > most:
        raise OSError(errno.EFBIG, f"is larger than {most // 1_000_000} MB")
    return content


def _refuse_odd(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "is a pipe or a device and no file")


_CLAIMED: Final[dict[Path, IO[bytes]]] = {}


def claim(path: Path) -> bool:
    """Claim what a lock file stands for until this process ends, however it ends; whether nobody
    else has. Where the system knows no locks, all may.
    """
    try:
        import fcntl  # noqa: PLC0415 - not everywhere
    except ImportError:
        return True
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return False
    _CLAIMED[path] = file
    return True


def put(path: Path, content: bytes) -> None:
    """Write a new file of a folder that nobody reads before it is whole (:func:`settle`); folders
    on the way are made.
    """
    try:
        path.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def settle(folder: Path, place: Path) -> None:
    """Put a folder in its place in one step, once all that was written is on the disk."""
    os.sync()
    folder.rename(place)


def write(path: Path, content: bytes) -> None:
    """Replace a file's content in one step: whatever stops the writing, the old content or the new
    is there, whole.

    It is written beside, flushed to the disk and put in the file's place, with its permissions; a
    link goes on leading to its file. A pipe or a device is written to as it is. Raises
    :class:`OSError`, and has then changed nothing.
    """
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and not stat.S_ISREG(mode):
        with target.open("wb") as file:  # a folder is refused here
            file.write(content)
        return
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    beside = target.with_name(f".{target.name[:100]}.{token_hex(8)}")
    try:
        with beside.open("xb") as file:
            if mode is not None:
                _take_after(target, beside)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    with suppress(
        OSError
        # what was put in place stays so when the power fails; not every system lets a folder be
        # flushed
    ):
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _take_after(old: Path, new: Path) -> None:
    """Give a new file the owner, the permissions and the extended attributes of the old one."""
    found = old.stat()
    if hasattr(os, "chown") and (found.st_uid, found.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(PermissionError):
            os.chown(new, found.st_uid, found.st_gid)
    shutil.copystat(old, new)
