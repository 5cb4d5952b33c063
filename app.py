"""The ASGI application: the dashboard, the data addresses, headers and compression in
one process.
"""

import gc
import sys
from pathlib import Path

import streamlit as st
from starlette.routing import Mount

sys.path.insert(
    0, str(Path(__file__).parent / "src")
)  # the requirements, which are checked by their hashes, cannot name this folder
gc.disable()  # what is imported stays: to look through it again and again takes a fifth of a start

from kzstats import settings
from kzstats.query import versions
from kzstats.render import press
from kzstats.serve import api, desk, guard, web

guard.begin()
printer = press.Press()
counter = desk.Desk(printer)
app = st.App(
    "pages/frame.py",
    routes=[
        *(
            Mount(path, api.application(versions.store(), settings.base_url(), counter))
            for path in web.api_paths()
        ),
        api.well_known(),
        *web.routes(),
    ],
    middleware=web.middleware(),
    lifespan=web.lifespan(counter.close, printer.stop),
    on_script_error=web.failed,
)
gc.enable()
