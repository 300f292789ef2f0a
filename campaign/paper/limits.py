"""The fence round the render child: CPU and its turn, memory, file size, no core, no network; standard library only.

The child puts it up before it reads its input. Measured on Debian 12: the letter flyer takes 0.6 to 1.1 s CPU in a new
child, 305 MiB of address space; limits are those of contract §5.
"""

from __future__ import annotations

import ctypes
import os
import resource

CPU_SECONDS = 10
MEMORY_BYTES = 600 * 2**20
FILE_BYTES = 64 * 2**20
OPEN_FILES = 64
WALL_SECONDS = 30
BEHIND = 5  # of niceness: whoever opens a page goes before a sheet that is made beside it
PAGES = 1000  # a child prints so many, then it is replaced; its memory stays as it is (`bench flyers`)

_NEW_NET, _NEW_USER = 0x40000000, 0x10000000


def fence(cpu_seconds: int = CPU_SECONDS) -> None:
    """Irrevocable for this process; `allow` gives each page its own CPU seconds inside it."""
    leave_network()
    os.nice(BEHIND)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, (cpu_seconds + 1) * PAGES))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow(cpu_seconds: int) -> None:
    """So many CPU seconds from now on, for the page that comes."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (min(int(used.ru_utime + used.ru_stime) + 1 + cpu_seconds, hard), hard))


def leave_network() -> bool:
    """Move into an empty network namespace; False where the machine has none (the fetcher is locked all the same)."""
    try:
        unshare = ctypes.CDLL(None).unshare
    except (OSError, AttributeError):
        return False
    flags = _NEW_NET if os.geteuid() == 0 else _NEW_NET | _NEW_USER
    return bool(unshare(flags) == 0 or unshare(_NEW_NET | _NEW_USER) == 0)
