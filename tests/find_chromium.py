"""Finds a Chromium for the browser tests, or gets one: Debian's package, else Playwright's own
build.

Where it stands beside the whole browser, tests take the headless shell: the same engine without
the windows that nobody sees, for little more than half the work.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
)
"""Started with these, it asks nobody but the page it is shown, and the headless shell sets letters
as wide as the whole browser does.
"""


SHELL = "chromium-headless-shell"
FONT = "fonts-liberation"
"""Letters of a reader's own, which a page has before the application's come; most systems have some
that are as wide.
"""


def headless() -> str | None:
    """The path of the headless shell, or of a whole Chromium; ``CHROMIUM`` names another."""
    return (not os.environ.get("CHROMIUM") and shutil.which(SHELL)) or chromium()


def chromium() -> str | None:
    """The path of an installed Chromium or Chrome; ``CHROMIUM`` names another."""
    names = (
        os.environ.get("CHROMIUM"),
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        SHELL,
    )
    return next((path for name in names if name and (path := shutil.which(name))), _playwrights())


def _playwrights() -> str | None:
    caches = (Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright")
    return next(
        (str(path) for cache in caches for path in cache.glob("chromium-*/chrome-*/chrome")), None
    )


def get() -> None:
    """Install one, by the way that this machine allows."""
    if shutil.which("apt-get"):
        rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
        quiet = {
            "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
            "stdout": subprocess.DEVNULL,
        }
        subprocess.run([*rights, "apt-get", "update", "-qq"], check=False, **quiet)
        install = [*rights, "apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        for package in (SHELL, "chromium"):  # a system may have but one of them
            if chromium() is None:
                subprocess.run([*install, package, FONT], check=False, **quiet)
    if chromium() is None:
        python = sys.executable if find_spec("playwright") else ".venv/bin/python"
        subprocess.run([python, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if chromium() is None:
        get()
    if chromium() is None:
        sys.exit(
            "The browser tests need a Chromium, and none could be installed (install one, or name "
            "its path in CHROMIUM)"
        )
