"""Actors and roles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.errors import Forbidden
from app.domain.indicator import Audience


class Role(StrEnum):
    """What a person is to the city."""

    CITIZEN = "citizen"
    LEADER = "leader"
    DEPT_HEAD = "dept_head"
    DATA_OFFICER = "data_officer"


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who asks. A department head belongs to one department."""

    role: Role = Role.CITIZEN
    department: str | None = None

    @property
    def internal(self) -> bool:
        """Whether internal figures may be shown."""
        return self.role is not Role.CITIZEN

    @property
    def audience(self) -> Audience:
        """The audience that the actor's queries carry."""
        return Audience.INTERNAL if self.internal else Audience.PUBLIC

    @property
    def name(self) -> str:
        """How the audit log names the actor."""
        return f"{self.role}:{self.department}" if self.department else str(self.role)

    def require_internal(self, what: str) -> None:
        """Raises Forbidden unless the actor may see internal pages."""
        if not self.internal:
            raise Forbidden(what)


VISITOR = Actor()
