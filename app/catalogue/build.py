"""From a draft without faults to the frozen catalogue."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.catalogue.draft import Draft, Entry
from app.catalogue.files import AreaSpec, CitySpec, FormulaSpec, IndicatorSpec
from app.catalogue.package import Catalogue, City, PeerRule, Scene
from app.domain.area import Area
from app.domain.indicator import (
    Department,
    Formula,
    Indicator,
    Measure,
    PolicyMark,
    Standard,
    Target,
    Version,
)
from app.domain.period import Calendar
from app.domain.text import Text


def build(draft: Draft, city: CitySpec, deliveries: Path | None) -> Catalogue:
    """The catalogue. Areas come with parents first, everything else in the order of the package."""
    areas = [_area(entry.spec) for entry in sorted(draft.areas, key=lambda entry: entry.spec.level.rank)]
    return Catalogue(
        city=_city(city, draft.folder, deliveries),
        areas={area.code: area for area in areas},
        departments={entry.id: _department(entry) for entry in draft.departments},
        measures={entry.id: _measure(entry) for entry in draft.measures},
        indicators={entry.id: _indicator(entry) for entry in draft.indicators},
        sources={entry.id: entry.spec for entry in draft.sources},
        targets=tuple(_target(entry, city.area) for entry in draft.targets),
        policies=tuple(PolicyMark(**dict(entry.spec)) for entry in draft.policies),
        boundaries=draft.folder / "areas.geojson" if draft.boundaries else None,
    )


def _city(spec: CitySpec, folder: Path, deliveries: Path | None) -> City:
    return City(
        name=spec.name,
        area=spec.area,
        time_zone=spec.time_zone,
        demonstration=spec.demonstration,
        calendar=Calendar(spec.calendar.year_start),
        today=spec.today,
        deliveries=(deliveries or folder / spec.deliveries).resolve(),
        themes=dict(spec.themes),
        goals=dict(spec.goals),
        scenes={
            key: Scene(key, scene.name, scene.departments, scene.indicators)
            for key, scene in spec.scenes.items()
        },
        peers=None if spec.peers is None else PeerRule(spec.peers.covariates, spec.peers.count),
        folder=folder.resolve(),
    )


def _area(spec: AreaSpec) -> Area:
    return Area(**spec.model_dump(exclude={"name", "boundary"}), name=spec.name)


def _department(entry: Entry) -> Department:
    spec = entry.spec
    return Department(entry.id, spec.name, contact=spec.contact or Text("", ""), short=spec.short)


def _measure(entry: Entry) -> Measure:
    return Measure(owner=entry.department, **dict(entry.spec))


def _formula(spec: FormulaSpec) -> Formula:
    return Formula(
        kind=spec.kind,
        numerator=spec.numerator,
        denominator=spec.denominator,
        scale=spec.scale,
        annualise=spec.annualise,
        parts=tuple(spec.parts.items()),
    )


_RENAMED = {"formula", "valid_range", "max_age_days", "publication", "standards", "versions"}


def _indicator(entry: Entry[IndicatorSpec]) -> Indicator:
    spec = entry.spec
    low, high = spec.valid_range
    return Indicator(
        id=entry.id,
        department=entry.department,
        formula=_formula(spec.formula),
        valid_min=low,
        valid_max=high,
        max_age=timedelta(days=spec.max_age_days),
        publication=spec.publication.who,
        public_min_level=spec.publication.level,
        standards=tuple(Standard(**dict(standard)) for standard in spec.standards),
        versions=tuple(Version(**dict(version)) for version in spec.versions),
        **{key: value for key, value in dict(spec).items() if key not in _RENAMED},
    )


def _target(entry: Entry, city: str) -> Target:
    spec = entry.spec
    return Target(
        indicator=spec.indicator,
        area=spec.area or city,
        valid_from=spec.valid_from,
        valid_to=spec.valid_to,
        target=spec.target,
        red_line=spec.red_line,
        owner=spec.owner,
        reason=Text(spec.reason_zh, spec.reason_en),
        target_band=spec.target_band,
        red_band=spec.red_band,
    )
