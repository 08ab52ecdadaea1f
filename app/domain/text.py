"""A text in every language of the product."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Chinese and English."""

    zh: str
    en: str

    def get(self, lang: str) -> str:
        """The text in `lang`; Chinese for a language we do not have."""
        return self.en if lang == "en" else self.zh
