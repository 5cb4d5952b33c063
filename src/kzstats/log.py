"""One line in the log for each change of state of a process; nothing in it is of a reader, nor of
what a reader asked.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from threading import Lock
from types import MappingProxyType
from typing import Final, Literal

Event = Literal[
    "data read", "data broken", "data recovered", "ledger broken", "ledger recovered",
    "limit reached", "limit left", "setting ignored",
    "address named", "files allowed",
]  # fmt: skip
_GRAVE: Final = ("data broken", "ledger broken", "limit reached", "setting ignored")
_LONGEST: Final = 500
_NONE: Final[Mapping[str, str | int]] = MappingProxyType({})
_FORMATS: Final = ("text", "json")


def state(
    event: Event, said: str, details: Sequence[str] = (), facts: Mapping[str, str | int] = _NONE
) -> None:
    """Write that a state has changed: what it is now, in a sentence, with its details and facts; to
    nobody before :func:`begin`.
    """
    logger = logging.getLogger("kzstats")
    if not logger.handlers:
        logger.addHandler(
            logging.NullHandler()
        )  # else the standard library would write warnings all the same
    known = {"event": event, "details": [*details], "facts": {**facts}}
    logger.log(logging.WARNING if event in _GRAVE else logging.INFO, said, extra={"kzstats": known})


class Limit:
    """A limit whose being reached, and left again, is written once each, however many are refused
    meanwhile.
    """

    def __init__(self, name: str) -> None:
        """The limit by its name in the log."""
        self._name, self._reached, self._lock = name, False, Lock()

    def note(self, reached: bool, **facts: int) -> None:
        """Say whether it is reached now; ``facts`` are numbers of the process and nothing of who
        asked.
        """
        with self._lock:
            changed, self._reached = reached != self._reached, reached
        if changed:
            state("limit reached" if reached else "limit left", self._name, facts=facts)


def begin() -> None:
    """Write this process's lines to standard error, as plain text or, where the setting
    ``KZSTATS_LOG`` is ``json``, as JSON.
    """
    logger = logging.getLogger("kzstats")
    if any(not isinstance(handler, logging.NullHandler) for handler in logger.handlers):
        return
    wanted = os.environ.get("KZSTATS_LOG", "text")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if wanted == "json" else _Text())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    if wanted not in _FORMATS:
        state("setting ignored", f"KZSTATS_LOG is {wanted!r} (text or json; text is written)")


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event, details, facts = _parts(record)
        line = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "event": event,
            "message": record.getMessage()[:_LONGEST],
            **facts,
        }
        return json.dumps(
            line | ({"details": [detail[:_LONGEST] for detail in details]} if details else {})
        )


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        event, details, facts = _parts(record)
        named = [f"{name}={value}" for name, value in facts.items()]
        said = "; ".join(part[:_LONGEST] for part in (record.getMessage(), *named, *details))
        line = f"{_moment(record)} {record.levelname} kzstats: {event}: {said}"
        return "".join(
            sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line
        )  # one line, whatever the data file holds


def _parts(record: logging.LogRecord) -> tuple[str, list[str], dict[str, str | int]]:
    known = getattr(record, "kzstats", {})
    return known.get("event", record.name), known.get("details", []), known.get("facts", {})


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
