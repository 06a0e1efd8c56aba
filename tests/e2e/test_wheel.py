from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel, unpacked away from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr[-2000:]
    [wheel] = folder.glob("diplograph-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_every_data_file_of_the_checkout(unpacked: Path) -> None:
    data = {
        ".ttl",
        ".tsv",
        ".yaml",
        ".csv",
        ".sql",
        ".rq",
        ".txt",
        ".jsonl",
        ".html",
        ".js",
        ".css",
        ".json",
        ".jsonld",
    }
    wanted = {
        path.relative_to(ROOT)
        for folder in ("kg", "ontologies")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in data and not any(part.startswith((".", "__")) for part in path.relative_to(ROOT).parts)
    }
    missing = [
        path for path in wanted if not (unpacked / ("kg" if path.parts[0] == "ontologies" else "") / path).is_file()
    ]
    assert len(wanted) > 40
    assert missing == []


def test_the_wheel_holds_no_tests_and_no_checkout_files(unpacked: Path) -> None:
    tops = {path.name.split("-")[0] for path in unpacked.iterdir()}
    assert tops == {"kg", "diplograph"}


def test_the_demo_runs_from_the_wheel_alone(unpacked: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PYTHONNOUSERSITE": "1"}
    command = [
        sys.executable,
        "-c",
        "import kg, sys; print(kg.__file__, file=sys.stderr); from kg.cli import main; main()",
    ]
    done = subprocess.run(
        [*command, "demo", "--out", "out"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert str(unpacked) in done.stderr
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Budapest" in done.stdout
    assert (tmp_path / "out" / "demo.kg").is_file()
