"""The settings of a process: which file has the data, and which address files and citations name as
their own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final


class SettingError(Exception):
    """A setting of the process that means nothing, in a sentence."""


_WEB_ADDRESS = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?"
    r"|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:/[\w.~/%-]*)?",
    re.IGNORECASE | re.ASCII,
)


def data_path() -> Path:
    """The data file: ``KZSTATS_DATA``, else ``data/metrics.yaml`` below the working folder or
    beside this package's project.
    """
    if chosen := os.environ.get("KZSTATS_DATA"):
        return Path(chosen)
    here = Path("data/metrics.yaml")
    return here if here.exists() else Path(__file__).resolve().parents[2] / "data" / "metrics.yaml"


def base_url() -> str:
    """The address that files and records name as their own where nobody came by one: the setting
    ``KZSTATS_URL``.

    Raises :class:`SettingError` where the setting is no web address.
    """
    said = os.environ.get("KZSTATS_URL") or "http://localhost:8501"
    if not is_web_address(said):
        raise SettingError(
            f"KZSTATS_URL: {said[:80]!r} is no web address (try https://figures.example, with the "
            f"base path and nothing after it)"
        )
    return said


def is_web_address(said: str) -> bool:
    """Whether a text is the address of a host, and of a path on it, with nothing behind."""
    return _WEB_ADDRESS.fullmatch(said) is not None


BASE_URL_HEADER: Final = "x-kzstats-base-url"
"""The header by which a request says, from here on, which address the reader came by; what the
reader sent under this name is dropped.
"""


def base_url_of(headers: Mapping[str, str], default: str | None = None) -> str:
    """The address that the reader came by, as :class:`Doors` says it in the headers, else the
    ``default``, else the one set.
    """
    return headers.get(BASE_URL_HEADER) or default or base_url()
