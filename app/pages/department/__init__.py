"""A department's board. Question: which of our indicators miss their target, and by how much?"""

from app.access import Actor, Role
from app.pages.department.layout import first_board, layout
from app.ui.page import Page


def menu(actor: Actor) -> str | None:
    """A department's head is led to the own board, the others to the first one."""
    return f"/department/{actor.department}" if actor.department else first_board()


PAGE = Page(
    path="/department/<id>",
    name="department.name",
    layout=layout,
    menu=menu,
    order=20,
    looks_back=True,
    kept=True,
    first_for=frozenset({Role.DEPT_HEAD}),
)
