"""The ASGI application: the dashboard, the data addresses, headers and compression in one process."""

import streamlit as st
from starlette.routing import Mount

from kzstats import api, desk, live, press, web

counter = desk.Desk(press.Press())
app = st.App(
    "pages/frame.py",
    routes=[
        *(Mount(path, api.application(live.shelf(), live.home(), counter)) for path in web.api_paths()),
        api.well_known(),
        *web.routes(),
    ],
    middleware=web.middleware(),
    lifespan=web.lifespan,
)
