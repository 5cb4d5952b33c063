"""What runs first: navigation, filters, and the page that the address names."""

from pathlib import Path

from kzstats.render import streamlit

streamlit.frame(Path(__file__).parent)
