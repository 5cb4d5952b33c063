"""In Panel, with its settings as they come: ``panel serve panel_page.py``."""

import io
import os

import pandas as pd
import panel as pn
import plotly.express as px

pn.extension("plotly", "tabulator")


@pn.cache
def load() -> pd.DataFrame:
    """The figures, read once for all sessions."""
    frame = pd.read_csv(os.environ["FIGURES"], parse_dates=["period_start"])
    return frame.assign(year=frame["period_start"].dt.year)


frame = load()
years = sorted(frame["year"].unique().tolist())
first = pn.widgets.Select(name="From year", options=years)
last = pn.widgets.Select(name="To year", options=years, value=years[-1])
sources = pn.widgets.MultiChoice(name="Source", options=frame["source"].unique().tolist())


def select(first: int, last: int, sources: list[str]) -> pd.DataFrame:
    """The rows that the filters leave."""
    selected = frame[frame["year"].between(first, last)]
    return selected[selected["source"].isin(sources)] if sources else selected


selected = pn.bind(select, first, last, sources)


def chart(rows: pd.DataFrame, metric: str) -> object:
    """One metric's totals by year."""
    totals = rows[rows["metric_title"] == metric].groupby("year", as_index=False)["value"].sum()
    return px.bar(totals, x="year", y="value", title=metric)


def csv(rows: pd.DataFrame) -> io.StringIO:
    """The selection as a file."""
    return io.StringIO(rows.to_csv(index=False))


pn.template.FastListTemplate(
    title="Cases and convictions",
    sidebar=[first, last, sources],
    main=[
        *(
            pn.pane.Plotly(pn.bind(chart, selected, metric), sizing_mode="stretch_width")
            for metric in frame["metric_title"].unique()
        ),
        pn.widgets.Tabulator(selected, pagination="remote", page_size=20),
        pn.widgets.FileDownload(callback=pn.bind(csv, selected), filename="figures.csv"),
    ],
).servable()
