"""A Python that has loaded the product and becomes each process it is asked to be, by a fork: half of what a command
costs is its loading.

`-m tests.loaded SOCKET` serves. CALL, with the standard library alone, asks for `-c PROGRAM` or a command, hands over
its arguments, folder, environment, terminal and what is mounted for it, and ends as that process ends.
"""

import ctypes
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from campaign import cli
from campaign.config import PACKAGE

LOADED = ("run", "worker", "migrate", "user", "demo", "doctor", "jobs", "backup", "restore", "move", "audit")
LONGEST = 200_000  # bytes of a command with its environment
CALL = """
import json, os, socket, sys
asked = json.dumps([sys.argv[2:], os.getcwd(), dict(os.environ)]).encode()
with socket.socket(socket.AF_UNIX) as line:
    line.connect(sys.argv[1])
    socket.send_fds(line, [asked], [0, 1, 2])
    sys.exit(int(line.recv(20) or 1))
"""
Call = list[str]  # what to write before `-c PROGRAM` or a command


@contextmanager
def serving(folder: Path) -> Iterator[Call]:
    place = str(folder / "python.socket")
    command = [sys.executable, "-m", "tests.loaded", place]
    with subprocess.Popen(command, cwd=PACKAGE.parent, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        try:
            yield [sys.executable, "-IS", "-c", CALL, place]
        finally:
            process.kill()


def serve(place: str) -> list[str]:
    """As many at once as are asked for; returns in each child, which then is what was asked for."""
    for name in LOADED:
        import_module(cli.COMMANDS[name].function.partition(":")[0])
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(place)
        door.listen()
        print("ready", flush=True)
        while True:
            line, _from = door.accept()
            _reap()
            with line:
                if not os.fork():
                    return _watched(line)


def _reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _watched(line: socket.socket) -> list[str]:
    """Returns in the child; beside it stays one who tells how it ended, and who ends it with all that it started when
    whoever asked for it has gone."""
    asked, terminal, *_rest = socket.recv_fds(line, LONGEST, 3)
    pid = os.fork()
    if not pid:
        return _become(line, asked, terminal)
    for number in terminal:
        os.close(number)
    watched = os.pidfd_open(pid)
    if watched not in select.select([watched, line.fileno()], [], [])[0]:
        os.kill(pid, signal.SIGKILL)
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    with suppress(OSError):
        line.send(str(status).encode())
    os._exit(0)


def _become(line: socket.socket, asked: bytes, terminal: list[int]) -> list[str]:
    argv, folder, environment = json.loads(asked)
    _see_its_mounts(struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0])
    os.setsid()
    for here, number in enumerate(terminal):
        os.dup2(number, here)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    return list(argv)


def _see_its_mounts(pid: int) -> None:
    theirs = f"/proc/{pid}/ns/mnt"
    if os.readlink(theirs) != os.readlink("/proc/self/ns/mnt"):
        with open(theirs) as namespace:
            assert ctypes.CDLL(None).setns(namespace.fileno(), 0) == 0


if __name__ == "__main__":
    wanted = serve(sys.argv[1])
    if wanted[0] == "-c":
        sys.argv = ["-c", *wanted[2:]]
        exec(wanted[1], {"__name__": "__main__"})
    else:
        sys.exit(cli.main(wanted))
