"""The desk: every answer is made once for all who ask for it, kept within bounds, and never made in
the way of the pages.

Rows and drawings are made here, a little at a time with pauses, since Python computes on one core;
what takes long is set by the press, in its own process. Both have short queues: whoever comes
beyond is asked to come again.
"""

from __future__ import annotations

import asyncio
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event, Lock
from time import monotonic
from typing import Final, Literal, TypeVar

from kzstats import log
from kzstats.render import press
from kzstats.render.press import Job, Maker

T = TypeVar("T")
Lane = Literal["here", "press"]
KEPT: Final = 32 << 20
"""The bytes of answers that are kept."""
WAITING: Final[dict[Lane, int]] = {"here": 16, "press": 4}
"""How many different answers may be in the making or wait for it."""
_QUEUES: Final[dict[Lane, str]] = {
    "here": "all places for answers made of rows are taken",
    "press": "all places for answers of the press are taken",
}
_PAUSE: Final = 0.1
ANSWERS: Final = 300
"""How many answers are handed out in a second, refusals and those that say that nothing is new
among them.
"""
BYTES: Final = 40 << 20
"""How many bytes of answers are handed out in a second."""
_AT_ONCE: Final = 0.2
"""The seconds' worth of answers that may go out at once."""
_SMALL: Final = 1000
_PIECE: Final = 4096
_SENT: Final = 1 << 16


class BusyError(Exception):
    """More is being asked for than is made; ``after`` is in how many seconds to come again."""

    def __init__(self, after: int) -> None:
        self.after = after
        super().__init__(f"other answers are being made (ask again in {after} s)")


class EndingError(Exception):
    """The process has been told to end, and makes nothing any more."""

    def __init__(self) -> None:
        super().__init__("the server is about to end")


@dataclass(frozen=True, slots=True)
class Made:
    """An answer as it is kept; ``packed`` where that is by gzip, ``size`` is that of
    the plain one.
    """

    body: bytes
    packed: bool
    size: int

    def sent(self, packed: bool) -> Iterator[bytes]:
        """The answer in pieces, so that no more than one of them is in memory for a reader who
        takes long.
        """
        if packed or not self.packed:
            yield from (self.body[at : at + _SENT] for at in range(0, len(self.body), _SENT))
        else:
            opened = zlib.decompressobj(zlib.MAX_WBITS | 16)
            for at in range(0, len(self.body), _PIECE):
                yield opened.decompress(self.body[at : at + _PIECE])


class Desk:
    """Hands out answers by a tag that names all that they are made from."""

    def __init__(self, maker: Maker = press.make) -> None:
        """``maker`` sets what the press sets: in this process, or in one of its own."""
        self._maker = maker
        self._turn = 0.0
        self._closed = Event()
        self._lock = Lock()
        self._kept: OrderedDict[str, Made] = OrderedDict()
        self._making: dict[str, Future[Made]] = {}
        self._waiting: dict[Lane, int] = {"here": 0, "press": 0}
        self._took: dict[Lane, float] = {"here": 0.1, "press": 1.0}
        self._places = {lane: log.Limit(name) for lane, name in _QUEUES.items()}
        self._lanes = {
            lane: ThreadPoolExecutor(1, thread_name_prefix=f"kzstats-{lane}") for lane in WAITING
        }

    def maker(self, job: Job) -> bytes:
        """The press, which is told what to make with the pauses that the pages need."""
        return self._maker(self._polite(job))

    def close(self) -> None:
        """Make nothing any more: what waits is not begun, what is being made ends at its next part,
        and who waits for it is asked to come again.

        A process that is told to end would else make all that is asked for first.
        """
        self._closed.set()

    async def turn(self, size: int | None = None) -> None:
        """Wait for a turn to hand out an answer, or its so many bytes: sending takes time from the
        pages, too.
        """
        now = monotonic()
        self._turn = max(self._turn, now - _AT_ONCE) + (
            1 / ANSWERS if size is None else size / BYTES
        )
        if (wait := self._turn - now) > 0:
            await asyncio.sleep(wait)

    def at_hand(self, tag: str) -> Made | None:
        """An answer that is there already."""
        with self._lock:
            if tag in self._kept:
                self._kept.move_to_end(tag)
            return self._kept.get(tag)

    def ask(
        self, tag: str, parts: Callable[[], Iterable[bytes]], lane: Lane, text: bool
    ) -> Future[Made]:
        """An answer that is there, is being made, or is made from now on; raises :class:`BusyError`
        where too much is.
        """
        with self._lock:
            if (made := self._kept.get(tag)) is not None:
                self._kept.move_to_end(tag)
                there: Future[Made] = Future()
                there.set_result(made)
                return there
            if tag in self._making:
                return self._making[tag]
            if self._waiting[lane] >= WAITING[lane]:
                self._places[lane].note(True, answers=self._waiting[lane])
                raise BusyError(max(1, min(60, round(self._waiting[lane] * self._took[lane]))))
            self._waiting[lane] += 1
            future = self._making[tag] = self._lanes[lane].submit(self._make, parts, lane, text)
        future.add_done_callback(lambda done: self._put_down(tag, lane, done))
        return future

    def _make(self, parts: Callable[[], Iterable[bytes]], lane: Lane, text: bool) -> Made:
        if self._closed.is_set():
            raise EndingError
        begun = monotonic()
        made = _gathered(self._polite(parts()), text)
        self._took[lane] = 0.7 * self._took[lane] + 0.3 * (monotonic() - begun)
        return made

    def _polite(self, parts: Iterable[T]) -> Iterator[T]:
        """The parts, each but the first after a pause of twice the time that it took: so much of
        the time is for the pages.
        """
        begun = monotonic()
        for place, part in enumerate(parts):
            yield part
            if place:
                self._closed.wait(min(_PAUSE, 2 * (monotonic() - begun)))
            if self._closed.is_set():
                raise EndingError
            begun = monotonic()

    def _put_down(self, tag: str, lane: Lane, done: Future[Made]) -> None:
        with self._lock:
            self._waiting[lane] -= 1
            if not self._waiting[
                lane
                # and not at each place that is free for a moment, as long as more is asked for than
                # is made
            ]:
                self._places[lane].note(False)
            del self._making[tag]
            if (
                not done.cancelled()
                and done.exception() is None
                and len(done.result().body) <= KEPT // 2
            ):
                self._kept[tag] = done.result()
                while sum(len(made.body) for made in self._kept.values()) > KEPT:
                    self._kept.popitem(last=False)


def _gathered(parts: Iterable[bytes], text: bool) -> Made:
    """The parts as one, packed where they are text and more than a little."""
    packer, size, gathered, first = (
        zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16),
        0,
        bytearray(),
        b"",
    )
    for part in parts:
        size += len(part)
        if text and size <= _SMALL:
            first += part
        elif text:
            gathered += packer.compress(first + part)
            first = b""
        else:
            gathered += part
    packed = text and size > _SMALL
    return Made(first + bytes(gathered) + (packer.flush() if packed else b""), packed, size)
