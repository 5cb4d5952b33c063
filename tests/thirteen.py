"""The thirteen checked figures by themselves: the data file, its ledger and its schema, without the
articles beside them.

What a test says of them (how many there are, which is drawn where) stays true, however many cited
figures the dashboard shows.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

_REAL = Path(__file__).parents[1] / "data"
_FOLDER = TemporaryDirectory(prefix="kzstats-thirteen-")
DATA = Path(_FOLDER.name) / "metrics.yaml"
for _name in ("metrics.yaml", "evidence.json", "metrics.schema.json"):
    shutil.copy2(_REAL / _name, _FOLDER.name)
