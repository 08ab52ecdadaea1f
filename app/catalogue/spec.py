"""What the models of every package file share: only known keys, two languages, plain values.

A value that cannot be taken raises `PydanticCustomError` whose type is a code of the error catalogue.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from app.domain.text import Text

_ID = re.compile(r"^[a-z][a-z0-9_]*$")


class Spec(BaseModel):
    """A mapping in a package file. Keys that are not known are refused."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, coerce_numbers_to_str=True, allow_inf_nan=False, validate_default=False
    )


def fault(code: str, **params: Any) -> PydanticCustomError:
    """An error of the catalogue, to be raised inside a validator."""
    return PydanticCustomError(code, code, params)


class _Words(Spec):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class _LooseWords(Spec):
    zh: str
    en: str


def _text(words: Any) -> Text:
    return Text(zh=words.zh.strip(), en=words.en.strip())


def _listed(value: Any) -> Any:
    """A single value may stand for a list of one."""
    return value if isinstance(value, list | tuple) else [value]


def _identifier(value: str) -> str:
    if not _ID.match(value):
        raise fault("bad_id", value=value)
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise fault("bad_pattern", value=value, why=str(error)) from error
    return value


if TYPE_CHECKING:
    Words = Text
    LooseWords = Text
else:
    Words = Annotated[_Words, AfterValidator(_text)]  # both languages, neither empty
    LooseWords = Annotated[_LooseWords, AfterValidator(_text)]

Identifier = Annotated[str, AfterValidator(_identifier)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]  # one name or a list of names
