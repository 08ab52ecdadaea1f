"""What a page is, and how pages are found: one `PAGE` per folder of `app.pages`, by ordinary import."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import ModuleType
from typing import Any
from urllib.parse import quote, urlencode

from app.access import VISITOR, Actor, Role
from app.domain.text import DEFAULT_LANGUAGE, Text
from app.i18n import Translator, translator
from app.ui.theme import DARK, LIGHT, Theme

INTERNAL_ROLES = frozenset({Role.LEADER, Role.DEPT_HEAD, Role.DATA_OFFICER})
EVERYONE = frozenset(Role)
_CURRENT = ("/public", "/api/v1/public", "/api/v1/boundaries", "/do/")


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at a page: who, in which language, at which address.

    `parts` come from the path (`/indicator/<id>`), `params` from the query. The address carries every
    filter, so `href` is the only way to make a link.
    """

    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    actor: Actor = VISITOR
    lang: str = DEFAULT_LANGUAGE
    theme: Theme = LIGHT
    departments: Mapping[str, Text] = field(default_factory=dict)  # names by id

    @property
    def t(self) -> Translator:
        """The translator of the reader's language."""
        return translator(self.lang)

    def get(self, name: str, default: str | None = None) -> str | None:
        """A filter of the address; an empty one counts as not given."""
        return self.params.get(name) or default

    def list(self, name: str) -> tuple[str, ...]:
        """A filter that holds several values, written `a,b,c`."""
        return tuple(part for part in (self.params.get(name) or "").split(",") if part)

    def department(self, name: str) -> str:
        """A department's name in the reader's language; empty when not known."""
        found = self.departments.get(name)
        return self.t.name(found) if found else ""

    def href(self, path: str | None = None, **changes: str | None) -> str:
        """An address in the reader's language.

        Without `path`: this page with `changes` to its filters (None takes one away). With `path`:
        that page with `changes` as its only filters; who looks back at an earlier state of the figures
        goes on doing so, but for public pages, which show the current one.
        """
        params: dict[str, str | None] = dict(self.params) if path is None else {}
        if path is not None and not path.startswith(_CURRENT):
            params["as_of"] = self.params.get("as_of")
        params.update(changes)
        if "lang" not in changes:
            params["lang"] = None if self.lang == DEFAULT_LANGUAGE else self.lang
        kept = {name: value for name, value in params.items() if value not in (None, "")}
        query = urlencode(kept, safe=",:", quote_via=quote)
        address = quote(self.path if path is None else path, safe="/.-_~")
        return f"{address}?{query}" if query else address


@dataclass(frozen=True, slots=True)
class View:
    """What a page's layout gives back. `data_to`: the day the figures reach, told in the footer."""

    title: str
    body: Any
    data_to: date | None = None
    wide: bool = False  # fills the whole width
    wall: bool = False  # brings its own frame: the big screen


Layout = Callable[[Visit], View]
Menu = str | Callable[[Actor], str | None] | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page. `name` is the key of its name in the catalogue of words (`overview.name`).

    `path` may hold `<parts>`. `menu`: its address in the navigation, or a function of the actor, or
    None for no entry. `order` sorts the navigation; the first page a role may see is its first page,
    but for roles that another page says to be `first_for`.
    `dark`: drawn for the wall. `looks_back`: honours `as_of`, the moment whose knowledge is asked for.
    `kept`: it depends on nothing but its address, the asker's role and the data, so its answer may be kept
    until one of them changes; not for a page that shows the time of day, a file, or what somebody just wrote.
    """

    path: str
    name: str
    layout: Layout
    roles: frozenset[Role] = INTERNAL_ROLES
    menu: Menu = None
    order: int = 100
    dark: bool = False
    looks_back: bool = False
    first_for: frozenset[Role] = frozenset()
    kept: bool = False

    def match(self, path: str) -> dict[str, str] | None:
        """The parts of an address that is this page's; None when it is not."""
        pattern = re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", self.path)
        found = re.fullmatch(pattern + "/?", path) if path != "/" else re.fullmatch(pattern, path)
        return None if found is None else found.groupdict()

    def menu_path(self, actor: Actor) -> str | None:
        """Where the navigation leads this actor, None when the page has no entry for them."""
        if actor.role not in self.roles:
            return None
        return self.menu(actor) if callable(self.menu) else self.menu


def discover(package: ModuleType) -> tuple[Page, ...]:
    """Every `PAGE` of the sub-packages, in the order of the navigation.

    Raises: AttributeError for a folder without one, ValueError when two share a path.
    """
    pages = [
        importlib.import_module(f"{package.__name__}.{module.name}").PAGE
        for module in pkgutil.iter_modules(package.__path__)
        if module.ispkg
    ]
    paths = [page.path for page in pages]
    if len(set(paths)) != len(paths):
        message = f"two pages share a path: {sorted(paths)}"
        raise ValueError(message)
    return tuple(sorted(pages, key=lambda page: (page.order, page.path)))


def theme_of(page: Page | None, asked: str | None) -> Theme:
    """The theme a page is drawn in; `?theme=` overrides it."""
    if asked in ("light", "dark"):
        return DARK if asked == "dark" else LIGHT
    return DARK if page is not None and page.dark else LIGHT
