"""One try: a damaged delivery is read, and nothing may be lost without a word.

A try ends in one of three ways: the file is refused with an error a person can act on; or it is read, and what
was read is what another reader of the format counts; anything else raises.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from app.catalogue import Catalogue
from app.domain.errors import CockpitError
from app.i18n import explain
from app.ingest.faults import of_engine
from app.ingest.plan import make_plan
from app.ingest.readers import RawTable, layout_of, read_file
from app.ingest.readers.delimited import read_delimited
from app.ingest.run import outcome_of
from app.ingest.workspace import Workspace, identifier
from tests.fuzz.deliveries import delivery
from tests.unit.ingest.support import make_catalogue, measure

SOURCE = """
read: {format: csv, files: ["*"]}
fields:
  ticket: {from: 工单, type: text}
  district: {from: 区, type: area, level: district}
  opened: {from: 受理时间, type: datetime}
  amount: {from: 数量, type: number, min: -1000000000, optional: true}
  kind: {from: 类别, type: text, values: [投诉, 咨询], optional: true}
ignore: [{column: 区, in: [全市]}]
unique: [ticket]
period: opened
area: district
measures:
  records: {count: all}
  amount: {sum: amount}
"""
MEASURES = [measure("records"), measure("amount")]
PIPELINE_EVERY = 20


class Fuzzer:
    """Runs tries in one workspace. `refused` counts the ways in which files were refused."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace("Asia/Shanghai")
        self.refused: dict[str, int] = {}
        self.read = self.judged = 0
        self._catalogues = {
            form: _catalogue(folder, form) for form in ("csv", "excel", "json", "jsonl", "parquet")
        }

    def close(self) -> None:
        """End the engine."""
        self.workspace.close()

    def attempt(self, seed: int, *, whole: bool) -> None:
        """One delivery; `whole`: through mapping and sums too. Raises whatever must not be."""
        form, name, content = delivery(seed)
        path = self.folder / name
        path.write_bytes(content)
        catalogue = self._catalogues[form]
        source = catalogue.sources["trial"]
        try:
            tables = read_file(self.workspace, source, path, file=name)
            rows = sum(self._checked(table, path, source) for table in tables)
            self.read += 1
            if whole:
                self._judge(tables, catalogue, name, rows)
        except CockpitError as error:
            self.refused[error.code] = self.refused.get(error.code, 0) + 1
            told = [text for lang in ("zh", "en") for text in explain(error, lang)]
            if not all(told):
                raise AssertionError(error.code) from error
        finally:
            self._begin_anew()

    def _begin_anew(self) -> None:
        """An engine that gave up whole would fail every later try; the loader has one of its own for each file."""
        try:
            self.workspace.clear()
        except duckdb.FatalException:
            self.workspace.close()
            self.workspace = Workspace("Asia/Shanghai")

    def _checked(self, table: RawTable, path: Path, source: Any) -> int:
        """The rows with content; a text file read in two ways says the same in both."""
        if table.again is None:
            try:
                cells = self.cells_of(table)
            except duckdb.Error as error:  # as the loader does
                raise of_engine(error, path.name) from error
            expected = _counted(path, source.read.format)
            assert expected is None or len(cells) == expected, f"{len(cells)} rows of {expected}"
            return len(cells)
        exact = read_delimited(self.workspace, path, layout_of(source), file=path.name, stream=False)
        slowly = self.cells_of(exact)
        try:
            quickly = self.cells_of(table)
        except duckdb.Error:
            return len(slowly)  # the loader too goes on with the exact way
        assert quickly == slowly
        return len(slowly)

    def cells_of(self, table: RawTable) -> list[tuple[str | None, ...]]:
        names = ", ".join(identifier(name) for name in table.columns)
        found = self.workspace.duck.execute(f"SELECT {names} FROM {identifier(table.relation)}").fetchall()
        return (
            [row for row in found if any(cell is not None and cell.strip() for cell in row)]
            if table.ordinal
            else found
        )

    def _judge(self, tables: list[RawTable], catalogue: Catalogue, name: str, rows: int) -> None:
        plan = make_plan(catalogue, catalogue.sources["trial"])
        try:
            outcome = outcome_of(self.workspace, tables, catalogue, plan, file=name)
        except duckdb.Error as error:  # as the loader does
            raise of_engine(error, name) from error
        self.judged += 1
        assert outcome.rows_read == outcome.accepted + len(outcome.quarantine) + outcome.ignored
        assert outcome.rows_read == rows, f"{outcome.rows_read} rows judged of {rows} read"
        records = outcome.observations.loc[outcome.observations["measure"] == "records", "value"]
        assert records.sum() == outcome.accepted, "an accepted record is in no figure"
        places = outcome.quarantine[["sheet", "row"]]
        assert not places.duplicated().any(), "a row refused twice"


def _catalogue(folder: Path, form: str) -> Catalogue:
    text = yaml.safe_load(SOURCE)
    text["read"]["format"] = form
    return make_catalogue(folder, yaml.safe_dump(text, allow_unicode=True), MEASURES)


def _counted(path: Path, form: str) -> int | None:
    """The rows with content as a plain reader of the format counts them; None: there is none for it."""
    if form != "parquet":
        return None
    try:
        return sum(any(row.values()) for row in pq.read_table(path).to_pylist())
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        return None
