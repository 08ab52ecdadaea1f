"""Errors a person can act on.

An error carries a code and parameters, never a sentence: the sentence stands in the
translation catalogue (`app/i18n/errors.yaml`) in every language, as `message` and `remedy`.
"""

from __future__ import annotations

from typing import Any


class CockpitError(Exception):
    """Something a user, operator or data officer can put right.

    `code` names an entry of the error catalogue; `params` fill its placeholders.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __reduce__(self) -> tuple[Any, ...]:
        """View models that tell of an error are kept in the cache: it must come back as it was."""
        return _again, (type(self), self.code, self.params), self.__dict__

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code}({details})"


def _again(kind: type[CockpitError], code: str, params: dict[str, Any]) -> CockpitError:
    """An error as it was, whatever its class asks for."""
    error = kind.__new__(kind, code, params)
    CockpitError.__init__(error, code, **params)
    return error


class UnknownIndicator(CockpitError):
    """The indicator is not in the catalogue (or not visible to this audience)."""

    def __init__(self, indicator: str) -> None:
        super().__init__("unknown_indicator", indicator=indicator)


class UnknownArea(CockpitError):
    """The area code is not in the catalogue."""

    def __init__(self, area: str) -> None:
        super().__init__("unknown_area", area=area)


class UnknownDepartment(CockpitError):
    """The department is not in the catalogue."""

    def __init__(self, department: str) -> None:
        super().__init__("unknown_department", department=department)


class Forbidden(CockpitError):
    """The actor may not see or do this."""

    def __init__(self, what: str) -> None:
        super().__init__("forbidden", what=what)


class FileRefused(CockpitError):
    """A delivery is wrong as a whole: nothing of it is loaded."""
