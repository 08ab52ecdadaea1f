"""The translation catalogue: found once, read-only afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from app.domain.errors import CockpitError
from app.domain.text import DEFAULT_LANGUAGE, LANGUAGES, Text

_APP = Path(__file__).resolve().parents[1]


def text_files() -> Iterator[tuple[str, Path]]:
    """(prefix, file) of every file of words, in a fixed order."""
    for path in sorted((_APP / "i18n").glob("*.yaml")):
        yield path.stem, path
    for path in sorted((_APP / "i18n" / "errors").glob("*.yaml")):
        yield "errors", path
    for path in sorted((_APP / "ui").glob("*.yaml")):
        yield "ui" if path.stem == "text" else f"ui.{path.stem}", path
    for path in sorted((_APP / "pages").glob("*/text.yaml")):
        yield path.parent.name, path
    for folder in ("services", "api", "jobs", "cli"):
        path = _APP / folder / "text.yaml"
        if path.exists():
            yield folder, path


def _leaves(prefix: str, node: Any, path: Path) -> Iterator[tuple[str, Text]]:
    if not isinstance(node, dict):
        message = f"{path}: {prefix} is not a mapping of languages"
        raise TypeError(message)
    if set(node) == set(LANGUAGES):
        yield prefix, Text(zh=str(node["zh"]), en=str(node["en"]))
        return
    for key, child in node.items():
        yield from _leaves(f"{prefix}.{key}", child, path)


@lru_cache(maxsize=1)
def words() -> dict[str, Text]:
    """Every text of the product by key. Raises ValueError when two files define one key."""
    found: dict[str, Text] = {}
    for prefix, path in text_files():
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for key, text in _leaves(prefix, content, path):
            if key in found:
                message = f"{path}: {key} is defined twice"
                raise ValueError(message)
            found[key] = text
    return found


class Translator:
    """Says a key in one language: `t("ui.status.on_target")`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else DEFAULT_LANGUAGE

    def __call__(self, key: str, **params: Any) -> str:
        """The text of `key`, placeholders filled. Raises KeyError for an unknown key."""
        text = words()[key].get(self.lang)
        return text.format(**params) if params else text

    def name(self, text: Text) -> str:
        """A name that came with the city package."""
        return text.get(self.lang)

    def has(self, key: str) -> bool:
        """Whether the catalogue holds the key."""
        return key in words()


@lru_cache(maxsize=len(LANGUAGES))
def translator(lang: str) -> Translator:
    """The translator of a language (Chinese for one we do not have)."""
    return Translator(lang)


def explain(error: CockpitError, lang: str) -> tuple[str, str]:
    """(message, remedy) of an error in the reader's language."""
    t = translator(lang)
    return (
        t(f"errors.{error.code}.message", **error.params),
        t(f"errors.{error.code}.remedy", **error.params),
    )
