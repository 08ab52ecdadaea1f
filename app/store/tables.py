"""The tables. Dates are epoch days, moments are microseconds since 1970 (UTC).

`observation` is append-only: what was reported, and when it became known. `cell` is what holds now: base
cells and their roll-ups over time and areas. Both can be rebuilt from `observation` alone.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

measure = Table(
    "measure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(80), nullable=False, unique=True),
    Column("time", String(8), nullable=False),
    Column("additive", Boolean, nullable=False),
    Column("grain", String(8), nullable=False),
    Column("level", String(10), nullable=False),
)

area = Table(
    "area",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(40), nullable=False, unique=True),
    Column("parent_id", Integer, nullable=True, index=True),
    Column("level", String(10), nullable=False),
)

calendar = Table(
    "calendar",
    metadata,
    Column("grain", String(8), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("parent_grain", String(8), primary_key=True),
    Column("parent_start", Integer, nullable=False),
    Index("calendar_parent", "parent_grain", "parent_start", "grain"),
    sqlite_with_rowid=False,
)

load_run = Table(
    "load_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(80), nullable=False, index=True),
    Column("state", String(10), nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger, nullable=False),
    Column("rows_read", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("quarantined", Integer, nullable=False),
    Column("ignored", Integer, nullable=False),
    Column("observations", Integer, nullable=False),
    Column("error_code", String(60)),
    Column("error_params", JSON, nullable=False),
)

batch = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("load_run.id"), nullable=False, index=True),
    Column("source", String(80), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Index("batch_known", "source", "sha256"),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", ForeignKey("load_run.id"), nullable=False, index=True),
    Column("file", Text, nullable=False),
    Column("sheet", Text),
    Column("row", Integer, nullable=False),
    Column("column", Text),
    Column("reason", String(40), nullable=False),
    Column("params", JSON, nullable=False),
    Column("raw", JSON, nullable=False),
)

observation = Table(
    "observation",
    metadata,
    Column("measure_id", Integer, primary_key=True),
    Column("grain", String(8), primary_key=True),
    Column("area_id", Integer, primary_key=True),
    Column("period_start", Integer, primary_key=True),
    Column("known_at", BigInteger, primary_key=True),
    Column("value", Float(53)),
    Column("status", String(1), nullable=False),
    Column("run_id", Integer, nullable=False),
    sqlite_with_rowid=False,
)

cell = Table(
    "cell",
    metadata,
    Column("measure_id", Integer, primary_key=True),
    Column("grain", String(8), primary_key=True),
    Column("area_id", Integer, primary_key=True),
    Column("period_start", Integer, primary_key=True),
    Column("value", Float(53)),
    Column("n", Integer, nullable=False),
    Column("areas", Integer, nullable=False),
    Column("fp", BigInteger, nullable=False),
    Column("flags", Integer, nullable=False),
    Column("known_at", BigInteger, nullable=False),
    Column("run_id", Integer, nullable=False),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("actor", String(80), nullable=False),
    Column("action", String(40), nullable=False),
    Column("object", Text, nullable=False),
    Column("detail", JSON, nullable=False),
)

data_version = Table(
    "data_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    UniqueConstraint("id"),
)

# What people decide about figures. Each row stays; what ends a row is written into it once.

hold = Table(
    "hold",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("indicator", String(80), nullable=False, index=True),
    Column("area", String(40), nullable=False),
    Column("first_day", Integer, nullable=False),
    Column("last_day", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("held_by", String(80), nullable=False),
    Column("held_at", BigInteger, nullable=False),
    Column("released_by", String(80)),
    Column("released_at", BigInteger),
    Column("release_note", Text),
)

target_change = Table(
    "target_change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("indicator", String(80), nullable=False, index=True),
    Column("area", String(40), nullable=False),
    Column("first_day", Integer, nullable=False),
    Column("last_day", Integer),
    Column("target", Float(53)),
    Column("red_line", Float(53)),
    Column("target_low", Float(53)),
    Column("target_high", Float(53)),
    Column("red_low", Float(53)),
    Column("red_high", Float(53)),
    Column("owner", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("set_by", String(80), nullable=False),
    Column("set_at", BigInteger, nullable=False),
)

review = Table(
    "review",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("indicator", String(80), nullable=False, index=True),
    Column("area", String(40), nullable=False),
    Column("period", String(20), nullable=False),
    Column("as_of", BigInteger, nullable=False),
    Column("decision", Text, nullable=False),
    Column("due", Integer),
    Column("made_by", String(80), nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

comment = Table(
    "comment",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("indicator", String(80), nullable=False),
    Column("area", String(40), nullable=False),
    Column("period", String(20), nullable=False),
    Column("as_of", BigInteger, nullable=False),
    Column("words", Text, nullable=False),
    Column("made_by", String(80), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("state", String(12), nullable=False),
    Column("closed_by", String(80)),
    Column("closed_at", BigInteger),
    Column("closed_note", Text),
    Index("comment_figure", "indicator", "area", "period"),
)

board = Table(
    "board",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("state", String(12), nullable=False),
    Column("owner", String(80), nullable=False),
    Column("document", JSON, nullable=False),
    Column("made_by", String(80), nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

repair = Table(
    "repair",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("quarantine_id", ForeignKey("quarantine.id"), nullable=False, index=True),
    Column("raw", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_by", String(80), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("run_id", ForeignKey("load_run.id")),  # none: drafted, not yet replayed
    Column("withdrawn_at", BigInteger),
)

sign_off = Table(
    "sign_off",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(80), nullable=False, index=True),
    Column("month", String(7), nullable=False),
    Column("scores", JSON, nullable=False),
    Column("comment", Text, nullable=False),
    Column("made_by", String(80), nullable=False),
    Column("made_at", BigInteger, nullable=False),
)

push_token = Table(
    "push_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(80), nullable=False, index=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("made_by", String(80), nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("revoked_at", BigInteger),
)

push = Table(
    "push",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("idempotency", String(120), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("run_id", ForeignKey("load_run.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
)

# Runs that came by push, or put right what did. `rows` (JSON, deflated): ready figures as they were sent; none
# for records, which are kept one by one.
pushed_message = Table(
    "pushed_message",
    metadata,
    Column("run_id", ForeignKey("load_run.id"), primary_key=True),
    Column("rows", LargeBinary),
)

# A record pushed one by one; the days are those of every period its push touched, so that the records
# which make up a cell can be found again.
pushed_record = Table(
    "pushed_record",
    metadata,
    Column("source", String(80), primary_key=True),
    Column("record", String(64), primary_key=True),
    Column("raw", JSON, nullable=False),
    Column("first_day", Integer, nullable=False),
    Column("last_day", Integer, nullable=False),
    Column("run_id", ForeignKey("load_run.id"), nullable=False),
    Index("pushed_record_days", "source", "last_day"),
)

# Who does a job that only one process may do, and until when unless it says so again.
lease = Table(
    "lease",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("holder", String(120), nullable=False),
    Column("until", BigInteger, nullable=False),
)
