"""An intake child that serves many files (`-m tests.intake.many`): the libraries are loaded once, and each file is
opened by a fork behind a fence of its own, so one case costs milliseconds and cannot touch the next.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

from campaign.intake.child import OPENERS, SPECIAL, answered, take
from campaign.intake.limits import Purpose, fence


def main() -> None:
    opened = [*OPENERS.values(), *(path for one in SPECIAL.values() for path in one.values())]
    for path in sorted(set(opened)):
        import_module(path.partition(":")[0])
    print("ready", flush=True)
    for line in sys.stdin:
        path, purpose = json.loads(line)
        pid = os.fork()
        if not pid:
            _open(Path(path), Purpose(purpose))
        _pid, status, used = os.wait4(pid, 0)
        said = {"status": status, "cpu": used.ru_utime + used.ru_stime, "kib": used.ru_maxrss}
        print(json.dumps(said), flush=True)


def _open(path: Path, purpose: Purpose) -> None:
    with path.open("rb") as source, path.with_suffix(".answer").open("wb") as out:
        fence()
        answer, data = answered(lambda: take(source, purpose))
        out.write(json.dumps(answer).encode() + b"\n")
        out.write(data)
    os._exit(0)


if __name__ == "__main__":
    main()
