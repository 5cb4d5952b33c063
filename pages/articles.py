"""The articles: what each one gave, and what was left out of it."""

from kzstats.render import streamlit

streamlit.show("articles")
