"""Errors keep their words on the way through the cache."""

from __future__ import annotations

import pickle

import pytest

from app.domain.errors import CockpitError, FileRefused, Forbidden, UnknownArea


@pytest.mark.parametrize(
    "error",
    [
        CockpitError("source_file_gone", file="a.csv"),
        FileRefused("file_empty", file="a.csv", sheet=""),
        UnknownArea("990199"),
        Forbidden("lineage"),
    ],
)
def test_an_error_comes_back_as_it_was(error: CockpitError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (again.code, again.params, str(again)) == (error.code, error.params, str(error))
