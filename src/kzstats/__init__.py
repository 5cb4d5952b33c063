"""Sourced statistics on countering terrorism and extremism, and the rule of law, in Kazakhstan.

:func:`load` reads a data file; :func:`read_csv` reads an extract back into pandas.
"""

from pathlib import Path

from kzstats.dataset.complaints import DataError
from kzstats.dataset.model import Dataset
from kzstats.dataset.validation import load

__all__ = ["DataError", "Dataset", "load", "read_csv"]
__version__ = "0.1.0"


def read_csv(path: "str | Path") -> "pandas.DataFrame":  # type: ignore[name-defined]  # noqa: F821 - reading YAML must not cost pandas
    """Read a CSV extract as the frame it was written from, with its types and the spreadsheet
    apostrophes undone.
    """
    from kzstats.exports.extracts import read_csv as read

    return read(path)
