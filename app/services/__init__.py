"""Authorise → query → analyse → a frozen view model.

Services know who asks (the actor) and nothing of pages: a view model holds figures and names in
every language, never a formatted string.
"""

from app.services.cockpit import EXTENSION, Cockpit, current

__all__ = ["EXTENSION", "Cockpit", "current"]
