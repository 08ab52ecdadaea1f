"""Files larger than memory should hold: read to their end, in bounded memory."""

from __future__ import annotations

import resource
from pathlib import Path

from app.store import Store
from tests.faults.city import FRESH, load_everything
from tests.integration.ingest.sources import HEAD as CASES_HEAD


def _peak_of_loading(folder: Path, told_in: Path) -> None:
    load_everything(f"sqlite:///{folder / 'store.db'}", folder)
    told_in.write_text(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10))


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for thousands in (100, 600):
        folder = tmp_path / str(thousands)
        folder.mkdir()
        with (folder / "cases_0.csv").open("w", encoding="utf-8") as file:
            file.write(CASES_HEAD)
            for block in range(thousands):
                file.writelines(
                    f"{block}-{row},临江区,2024-04-0{1 + row % 9} 08:30:00,,,投诉,已解决,3\n"
                    for row in range(1000)
                )
        loader = FRESH.Process(target=_peak_of_loading, args=(folder, folder / "peak"))
        loader.start()
        loader.join(180)
        assert loader.exitcode == 0
        peaks.append(int((folder / "peak").read_text()))
    assert peaks[1] < 800  # MiB, of which the engine may take 640
    assert peaks[1] < peaks[0] + 400


def test_a_file_beyond_two_gibibytes_is_read_to_its_last_row(tmp_path: Path) -> None:
    remark = "记" * 300  # few columns are wanted: what people wrote beside them makes files large
    block = "".join(f"@-{row},临江区,2024-04-03 08:30:00,,,投诉,已解决,3,{remark}\n" for row in range(1000))
    file = tmp_path / "cases_0.csv"
    blocks = 0
    with file.open("wb") as written:
        written.write((CASES_HEAD.rstrip("\n") + ",备注\n").encode())
        while written.tell() <= 2 << 30:
            written.write(block.replace("@", str(blocks)).encode())
            blocks += 1
        written.write(f"x,nowhere,2024-04-03 08:30:00,,,投诉,已解决,3,{remark}\n".encode())
    loader = FRESH.Process(target=_peak_of_loading, args=(tmp_path, tmp_path / "peak"))
    loader.start()
    loader.join(240)
    file.unlink()
    assert loader.exitcode == 0
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    loaded = store.runs(source="cases").iloc[0]
    assert (loaded["state"], loaded["accepted"], loaded["quarantined"]) == ("committed", blocks * 1000, 1)
    assert store.quarantine(run_id=int(loaded["id"]))["row"].tolist() == [blocks * 1000 + 2]
    assert int((tmp_path / "peak").read_text()) < 1200  # MiB
    store.dispose()
