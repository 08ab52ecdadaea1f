"""`cockpit inspect`: what a file holds and the source it could become. Writes only when asked to."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table as Shown

from app.catalogue import Catalogue, load_package
from app.catalogue.write import package_yaml
from app.domain.errors import CockpitError
from app.domain.text import Text
from app.i18n import Translator, translator
from app.ingest.inspect import About, Choice, Column, Found, draft_content, draft_notes, field_names, inspect
from app.ingest.inspect.draft import slug
from app.ingest.inspect.propose import sure
from app.settings import Settings

_NOTES = ("no_measure", "check", "order", "level", "areas", "no_measures", "no_period", "no_area")


def inspect_file(
    console: Console,
    lang: str,
    path: Path,
    package: Path | None,
    department: str | None,
    source: str | None,
    *,
    write: bool,
) -> None:
    """Print what was found and the YAML; with `write` put it into the package.

    Raises: FileRefused, PackageRefused, CockpitError('inspect_where', 'scaffold_exists', 'bad_id').
    """
    t = translator(lang)
    catalogue = load_package(package, deliveries=Settings().deliveries) if package else None
    if catalogue and department:
        catalogue.department(department)
    found = inspect(path, catalogue, department=department)
    _facts(console, t, found)
    console.print(_columns(t, found, catalogue))
    source = source or slug(path.stem)
    where = f"departments/{department or _owner(found, catalogue) or t('cli.inspect.department')}/sources/{source}.yaml"
    text = source_text(t, found, path, catalogue, package)
    console.print(f"\n# ── {where}", markup=False)
    console.print(text, markup=False, end="")
    undecided = sum(line.lstrip().startswith("# ") for line in text.splitlines())
    console.print(f"\n{t('cli.inspect.decide', n=undecided) if undecided else t('cli.inspect.decided')}")
    if write:
        console.print(t("cli.new.wrote", path=_written(package, catalogue, department, found, source, text)))


def source_text(
    t: Translator, found: Found, path: Path, catalogue: Catalogue | None, package: Path | None
) -> str:
    """The YAML of the proposal, a comment wherever a person must decide."""
    deliveries = catalogue.city.deliveries.resolve() if catalogue and package else None
    inside = deliveries is not None and path.resolve().is_relative_to(deliveries)
    files = path.resolve().relative_to(deliveries).as_posix() if inside and deliveries else path.name
    content = draft_content(found, found.choices, About(Text(path.stem, path.stem), files), catalogue)
    say = {name: t(f"cli.inspect.note.{name}") for name in _NOTES}
    return package_yaml(content, draft_notes(found, found.choices, content, say))


def _written(
    package: Path | None,
    catalogue: Catalogue | None,
    department: str | None,
    found: Found,
    source: str,
    text: str,
) -> Path:
    owner = department or _owner(found, catalogue)
    if package is None or owner is None:
        raise CockpitError("inspect_where")
    if source != slug(source):
        raise CockpitError("bad_id", item="id", value=source)
    path = package / "departments" / owner / "sources" / f"{source}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise CockpitError("scaffold_exists", file=str(path)) from error
    return path


def _owner(found: Found, catalogue: Catalogue | None) -> str | None:
    """The department of the measures proposed, when it is one."""
    owners = {catalogue.measures[c.measure].owner for c in found.choices if catalogue and c.measure}
    return owners.pop() if len(owners) == 1 else None


def _facts(console: Console, t: Translator, found: Found) -> None:
    look, table = found.look, found.table
    facts = [("format", look.format)]
    if look.encoding:
        facts.append(("encoding", f"{look.encoding} ({t(f'cli.inspect.{look.sure}')})"))
    if look.delimiter:
        facts.append(("delimiter", {"\t": t("cli.inspect.tab")}.get(look.delimiter, look.delimiter)))
    if look.records:
        facts.append(("records", look.records))
    if look.format == "excel":
        names = (
            sheet.name + (f" ({t('cli.inspect.hidden')})" if sheet.hidden else "") for sheet in look.sheets
        )
        facts.append(("sheets", ", ".join(names)))
    if table.header is None:
        facts.append(("header", t("cli.inspect.no_header")))
    elif look.format in ("csv", "excel"):
        last = table.header + table.header_rows - 1
        facts.append(("header", str(table.header) if last == table.header else f"{table.header}–{last}"))
    facts += [("banner", " / ".join(table.banner))] if table.banner else []
    facts += [("footer", " / ".join(table.footer))] if table.footer else []
    more = "" if table.whole else "+"
    facts.append(("rows", f"{len(table.body)}{more}"))
    kind = "wide" if found.wide else "long"
    shape = t(f"cli.inspect.{kind}", n=len(found.wide.columns) if found.wide else 0)
    facts.append(
        ("shape", f"{shape}, {t('cli.inspect.is_records' if found.records else 'cli.inspect.is_figures')}")
    )
    for name, value in facts:
        console.print(f"{t(f'cli.inspect.{name}')}: {value}", markup=False)


def _columns(t: Translator, found: Found, catalogue: Catalogue | None) -> Shown:
    shown = Shown()
    for name in ("column", "holds", "unit", "empty", "samples", "role", "proposal"):
        shown.add_column(t(f"cli.inspect.{name}"))
    names = field_names(found.choices)
    for column, choice in zip(found.columns, found.choices, strict=True):
        cells = [
            column.name,
            _kind(t, column),
            column.unit or "",
            str(column.nulls or ""),
            " · ".join(sample[:24] for sample in column.samples),
            t(f"cli.inspect.roles.{choice.role}"),
            _proposal(t, found, choice, names, catalogue),
        ]
        shown.add_row(*(cell.replace("[", r"\[") for cell in cells))
    return shown


def _kind(t: Translator, column: Column) -> str:
    word = t(f"cli.inspect.kinds.{column.kind}")
    if column.level:
        return f"{word} ({column.level.value})"
    return f"{word} ({column.grain.value})" if column.grain else word


def _proposal(
    t: Translator, found: Found, choice: Choice, names: dict[str, str], catalogue: Catalogue | None
) -> str:
    if choice.measure and catalogue:
        name = t.name(catalogue.measures[choice.measure].name)
        mark = "" if sure(choice) else " ?"
        return f"{choice.measure} {name} {choice.score}%{mark}"
    if choice.role == "measure":
        taken = next((m for m in choice.others if m.measure in found.delivered), None)
        if taken:
            return t("cli.inspect.delivered", measure=taken.measure, source=found.delivered[taken.measure])
        return t("cli.inspect.none")
    return "" if choice.role == "ignored" else names[choice.column]
