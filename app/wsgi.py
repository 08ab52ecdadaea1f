"""What gunicorn serves."""

from __future__ import annotations

import atexit
import gc

import ibis.backends.duckdb  # noqa: F401  imported at first use: workers find it there, before the first push

from app.bootstrap import build_app
from app.settings import Settings

app = build_app(Settings())
server = app.server

# A server that has not yet rendered an index answers 500 for component scripts
# (plotly/dash#3971), so it renders one before it takes requests.
server.test_client().get("/public")
# Workers are forked from here, and a connection to the database belongs to one process.
server.extensions["cockpit"].store.dispose()
# What stands now stands until the server ends. Left to the collector, the half million objects of the libraries
# and the catalogue would be looked through again and again, 0.15 s in the middle of somebody's page.
gc.collect()
gc.freeze()
atexit.register(gc.unfreeze)  # libraries that count what they leave behind find it tidied away
