from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.ingest.workspace import Workspace


@pytest.fixture(scope="session")
def session_workspace() -> Iterator[Workspace]:
    with Workspace("Asia/Shanghai") as made:
        yield made


@pytest.fixture
def workspace(session_workspace: Workspace) -> Iterator[Workspace]:
    """An engine started once; its tables are dropped after each test."""
    yield session_workspace
    session_workspace.clear()
