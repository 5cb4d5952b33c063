"""Events and their participants."""

from kzstats.render import streamlit

streamlit.show("cooperation")
