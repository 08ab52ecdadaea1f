"""Trying a drafted source on its file, and saving it: into the package, the deliveries and the store."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from app.access import Actor
from app.catalogue import Catalogue, PackageRefused, Problem, load_package
from app.catalogue.write import measure_entry, package_yaml
from app.domain.errors import CockpitError
from app.ingest import load_source
from app.ingest.delivery import identify
from app.ingest.plan import make_plan
from app.ingest.run import read_delivery
from app.services.cockpit import Cockpit
from app.services.onboarding import Desk, Draft, draft, mapping
from app.services.renewal import renewed
from app.services.scope import require_officer
from app.services.uploads import discard
from app.store import LoadRun

_SHOWN = 20
_LEFT = shutil.ignore_patterns("deliveries", "generator", "__pycache__", "*.csv.gz")


@dataclass(frozen=True, slots=True)
class Row:
    """A refused row: where, why (a reason of the quarantine) and what stood there."""

    sheet: str
    row: int
    column: str
    reason: str
    params: Mapping[str, object]
    raw: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen. `faults`: why it cannot be saved; the counts add up; `values` a few figures."""

    shown: Desk
    draft: Draft
    texts: Mapping[str, str]  # file inside the package → what is added to it
    faults: tuple[Problem, ...]
    read: int = 0
    accepted: int = 0
    quarantined: int = 0
    ignored: int = 0
    observations: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    rows: tuple[Row, ...] = ()
    values: tuple[tuple[str, str, int, float | None], ...] = ()  # measure, area, epoch day, value
    writable: bool = True


def preview(cockpit: Cockpit, actor: Actor, token: str) -> Preview:
    """The drafted source tried on the waiting file by the real way in; nothing is kept.

    Raises: Forbidden; FileRefused; CockpitError as `draft`.
    """
    shown = mapping(cockpit, actor, token, None)
    made = draft(cockpit, shown)
    texts = texts_of(shown, made)
    writable = _writable(cockpit, shown)
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "package"
        shutil.copytree(cockpit.catalogue.city.folder, trial, ignore=_LEFT)
        _write(trial, texts)
        try:
            catalogue = load_package(trial, deliveries=shown.upload.folder)
        except PackageRefused as refused:
            return Preview(shown, made, texts, refused.problems, writable=writable)
    return _tried(catalogue, shown, made, texts, writable=writable)


def texts_of(shown: Desk, made: Draft) -> dict[str, str]:
    """The YAML by file inside the package; entries of measures.yaml are added to its end."""
    folder = f"departments/{shown.department.id}"
    texts = {f"{folder}/sources/{made.source}.yaml": package_yaml(made.content)}
    if made.new:
        texts[f"{folder}/measures.yaml"] = "".join(map(measure_entry, made.new))
    return texts


def save(cockpit: Cockpit, actor: Actor, token: str) -> tuple[str, LoadRun]:
    """Write the source, put its delivery in place and load it.

    Returns the source's id and its load run.
    Raises: Forbidden; CockpitError('onboard_faults', 'onboard_read_only', 'onboard_exists'); FileRefused.
    """
    require_officer(actor)
    tried = preview(cockpit, actor, token)
    if tried.faults:
        raise CockpitError("onboard_undone")
    city, made = cockpit.catalogue.city, tried.draft
    delivery = city.deliveries / made.delivery
    if not tried.writable:
        raise CockpitError("onboard_read_only", folder=str(city.folder))
    try:
        delivery.parent.mkdir(parents=True, exist_ok=True)
        with cockpit.lock("package"):
            if (city.folder / next(iter(tried.texts))).exists():
                raise CockpitError("onboard_exists", source=made.source)
            _copy(tried.shown.upload.path, delivery)
            _write(city.folder, tried.texts)
    except OSError as error:
        raise CockpitError("onboard_read_only", folder=str(city.folder)) from error
    now = renewed(cockpit)
    detail = {"department": tried.shown.department.id, "file": made.delivery, "yaml": tried.texts}
    cockpit.store.audit(actor.name, "onboard", made.source, detail)
    (run,) = load_source(now.catalogue, now.store, made.source)[-1:]
    discard(tried.shown.upload)
    return made.source, run


def _tried(
    catalogue: Catalogue, shown: Desk, made: Draft, texts: dict[str, str], *, writable: bool
) -> Preview:
    plan = make_plan(catalogue, catalogue.sources[made.source])
    outcome = read_delivery(catalogue, plan, identify(shown.upload.path, shown.upload.folder))
    refused = outcome.quarantine
    return Preview(
        shown,
        made,
        texts,
        (),
        outcome.rows_read,
        outcome.accepted,
        len(refused),
        outcome.ignored,
        len(outcome.observations),
        tuple((str(reason), int(n)) for reason, n in refused["reason"].value_counts().items()),
        tuple(_row(row) for row in refused.head(_SHOWN).to_dict("records")),
        tuple(_value(row) for row in _some(outcome.observations).to_dict("records")),
        writable,
    )


def _some(observations: pd.DataFrame) -> pd.DataFrame:
    """A few figures of every measure."""
    each = max(3, _SHOWN // max(1, observations["measure"].nunique()))
    return observations.groupby("measure", observed=True, sort=False).head(each).head(3 * _SHOWN)


def _row(row: Mapping[Hashable, Any]) -> Row:
    return Row(
        str(row["sheet"] or ""), int(str(row["row"])), str(row["column"] or ""), str(row["reason"]),
        dict(row["params"] or {}), dict(row["raw"] or {}),
    )  # fmt: skip


def _value(row: Mapping[Hashable, Any]) -> tuple[str, str, int, float | None]:
    value = row["value"]
    number = None if pd.isna(value) else float(str(value))
    return str(row["measure"]), str(row["area"]), int(str(row["period_start"])), number


def _write(package: Path, texts: Mapping[str, str]) -> None:
    """New files as they are, lists longer by their new entries; the source last, so that it never hangs."""
    for name in sorted(texts, key=lambda name: "/sources/" in name):
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text("utf-8") if path.exists() else ""
        if before and not before.endswith("\n"):
            before += "\n"
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(before + texts[name], "utf-8")
        beside.replace(path)


def _copy(source: Path, target: Path) -> None:
    """Put the delivery in place whole: whoever watches the folder never sees half of it."""
    beside = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, beside)
    beside.replace(target)


def _writable(cockpit: Cockpit, shown: Desk) -> bool:
    city = cockpit.catalogue.city
    folder = city.folder / "departments" / shown.department.id
    places = [folder, folder / "sources", _existing(city.deliveries / shown.department.id)]
    return all(os.access(place, os.W_OK) for place in places if place.exists())


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)
