"""One planted fault a line: where, what stands there, what is put instead, the code, the text of the line meant."""

HOT = "departments/hotline"
RATE = f"{HOT}/indicators/connect_rate.yaml"
TOTAL = f"{HOT}/indicators/requests_total.yaml"
INDEX = f"{HOT}/indicators/service_index.yaml"
LOAD = f"{HOT}/indicators/load_balance.yaml"
BAND = "departments/water/indicators/water_pressure.yaml"
CALLS = f"{HOT}/sources/daily_calls.yaml"
TICKETS = f"{HOT}/sources/tickets.yaml"
GAUGES = "departments/water/sources/gauges.yaml"
TARGETS = f"{HOT}/targets.csv"
MEASURES = f"{HOT}/measures.yaml"
GEO = "areas.geojson"
SQUARE = "[[[1, 0], [1, 1], [2, 1], [2, 0], [1, 0]]]"

SHAPE = [
    ("city.yaml", "area: ", "aera: 1\narea: ", "unknown_key", "aera"),
    ("city.yaml", 'area: "880100"\n', "", "missing_key", "name:"),
    ("city.yaml", "demonstration: true", "demonstration: perhaps", "not_true_or_false", "perhaps"),
    ("city.yaml", "today: 2025-06-15", "today: soon", "not_a_date", "soon"),
    ("city.yaml", "today: 2025-06-15", "today: 2025-02-30", "bad_value", "2025-02-30"),
    ("city.yaml", "Asia/Shanghai", "Asia/Shanghia", "unknown_time_zone", "Shanghia"),
    ("city.yaml", "{year_start: 4}", "{year_start: 13}", "out_of_bounds", "13"),
    ("city.yaml", "en: Smallton", 'en: ""', "empty_text", "小城"),
    ("city.yaml", "en: Smallton", "en: [Smallton]", "not_a_text", "小城"),
    ("city.yaml", "name: {zh: 小城, en: Smallton}", "name: 小城", "not_a_mapping", "小城"),
    ("city.yaml", "calendar:", "time_zone: UTC\ncalendar:", "key_twice", "UTC"),
    ("city.yaml", "{year_start: 4}", "{year_start: 4", "yaml_broken", "today"),
    ("city.yaml", "{zh: 供给, en: Supply}", "&a {zh: 供给, en: Supply}\n  other: *a", "yaml_alias", "other"),
    (MEASURES, "grain: day\n  level: street", "grain: dya\n  level: street", "not_one_of", "dya"),
    (MEASURES, "id: requests", "id: Requests!", "bad_id", "Requests!"),
    (RATE, "target: 95", "target: high", "not_a_number", "high"),
    (RATE, "aliases: [接听率]", "aliases: 接听率", "not_a_list", "接听率"),
    (RATE, "valid_range: [0, 100]", "valid_range: [0, 50, 100]", "wrong_length", "50"),
    (INDEX, "theme: service", "theme: nowhere", "unknown_theme", "nowhere"),
    (INDEX, "theme: service", "theme: service\ngoal: nowhere", "unknown_goal", "nowhere"),
    ("city.yaml", "departments: [hotline]", "departments: [nowhere]", "unknown_department_id", "nowhere"),
    ("city.yaml", "covariates: [requests]", "covariates: [nowhere]", "unknown_measure", "nowhere"),
    ("city.yaml", "indicators: [connect_rate]", "indicators: [nowhere]", "unknown_indicator_id", "nowhere"),
    (TARGETS, "first year", "first year,more", "row_length", "first year"),
    (TARGETS, "owner,reason_zh", "ownr,reason_zh", "missing_key", "ownr"),
    (GEO, '"features": [', '"features": [[', "json_broken", "]}"),
]

AREAS = [
    ("areas.yaml", '"880101002"', '"880101001"', "id_twice", "集市"),
    ("areas.yaml", "集市街道", "桥 头 街 道", "area_name_twice", "桥 头"),
    (
        "areas.yaml",
        'parent: "880102", name: {zh: 磨',
        'parent: "880109", name: {zh: 磨',
        "unknown_area_code",
        "磨坊",
    ),
    (
        "areas.yaml",
        'parent: "880102", name: {zh: 磨',
        'parent: "880100", name: {zh: 磨',
        "parent_level",
        "磨坊",
    ),
    ("areas.yaml", 'level: street, parent: "880103"', "level: street", "area_without_parent", "山脚"),
    ("areas.yaml", "level: city,", 'level: city, parent: "880101",', "city_with_parent", "level: city"),
    (
        "areas.yaml",
        'level: district, parent: "880100", name: {zh: 西',
        "level: city, name: {zh: 西",
        "second_city",
        "西区",
    ),
    ("city.yaml", 'area: "880100"', 'area: "880101"', "city_is_not_city", "880101"),
    ("areas.yaml", 'peers: ["880102"]', 'peers: ["880101002"]', "peer_level", "东区"),
    (
        "areas.yaml",
        "valid_from: 2024-01-01",
        "valid_from: 2024-01-01, valid_to: 2023-01-01",
        "dates_reversed",
        "北区",
    ),
]

INDICATORS = [
    (TOTAL, "name: {zh: 诉求量", "name: {zh: 接听率", "indicator_name_twice", "接听率"),
    (RATE, "read_with: [requests_total]", "read_with: [requests_totl]", "unknown_indicator_id", "totl"),
    (RATE, "read_with: [requests_total]", "read_with: [connect_rate]", "names_itself", "read_with"),
    (BAND, "also_departments: [hotline]", "also_departments: [hotlin]", "unknown_department_id", "hotlin]"),
    (RATE, "numerator: [calls_answered]", "numerator: [calls_answerd]", "unknown_measure", "answerd"),
    (
        RATE,
        "numerator: [calls_answered]",
        "numerator: [calls_answered, calls_answered]",
        "measure_twice",
        "numerator",
    ),
    (RATE, "  denominator: [calls_offered]\n", "", "formula_lacks", "formula:"),
    (
        TOTAL,
        "numerator: [requests]",
        "numerator: [requests], annualise: true",
        "formula_surplus",
        "annualise",
    ),
    (
        RATE,
        "numerator: [calls_answered]",
        "numerator: [calls_answered, requests]",
        "measures_differ",
        "numerator",
    ),
    (TOTAL, "grain: month", "grain: day\ngrian: 1", "unknown_key", "grian"),
    (INDEX, "parts: {connect_rate: 2,", "parts: {connect_rate: 0,", "bad_weight", "parts"),
    (INDEX, "parts: {connect_rate: 2,", "parts: {requests_total: 2,", "part_not_scored", "parts"),
    (INDEX, "parts: {connect_rate: 2,", "parts: {service_index: 2,", "formula_cycle", "parts"),
    (RATE, "red_line: 85", "red_line: 97", "thresholds_order", "red_line"),
    (RATE, "red_line: 85\n", "", "threshold_alone", "target: 95"),
    (RATE, "target: 95", "target: 195", "outside_valid_range", "195"),
    (RATE, "red_line: 85", "red_line: 85\nred_band: [1, 2]", "threshold_of_other_direction", "red_band"),
    (RATE, "valid_range: [0, 100]", "valid_range: [100, 0]", "range_reversed", "valid_range"),
    (BAND, "red_band: [70, 100]", "red_band: [92, 100]", "bands_not_nested", "red_band"),
    (TOTAL, "scored: false", "critical: true\nscored: false", "critical_not_scored", "critical"),
    (LOAD, "scored: false", "scored: true", "scored_without_target", "scored"),
    (RATE, "zh: 市民来电", "zh: " + "市民来电" * 40, "plain_too_long", "plain"),
    (f"{HOT}/department.yaml", "contact: {zh: 值班室, en: duty desk}", "", "public_without_contact", "name"),
    (
        BAND,
        "{who: aggregated_only}",
        "{who: aggregated_only, level: street}",
        "aggregated_below_city",
        "publication",
    ),
    (RATE, "number: 2, valid_from: 2024-01-01,", "number: 2,", "version_without_day", "number: 2"),
    (
        RATE,
        "number: 2, valid_from: 2024-01-01",
        "number: 2, valid_from: 2022-01-01",
        "versions_order",
        "number: 2",
    ),
    (
        RATE,
        "{number: 1, valid_from: 2023-01-01}",
        "{number: 1, breaks_series: true}",
        "first_version_breaks",
        "number: 1",
    ),
    (RATE, "note: {zh: 不再计转接, en: transfers no longer count}, ", "", "break_without_note", "number: 2"),
    ("policies.yaml", "[connect_rate]", "[conect_rate]", "unknown_indicator_id", "conect"),
]

TARGET_ROWS = [
    (TARGETS, "connect_rate,880103", "connect_rat,880103", "unknown_indicator_id", "new centre"),
    (TARGETS, "connect_rate,880103", "connect_rate,880109", "unknown_area_code", "new centre"),
    (TARGETS, "hotline,新建中心", "htline,新建中心", "unknown_department_id", "new centre"),
    (TARGETS, "hotline,新建中心", ",新建中心", "target_without_owner", "new centre"),
    (TARGETS, "新建中心,new centre", "新建中心,", "target_without_reason", "新建中心"),
    (TARGETS, "2025-03-31", "2025-04-01", "targets_overlap", "extension"),
    (TARGETS, "2025-03-31", "2024-03-31", "dates_reversed", "first year"),
    (TARGETS, "connect_rate,880103", "water_pressure,880103", "target_of_other", "new centre"),
    (TARGETS, "90,80,", "80,90,", "thresholds_order", "new centre"),
    (TARGETS, "90,80,", ",,", "target_empty", "new centre"),
]

SOURCES = [
    (CALLS, "share: no", "share: no\nid: other", "unknown_key", "id: other"),
    (CALLS, "calls_offered: {sum", "calls_ofered: {sum", "unknown_measure", "calls_ofered"),
    (CALLS, "calls_offered: {sum", "gauges: {sum", "measure_of_other", "gauges"),
    (CALLS, "period: day\n", "", "measure_without_place", "calls_"),
    (CALLS, "period: day\n", "period: offered\n", "field_type", "period: offered"),
    (CALLS, "area: district\n", "area: distrct\n", "unknown_field", "distrct"),
    (TICKETS, "level: street}", "level: district}", "area_level_differs", "requests"),
    (TICKETS, "unique: [ticket]", "unique: [tiket]", "unknown_field", "tiket"),
    (TICKETS, "not_before: [closed, opened]", "not_before: [kind, opened]", "field_type", "not_before"),
    (TICKETS, "flag: [{field: minutes,", "flag: [{field: quick,", "unknown_field", "quick"),
    (TICKETS, "quick: {flag", "kind: {flag", "field_twice", "kind: {flag"),
    (
        TICKETS,
        "where: [{field: kind, in: [complaint]}]",
        "where: [{field: knd, in: [x]}]",
        "unknown_field",
        "knd",
    ),
    (
        TICKETS,
        "where: [{field: kind, in: [complaint]}]",
        "where: [{field: kind}]",
        "condition_empty",
        "where",
    ),
    (TICKETS, "count: all,", "count: all, sum: minutes,", "exactly_one_of", "count"),
    (CALLS, "{column: 区, in: [合计]}", "{column: 区}", "exactly_one_of", "column"),
    (CALLS, "day: {from: 日期, type", "day: {type", "from_or_const", "day: {type"),
    (
        CALLS,
        "fields:",
        "unpivot: {columns: '^(.+)月$', name: [year, month], value: v}\nfields:",
        "unpivot_groups",
        "unpivot",
    ),
    (CALLS, "type: area, level: district", "type: area", "area_without_level", "area}"),
    (CALLS, "from: 日期, type: date", "from: 日期, type: date, unit: 万", "key_not_for_type", "日期"),
    (
        CALLS,
        "呼入量, type: number, min: 0",
        "呼入量, type: number, min: 9, max: 1",
        "range_reversed",
        "呼入量",
    ),
    (GAUGES, "unit: 百个", "unit: 斗", "unknown_unit", "斗"),
    (GAUGES, r"'^(\d+)月/(合格|全部)$'", "'^((月'", "bad_pattern", "月'"),
    (GAUGES, "header_rows: 2", "header: 0", "bad_header", "header: 0"),
    (CALLS, "format: csv", "format: csv\n  encoding: gbk9", "unknown_encoding", "gbk9"),
    (CALLS, "format: csv", "format: csv\n  delimiter: ab", "bad_delimiter", "ab"),
    (CALLS, 'files: ["calls_*.csv"]', 'files: ["../calls_*.csv"]', "path_outside", "calls_*"),
    (CALLS, "read:", "known: {file: 'calls_.*'}\nread:", "one_group", "calls_."),
    (CALLS, 'files: ["calls_*.csv"]', "files: []", "files_missing", "read:"),
    (CALLS, "format: csv", "format: sql", "sql_incomplete", "read:"),
    (CALLS, "format: csv", "format: csv\n  header: none", "names_missing", "read:"),
]

BOUNDARIES = [
    (GEO, '"FeatureCollection", "features"', '"FeatureCollection", "shapes"', "not_features", "shapes"),
    (GEO, SQUARE, "[[[1, 0], [2, 0], [2, 1], [1, 1], [1, 0]]]", "boundary_anticlockwise", "880102"),
    (GEO, SQUARE, "[[[1, 0], [2, 1], [2, 0], [1, 1], [1, 0]]]", "boundary_invalid", "880102"),
    (GEO, SQUARE, "[[[1, 0], [1, 1]]]", "boundary_not_polygon", "880102"),
    (GEO, SQUARE, "[[[0.9, 0], [0.9, 1], [2, 1], [2, 0], [0.9, 0]]]", "boundaries_overlap", "880101"),
]

FAULTS = [*SHAPE, *AREAS, *INDICATORS, *TARGET_ROWS, *SOURCES, *BOUNDARIES]

# Codes that a planted fault brings along because two rules rightly complain.
ALSO = {
    ("bad_id", "Requests!"): {"unknown_measure"},
    ("missing_key", "ownr"): {"unknown_key"},
    ("second_city", "西区"): {"peer_level", "parent_level"},
    ("target_of_other", "new centre"): {"threshold_of_other_direction"},
}
