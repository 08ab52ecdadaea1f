"""What a file nobody has described yet holds, and how it could be mapped to a city's measures.

look (bytes → rows of text) → table (header, footer) → columns (kind, unit, dates) → propose (roles, measures)
→ draft (the content of a source). Nothing is written and nothing is decided silently: every guess has a score.
"""

from app.ingest.inspect.columns import Column
from app.ingest.inspect.draft import About, draft_content, draft_notes, field_names
from app.ingest.inspect.look import Look, look
from app.ingest.inspect.match import Match, matches
from app.ingest.inspect.propose import ROLES, Choice, Found, inspect, propose
from app.ingest.inspect.table import Table

__all__ = [
    "ROLES",
    "About",
    "Choice",
    "Column",
    "Found",
    "Look",
    "Match",
    "Table",
    "draft_content",
    "draft_notes",
    "field_names",
    "inspect",
    "look",
    "matches",
    "propose",
]
