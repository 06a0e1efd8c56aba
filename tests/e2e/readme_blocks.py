"""README.md → the same with the real output of its commands: `python -m tests.e2e.readme_blocks` writes it.

A `console` block holds commands after `$ ` with their standard output below; `...` on a line of its own stands for
lines left out at the end. A `python` block is run in one interpreter after the blocks above it. All of them run in
one folder that begins empty; `make demo` stands for what it runs.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CUT = "...\n"


def refreshed(text: str, folder: Path) -> str:
    """Return the text with each command's output as it is now, cut where the text cuts it.

    Raises:
        AssertionError: a command or a Python block fails.
    """
    with _command_on_path(folder) as environment:

        def renew(block: re.Match[str]) -> str:
            if block[1] == "python":
                _run([sys.executable, "-c", block[2]], folder, environment)
                return block[0]
            return f"```console\n{''.join(_renewed(block[2], folder, environment))}```"

        return _BLOCK.sub(renew, text)


def _renewed(block: str, folder: Path, environment: dict[str, str]) -> Iterator[str]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        while command.endswith("\\"):
            more, _, shown = shown.partition("\n")
            command = f"{command}\n{more}"
        output = _run(["bash", "-euo", "pipefail", "-c", command], folder, environment)
        lines = output.splitlines(keepends=True)
        if shown.endswith(_CUT):
            lines = [*lines[: shown.count("\n") - 1], _CUT]
        yield f"$ {command}\n" + "".join(f"{line.rstrip()}\n" for line in lines)


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}{done.stderr}"
    return done.stdout


@contextmanager
def _command_on_path(folder: Path) -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory() as tools:
        scripts = {"kg": f'exec "{sys.executable}" -m kg "$@"', "make": 'exec kg "$1" --quiet'}
        for name, line in scripts.items():
            script = Path(tools, name)
            script.write_text(f"#!/bin/bash\n{line}\n", encoding="utf-8")
            script.chmod(0o755)
        path = f"{tools}{os.pathsep}{os.environ['PATH']}"
        yield {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "110"}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        README.write_text(refreshed(README.read_text(encoding="utf-8"), Path(name)), encoding="utf-8")
