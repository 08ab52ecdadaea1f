"""Addresses a form may lead back to."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_address(asked: str | None) -> str:
    """The path and query of an address of ours; a foreign host in it is dropped."""
    parts = urlsplit(asked or "/")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return target if target.startswith("/") and not target.startswith(("//", "/\\")) else "/"
