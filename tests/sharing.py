"""How several processes share the tests out: by the file, and test by test where any process may
take the next.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from xdist.scheduler.loadscope import LoadScopeScheduling

ONE_BY_ONE = re.compile(r"tests/test_(access|browser|standing)\.py::")
"""The files whose tests share nothing but the browser and the server, which each process has."""


def file_of(test: str) -> str:
    return test if ONE_BY_ONE.match(test) else test.partition("::")[0]


class Shares(LoadScopeScheduling):
    """Shares in the order of the tests: what stands together of a file, which may stand at two
    places, without and with a browser.
    """

    def __init__(self, config: Any, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)
        self.shares: dict[str, str] = {}

    def add_node_collection(self, node: Any, collection: Sequence[str]) -> None:
        together = enumerate(groupby(collection, file_of))
        self.shares = {
            test: f"{place} {file}" for place, (file, tests) in together for test in tests
        }
        super().add_node_collection(node, collection)

    def _split_scope(self, nodeid: str) -> str:
        return self.shares[nodeid]
