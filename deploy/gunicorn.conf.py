"""gunicorn's settings. `PORT` and `WEB_CONCURRENCY` are honoured as platforms expect."""

import os

bind = os.environ.get("COCKPIT_BIND") or f"127.0.0.1:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
# Every open page holds a thread for its stream of news (at most 200 a process: app/services/live.py);
# the rest answer requests. A waiting thread costs about 0.4 MB and no time.
threads = 256
graceful_timeout = 3  # streams never end by themselves
timeout = 60
accesslog = None
# The app is read and built once, not once a worker: a start takes half as long and workers share memory.
# `app/wsgi.py` leaves nothing open that two processes must not share.
preload_app = True
