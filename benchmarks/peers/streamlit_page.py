"""In plain Streamlit, with its settings as they come: ``streamlit run streamlit_page.py``."""

import os

import pandas as pd
import plotly.express as px
import streamlit as st


@st.cache_data
def load() -> pd.DataFrame:
    """The figures, copied for every run as Streamlit's guide has it."""
    frame = pd.read_csv(os.environ["FIGURES"], parse_dates=["period_start"])
    return frame.assign(year=frame["period_start"].dt.year)


st.set_page_config(page_title="Cases and convictions", layout="wide")
frame = load()
years = sorted(frame["year"].unique())
with st.sidebar:
    first = st.selectbox("From year", years)
    last = st.selectbox("To year", years, index=len(years) - 1)
    sources = st.multiselect("Source", frame["source"].unique())
selected = frame[frame["year"].between(first, last)]
if sources:
    selected = selected[selected["source"].isin(sources)]

st.title("Cases and convictions")
for title, rows in selected.groupby("metric_title", sort=False):
    totals = rows.groupby("year", as_index=False)["value"].sum()
    st.plotly_chart(px.bar(totals, x="year", y="value", title=title))
st.dataframe(selected)
st.download_button("Download CSV", selected.to_csv(index=False), "figures.csv", "text/csv")
