"""`cockpit token new|list|revoke`: who may push figures to which source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from app.domain.errors import CockpitError
from app.i18n import explain, translator
from app.settings import Settings

if TYPE_CHECKING:
    from app.services import Cockpit


def commands(console: Console, language: str) -> typer.Typer:
    """The group `token`, speaking the operator's language on the console."""
    t = translator(language)
    group = typer.Typer(no_args_is_help=True, help=t("cli.token.help"))

    @group.command("new")
    def new(source: str) -> None:
        """Make a token for a source. It is shown once; only its hash is kept."""
        from app.services import push  # noqa: PLC0415 - keeps the other commands quick to start

        with _cockpit(console, language) as cockpit:
            secret = push.new_token(cockpit, source)
        console.print(t("cli.token.made", source=source))
        typer.echo(secret)

    @group.command("list")
    def listed(source: Annotated[str | None, typer.Argument()] = None) -> None:
        """Show the tokens there are, without their secrets."""
        from app.services import push  # noqa: PLC0415

        with _cockpit(console, language) as cockpit:
            found = push.tokens(cockpit, source)
        table = Table()
        for column in ("number", "source", "made_at", "by", "revoked"):
            table.add_column(t(f"cli.token.{column}"))
        for token in found:
            ended = token.revoked_at.isoformat(" ", "minutes") if token.revoked_at else "–"
            made = token.made_at.isoformat(" ", "minutes")
            table.add_row(str(token.id), token.source, made, token.made_by, ended)
        console.print(table)

    @group.command("revoke")
    def revoke(
        source: str, number: Annotated[int | None, typer.Option(help="only this token")] = None
    ) -> None:
        """End the tokens of a source."""
        from app.services import push  # noqa: PLC0415

        with _cockpit(console, language) as cockpit:
            ended = push.revoke_tokens(cockpit, source, number)
        console.print(t("cli.token.ended", n=ended, source=source))
        if not ended:
            raise typer.Exit(1)

    return group


@contextmanager
def _cockpit(console: Console, language: str) -> Iterator[Cockpit]:
    from app.bootstrap import build_cockpit  # noqa: PLC0415 - keeps the other commands quick to start
    from app.cli.query import NoCache  # noqa: PLC0415

    try:
        cockpit = build_cockpit(Settings(), NoCache())
        try:
            yield cockpit
        finally:
            cockpit.store.dispose()
    except CockpitError as error:
        message, remedy = explain(error, language)
        console.print(f"✗ {message}\n  → {remedy}")
        raise typer.Exit(1) from error
