"""The whole in a minute: the first chart, then one line for every other metric."""

from kzstats.render import streamlit

streamlit.show("overview")
