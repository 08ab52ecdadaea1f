"""Servers that tests start for themselves: PostgreSQL and Redis on free ports of 127.0.0.1.

Each lives in a folder of its own under the system's temporary folder and ends with the test session.
A missing program is a failure, never a skip: a suite that silently leaves out a database proves nothing.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

_POSTGRESQL = Path("/usr/lib/postgresql")
_ADVICE = "run `make system-packages`"
_PATIENCE = 30.0


class ServerMissing(RuntimeError):
    """A server's program is not installed, or it did not come up."""


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server; gives its address without a database, e.g. postgresql+psycopg://tests@127.0.0.1:5433."""
    programs = _newest_postgresql()
    user = _unprivileged()
    port = free_port()
    with _folder(user) as folder:
        data = folder / "data"
        _run(
            [programs / "initdb", "-D", data, "-U", "tests", "--auth=trust", "-E", "UTF8", "--no-sync"], user
        )
        settings = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": 60,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        # SIGQUIT: stop at once, there is nothing worth writing to disk.
        with _process([programs / "postgres", "-D", data, *options], folder, user, signal.SIGQUIT) as log:
            _wait(lambda: _answers_sql(port), "PostgreSQL", log)
            yield f"postgresql+psycopg://tests@127.0.0.1:{port}"


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis server that keeps nothing; gives its address."""
    program = shutil.which("redis-server")
    if program is None:
        raise ServerMissing(f"redis-server is not installed: {_ADVICE}")
    port = free_port()
    with _folder(None) as folder:
        options = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        with _process([program, *options], folder, None, signal.SIGTERM) as log:
            _wait(lambda: bool(redis.Redis(port=port).ping()), "Redis", log)
            yield f"redis://127.0.0.1:{port}/0"


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _newest_postgresql() -> Path:
    found = [p.parent for p in _POSTGRESQL.glob("*/bin/postgres") if (p.parent / "initdb").exists()]
    if not found:
        raise ServerMissing(f"PostgreSQL is not installed under {_POSTGRESQL}: {_ADVICE}")
    return max(found, key=lambda folder: float(folder.parent.name))


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as the system's user for it."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise ServerMissing(f"there is no user `postgres` to run PostgreSQL: {_ADVICE}") from None


@contextmanager
def _folder(owner: str | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="cockpit-server-"))
    try:
        if owner is not None:
            shutil.chown(folder, owner)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as(user: str | None) -> dict[str, object]:
    if user is None:
        return {}
    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _run(command: list[object], user: str | None) -> None:
    done = subprocess.run(
        [str(part) for part in command], cwd="/", capture_output=True, text=True, check=False, **_as(user)
    )
    if done.returncode:
        raise ServerMissing(f"{command[0]} failed: {done.stderr}")


@contextmanager
def _process(command: list[object], folder: Path, user: str | None, stop: signal.Signals) -> Iterator[Path]:
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(part) for part in command], cwd="/", stdout=out, stderr=out, **_as(user)
        )
    try:
        yield log
    finally:
        process.send_signal(stop)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers_sql(port: int) -> bool:
    with psycopg.connect(host="127.0.0.1", port=port, user="tests", dbname="postgres", connect_timeout=5):
        return True


def _wait(ready: Callable[[], bool], name: str, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            if ready():
                return
        except (psycopg.OperationalError, redis.ConnectionError):
            pass
        if time.monotonic() > deadline:
            raise ServerMissing(
                f"{name} did not come up in {_PATIENCE:.0f} s:\n{log.read_text(errors='replace')}"
            )
        time.sleep(0.05)
