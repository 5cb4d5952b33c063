"""Offences, cases and persons by stage: measures of their own, never one."""

from kzstats.render import streamlit

streamlit.show("cases")
