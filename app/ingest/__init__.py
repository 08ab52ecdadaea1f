"""Ingest: departments' files become observations and, row by row, quarantine.

files → readers (text with row numbers) → standardise (typed rows, each with its first problem)
→ gather (areas found) → duplicates → aggregate (measures) → one committed load run a file.
"""

from app.ingest.run import Progress, load_all, load_source

__all__ = ["Progress", "load_all", "load_source"]
