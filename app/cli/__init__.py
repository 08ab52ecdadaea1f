"""The operator's command: `cockpit check|new|load|serve|query`."""

from app.cli.commands import main

__all__ = ["main"]
