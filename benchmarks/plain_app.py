"""What a team would write itself in a day: a board of 12 cards and 6 charts, `read_sql` and plotly.express in
every callback. It reads the same store as the cockpit, found by the same settings; `server` is the WSGI app.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import plotly.express as px
from dash import Dash, Input, Output, dcc, html
from sqlalchemy import create_engine, text

from app.catalogue import load_package
from app.settings import ROOT

CARDS, CHARTS = 12, 6
MONTHS = [f"2025-{month:02d}" for month in range(11, 0, -1)]
EPOCH = date(1970, 1, 1)
engine = create_engine(
    os.environ.get("COCKPIT_STORE_URL") or f"sqlite:///{Path(os.environ['COCKPIT_DATA']) / 'cockpit.db'}"
)
catalogue = load_package(ROOT / "data" / "demo")


def _plain_ratios() -> dict[str, tuple[str, str, str]]:
    """The first twelve indicators that are one measure over another, both added up from districts by day."""
    found = {}
    for indicator in catalogue.indicators.values():
        measures = [catalogue.measure(name) for name in indicator.formula.measures]
        if len(measures) == 2 and all(m.time == "sum" and m.grain == "day" for m in measures):
            found[indicator.id] = (indicator.name.zh, *(m.id for m in measures))
    return dict(list(found.items())[:CARDS])


INDICATORS = _plain_ratios()
DISTRICTS = {area.code: area.name.zh for area in catalogue.children(catalogue.city.area)}
OPTIONS = [{"label": "全市", "value": "all"}] + [{"label": n, "value": c} for c, n in DISTRICTS.items()]
QUERY = """
SELECT m.code AS measure, a.code AS area, p.code AS parent, o.period_start AS day, o.value
FROM observation o JOIN measure m ON m.id = o.measure_id JOIN area a ON a.id = o.area_id
LEFT JOIN area p ON p.id = a.parent_id
WHERE m.code IN ({names}) AND o.period_start BETWEEN :first AND :last
"""


def read(indicators: list[str], month: str, months: int = 13) -> pd.DataFrame:
    """One row an indicator, district and month: numerator and denominator."""
    end = (pd.Period(month, "M") + 1).start_time.date() - timedelta(days=1)
    begin = (pd.Period(month, "M") - months + 1).start_time.date()
    measures = {m for name in indicators for m in INDICATORS[name][1:]}
    query = text(QUERY.format(names=", ".join(f"'{name}'" for name in measures)))
    span = {"first": (begin - EPOCH).days, "last": (end - EPOCH).days}
    frame = pd.read_sql(query, engine, params=span)
    frame["month"] = pd.to_datetime(frame["day"], unit="D").dt.strftime("%Y-%m")
    frame["district"] = frame["area"].where(frame["area"].isin(DISTRICTS), frame["parent"])
    sums = frame.groupby(["measure", "district", "month"])["value"].sum().reset_index()
    parts = []
    for name in indicators:
        _, above, below = INDICATORS[name]
        keys = ["district", "month"]
        both = sums[sums["measure"] == above].merge(sums[sums["measure"] == below], on=keys)
        parts.append(both[keys].assign(indicator=name, above=both["value_x"], below=both["value_y"]))
    return pd.concat(parts, ignore_index=True)


def rates(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Ratios of sums."""
    sums = frame.groupby(by)[["above", "below"]].sum().reset_index()
    return sums.assign(rate=100 * sums["above"] / sums["below"])


def of(frame: pd.DataFrame, area: str) -> pd.DataFrame:
    """The rows of one district, or of all."""
    return frame if area == "all" else frame[frame["district"] == area]


app = Dash(__name__)
server = app.server
app.layout = html.Div(
    [
        dcc.Dropdown(OPTIONS, "all", id="area", clearable=False),
        dcc.Dropdown(MONTHS, MONTHS[0], id="month", clearable=False),
        html.Div(id="cards"),
        *[dcc.Graph(id=f"chart-{number}") for number in range(CHARTS)],
    ]
)


@app.callback(Output("cards", "children"), Input("area", "value"), Input("month", "value"))
def cards(area: str, month: str) -> list[html.Div]:
    """Twelve cards with the month's value and the change against the month before."""
    shown = rates(of(read(list(INDICATORS), month, 2), area), ["indicator", "month"])
    found = []
    for name, rows in shown.groupby("indicator"):
        now, before = rows["rate"].iloc[-1], rows["rate"].iloc[0]
        found.append(html.Div([html.H4(INDICATORS[str(name)][0]), f"{now:.1f} % ({now - before:+.1f})"]))
    return found


def _chart(number: int) -> None:
    name = list(INDICATORS)[number]

    @app.callback(Output(f"chart-{number}", "figure"), Input("area", "value"), Input("month", "value"))
    def chart(area: str, month: str) -> object:
        frame = read([name], month)
        title = INDICATORS[name][0]
        if number % 2:
            last = rates(frame[frame["month"] == month], ["district"]).sort_values("rate")
            return px.bar(last, x="rate", y="district", title=title)
        return px.line(rates(of(frame, area), ["month"]), x="month", y="rate", title=title)


for _number in range(CHARTS):
    _chart(_number)
