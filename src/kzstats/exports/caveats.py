"""What a reader must not overlook in rows: which are bounds, rough, inferred, parts, unchecked, and
where a series breaks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from kzstats.language.translation import translate, translate_n
from kzstats.query import frames
from kzstats.query.addresses import Query
from kzstats.query.versions import Snapshot
from kzstats.values.codes import SUBDIVISIONS

_KEPT: Final = 16
"""For how many queries what is told of their rows is kept: each format of a query tells it."""


def told(snapshot: Snapshot, query: Query, rows: pd.DataFrame) -> tuple[str, ...]:
    """What a reader must not overlook in the rows that answer a query, in its language: the breaks
    of their metrics, then the caveats.
    """
    return snapshot.memory.recall(
        told,
        query,
        lambda: (*broken(snapshot, rows, query.lang), *caveats(snapshot, rows, query.lang)),
        _KEPT,
    )


def broken(snapshot: Snapshot, rows: pd.DataFrame, lang: str) -> list[str]:
    """For each metric of the rows and each of its breaks, that figures before and after it are not
    comparable, and why.
    """
    return [
        translate(
            lang,
            "Figures before {day} are not comparable with later ones ({metric}): {reason}",
            day=day,
            metric=metric,
            reason=reason,
        )
        for metric, day, _, reason, _, _ in frames.breaks(
            snapshot.dataset, rows["metric"].unique(), lang
        ).itertuples(index=False)
    ]


def _widening(snapshot: Snapshot, dimensions: str) -> bool:
    """Whether one of the pairs in a cell of dimensions makes the figure count more than
    the whole.
    """
    pairs = (pair.split("=", 1) for pair in dimensions.split(";") if pair)
    return any(snapshot.dataset.dimensions[name].codes[code].widens for name, code in pairs)


def caveats(snapshot: Snapshot, rows: pd.DataFrame, lang: str) -> list[str]:
    """What a reader must not overlook in these rows: which are floors or ceilings, rough, ranges,
    inferred, part of a year, or unchecked.
    """
    wide = rows["dimensions"].map(lambda cell: _widening(snapshot, cell)).astype(bool)
    part = (rows["kind"] == "flow") & ~(
        rows["period_start"].dt.is_year_start & rows["period_end"].dt.is_year_end
    )

    kinds: list[tuple[pd.Series[bool], Callable[[int, str], str]]] = [
        (
            rows["comparator"] != "=",
            lambda n, names: translate_n(
                lang,
                "{n} row gives only a lower or upper bound: {names}",
                "{n} rows give only a lower or upper bound: {names}",
                n,
                names=names,
            ),
        ),
        (
            rows["approximate"],
            lambda n, names: translate_n(
                lang,
                "{n} row is approximate: {names}",
                "{n} rows are approximate: {names}",
                n,
                names=names,
            ),
        ),
        (
            rows["change_unit"] != "",
            lambda n, names: translate_n(
                lang,
                "{n} row is a change as its article states it, and no level: {names}",
                "{n} rows are changes as their articles state them, and no levels: {names}",
                n,
                names=names,
            ),
        ),
        (
            rows["revised_by"] != "",
            lambda n, names: translate_n(
                lang,
                "{n} row was revised since, as revised_by names, and is not current: {names}",
                "{n} rows were revised since, as revised_by names, and are not current: {names}",
                n,
                names=names,
            ),
        ),
        (
            rows["aim"] != "",
            lambda n, names: translate_n(
                lang,
                "{n} row is planned, a target or a forecast, and did not happen by what its "
                "article says: {names}",
                "{n} rows are planned, targets or forecasts, and did not happen by what their "
                "articles say: {names}",
                n,
                names=names,
            ),
        ),
        (
            rows["value"].isna() & (rows["change_unit"] == ""),
            lambda n, names: translate_n(
                lang,
                "{n} row is a range and has no single value: {names}",
                "{n} rows are ranges and have no single value: {names}",
                n,
                names=names,
            ),
        ),
        (
            part,
            lambda n, names: translate_n(
                lang,
                "{n} row covers part of a year: {names}",
                "{n} rows cover parts of years: {names}",
                n,
                names=names,
            ),
        ),
        (
            rows["period_inferred"],
            lambda n, names: translate_n(
                lang,
                "{n} row has an inferred period: {names}",
                "{n} rows have inferred periods: {names}",
                n,
                names=names,
            ),
        ),
        (
            ~rows["area"].isin(["KZ", *SUBDIVISIONS]),
            lambda n, names: translate_n(
                lang,
                "{n} row is not about Kazakhstan, or not about it alone: {names}",
                "{n} rows are not about Kazakhstan, or not about it alone: {names}",
                n,
                names=names,
            ),
        ),
        (
            (rows["dimensions"] != "") & ~wide,
            lambda n, names: translate_n(
                lang,
                "{n} row is of a part, which dimensions names, and not of the whole: {names}",
                "{n} rows are of a part, which dimensions names, and not of the whole: {names}",
                n,
                names=names,
            ),
        ),
        (
            wide,
            lambda n, names: translate_n(
                lang,
                "{n} row counts more than the metric’s own words say, as dimensions names: {names}",
                "{n} rows count more than the metric’s own words say, as dimensions names: {names}",
                n,
                names=names,
            ),
        ),
        (
            rows["obs_status"].isin(["D", "E", "P", "U"]),
            lambda n, names: translate_n(
                lang,
                "{n} row differs in its definition, is estimated, provisional or of low "
                "reliability (obs_status): {names}",
                "{n} rows differ in their definition, are estimated, provisional or of low "
                "reliability (obs_status): {names}",
                n,
                names=names,
            ),
        ),
        (
            rows["check"] == "fails",
            lambda n, names: translate_n(
                lang,
                "{n} row failed its check and is no evidence: {names}",
                "{n} rows failed their check and are no evidence: {names}",
                n,
                names=names,
            ),
        ),
        (
            rows["check"] == "confirmed",
            lambda n, names: translate_n(
                lang,
                "{n} row is confirmed by a person, where the machine could not decide: {names}",
                "{n} rows are confirmed by a person, where the machine could not decide: {names}",
                n,
                names=names,
            ),
        ),
        (
            rows["check"] == "cited",
            lambda n, names: translate_n(
                lang,
                "{n} row is cited, its words not on record: {names}",
                "{n} rows are cited, their words not on record: {names}",
                n,
                names=names,
            ),
        ),
        (
            ~rows["check"].isin(["matches source", "confirmed", "cited", "fails"]),
            lambda n, names: translate_n(
                lang,
                "{n} row is not known to match its source: {names}",
                "{n} rows are not known to match their source: {names}",
                n,
                names=names,
            ),
        ),
    ]
    listed = [(rows.loc[chosen, "record"].tolist(), caveat) for chosen, caveat in kinds]
    return [
        caveat(len(names), ", ".join(names[:12]) + (", …" if len(names) > 12 else ""))
        for names, caveat in listed
        if names
    ]
