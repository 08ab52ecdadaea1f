"""A door in front of a database server that can be shut while connections pass through it."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit


class Gate:
    """Passes connections on to the server of an address; `url` is the way through."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._pairs: list[socket.socket] = []
        self._left: int | None = None  # bytes that may still pass towards the server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._port = self._listener.getsockname()[1]
        self.url = urlunsplit(parts._replace(netloc=f"{parts.username}@127.0.0.1:{self._port}"))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def shut(self) -> None:
        """Cut every connection and let nobody in."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for side in self._pairs:
            with suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)
            side.close()
        self._pairs.clear()

    def open(self) -> None:
        """Let connections in again."""
        self._left = None
        self._listener = socket.create_server(("127.0.0.1", self._port), reuse_port=True)
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def shut_after(self, size: int) -> None:
        """Shut when so many more bytes have gone to the server."""
        self._left = size

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(self._server)
                self._pairs += [client, server]
                threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while block := one.recv(4096):
                if counted and self._left is not None:
                    self._left -= len(block)
                    if self._left < 0:
                        self.shut()
                        return
                other.sendall(block)
            other.shutdown(socket.SHUT_WR)
