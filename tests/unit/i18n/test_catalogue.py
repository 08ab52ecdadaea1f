"""Every text in both languages, with the same placeholders; no words for people in code."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from app.domain.errors import CockpitError
from app.i18n import explain, translator
from app.i18n.catalogue import text_files, words

APP = Path(__file__).resolve().parents[3] / "app"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_text_has_both_languages_and_the_same_placeholders() -> None:
    assert len(words()) > 50
    for key, text in words().items():
        assert text.zh.strip(), key
        assert text.en.strip(), key
        assert placeholders(text.zh) == placeholders(text.en), key
        assert not CHINESE.search(text.en), key


def test_no_chinese_stands_in_code() -> None:
    files = sorted(APP.rglob("*.py"))
    assert len(files) > 30
    for path in files:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = {
            node.body[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documented:
                # How departments write dates, numbers and units is data of the field, kept in ingest.
                if path.is_relative_to(APP / "ingest"):
                    continue
                assert not CHINESE.search(node.value), f"{path}:{node.lineno}: {node.value}"


def test_every_key_that_code_names_exists() -> None:
    named = set()
    for path in APP.rglob("*.py"):
        for match in re.finditer(r"""\bt\(\s*"([a-z0-9_.]+)"[,)]""", path.read_text(encoding="utf-8")):
            named.add((match.group(1), path.name))
    assert len(named) > 30
    assert not {(key, name) for key, name in named if key not in words()}


def test_every_error_that_code_raises_can_be_explained() -> None:
    codes = set()
    for path in APP.rglob("*.py"):
        for match in re.finditer(
            r"""(?:CockpitError|FileRefused|Problem)\(\s*(?:code=)?"([a-z_]+)\"""",
            path.read_text(encoding="utf-8"),
        ):
            codes.add(match.group(1))
    assert "bad_period" in codes
    missing = {c for c in codes for part in ("message", "remedy") if f"errors.{c}.{part}" not in words()}
    assert not missing


def test_an_error_says_what_and_what_to_do_in_the_readers_language() -> None:
    error = CockpitError("bad_period", text="March")
    assert "March" in explain(error, "en")[0]
    assert CHINESE.search(explain(error, "zh")[1])


def test_an_unknown_key_is_a_fault_and_an_unknown_language_is_chinese() -> None:
    with pytest.raises(KeyError):
        translator("en")("no.such.key")
    assert translator("fr").lang == "zh"


def test_each_file_of_words_is_found() -> None:
    prefixes = {prefix for prefix, _ in text_files()}
    assert {"errors", "format", "services", "ui"} <= prefixes
