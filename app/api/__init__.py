"""Addresses that give data or carry out what people do. Each asks a service, as the pages do."""

from app.api import actions, do_trust, push
from app.api.routes import blueprint

__all__ = ["actions", "blueprint", "do_trust", "push"]
