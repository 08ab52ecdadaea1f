"""Addresses carry every filter; pages are found, matched and ordered."""

import importlib
import sys
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access import Actor, Role
from app.ui.page import EVERYONE, Page, View, Visit, discover, theme_of
from app.ui.theme import DARK, LIGHT


def nothing(visit: Visit) -> View:
    return View("", visit.path)


class TestVisit:
    def test_a_link_here_keeps_the_other_filters(self) -> None:
        visit = Visit("/compare", {"area": "11", "period": "2025-11"})
        assert visit.href(period="2025-10") == "/compare?area=11&period=2025-10"
        assert visit.href(area=None) == "/compare?period=2025-11"

    def test_a_link_elsewhere_carries_only_what_it_says_and_the_language(self) -> None:
        visit = Visit("/compare", {"area": "11", "q": "x"}, lang="en")
        assert visit.href("/overview", area="12") == "/overview?area=12&lang=en"

    def test_the_default_language_is_not_written(self) -> None:
        assert Visit("/a", {"lang": "en"}, lang="en").href(lang="zh") == "/a?lang=zh"
        assert Visit("/a", {"lang": "zh"}).href() == "/a"

    def test_lists_and_empty_filters(self) -> None:
        visit = Visit("/a", {"indicators": "x,y,", "area": ""})
        assert visit.list("indicators") == ("x", "y")
        assert visit.list("none") == ()
        assert visit.get("area", "1") == "1"

    @given(st.text(min_size=1))
    def test_no_filter_breaks_out_of_the_address(self, text: str) -> None:
        address = Visit("/a").href(q=text)
        assert address.startswith("/a?q=")
        assert not set(address) & set(" <>\"'#")


class TestPage:
    def test_parts_of_the_path(self) -> None:
        page = Page("/indicator/<id>", "n", nothing)
        assert page.match("/indicator/connect") == {"id": "connect"}
        assert page.match("/indicator/connect/") == {"id": "connect"}
        assert page.match("/indicator/a/b") is None
        assert page.match("/indicator") is None

    def test_the_menu_is_by_role(self) -> None:
        own = Page(
            "/department/<id>",
            "n",
            nothing,
            menu=lambda a: f"/department/{a.department}" if a.department else None,
        )
        assert own.menu_path(Actor(Role.DEPT_HEAD, "hotline")) == "/department/hotline"
        assert own.menu_path(Actor(Role.LEADER)) is None
        assert Page("/x", "n", nothing, menu="/x").menu_path(Actor(Role.CITIZEN)) is None
        assert Page("/x", "n", nothing, menu="/x", roles=EVERYONE).menu_path(Actor(Role.CITIZEN)) == "/x"

    def test_the_theme_may_be_asked_for(self) -> None:
        wall = Page("/screen", "n", nothing, dark=True)
        assert theme_of(wall, None) is DARK
        assert theme_of(wall, "light") is LIGHT
        assert theme_of(None, None) is LIGHT
        assert theme_of(None, "nonsense") is LIGHT


class TestDiscovery:
    @pytest.fixture
    def package(self, tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
        monkeypatch.syspath_prepend(str(tmp_path))
        for name, path, order in (("late", "/late", 9), ("early", "/early", 1)):
            folder = tmp_path / "planted" / name  # type: ignore[operator]
            folder.mkdir(parents=True)
            (folder / "__init__.py").write_text(
                f"from app.ui.page import Page\nPAGE = Page('{path}', 'n', None, order={order})\n"
            )
        (tmp_path / "planted" / "__init__.py").write_text("")  # type: ignore[operator]
        for name in [m for m in sys.modules if m.split(".")[0] == "planted"]:
            del sys.modules[name]
        return importlib.import_module("planted")

    def test_pages_are_found_in_order(self, package: ModuleType) -> None:
        assert [page.path for page in discover(package)] == ["/early", "/late"]

    def test_two_pages_cannot_share_a_path(self, package: ModuleType) -> None:
        importlib.import_module("planted.late").PAGE = Page("/early", "n", nothing)
        with pytest.raises(ValueError, match="share a path"):
            discover(package)
