"""The indicator centre: the one way to a number.

Every page, export, report and API answer asks `IndicatorCentre`; nobody else divides.
"""

from app.indicators.centre import IndicatorCentre
from app.indicators.query import COLUMNS, COMPARISON_COLUMNS, IndicatorQuery, State

__all__ = ["COLUMNS", "COMPARISON_COLUMNS", "IndicatorCentre", "IndicatorQuery", "State"]
