"""python3 -m campaign …: prepares the machine if needed, then hands over to `cli` in .venv."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the first thing that a person with an older Python must read
    sys.exit("The campaign manager needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

from campaign import cli, prepare

# Holds the number of the process that was prepared; exec keeps that number, a child process has another one.
MARKER = "CAMPAIGN_PREPARED"


def main(argv: list[str]) -> int:
    if is_prepared() or cli.needs_nothing(argv):
        return cli.main(argv)
    uses = ["test"] if argv[0] == "test" else [prepare.product(argv)]
    if cli.is_help(argv[1:]):
        if not prepare.is_ready(uses):
            return cli.describe(argv[0])
    elif not prepare.make_ready(uses):
        return 1
    return hand_over(argv)


def is_prepared() -> bool:
    """True after the hand-over, and in an installed wheel, where the installer has seen to everything."""
    return os.environ.pop(MARKER, "") == str(os.getpid()) or not (prepare.ROOT / "pyproject.toml").exists()


def hand_over(argv: list[str]) -> int:
    """Become .venv's Python: same process, same terminal, same signals."""
    os.environ[MARKER] = str(os.getpid())
    os.execv(prepare.PYTHON, [str(prepare.PYTHON), "-m", "campaign", *argv])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
