"""A board as a PDF that a meeting can print: words and numbers of the page, set by typst."""

from app.ui.report.content import Judged, Sheet, content
from app.ui.report.render import pdf

__all__ = ["Judged", "Sheet", "content", "pdf"]
