"""In Dash, with its settings as they come: ``python dash_page.py PORT``."""

import os
import sys

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, State, callback, dash_table, dcc, html

frame = pd.read_csv(os.environ["FIGURES"], parse_dates=["period_start"])
frame = frame.assign(year=frame["period_start"].dt.year)
years = sorted(frame["year"].unique().tolist())
metrics = frame["metric_title"].unique().tolist()

app = Dash(title="Cases and convictions")
app.layout = html.Div(
    [
        html.H1("Cases and convictions"),
        dcc.Dropdown(years, years[0], id="first", clearable=False),
        dcc.Dropdown(years, years[-1], id="last", clearable=False),
        dcc.Dropdown(frame["source"].unique().tolist(), multi=True, id="sources"),
        *(dcc.Graph(id=metric) for metric in metrics),
        dash_table.DataTable(
            id="table", columns=[{"name": name, "id": name} for name in frame.columns], page_size=20
        ),
        html.Button("Download CSV", id="button"),
        dcc.Download(id="download"),
    ]
)


def select(first: int, last: int, sources: list[str] | None) -> pd.DataFrame:
    """The rows that the filters leave."""
    selected = frame[frame["year"].between(first, last)]
    return selected[selected["source"].isin(sources)] if sources else selected


@callback(
    [*(Output(metric, "figure") for metric in metrics), Output("table", "data")],
    Input("first", "value"),
    Input("last", "value"),
    Input("sources", "value"),
)
def draw(first: int, last: int, sources: list[str] | None) -> list[object]:
    """The three charts and the table."""
    selected = select(first, last, sources)
    charts = []
    for metric in metrics:
        totals = (
            selected[selected["metric_title"] == metric]
            .groupby("year", as_index=False)["value"]
            .sum()
        )
        charts.append(px.bar(totals, x="year", y="value", title=metric))
    return [*charts, selected.head(200).to_dict("records")]


@callback(
    Output("download", "data"),
    Input("button", "n_clicks"),
    State("first", "value"),
    State("last", "value"),
    State("sources", "value"),
    prevent_initial_call=True,
)
def download(_clicks: int, first: int, last: int, sources: list[str] | None) -> object:
    """The CSV of the selection."""
    return dcc.send_data_frame(select(first, last, sources).to_csv, "figures.csv", index=False)


if __name__ == "__main__":
    app.run(port=int(sys.argv[1]))
