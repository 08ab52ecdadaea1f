"""Addresses that give data rather than pages. Each asks a service, as the pages do."""

from app.api.routes import blueprint

__all__ = ["blueprint"]
