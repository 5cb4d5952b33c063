"""What is remembered of one version of the data: it hangs on that version, bounded, and goes with
it.

A cache at the module would hold the versions that it is keyed by, and with them all of their data.
What is remembered must not hold the version itself: it would keep itself alive.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Memory:
    """The answers of some functions about one version, the least used of each function's forgotten
    first.
    """

    __slots__ = ("__weakref__", "_held", "_lock")

    def __init__(self) -> None:
        self._held: dict[Hashable, OrderedDict[Hashable, Any]] = {}
        self._lock = Lock()

    def recall(self, function: Hashable, of: Hashable, make: Callable[[], R], most: int) -> R:
        """What a function said of these arguments, or what it says now; two who ask at once may
        both make it.
        """
        with self._lock:
            held = self._held.setdefault(function, OrderedDict())
            if of in held:
                held.move_to_end(of)
                found: R = held[of]
                return found
        made = make()
        with self._lock:
            held[of] = made
            while len(held) > most:
                held.popitem(last=False)
        return made

    def forget(self) -> None:
        """Hold nothing any more; what is asked for from now on is made again."""
        with self._lock:
            self._held.clear()


class Version(Protocol):
    """What has a memory of its own."""

    @property
    def memory(self) -> Memory:
        """What is remembered of it."""


V = TypeVar("V", bound=Version)


def remembered(
    most: int,
) -> Callable[[Callable[Concatenate[V, P], R]], Callable[Concatenate[V, P], R]]:
    """Remember a function's last ``most`` answers with the version that is its first argument."""

    def decorate(function: Callable[Concatenate[V, P], R]) -> Callable[Concatenate[V, P], R]:
        @wraps(function)
        def recall(version: V, /, *of: P.args, **more: P.kwargs) -> R:
            return version.memory.recall(
                function, (*of, *more.items()), lambda: function(version, *of, **more), most
            )

        return recall

    return decorate
