"""What docs/operations.md tells an operator to type is typed here, in its order; units are read too."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from campaign import cli
from campaign.cli import COMMANDS
from tests import postgres
from tests.serving import loaded
from tests.serving.machines import ROOT

DEPLOY = ROOT / "docs" / "deploy"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
# Of the system, not ours; `prepare` is what .ci/run and .ci/rehearse begin with.
NOT_RUN = re.compile(r"systemctl (stop|start) |git pull|python3 -m campaign prepare$")


def shown() -> list[str]:
    """The lines of all blocks in the order of the document."""
    text = (ROOT / "docs" / "operations.md").read_text()
    return [line for block in BLOCK.findall(text) for line in block.splitlines()]


@pytest.mark.long
def test_every_command_shown_does_what_it_says(tmp_path: Path) -> None:
    """One installation is set up, looked at, backed up, restored elsewhere, upgraded and at last moved."""
    lines = shown()
    move = next(line for line in lines if " move " in line)
    lines.remove(move)  # the document tells it early; nothing works on the old database after it
    (tmp_path / "campaign-backups").mkdir()
    settings = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "CAMPAIGN_DATA": str(tmp_path / "campaign-data")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGN_")} | settings
    with postgres.own_server(settings="") as server, python(tmp_path, lines):
        moved = move.replace("postgresql://campaign:SECRET@db.internal/campaign", f"'{server.url}'")
        assert moved != move
        typed = [line.replace("/srv/", f"{tmp_path}/") for line in [*lines, moved] if not NOT_RUN.match(line)]
        typed = [line.replace("unset CAMPAIGN_DATA", f"export {_data(tmp_path)}") for line in typed]
        script = "\n".join(["set -e", *(f"{line} || {{ echo FAILED: '{_quoted(line)}'; exit 1; }}" for line in typed)])
        done = subprocess.run(
            ["bash", "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert len(typed) > 15
    assert (tmp_path / "campaign-restored" / "campaign.sqlite").is_file()


@contextmanager
def python(folder: Path, lines: list[str]) -> Iterator[None]:
    """`python3` as in a wheel, where the tests' own Python needs no preparation. With --full each command loads the
    product anew, as at a terminal; else one has loaded it for all of them."""
    program = folder / "bin" / "python3"
    program.parent.mkdir()
    start = "import sys; from campaign.cli import main; sys.exit(main())"
    program.write_text(f"#!/bin/sh\nshift 2\nexec {sys.executable} -c '{start}' \"$@\"\n")
    program.chmod(0o755)
    if "CAMPAIGN_TEST_FULL" in os.environ:
        yield
        return
    names = dict.fromkeys(re.findall(r"python3 -m campaign (\w+)", "\n".join(lines)))
    with loaded.serving(folder, [name for name in names if name != "prepare"]) as place:
        program.write_text(f"#!/bin/sh\nshift 2\nexec {sys.executable} -IS -c '{loaded.CALL}' {place} \"$@\"\n")
        yield


def _data(folder: Path) -> str:
    return f"CAMPAIGN_DATA={folder / 'campaign-data'}"


def _quoted(line: str) -> str:
    return line.replace("'", "")


@pytest.mark.parametrize("unit", sorted(path.name for path in DEPLOY.glob("*.service")))
def test_a_unit_calls_what_exists(unit: str, capsys: pytest.CaptureFixture[str]) -> None:
    called = re.search(r"python3 -m campaign (\w+)(.*)", (DEPLOY / unit).read_text())
    assert called
    name, rest = called[1], called[2]
    assert name in COMMANDS
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.main([name, "--help"])
    help_ = capsys.readouterr().out
    for option in re.findall(r"--[\w-]+", rest):
        assert option in help_, option


def test_the_units_are_what_systemd_expects() -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd on this machine")
    units = [str(path) for path in sorted(DEPLOY.glob("campaign-*"))]
    looked = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    assert (looked.returncode, looked.stderr) == (0, "")
