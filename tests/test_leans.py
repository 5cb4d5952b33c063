"""What the page leans on in Streamlit that Streamlit documents nowhere: each lean fails here, in words, when Streamlit changes.

The names stand in the page's style and script; Streamlit's own scripts must still have them.
"""

import re
from functools import cache
from pathlib import Path

import pytest
import streamlit

import kzstats

STATIC = Path(streamlit.__file__).parent / "static"
PACKAGE = Path(kzstats.__file__).parent
OURS = {path.name: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*") if path.suffix in (".css", ".js")}
WHERE = "Streamlit {version} has no {what} any more: what leans on it in {files} must follow"


@cache
def scripts() -> str:
    return "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in sorted((STATIC / "static" / "js").glob("*.js")))


def named(pattern: str) -> dict[str, str]:
    """What the page's files name by a pattern, and in which of them."""
    found: dict[str, set[str]] = {}
    for file, text in OURS.items():
        for name in re.findall(pattern, text):
            found.setdefault(name, set()).add(file)
    return {name: ", ".join(sorted(files)) for name, files in found.items()}


PARTS = named(r"data-testid[\^*$]?=[\"']?(st[A-Z]\w*)")
CLASSES = named(r"\.(st[A-Z]\w*)")
HEARD = ("data-test-connection-state", "__streamlit", "BACKEND_BASE_URL", "HOST_CONFIG", "disableFullscreenMode", "blockErrorDialogs")


def test_something_is_looked_for() -> None:
    assert len(PARTS) > 10
    assert len(CLASSES) > 4


@pytest.mark.parametrize("name", sorted(PARTS))
def test_streamlit_still_names_its_parts_so(name: str) -> None:
    assert f'"{name}"' in scripts() or f"`{name}`" in scripts(), WHERE.format(version=streamlit.__version__, what=f"part {name}", files=PARTS[name])


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_streamlit_still_gives_its_parts_these_classes(name: str) -> None:
    assert name in scripts(), WHERE.format(version=streamlit.__version__, what=f"class {name}", files=CLASSES[name])


@pytest.mark.parametrize("said", HEARD)
def test_streamlit_still_says_and_hears_this(said: str) -> None:
    files = ", ".join(file for file, text in OURS.items() if said in text)
    assert files, f"no file of the page leans on {said} any more (take it from this test)"
    assert said in scripts(), WHERE.format(version=streamlit.__version__, what=said, files=files)


def test_the_sanitiser_still_stands_in_a_file_of_its_own_that_gives_it_as_t() -> None:
    (file,) = (STATIC / "static" / "js").glob("purify.*.js")
    exported = re.findall(r"export\s*\{([^}]*)\}", file.read_text(encoding="utf-8"))
    assert any(re.search(r"\bas t\b", names) for names in exported), "Streamlit's sanitiser is not given as “t” any more: page.js asks for it so"


def test_plotly_still_calls_the_place_that_is_clicked_so() -> None:
    assert "nsewdrag" in scripts(), "Plotly has no .nsewdrag any more: page.js gives taps to it"


def test_a_key_still_becomes_a_class() -> None:
    assert "st-key-" in scripts(), "Streamlit gives keyed parts no class st-key-… any more: page.css and page.js find charts by it"
