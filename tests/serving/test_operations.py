"""What docs/operations.md tells an operator to type is typed here, in its order; units are read too."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from campaign import cli
from campaign.cli import COMMANDS
from tests import postgres
from tests.loaded import Call
from tests.serving.machines import ANEW, ROOT
from tests.tiers import FULL

DEPLOY = ROOT / "docs" / "deploy"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.M | re.S)
# Of the system, not ours; `prepare` is what .ci/run and .ci/rehearse begin with.
NOT_RUN = re.compile(r"systemctl (stop|start) |git pull|python3 -m campaign prepare$")


def shown() -> list[str]:
    """The lines of all blocks in the order of the document."""
    text = (ROOT / "docs" / "operations.md").read_text()
    return [line for block in BLOCK.findall(text) for line in block.splitlines()]


@pytest.mark.long
def test_every_command_shown_does_what_it_says(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """One installation is set up, looked at, backed up, restored elsewhere, upgraded and at last moved."""
    lines = shown()
    move = next(line for line in lines if " move " in line)
    lines.remove(move)  # the document tells it early; nothing works on the old database after it
    (tmp_path / "campaign-backups").mkdir()
    settings = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "CAMPAIGN_DATA": str(tmp_path / "campaign-data")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGN_")} | settings
    _make_python(tmp_path / "bin" / "python3", request)
    with postgres.own_server(settings="") as server:
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


def _make_python(program: Path, request: pytest.FixtureRequest) -> None:
    """`python3`; with --full each command loads the product anew, as at a terminal."""
    call: Call = ANEW if FULL else request.getfixturevalue("loaded")
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nshift 2\nexec {shlex.join(call)} "$@"\n')
    program.chmod(0o755)


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
