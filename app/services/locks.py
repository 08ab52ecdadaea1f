"""One of many: whoever has the lock of a name works, the others wait; in all processes of a cockpit.

Without Redis the lock is a file's: the system lets go of it when its holder dies, however it dies.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import Lock

import redis
from redis.exceptions import LockError, RedisError

from app.services.cockpit import Lock as Locks

_LONGEST = 60.0  # seconds: nobody waits longer, and a dead holder's lock ends


def file_lock(folder: Path) -> Locks:
    """Locks that are files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def lock(name: str) -> Iterator[object]:
        path = folder / name
        handle = _held(path)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)  # while it is still ours
            os.close(handle)

    return lock


def _held(path: Path) -> int:
    """The open file with its lock, once it is the one of that name: its last holder took it away."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            if path.stat().st_ino == os.fstat(handle).st_ino:
                return handle
        except FileNotFoundError:
            pass
        os.close(handle)


def redis_lock(url: str) -> Locks:
    """Locks in Redis. Without an answer from it everybody works for himself.

    Redis is asked again and again until the lock is free: by one thread of a process for all that wait.
    """
    client = redis.Redis.from_url(url)
    queues = _Queues()

    @contextmanager
    def held(name: str) -> Iterator[object]:
        with queues.turn(name), in_redis(name) as lock:
            yield lock

    @contextmanager
    def in_redis(name: str) -> Iterator[object]:
        lock = client.lock(f"cockpit:lock:{name}", timeout=_LONGEST, sleep=0.01, blocking_timeout=_LONGEST)
        try:
            taken = lock.acquire()
        except RedisError:
            taken = False
        try:
            yield lock
        finally:
            if taken:
                _let_go(lock)

    def make(name: str) -> AbstractContextManager[object]:
        return held(name)

    return make


class _Queues:
    """Locks of this process by name, kept while somebody holds or awaits them."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._locks: dict[str, tuple[AbstractContextManager[bool], int]] = {}

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Nobody else in this process while inside."""
        with self._guard:
            lock, many = self._locks.get(name, (Lock(), 0))
            self._locks[name] = (lock, many + 1)
        try:
            with lock:
                yield
        finally:
            with self._guard:
                lock, many = self._locks.pop(name)
                if many > 1:
                    self._locks[name] = (lock, many - 1)


def _let_go(lock: redis.lock.Lock) -> None:
    with suppress(LockError, RedisError):  # it may have ended by itself
        lock.release()
