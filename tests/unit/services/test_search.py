"""Search: one way to find an indicator by whatever a person types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import Catalogue
from app.services.search import find, suggestions


def ids(demo: Catalogue, words: str) -> list[str]:
    return [indicator.id for indicator in find(demo, demo.indicators.values(), words)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("12345接通率", "hotline_connect_rate"),
        ("接通", "hotline_connect_rate"),  # a part of the name
        ("上线率", "online_service_coverage"),  # an alias
        ("MAU", "app_monthly_active_users"),
        ("yongdu", "congestion_index"),  # pinyin
        ("jtyd", "congestion_index"),  # initials
        ("gaofengyongdulv", "peak_congestion_rate"),
        ("ambulance time", "ems_response_minutes"),
        ("hotline_wait_seconds", "hotline_wait_seconds"),
        ("12345 等待", "hotline_wait_seconds"),  # two words, both met
        ("ＰＭ２.５", "pm25_mean"),  # wide forms
    ],
)
def test_what_a_person_types_finds_what_was_meant(demo: Catalogue, words: str, first: str) -> None:
    assert ids(demo, words)[0] == first


def test_measures_lead_to_their_indicators(demo: Catalogue) -> None:
    for measure in demo.measures.values():
        using = {i.id for i in demo.indicators.values() if measure.id in i.formula.measures}
        assert using <= set(ids(demo, measure.name.zh)), measure.id
        assert using <= set(ids(demo, measure.name.en)), measure.id


def test_every_word_must_be_met_and_nothing_finds_all(demo: Catalogue) -> None:
    assert ids(demo, "接通 zzzz") == []
    assert ids(demo, "  ") == list(demo.indicators)


def test_an_english_word_begins_where_a_word_begins(demo: Catalogue) -> None:
    assert "hotline_connect_rate" in ids(demo, "calls")
    assert ids(demo, "alls") == []  # no word begins so


def test_nothing_found_suggests_what_may_be_meant(demo: Catalogue) -> None:
    one_word = suggestions(demo, demo.indicators.values(), "接通 快慢")
    assert one_word[0].id == "hotline_connect_rate"
    misspelt = suggestions(demo, demo.indicators.values(), "congstion indx")
    assert misspelt[0].id == "congestion_index"
    assert suggestions(demo, demo.indicators.values(), "ééé") == []


@given(st.text(max_size=12))
def test_whatever_is_typed_is_answered(demo: Catalogue, words: str) -> None:
    found = find(demo, demo.indicators.values(), words)
    assert len({indicator.id for indicator in found}) == len(found)
