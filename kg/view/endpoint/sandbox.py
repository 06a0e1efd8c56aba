"""A process → one that cannot take much memory, cannot open connections and does not outlive its parent.

A second wall behind the scan of the query text. What a platform does not offer is left out without an error: the scan,
the time limit and the kill hold everywhere, the memory limit on POSIX, the ban on sockets on Linux.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
import threading
import time
from pathlib import Path

_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 13  # errno EACCES
# machine: (audit architecture, system call numbers of socket, connect, execve)
_SYSTEM_CALLS = {"x86_64": (0xC000003E, (41, 42, 59)), "aarch64": (0xC00000B7, (198, 203, 221))}


def confine(*, memory: int) -> None:
    """Shut this process in: `memory` is the number of bytes of address space it may add from here on."""
    _limit_memory(memory)
    _forbid_connections()
    threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()


def _limit_memory(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        used = pages * resource.getpagesize()
    except OSError:
        used = 0
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))


def _forbid_connections() -> None:
    """Install a seccomp filter that refuses socket, connect and execve; unprivileged, for good."""
    if sys.platform != "linux" or platform.machine() not in _SYSTEM_CALLS:
        return
    architecture, calls = _SYSTEM_CALLS[platform.machine()]
    # Classic BPF over struct seccomp_data: offset 4 is the architecture, offset 0 the system call number.
    program = [(0x20, 0, 0, 4), (0x15, 1, 0, architecture), (0x06, 0, 0, _REFUSE), (0x20, 0, 0, 0)]
    program += [(0x15, len(calls) - i, 0, call) for i, call in enumerate(calls)]
    program += [(0x06, 0, 0, _ALLOW), (0x06, 0, 0, _REFUSE)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    header = ctypes.create_string_buffer(struct.pack("HP", len(program), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0)


def _leave_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1.0)
    os._exit(0)
