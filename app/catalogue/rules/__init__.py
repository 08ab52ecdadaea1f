"""What a package must keep to: each rule looks at the draft and yields problems; none hides another."""

from collections.abc import Callable, Iterator

from app.catalogue.draft import Draft
from app.catalogue.problems import Problem
from app.catalogue.rules import (
    areas,
    boundaries,
    formulas,
    publication,
    references,
    sources,
    targets,
    thresholds,
    unique,
    versions,
)

Rule = Callable[[Draft], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    unique.unique_ids,
    unique.plain_ids,
    unique.unique_area_names,
    unique.unique_indicator_names,
    areas.one_city,
    areas.parents,
    areas.peers,
    areas.validity,
    references.indicator_references,
    references.peer_references,
    references.policy_references,
    references.scene_references,
    formulas.shape,
    formulas.names,
    formulas.no_cycle,
    formulas.weights,
    formulas.measures_fit,
    thresholds.default_thresholds,
    thresholds.target_thresholds,
    thresholds.scored_has_target,
    targets.target_names,
    targets.target_reasons,
    targets.target_spans,
    publication.plain_length,
    publication.public_has_contact,
    publication.public_is_protected,
    publication.aggregated_is_city,
    versions.versions_in_order,
    versions.breaks_are_explained,
    sources.delivered_measures,
    sources.period_and_area,
    sources.named_fields,
    sources.derived_fields,
    boundaries.boundaries,
)
