"""What the command ``kzstats check`` costs on the real data, next to the imports it cannot do
without.

Each run is a new process, and its cost is the processor time, user and system, that the operating
system accounts to it. The command takes turns with a process that only imports PyYAML and pydantic
and builds the project's models. The models are imported past the package's ``__init__``, so that
whatever it, the reader or the command line comes to import counts for the command alone.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from statistics import median

from benchmarks import DATA, ROOT, Line, time

ROUNDS = 15
CHECK = ("-m", "kzstats", "check", "--data", str(DATA))
MODELS = """
import sys, types
import pydantic, yaml
package = sys.modules["kzstats"] = types.ModuleType("kzstats")
package.__path__ = sys.argv[1:]
import kzstats.dataset.model
"""
IMPORTS = ("-c", MODELS, str(ROOT / "src" / "kzstats"))


def lines() -> list[Line]:
    """The one ratio."""
    for arguments in (CHECK, IMPORTS):
        processor_seconds(
            *arguments
        )  # the first run may compile modules, which is not what is asked
    check, imports = map(
        median,
        zip(
            *((processor_seconds(*CHECK), processor_seconds(*IMPORTS)) for _ in range(ROUNDS)),
            strict=True,
        ),
    )
    cells = {"processor time": time(check), "of its imports alone": time(imports)}
    return [Line("command", "`kzstats check`", cells, check / imports, "its imports", 1.6)]


def processor_seconds(*arguments: str) -> float:
    """User and system time of one Python process; raises ``CalledProcessError`` when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
