"""Two to four metrics on one line of time."""

from kzstats.render import streamlit

streamlit.show("compare")
