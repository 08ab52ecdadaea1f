"""A Spark cluster instead of this process for adding up records (the setting `COCKPIT_SPARK` names it)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import ibis

from app.domain.errors import CockpitError
from app.ingest.workspace import Workspace, quote
from app.settings import Settings

_ROWS = 50_000  # of a row group: what a task takes at least


def placed(workspace: Workspace, rows: Any) -> Any:
    """The rows where they are to be added up: left where they are, or laid out for the cluster's workers.

    They go there as Parquet files, which the workers read by themselves; only the sums come back.
    """
    settings = Settings()
    if not settings.spark:
        return rows
    folder = _laid_out(workspace, rows, settings.spark_folder)
    with faults_told():
        return connect(settings.spark).read_parquet(str(folder))


@contextmanager
def faults_told() -> Iterator[None]:
    """Whatever goes wrong on the cluster becomes CockpitError('spark_unreachable'); the next load begins anew."""
    try:
        yield
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark", "py4j")):
            raise
        connect.cache_clear()
        detail = str(error).strip().splitlines()[:1]
        raise CockpitError(
            "spark_unreachable", master=Settings().spark, detail="".join(detail)[:200]
        ) from error


@lru_cache(maxsize=1)
def connect(master: str) -> Any:
    """The session of this process on a cluster, begun at first use.

    Raises: CockpitError('spark_missing') without the extra `spark`; CockpitError('spark_unreachable').
    """
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - an optional extra, slow to import
    except ImportError as error:
        raise CockpitError("spark_missing", master=master) from error
    if master.startswith("local"):  # all on this machine: nothing of it is reachable from elsewhere
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    options = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.files.openCostInBytes": "65536",  # small files are shared out too
    }
    try:
        builder = SparkSession.builder.master(master).appName("city-cockpit")
        for name, value in options.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
    except Exception as error:  # py4j's own errors and plain RuntimeErrors alike
        raise CockpitError("spark_unreachable", master=master, detail=str(error)[:200]) from error
    session.sparkContext.setLogLevel("ERROR")
    return ibis.pyspark.connect(session)


def _laid_out(workspace: Workspace, rows: Any, shared: Path | None) -> Path:
    folder = workspace.folder_for("records", shared)
    query = workspace.con.compile(rows)
    workspace.duck.execute(
        f"COPY ({query}) TO {quote(str(folder))} "
        f"(FORMAT parquet, PER_THREAD_OUTPUT true, ROW_GROUP_SIZE {_ROWS})"
    )
    return folder
