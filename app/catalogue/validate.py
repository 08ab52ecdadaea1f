"""From a document to a model, and from what the model refuses to problems at the very line."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable
from copy import deepcopy
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from app.catalogue.document import Document, Place, dotted
from app.catalogue.problems import Problem, nearest
from app.catalogue.spec import Spec

S = TypeVar("S", bound=Spec)

_CODES = (  # beginning of the model's error type → code of ours
    ("string_too_short", "empty_text"),
    ("too_short", "empty_list"),
    ("too_long", "wrong_length"),
    ("string", "not_a_text"),
    ("int", "not_a_number"),
    ("float", "not_a_number"),
    ("finite", "not_a_number"),
    ("bool", "not_true_or_false"),
    ("date", "not_a_date"),
    ("tuple", "not_a_list"),
    ("list", "not_a_list"),
    ("dict", "not_a_mapping"),
    ("model", "not_a_mapping"),
    ("greater", "out_of_bounds"),
    ("less", "out_of_bounds"),
)


def validate(model: type[S], document: Document, place: Place = ()) -> tuple[S | None, list[Problem]]:
    """The model of what stands at `place`, or None, with every fault.

    Keys that are not known are reported and then left out, so that they hide no other fault.
    """
    content = _at(document.content, place)
    try:
        return model.model_validate(content), []
    except ValidationError as error:
        faults = error.errors(include_url=False)
    problems = _distinct(_problem(fault, model, document, place) for fault in faults)
    if any(fault["type"] != "extra_forbidden" for fault in faults):
        return None, problems
    content = deepcopy(content)
    for fault in faults:
        _at(content, fault["loc"][:-1]).pop(fault["loc"][-1])
    return model.model_validate(content), problems


def _distinct(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once: every side of a union complains about one value."""
    found: list[Problem] = []
    for problem in problems:
        if all(
            (problem.line, problem.code, problem.params.get("item")) != (p.line, p.code, p.params.get("item"))
            for p in found
        ):
            found.append(problem)
    return found


def _at(content: Any, place: Iterable[str | int]) -> Any:
    for part in place:
        content = content[part]
    return content


def _problem(fault: Any, model: type[BaseModel], document: Document, place: Place) -> Problem:
    """One fault of the model as a problem."""
    within = _real_place(document.content, place, fault["loc"])
    kind, context = fault["type"], fault.get("ctx", {})
    key, value = dotted(within), _shown(fault["input"])
    at = (*place, *within)
    if kind == "missing":
        return document.problem("missing_key", *at, item=dotted(fault["loc"]))
    if kind == "extra_forbidden":
        known = _keys(model, fault["loc"][:-1])
        params = {"item": key, "nearest": nearest(str(fault["loc"][-1]), known), "known": ", ".join(known)}
        return document.problem("unknown_key", *at, **params)
    if kind in ("enum", "literal_error"):
        allowed = re.findall(r"'([^']*)'", str(context["expected"])) or [str(context["expected"])]
        params = {
            "item": key,
            "value": value,
            "allowed": ", ".join(allowed),
            "nearest": nearest(value, allowed),
        }
        return document.problem("not_one_of", *at, **params)
    for beginning, code in _CODES:
        if kind.startswith(beginning):
            return document.problem(code, *at, item=key, value=value, why=fault["msg"])
    if fault["msg"] == kind:  # raised by `spec.fault`: the type is a code of ours
        return document.problem(kind, *at, **{"item": key, **context})
    return document.problem("bad_value", *at, item=key, value=value, why=fault["msg"])


def _real_place(content: Any, place: Place, loc: tuple[str | int, ...]) -> Place:
    """The part of a model's location that stands in the file (unions and keys add words of their own)."""
    content = _at(content, place)
    found: list[str | int] = []
    for part in loc:
        keyed = isinstance(content, dict) and part in content
        counted = isinstance(content, list) and isinstance(part, int) and part < len(content)
        if keyed or counted:
            content = content[part]
            found.append(part)
    return tuple(found)


def _keys(annotation: Any, loc: tuple[str | int, ...]) -> list[str]:
    """The keys a model takes at a location."""
    options = [annotation]
    for part in loc:
        options = [inner for option in options for inner in _inside(option, part)]
    models = [option for option in options if isinstance(option, type) and issubclass(option, BaseModel)]
    return [name for model in models for name in _fields(model) if name not in ("id", "department") or loc]


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {info.alias or name: info.annotation for name, info in model.model_fields.items()}


def _inside(annotation: Any, part: str | int) -> list[Any]:
    """What stands inside an annotation at one step of a location."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _unfold(_fields(annotation).get(str(part)))
    arguments = [argument for argument in get_args(annotation) if argument is not Ellipsis]
    return _unfold(arguments[-1]) if arguments else []  # the values of a dict, the items of a tuple


def _unfold(annotation: Any) -> list[Any]:
    """The annotation without Annotated, and each side of a union."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _unfold(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [inner for option in get_args(annotation) for inner in _unfold(option)]
    return [annotation]


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 80 else text[:79] + "…"
