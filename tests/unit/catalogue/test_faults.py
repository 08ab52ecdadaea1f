"""Every planted fault is found at its file and line, and nothing else is blamed."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from app.catalogue import Problem
from app.i18n import explain
from tests.unit.catalogue.faults import ALSO, FAULTS

Plant = Callable[[str, str, str], None]
Problems = Callable[[], tuple[Problem, ...]]
CATALOGUE = Path(__file__).resolve().parents[3] / "app" / "i18n" / "errors" / "catalogue.yaml"


def name(fault: tuple[str, ...]) -> str:
    return f"{fault[3]}-{Path(fault[0]).stem}"


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "meant"), FAULTS, ids=[name(fault) for fault in FAULTS]
)
def test_a_planted_fault_is_found_where_it_stands(
    small: Path, plant: Plant, problems: Problems, file: str, old: str, new: str, code: str, meant: str
) -> None:
    plant(file, old, new)
    found = problems()
    blamed = [problem for problem in found if problem.code == code]
    assert blamed, [str(problem) for problem in found]
    assert blamed[0].file == file
    assert meant in (small / file).read_text(encoding="utf-8").splitlines()[blamed[0].line - 1]
    assert {problem.code for problem in found} == {code} | ALSO.get((code, meant), set())


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "meant"), FAULTS, ids=[name(fault) for fault in FAULTS]
)
def test_a_fault_is_put_into_words_in_both_languages(
    plant: Plant, problems: Problems, file: str, old: str, new: str, code: str, meant: str
) -> None:
    plant(file, old, new)
    for problem in problems():
        for lang in ("zh", "en"):
            message, remedy = explain(problem.error, lang)
            assert message
            assert remedy
            assert "{" not in message + remedy or problem.code == "not_a_mapping"


def test_every_code_of_the_catalogue_is_planted_somewhere() -> None:
    codes = set(yaml.safe_load(CATALOGUE.read_text(encoding="utf-8")))
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py"))
    assert len(codes) > 80
    assert not {code for code in codes if f'"{code}"' not in tests}
