"""Units as factors."""

import pytest

from app.catalogue.units import factor


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("个", 1),
        ("百", 100),
        ("万", 1e4),
        ("万件", 1e4),
        ("十万", 1e5),
        ("百万元", 1e6),
        ("千万", 1e7),
        ("亿", 1e8),
        ("千吨", 1e3),
        ("million", 1e6),
        (0.001, 0.001),
        (60, 60),
        ("斗", None),
        ("", None),
        (0, None),
        (-1, None),
    ],
)
def test_factor(unit: float | str, expected: float | None) -> None:
    assert factor(unit) == expected
