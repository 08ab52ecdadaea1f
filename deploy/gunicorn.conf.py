"""gunicorn's settings. `PORT` and `WEB_CONCURRENCY` are honoured as platforms expect."""

import os

bind = os.environ.get("COCKPIT_BIND") or f"127.0.0.1:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 16
graceful_timeout = 3
timeout = 60
accesslog = None
# The app is read and built once, not once a worker: a start takes half as long and workers share memory.
# `app/wsgi.py` leaves nothing open that two processes must not share.
preload_app = True
