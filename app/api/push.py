"""Figures pushed by other systems: `POST /api/v1/push/<source>` (docs/push.md)."""

from __future__ import annotations

import json
import threading
import time
from collections import OrderedDict
from typing import Any

from flask import Response, request

from app.api.routes import blueprint
from app.domain.errors import CockpitError, FileRefused
from app.i18n import explain, translator
from app.services import current
from app.services import push as service

MOST_BYTES = 8 * 1024 * 1024
_FORMS = {"application/json": "json", "text/csv": "csv"}
_STATUS = {
    "push_token_unknown": 401,
    "push_token_elsewhere": 403,
    "unknown_source": 404,
    "push_key_missing": 400,
    "push_key_reused": 409,
    "push_overtaken": 409,
    "push_period_delivered": 409,
    "push_too_large": 413,
    "push_form": 415,
    "push_not_rows": 422,
    "push_too_often": 429,
    "store_unavailable": 503,
}


class Rate:
    """So many messages at once and so many a second, by name (a token, an address); in this process."""

    def __init__(self, per_second: float, burst: int, names: int = 10_000) -> None:
        self._per_second, self._burst, self._names = per_second, burst, names
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str, now: float | None = None) -> bool:
        """Whether one more is allowed."""
        at = time.monotonic() if now is None else now
        with self._lock:
            left, before = self._left.pop(name, (float(self._burst), at))
            left = min(self._burst, left + (at - before) * self._per_second)
            allowed = left >= 1
            self._left[name] = (left - 1 if allowed else left, at)
            while len(self._left) > self._names:
                self._left.popitem(last=False)
        return allowed


_PUSHES = Rate(per_second=20, burst=100)
_STRANGERS = Rate(per_second=0.2, burst=20)


def _lang() -> str:
    return request.accept_languages.best_match(["zh", "en"], "zh") or "zh"


@blueprint.post("/api/v1/push/<source>")
def push(source: str) -> tuple[Response, int] | Response:
    """Take rows for a source; tell what became of each."""
    try:
        answer = _taken(source)
    except CockpitError as error:
        return _refusal(error)
    t = translator(_lang())
    refused = []
    for row in answer.quarantined:
        message, remedy = service.reason_words(t, row)
        refused.append(
            {"row": row.row, "column": row.column, "reason": row.reason, "message": message, "remedy": remedy}
        )
    run = answer.run
    told = _json(
        {
            "run": run.id,
            "read": run.rows_read,
            "accepted": run.accepted,
            "quarantined": run.quarantined,
            "ignored": run.ignored,
            "observations": run.observations,
            "rows": refused,
        }
    )
    if answer.known:
        told.headers["Idempotent-Replayed"] = "true"
    return told


def _taken(source: str) -> service.Answer:
    cockpit = current()
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    try:
        token = service.authorise(cockpit, secret.strip() if scheme.lower() == "bearer" else "", source)
    except CockpitError as error:
        if not _STRANGERS.take(request.remote_addr or ""):
            raise CockpitError("push_too_often") from error
        raise
    if not _PUSHES.take(str(token.id)):
        raise CockpitError("push_too_often")
    form = _FORMS.get(request.mimetype)
    if form is None:
        raise CockpitError("push_form", form=request.mimetype or "–")
    return service.push(
        cockpit,
        token,
        idempotency=request.headers.get("Idempotency-Key", "").strip(),
        body=_body(),
        form=form,
        name=request.args.get("name", "").replace("\\", "/").rpartition("/")[2],
    )


def _body() -> bytes:
    """The body, read no further than is allowed."""
    if (request.content_length or 0) > MOST_BYTES:
        raise CockpitError("push_too_large", most=MOST_BYTES // 1024 // 1024)
    body = request.stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise CockpitError("push_too_large", most=MOST_BYTES // 1024 // 1024)
    return body


def _json(content: dict[str, Any]) -> Response:
    """JSON with its Chinese legible, kept by nobody."""
    body = json.dumps(content, ensure_ascii=False)
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


def _refusal(error: CockpitError) -> tuple[Response, int]:
    message, remedy = explain(error, _lang())
    status = _STATUS.get(error.code, 422 if isinstance(error, FileRefused) else 400)
    told: dict[str, Any] = {"error": error.code, "message": message, "remedy": remedy}
    answer = _json(told)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="push"'
    if status == 429:
        answer.headers["Retry-After"] = "5"
    return answer, status
