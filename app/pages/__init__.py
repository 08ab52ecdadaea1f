"""The pages: one folder each, found by ordinary import."""

import sys

from app.ui.page import discover

PAGES = discover(sys.modules[__name__])
