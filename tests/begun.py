"""The real collection, and an article in an archive of its own, as the desk begins with them."""

import hashlib
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
NAME = "steppe-tribune-2018-03-14"
SOURCE = """\
sources:
  {name}:
    publisher: Steppe Tribune
    publisher_class: media
    title: Kazakhstan has convicted more than 500 people of extremism since 2012
    published: "2018-03-14"
    url: https://example.org/steppe
    language: en
    text_sha256: {hash}
"""


def begun(folder: Path) -> tuple[Path, Path]:
    """The data file and the archive, put into a folder."""
    data, archive = folder / "metrics.yaml", folder / "archive"
    shutil.copy(ROOT / "data" / "metrics.yaml", data)
    archive.mkdir()
    content = (ROOT / "tests" / "articles" / f"{NAME}.txt").read_bytes()
    (archive / f"{NAME}.txt").write_bytes(content)
    (archive / f"{NAME}.yaml").write_text(
        SOURCE.format(name=NAME, hash=hashlib.sha256(content).hexdigest()), encoding="utf-8"
    )
    return data, archive
