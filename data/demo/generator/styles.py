"""How each source writes its deliveries: the habits of its department.

One row a source of ready figures: format, how dates are written, how areas are written, how large numbers
are written. `sources/<id>.yaml` of the package describes the same from the reader's side.
"""

from __future__ import annotations

from dataclasses import dataclass

DAY_FORMS = ("%Y/%-m/%-d", "%Y%m%d", "%Y年%-m月%-d日", "roc", "%Y-%m-%d")


@dataclass(frozen=True)
class Style:
    """One department's habit. `wan`: measures written in units of ten thousand."""

    source: str
    department: str
    grain: str
    level: str
    kind: str  # gbk_banner utf8_csv big_excel excel json jsonl tsv parquet ods wide sql
    dates: str
    areas: str  # name short code full spaced
    wan: tuple[str, ...] = ()


STYLES = (
    Style("service_monthly", "gov_service", "month", "street", "big_excel", "%Y年%-m月", "name"),
    Style(
        "hall_daily",
        "gov_service",
        "day",
        "district",
        "gbk_banner",
        "%Y/%-m/%-d",
        "short",
        ("hall_visitors",),
    ),
    Style("service_items", "gov_service", "month", "district", "json", "%Y-%m", "full"),
    Style("service_survey", "gov_service", "quarter", "district", "ods", "%YQ", "name"),
    Style("app_users", "gov_service", "month", "city", "tsv", "%Y%m", "name", ("app_mau",)),
    Style("hotline_calls", "hotline", "day", "district", "gbk_banner", "roc", "short"),
    Style("city_ops_monthly", "city_ops", "month", "district", "wide", "%Y年%-m月", "spaced"),
    Style("city_ops_weekly", "city_ops", "week", "city", "tsv", "%Y-%m-%d", "name"),
    Style("alerts_weekly", "city_ops", "week", "district", "ods", "%Y-%m-%d", "name"),
    Style("alerts_daily", "city_ops", "day", "district", "parquet", "%Y-%m-%d", "code"),
    Style("city_ops_quarterly", "city_ops", "quarter", "district", "excel", "%Y年Q季度", "name"),
    Style("data_monthly", "data_bureau", "month", "city", "json", "%Y-%m", "name"),
    Style("data_weekly", "data_bureau", "week", "city", "jsonl", "%Y-%m-%d", "code"),
    Style("data_daily", "data_bureau", "day", "city", "sql", "%Y-%m-%d", "code"),
    Style("iot_daily", "data_bureau", "day", "district", "jsonl", "%Y-%m-%d", "code"),
    Style(
        "traffic_daily",
        "traffic_police",
        "day",
        "district",
        "gbk_banner",
        "%Y年%-m月%-d日",
        "name",
        ("tr_peak_vkm",),
    ),
    Style("traffic_deaths", "traffic_police", "month", "district", "excel", "%Y-%m", "short"),
    Style("traffic_signals", "traffic_police", "quarter", "district", "utf8_csv", "%YQ", "full"),
    Style("bus_daily", "transport", "day", "district", "utf8_csv", "%Y%m%d", "name"),
    Style("passengers_monthly", "transport", "month", "district", "wide", "%Y年%-m月", "name", ("pt_trips",)),
    Style("police_daily", "public_security", "day", "district", "gbk_banner", "%Y-%m-%d", "spaced"),
    Style("crime_monthly", "public_security", "month", "district", "big_excel", "%Y年%-m月", "name"),
    Style("hazards_weekly", "emergency", "week", "district", "utf8_csv", "%Y/%-m/%-d", "short"),
    Style("safety_monthly", "emergency", "month", "district", "excel", "%Y年%-m月", "name"),
    Style("fire_daily", "fire_rescue", "day", "district", "jsonl", "%Y-%m-%d", "name"),
    Style("air_daily", "ecology", "day", "district", "json", "%Y-%m-%d", "code"),
    Style("ecology_monthly", "ecology", "month", "district", "utf8_csv", "%Y%m", "name"),
    Style("noise_quarterly", "ecology", "quarter", "district", "excel", "%Y年Q季度", "short"),
    Style("waste_weekly", "urban_mgmt", "week", "district", "gbk_banner", "%Y/%-m/%-d", "name"),
    Style("waste_monthly", "urban_mgmt", "month", "district", "big_excel", "%Y年%-m月", "name", ("msw_t",)),
    Style("flood_daily", "water", "day", "district", "utf8_csv", "%Y-%m-%d", "short"),
    Style("water_monthly", "water", "month", "district", "json", "%Y-%m", "name"),
    Style("water_network", "water", "quarter", "district", "ods", "%YQ", "name"),
    Style("power_monthly", "energy", "month", "district", "tsv", "%Y-%m", "name", ("pw_customers",)),
    Style("power_load", "energy", "day", "city", "parquet", "%Y-%m-%d", "code"),
    Style("hospital_daily", "health", "day", "district", "gbk_banner", "%Y%m%d", "name", ("hp_visits",)),
    Style("health_monthly", "health", "month", "district", "excel", "%Y年%-m月", "name"),
    Style("school_annual", "education", "year", "district", "excel", "%Y年", "name"),
    Style("housing_monthly", "housing", "month", "district", "wide", "%Y年%-m月", "short"),
    Style("wages_monthly", "hrss", "month", "district", "utf8_csv", "%Y%m", "name"),
    Style("labour_monthly", "hrss", "month", "city", "tsv", "%Y-%m", "name", ("lf_labour", "lf_unemployed")),
    Style("community_quarterly", "civil_affairs", "quarter", "street", "big_excel", "%Y年Q季度", "name"),
    Style("market_monthly", "market_reg", "month", "street", "utf8_csv", "%Y-%m", "name"),
    Style("economy_monthly", "econ", "month", "district", "gbk_banner", "%Y年%-m月", "name", ("population",)),
    Style("disclosure_monthly", "econ", "month", "city", "json", "%Y-%m", "name"),
    Style("decisions_quarterly", "econ", "quarter", "district", "excel", "%YQ", "name"),
)

# Case records: one row an event. Their measures are counted from the records, not written as figures.
RECORD_MEASURES = {
    "hotline_tickets": (
        "hl_tickets", "hl_tickets_contacted", "hl_closed", "hl_repeat", "hl_revisited", "hl_resolved", "hl_satisfied",
    ),
    "city_events": (
        "ev_dispatched", "ev_responded", "ev_response_minutes", "ev_responded_on_time", "ev_due",
        "ev_closed_on_time", "ev_closed", "ev_reopened",
    ),
    "urban_cases": ("um_due", "um_on_time", "rd_due", "rd_on_time"),
}  # fmt: skip
