"""Recruitment and rehabilitation."""

from kzstats.render import streamlit

streamlit.show("recruitment")
