"""Pushed figures: who may push to a source, and what becomes of a push.

A token stands for a system, not for a person: it may push to one source and do nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from app.domain.errors import CockpitError, FileRefused
from app.i18n import Translator
from app.ingest import push as ingest
from app.services.cockpit import Cockpit
from app.store import Batch, Load, LoadRun
from app.store.pushes import Overtaken, Pushes, Receipt, Token

OPERATOR = "operator"  # who acts on the command line of the server
_T = TypeVar("_T")
_PREFIX = "cockpit_"
_MOST_KEY = 120
_TRIES = 5
# Each push adds up in an engine of its own: two at once fill the processors, more only fill memory.
_ROOM = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Refused:
    """One row in quarantine: its number from 1, the column, and why."""

    row: int
    column: str
    reason: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a push; rows read are accepted, quarantined or ignored."""

    run: LoadRun
    quarantined: tuple[Refused, ...]
    known: bool  # the same push had been taken before


def new_token(cockpit: Cockpit, source: str) -> str:
    """Make a token for a source; told once, only its hash is kept. Raises: CockpitError('unknown_source')."""
    _known_source(cockpit, source)
    secret = _PREFIX + secrets.token_urlsafe(32)
    number = Pushes(cockpit.store).add_token(source, _hash(secret), OPERATOR)
    cockpit.store.audit(OPERATOR, "token_new", source, {"token": number})
    return secret


def tokens(cockpit: Cockpit, source: str | None = None) -> list[Token]:
    """Every token (of a source), the revoked ones included."""
    return Pushes(cockpit.store).tokens(source)


def revoke_tokens(cockpit: Cockpit, source: str, token: int | None = None) -> int:
    """End all tokens of a source, or one; returns how many ended."""
    ended = Pushes(cockpit.store).revoke(source, token)
    if ended:
        cockpit.store.audit(OPERATOR, "token_revoke", source, {"token": token, "ended": ended})
    return ended


def authorise(cockpit: Cockpit, secret: str, source: str) -> Token:
    """The token, if it may push to the source.

    Raises: CockpitError('push_token_unknown', 'push_token_elsewhere', 'unknown_source').
    """
    digest = _hash(secret)
    token = Pushes(cockpit.store).token(digest) if secret else None
    if token is None or not hmac.compare_digest(token.sha256, digest):
        raise CockpitError("push_token_unknown")
    if token.source != source:
        raise CockpitError("push_token_elsewhere", source=source)
    _known_source(cockpit, source)
    return token


def push(
    cockpit: Cockpit, token: Token, *, idempotency: str, body: bytes, form: str, name: str = ""
) -> Answer:
    """Take a push: the same key and body again changes nothing and gives the same answer.

    `form`: json or csv. `name`: the file name that fields taken from it read.
    Raises: CockpitError('push_key_missing', 'push_key_reused', 'push_not_rows', 'push_period_delivered');
    FileRefused when the push is wrong as a whole (also logged as a refused run).
    """
    if not 1 <= len(idempotency) <= _MOST_KEY:
        raise CockpitError("push_key_missing", most=_MOST_KEY)
    pushes = Pushes(cockpit.store)
    digest = hashlib.sha256("\n".join((form, name, "")).encode() + body).hexdigest()
    known = pushes.known(token.source, idempotency)
    if known is not None:
        if known[0] != digest:
            raise CockpitError("push_key_reused", idempotency=idempotency)
        return _answer(cockpit, known[1], known=True)
    rows = ingest.rows_of_csv(body) if form == "csv" else ingest.rows_of_json(body)
    message = _Message(idempotency, digest, len(body), name)
    run = in_turn(cockpit, token.source, lambda: _take(cockpit, pushes, token.source, rows, message))
    return _answer(cockpit, run, known=False)


def in_turn(cockpit: Cockpit, source: str, take: Callable[[], _T]) -> _T:
    """What `take` gives, tried again while overtaken.

    Messages of one source follow one another: records are added up from all that came before.
    Raises: CockpitError('push_overtaken').
    """
    with cockpit.lock(f"push-{source}"), _ROOM:
        for _ in range(_TRIES):
            with suppress(Overtaken):
                return take()
    raise Overtaken(source)


@dataclass(frozen=True, slots=True)
class _Message:
    idempotency: str
    digest: str
    size: int
    name: str

    def batch(self, source: str) -> Batch:
        """Known by key and body: the same figures may well be pushed again later."""
        both = hashlib.sha256(f"{source}\n{self.idempotency}\n{self.digest}".encode()).hexdigest()
        return Batch(self.name or f"POST {self.idempotency}", both, self.size)


def _take(
    cockpit: Cockpit, pushes: Pushes, source: str, rows: Sequence[ingest.Row], message: _Message
) -> LoadRun:
    batch = message.batch(source)
    rules = cockpit.catalogue.sources[source]
    try:
        judged = ingest.judge(cockpit.catalogue, pushes, rules, rows, name=batch.name)
    except FileRefused as error:
        cockpit.store.refuse(source, [batch], error, cockpit.catalogue.moment())
        raise
    outcome = judged.outcome
    load = Load(
        source=source,
        batches=[batch],
        known_at=datetime.now(UTC),
        rows_read=outcome.rows_read,
        accepted=outcome.accepted,
        quarantined=len(outcome.quarantine),
        ignored=outcome.ignored,
        observations=outcome.observations,
        quarantine=outcome.quarantine,
    )
    return pushes.commit(load, Receipt(message.idempotency, message.digest, judged.kept))


def _answer(cockpit: Cockpit, run: LoadRun, *, known: bool) -> Answer:
    rows = cockpit.store.quarantine(run_id=run.id).to_dict("records")
    refused = tuple(
        Refused(int(row["row"]), str(row["column"] or ""), str(row["reason"]), dict(row["params"] or {}))
        for row in rows
    )
    return Answer(run, refused, known)


def reason_words(t: Translator, refused: Refused) -> tuple[str, str]:
    """(message, remedy) of a refused row."""
    params = {"column": refused.column, **refused.params}
    stem = f"reasons.{refused.reason}"
    return t(f"{stem}.message", **params), t(f"{stem}.remedy", **params)


def _known_source(cockpit: Cockpit, source: str) -> None:
    if source not in cockpit.catalogue.sources:
        raise CockpitError("unknown_source", source=source)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
