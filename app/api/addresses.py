"""Addresses a form may lead back to."""

from __future__ import annotations

from urllib.parse import quote, urlsplit


def own_address(asked: str | None) -> str:
    """The path, query and part of an address of ours; a foreign host in it is dropped."""
    parts = urlsplit(asked or "/")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    return f"{target}#{quote(parts.fragment)}" if parts.fragment else target
