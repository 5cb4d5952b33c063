"""The index: everything that is counted, by topic, to be searched."""

from kzstats.render import streamlit

streamlit.show("metrics")
