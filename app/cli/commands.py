"""The commands. Each parses, calls one part of the product, prints and sets the exit code."""

from __future__ import annotations

import locale
import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.catalogue import PackageRefused, load_package, scaffold
from app.cli.token import commands as token_commands
from app.cli.unchanged import is_unchanged, remember
from app.domain.errors import CockpitError
from app.i18n import Translator, explain, translator
from app.settings import ROOT, Settings

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
new = typer.Typer(no_args_is_help=True)
app.add_typer(new, name="new")
console = Console(highlight=False, soft_wrap=True)


def language() -> str:
    """The operator's language: COCKPIT_LANG, else the locale; Chinese unless it is English."""
    chosen = os.environ.get("COCKPIT_LANG") or locale.getlocale()[0] or "zh"
    return "en" if chosen.lower().startswith(("en", "c", "posix")) else "zh"


app.add_typer(token_commands(console, language()), name="token")


def _t() -> Translator:
    return translator(language())


def _fail(error: CockpitError) -> typer.Exit:
    message, remedy = explain(error, language())
    console.print(f"✗ {message}\n  → {remedy}")
    return typer.Exit(1)


def _package(folder: Path) -> None:
    """Say every fault of a package and leave when it has one."""
    try:
        load_package(folder)
    except PackageRefused as refused:
        for problem in refused.problems:
            message, remedy = explain(problem.error, language())
            console.print(f"✗ {problem.file}:{problem.line}  {message}\n  → {remedy}")
        console.print(_t()("cli.check.refused", count=len(refused.problems)))
        raise typer.Exit(1) from refused


@app.command()
def check(package: Path) -> None:
    """Check a city package: every fault with file, line and remedy."""
    _package(package)
    catalogue = load_package(package)
    console.print(
        _t()(
            "cli.check.fine",
            areas=len(catalogue.areas),
            departments=len(catalogue.departments),
            measures=len(catalogue.measures),
            indicators=len(catalogue.indicators),
            sources=len(catalogue.sources),
        )
    )


@new.command("city")
def new_city(folder: Path, name: str) -> None:
    """Start a city package."""
    _scaffold(lambda: scaffold.new_package(folder, name))


@new.command("department")
def new_department(package: Path, department: str) -> None:
    """Add a department's folder to a package."""
    _scaffold(lambda: scaffold.new_department(package, department))


@new.command("indicator")
def new_indicator(package: Path, department: str, indicator: str) -> None:
    """Add an indicator to a department."""
    _scaffold(lambda: scaffold.new_indicator(package, department, indicator))


@new.command("source")
def new_source(package: Path, department: str, source: str) -> None:
    """Add a source to a department."""
    _scaffold(lambda: scaffold.new_source(package, department, source))


@new.command("page")
def new_page(name: str) -> None:
    """Add a page to the program, with its words and a test."""
    _scaffold(lambda: scaffold.new_page(ROOT, name))


def _scaffold(write: object) -> None:
    try:
        for path in write():  # type: ignore[operator]
            console.print(_t()("cli.new.wrote", path=path))
    except CockpitError as error:
        raise _fail(error) from error


@app.command()
def load(
    source: Annotated[list[str] | None, typer.Option(help="only these sources")] = None,
) -> None:
    """Load what has been delivered. What is loaded already is left as it is."""
    settings = Settings()
    if not source and is_unchanged(settings):
        console.print(_t()("cli.load.unchanged"))
        return
    from app.cli.loading import run_load  # noqa: PLC0415 - keeps the other commands quick to start

    _package(settings.city)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    started = time.monotonic()
    with Progress(*columns, console=console) as progress:
        refused = run_load(settings, _t(), progress, tuple(source or ()), console)
    console.print(_t()("cli.load.done", seconds=f"{time.monotonic() - started:.1f}"))
    if refused:
        raise typer.Exit(1)
    if not source:
        remember(settings)


@app.command()
def watch(
    quiet: Annotated[float, typer.Option(help="seconds a file must stay as it is to count as whole")] = 3.0,
) -> None:
    """Load deliveries as they arrive. Several may run; one of them works."""
    from app.cli.watch import run_watch  # noqa: PLC0415 - keeps the other commands quick to start

    settings = Settings()
    _package(settings.city)
    run_watch(settings, console, language(), quiet)


@app.command("inspect")
def inspect_command(
    file: Path,
    package: Annotated[Path | None, typer.Option(help="city package whose measures are proposed")] = None,
    department: Annotated[str | None, typer.Option(help="department that delivers the file")] = None,
    source: Annotated[str | None, typer.Option("--id", help="id of the source; default: of the name")] = None,
    write: Annotated[bool, typer.Option("--write", help="write sources/<id>.yaml")] = False,
) -> None:
    """Look at a file: encoding, header, columns, units, and the source it could become."""
    from app.cli.inspect import inspect_file  # noqa: PLC0415 - keeps the other commands quick to start

    if package:
        _package(package)
    try:
        inspect_file(console, language(), file, package, department, source, write=write)
    except CockpitError as error:
        raise _fail(error) from error


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="port on 127.0.0.1")] = 8050,
    workers: Annotated[int, typer.Option(help="processes")] = 2,
    dev_actors: Annotated[bool, typer.Option(help="show the switch between roles")] = False,
) -> None:
    """Serve the cockpit on 127.0.0.1."""
    environment = {
        **os.environ,
        "PORT": str(port),
        "WEB_CONCURRENCY": str(workers),
        "COCKPIT_DEV_ACTORS": "true" if dev_actors else os.environ.get("COCKPIT_DEV_ACTORS", "false"),
    }
    console.print(_t()("cli.serve.address", url=f"http://127.0.0.1:{port}/"))
    sys.stdout.flush()
    gunicorn = Path(sys.executable).with_name("gunicorn")
    command = [str(gunicorn), "app.wsgi:server", "--config", str(ROOT / "deploy" / "gunicorn.conf.py")]
    os.chdir(ROOT)
    os.execve(command[0], command, environment)  # noqa: S606 - our own server, no shell


@app.command()
def query(
    indicator: str,
    area: Annotated[str | None, typer.Option(help="area code; default the city")] = None,
    period: Annotated[
        str | None, typer.Option(help="2025-03, 2025-Q1 …; default the last complete month")
    ] = None,
    last: Annotated[str | None, typer.Option(help="to this period")] = None,
    public: Annotated[bool, typer.Option(help="as a citizen sees it")] = False,
) -> None:
    """A number on the command line: the same as on every page."""
    from app.cli.query import print_figures  # noqa: PLC0415 - keeps the other commands quick to start

    settings = Settings()
    _package(settings.city)
    try:
        print_figures(settings, console, language(), indicator, area, period, last, public=public)
    except CockpitError as error:
        raise _fail(error) from error


def main() -> None:
    """Entry point of `cockpit`."""
    app()
