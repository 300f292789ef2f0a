"""A Python that has loaded the product and becomes each command by a fork: what costs a command is its loading.

`-m tests.serving.loaded SOCKET COMMAND…` serves; CALL, with the standard library alone, hands a command over with its
arguments, folder, environment and terminal, and ends as it ends.
"""

import importlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from campaign.cli import COMMANDS, main
from campaign.config import PACKAGE

LONGEST = 100_000  # bytes of a command with its environment
CALL = """
import json, os, socket, sys
asked = json.dumps([sys.argv[2:], os.getcwd(), dict(os.environ)]).encode()
with socket.socket(socket.AF_UNIX) as line:
    line.connect(sys.argv[1])
    socket.send_fds(line, [asked], [0, 1, 2])
    sys.exit(int(line.recv(20) or 1))
"""


@contextmanager
def serving(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """The socket of one that has loaded these commands."""
    place = folder / "python.socket"
    command = [sys.executable, "-m", "tests.serving.loaded", str(place), *names]
    with subprocess.Popen(command, cwd=PACKAGE.parent, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        try:
            yield place
        finally:
            process.kill()


def serve(place: str, names: Sequence[str]) -> None:
    """One command after the other; returns in the child, which then is that command."""
    for name in names:
        importlib.import_module(COMMANDS[name].function.partition(":")[0])
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(place)
        door.listen()
        print("ready", flush=True)
        while True:
            line, _from = door.accept()
            with line:
                asked, terminal, *_rest = socket.recv_fds(line, LONGEST, 3)
                pid = os.fork()
                if not pid:
                    return _become(asked, terminal)
                for number in terminal:
                    os.close(number)
                _pid, status = os.waitpid(pid, 0)
                line.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(asked: bytes, terminal: list[int]) -> None:
    argv, folder, environment = json.loads(asked)
    for here, number in enumerate(terminal):
        os.dup2(number, here)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = argv


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2:])
    sys.exit(main())
