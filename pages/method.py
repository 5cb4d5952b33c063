"""How figures are taken, drawn, cited and fetched."""

from kzstats.render import streamlit

streamlit.show("method")
