"""Every figure in the selection, with the words that hold it."""

from kzstats.render import streamlit

streamlit.show("records")
