"""Money by donor."""

from kzstats.render import streamlit

streamlit.show("funding")
