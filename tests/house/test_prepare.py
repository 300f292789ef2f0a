"""The set-up: locks that verify and name no place, stamps that notice a change, a front door that needs nothing."""

import fcntl
import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from campaign import cli, prepare

LOCKS = sorted((prepare.ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((prepare.ROOT / "pyproject.toml").read_text())


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[^]]*\])?==([^ ;\\]+)", lock.read_text(), re.MULTILINE))


def names(requirements: Sequence[str]) -> set[str]:
    """Package names as a lock spells them."""
    found = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", match[0]).lower() for match in found if match}


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Another Python in the checkout, without site-packages: what a bare machine has."""
    command = [sys.executable, "-S", *arguments]
    env = {**os.environ, **environment}
    return subprocess.run(command, cwd=prepare.ROOT, env=env, capture_output=True, text=True, check=False)


# Locks


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.stem))
def test_each_pin_has_a_hash(lock: Path) -> None:
    """ASVS V15.1.2."""
    entries = re.split(r"\n(?=[a-z])", lock.read_text().strip())
    assert entries
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.stem))
def test_lock_names_no_place(lock: Path) -> None:
    assert [
        word for word in ("://", "registry", "/simple", "--index", "--find-links") if word in lock.read_text()
    ] == []


def test_npm_lock_names_no_place_and_verifies() -> None:
    lock = json.loads((prepare.ROOT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry or "integrity" not in entry] == []


def test_npm_versions_are_exact() -> None:
    wanted = json.loads((prepare.ROOT / "package.json").read_text())["dependencies"]
    assert [version for version in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


EXTRAS = [package for extra in PROJECT["project"]["optional-dependencies"].values() for package in extra]
WANTED = {"run": PROJECT["project"]["dependencies"], "engines": EXTRAS, **PROJECT["dependency-groups"]}


@pytest.mark.parametrize("use", WANTED)
def test_each_dependency_is_locked(use: str) -> None:
    assert names(WANTED[use]) - pins(prepare.lock(use)).keys() == set()


@pytest.mark.parametrize(
    ("name", "value", "use"),
    [
        ("CAMPAIGN_DATABASE_URL", "postgresql+psycopg://campaign@db.example/campaign", "engines"),
        ("CAMPAIGN_QUEUE_URL", "rediss://mq.example", "engines"),
        ("CAMPAIGN_QUEUE_URL", "postgresql://db.example/campaign", "engines"),
        ("CAMPAIGN_STORE_URL", "s3://sheets", "engines"),
        ("CAMPAIGN_STORE_URL", "file:///srv/sheets", "run"),
        ("CAMPAIGN_DATABASE_URL", "sqlite:///x", "run"),
        ("CAMPAIGN_DATABASE_URL", "", "run"),
    ],
)
def test_what_a_setting_needs_is_installed(monkeypatch: pytest.MonkeyPatch, name: str, value: str, use: str) -> None:
    for setting in prepare.ADDRESSES:
        monkeypatch.delenv(setting, raising=False)
    monkeypatch.setenv(name, value)
    assert prepare.product() == use
    assert prepare.product(["move", "--to", "postgresql://db.example/campaign"]) == "engines"


@pytest.mark.parametrize(("use", "contained"), [(use, part) for use, all_ in prepare.CONTAINS.items() for part in all_])
def test_lock_contains_the_other_one(use: str, contained: str) -> None:
    assert pins(prepare.lock(contained)).items() <= pins(prepare.lock(use)).items()


def test_locks_agree() -> None:
    """All of them go into one .venv, so one package never has two versions."""
    together = pins(prepare.lock("lint")) | pins(prepare.lock("test"))
    assert together.items() >= pins(prepare.lock("lint")).items()


# Stamps


def step(folder: Path, made: list[str]) -> prepare.Step:
    """A step that copies a lock to an output and notes it."""
    source, output = folder / "lock", folder / "output"

    def make() -> None:
        made.append(source.read_text())
        output.write_text(source.read_text())

    return prepare.stamped("A step", folder / "stamps" / "one", lambda: prepare.digest_of(source), output, make)


def test_step_is_done_once_and_again_after_a_change(tmp_path: Path) -> None:
    made: list[str] = []
    (tmp_path / "lock").write_text("first")
    assert not step(tmp_path, made).is_current()
    assert prepare.perform(step(tmp_path, made))
    assert step(tmp_path, made).is_current()
    (tmp_path / "lock").write_text("second")
    assert not step(tmp_path, made).is_current()
    assert prepare.perform(step(tmp_path, made))
    assert made == ["first", "second"]


def test_stamp_counts_for_nothing_without_the_output(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("first")
    assert prepare.perform(step(tmp_path, []))
    (tmp_path / "output").unlink()
    assert not step(tmp_path, []).is_current()


def test_failed_step_says_what_to_do_and_leaves_no_stamp(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lock").write_text("first")

    def make() -> None:
        prepare.call(["sh", "-c", "echo the cause; exit 3"], "Do this.")

    failing = prepare.stamped("A step", tmp_path / "stamp", lambda: "digest", tmp_path / "lock", make)
    assert not prepare.perform(failing)
    assert not failing.is_current()
    said = capsys.readouterr()
    assert "the cause" in said.err
    assert "Do this." in said.err
    assert said.out == ""


def test_two_preparations_never_run_at_once() -> None:
    folder = os.open(prepare.ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_SH)
        program = "from campaign import prepare\nwith prepare.alone(): print('alone', flush=True)"
        with subprocess.Popen(
            [sys.executable, "-c", program], cwd=prepare.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as other:
            assert other.stderr is not None
            assert "waiting" in other.stderr.readline()
            fcntl.flock(folder, fcntl.LOCK_UN)
            assert other.communicate(timeout=10)[0] == "alone\n"
    finally:
        os.close(folder)


# Front-end assets


def test_assets_are_as_the_manifest_says() -> None:
    listed: dict[str, str] = json.loads((prepare.VENDOR / "manifest.json").read_text())
    assert {name: prepare.integrity((prepare.VENDOR / name).read_bytes()) for name in listed} == listed
    assert {"uswds/css/uswds.min.css", "uswds/img/sprite.svg", "htmx/htmx.min.js"} <= listed.keys()
    assert "public-sans/public-sans-latin-ext-wght-normal.woff2" in listed


def test_pictures_of_the_style_sheet_are_there() -> None:
    pictures = prepare.pictures_in(prepare.VENDOR / "uswds/css/uswds.min.css")
    assert pictures
    assert [name for name in pictures if not (prepare.VENDOR / "uswds/img" / name).exists()] == []


def test_missing_asset_is_said(tmp_path: Path) -> None:
    (tmp_path / prepare.STYLES).parent.mkdir(parents=True)
    (tmp_path / prepare.STYLES).write_text("")
    with pytest.raises(prepare.Failed, match=r"lacks @uswds/uswds/dist/img/sprite\.svg"):
        prepare.copy_assets(tmp_path, tmp_path / "vendor")


# The front door


@pytest.mark.parametrize("arguments", [("--help",), ("test", "--help"), ("prepare", "--help")], ids=" ".join)
def test_help_needs_nothing_installed(arguments: tuple[str, ...]) -> None:
    done = python("-m", "campaign", *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage: python3 -m campaign")


def test_help_is_quick() -> None:
    """Processor seconds, so that a busy machine does not matter."""
    before = os.times()
    python("-m", "campaign", "--help")
    after = os.times()
    used = after.children_user - before.children_user + after.children_system - before.children_system
    assert used < 0.3


@pytest.mark.parametrize("arguments", [(), ("nonsense",)], ids=["none", "unknown"])
def test_wrong_call_shows_the_commands_and_exits_2(arguments: tuple[str, ...]) -> None:
    done = python("-m", "campaign", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert all(f"  {name} " in done.stderr for name in cli.COMMANDS)


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_command_resolves(name: str) -> None:
    assert callable(cli.resolve(cli.COMMANDS[name]))


def test_commands_stand_in_the_help() -> None:
    assert all(
        f"  {name} " in cli.overview() and command.help in cli.overview() for name, command in cli.COMMANDS.items()
    )


def test_marker_of_another_process_is_not_believed() -> None:
    """Only the process that was prepared skips preparation; what it starts is checked again."""
    program = "from campaign.__main__ import MARKER, is_prepared; import os; print(is_prepared(), MARKER in os.environ)"
    assert python("-c", program, CAMPAIGN_PREPARED="1").stdout.split() == ["False", "False"]


# The figures that `test` closes with


def test_report_counts_each_test_once(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        "<testsuites><testsuite><testcase/><testcase><failure/><error/></testcase>"
        "<testcase><skipped/></testcase><testcase><properties/></testcase></testsuite></testsuites>"
    )
    assert str(cli.read_report(report)) == "2 passed, 1 failed, 1 skipped"


def test_tier_without_tests_has_failed() -> None:
    nothing = cli.Tier(
        "nothing", "Nothing", ("-p", "no:cacheprovider", "--co", "-q", "-k", "no_test_is_called_so", __file__)
    )
    assert cli.run_tier(nothing, dict(os.environ)).failed == 1


def test_the_last_tier_runs_beside_the_others_and_is_shown_after_them(capfd: pytest.CaptureFixture[str]) -> None:
    titles = ["First", "Second", "Beside"]
    assert cli.run_tiers([cli.Tier(title, title, ("--version",)) for title in titles], dict(os.environ)) == cli.Tally()
    said = capfd.readouterr().out.split()
    assert [word for word in said if word in (*titles, "pytest")] == [
        *("First", "pytest", "Second", "pytest", "Beside", "pytest")
    ]


def test_one_part_of_everything_runs_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.test(["--full", "--only", "everything"]) == 2
    assert "sqlite, postgresql, mutants, journeys" in capsys.readouterr().err
    assert [tier.name for tier in cli.FULL] == ["sqlite", "postgresql", "mutants", "journeys"]


def test_the_parts_leave_nothing_out() -> None:
    """What the first part ignores is a part of its own; what PostgreSQL ignores has no database."""
    first, _on_both, mutants, _journeys = cli.FULL
    ignored = {word.partition("=")[2] for word in first.arguments if word.startswith("--ignore")}
    assert ignored == {"tests/mutants"} == {word for word in mutants.arguments if word.startswith("tests/")}


def test_what_a_daily_part_does_not_read_has_nothing_for_it() -> None:
    """Journeys are all that is played in a browser; what PostgreSQL's part ignores asks for no second database."""
    sqlite, postgresql, journeys = cli.TIERS
    (browsed,) = (word for word in journeys.arguments if word.startswith("tests/"))
    marked = {name: _folders_with(f"pytest.mark.{name}") for name in ("browser", "database")}
    assert marked["browser"] == {browsed} == _ignored(sqlite)
    assert _ignored(postgresql) & marked["database"] == set()


def _ignored(tier: cli.Tier) -> set[str]:
    return {word.partition("=")[2] for word in tier.arguments if word.startswith("--ignore")}


def _folders_with(words: str) -> set[str]:
    tests = prepare.ROOT / "tests"
    files = (path for path in tests.rglob("test_*.py") if path != Path(__file__))
    return {f"tests/{path.relative_to(tests).parts[0]}" for path in files if words in path.read_text("utf-8")}


def test_each_marker_of_the_tiers_is_declared() -> None:
    declared = {line.partition(":")[0] for line in PROJECT["tool"]["pytest"]["markers"]}
    used = {word for tier in cli.TIERS for word in tier.arguments[tier.arguments.index("-m") + 1].split()}
    assert used - {"and", "not"} <= declared


def test_package_itself_imports_nothing() -> None:
    assert importlib.util.find_spec("campaign") is not None
    program = "import sys; before = set(sys.modules); import campaign; print(sorted(set(sys.modules) - before))"
    assert python("-c", program).stdout.strip() == "['campaign']"
