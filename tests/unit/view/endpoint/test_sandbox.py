from __future__ import annotations

import platform
import subprocess
import sys

import pytest

LINUX = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")


def confined(code: str) -> str:
    program = f"from kg.view.endpoint.sandbox import confine\nconfine(memory=64 << 20)\n{code}"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60).stderr


@pytest.mark.skipif(not LINUX, reason="sockets are forbidden on Linux alone")
def test_confined_process_opens_no_socket() -> None:
    assert "PermissionError" in confined("import socket\nsocket.socket()")


@pytest.mark.skipif(not LINUX, reason="sockets are forbidden on Linux alone")
def test_confined_process_starts_no_program() -> None:
    assert "PermissionError" in confined("import os\nos.execv('/bin/true', ['true'])")


@pytest.mark.skipif(not LINUX, reason="memory is limited where /proc tells how much is in use")
def test_confined_process_takes_no_more_memory() -> None:
    assert "MemoryError" in confined("b = bytearray(256 << 20)")
    assert confined("b = bytearray(16 << 20)") == ""


def test_confined_process_reads_and_writes_what_is_open() -> None:
    assert confined("import sys\nsys.stdout.write('x')\nopen(sys.executable, 'rb').read(1)") == ""
