"""What gunicorn serves."""

from __future__ import annotations

from app.bootstrap import build_app
from app.settings import Settings

app = build_app(Settings())
server = app.server

# A worker that has not yet rendered an index answers 500 for component scripts
# (plotly/dash#3971), so each renders one before it takes requests.
server.test_client().get("/public")
