"""The commands: a table of names and functions, each imported only when its command is called.

Standard library only (Flask and SQLAlchemy alone cost half a second). A function gets the arguments after its name and
returns the exit status: 0 done, 1 not done, 2 called wrongly.
"""

import importlib
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, cast

from campaign.config import BadSetting

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Command:
    function: str  # "module:name"
    help: str


COMMANDS = {
    "run": Command("campaign.serve:main", "prepare on first use, migrate, load the demo when empty, and serve"),
    "test": Command("campaign.cli:test", "run the tests; extra arguments go to pytest"),
    "prepare": Command("campaign.prepare:main", "make this machine ready and do nothing else"),
    "migrate": Command("campaign.commands:migrate", "bring the database to the newest form"),
    "worker": Command("campaign.worker:main", "do the work in the background, beside the server"),
    "demo": Command("campaign.demo:main", "load the demo data"),
    "user": Command("campaign.commands:user", "add people and set passwords"),
    "jobs": Command("campaign.job_commands:jobs", "list, show, cancel and retry work in the background"),
    "flyer": Command("campaign.flyer_commands:flyer", "list flyers and write their sheets"),
    "schedule": Command("campaign.schedule_commands:schedule", "write the released schedule as a calendar file"),
    "screens": Command("campaign.screens:main", "every page as a picture (for whoever builds)"),
    "text": Command("campaign.text_commands:text", "what the checks of the two languages say of a text"),
    "mail": Command("campaign.mail_commands:mail", "take an answer by mail from a mail server"),
    "intake": Command("campaign.intake.commands:intake", "what the upload gate says of files"),
    "export": Command("campaign.export_commands:export", "all that one side may read, as one archive"),
    "bench": Command(
        "campaign.bench:main", "measure: crash, flyers, growth, intake, jobs, load, pages, search, wording …"
    ),
    "backup": Command("campaign.backup.commands:backup", "everything into one file, while serving"),
    "restore": Command("campaign.backup.commands:restore", "a backup back into an empty place"),
    "move": Command("campaign.backup.commands:move", "from SQLite to PostgreSQL"),
    "audit": Command("campaign.commands:audit", "verify the audit trail, print its head to keep elsewhere"),
    "policy": Command("campaign.policy:main", "who may do what at which address"),
    "doctor": Command("campaign.doctor:main", "check settings, database, files, queue, renderer and machine"),
}

USAGE = "usage: python3 -m campaign COMMAND [options]    (COMMAND --help tells more)"


def main(argv: list[str] | None = None) -> int:
    argv = sys.argv[1:] if argv is None else argv
    if not argv:
        print(overview(), file=sys.stderr)
        return 2
    if is_help(argv[:1]):
        print(overview())
        return 0
    name, *rest = argv
    if name not in COMMANDS:
        print(f"There is no command “{name}”.\n\n{overview()}", file=sys.stderr)
        return 2
    try:
        return resolve(COMMANDS[name])(rest)
    except BadSetting as bad:
        print(f"{bad} Nothing was changed.\n", file=sys.stderr)
        print(f"El valor de {bad.name} no se puede usar. No se cambió nada.", file=sys.stderr)
        return 2


def resolve(command: Command) -> Callable[[list[str]], int]:
    module, _, name = command.function.partition(":")
    return cast(Callable[[list[str]], int], getattr(importlib.import_module(module), name))


def needs_nothing(argv: list[str]) -> bool:
    """True for what works on a bare machine: the overview, a wrong name, and the command that prepares."""
    return not argv or argv[0] not in COMMANDS or argv[0] == "prepare" or (argv[0] == "test" and is_help(argv[1:2]))


def is_help(argv: Iterable[str]) -> bool:
    return any(argument in ("-h", "--help") for argument in argv)


def overview() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items()]
    return "\n".join([USAGE, "", *lines])


def describe(name: str) -> int:
    """The help of a command on a machine that is not prepared yet, where its module cannot be imported."""
    print(f"python3 -m campaign {name}: {COMMANDS[name].help}")
    print("Its options are shown after: python3 -m campaign prepare")
    return 0


# The command `test`

NO_TEST_RUN = 5  # pytest's exit status when nothing was collected

TEST_USAGE = """usage: python3 -m campaign test [--full [--only PART]] [pytest arguments]

Without arguments: everything on SQLite, then what touches the database on PostgreSQL; beside them the journeys in a
browser.
With arguments: one run of pytest with exactly these.
  --full  everything on both databases, every product of layouts and regions, many more kills and histories: hours
  --only  one part of it, for a machine or an evening that has no room for all: sqlite, postgresql, mutants, journeys"""


@dataclass(frozen=True)
class Tier:
    name: str
    title: str
    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


# On 2 CPUs: much of a test is waiting for a disk, a lock or a process. Whoever has nothing left takes from the others.
THREE, BESIDE_A_BROWSER = (("-n", count, "--dist", "worksteal") for count in ("3", "2"))
ON_POSTGRESQL = (("CAMPAIGN_TEST_DATABASE", "postgresql"),)
WITHOUT_DATABASE = tuple(f"--ignore=tests/{name}" for name in ("intake", "mutants", "paper", "wording"))
# Each part reads only the files that it plays: reading all of them costs a process ten seconds in a new checkout.
TIERS = (
    Tier("sqlite", "Everything, on SQLite", (*BESIDE_A_BROWSER, "-m", "not browser", "--ignore=tests/journeys")),
    Tier(
        "postgresql",
        "What touches the database, on PostgreSQL",
        (*THREE, "-m", "database and not browser", "--ignore=tests/journeys", *WITHOUT_DATABASE),
        ON_POSTGRESQL,
    ),
    Tier("journeys", "Journeys in a browser", ("-m", "browser", "tests/journeys")),
)
FULL = (
    Tier("sqlite", "Everything, on SQLite", (*BESIDE_A_BROWSER, "-m", "not browser", "--ignore=tests/mutants")),
    Tier(
        "postgresql",
        "All that may touch a database, on PostgreSQL",
        (*THREE, "-m", "not browser", *WITHOUT_DATABASE),
        ON_POSTGRESQL,
    ),
    Tier("mutants", "Programs that break a law", (*BESIDE_A_BROWSER, "-m", "not browser", "tests/mutants")),
    TIERS[2],
)


@dataclass(frozen=True)
class Tally:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def test(argv: list[str]) -> int:
    """Run the tests and close with one line of figures; a tier that collects nothing has failed."""
    if is_help(argv[:1]):
        print(TEST_USAGE)
        return 0
    environment = {**os.environ, **({"CAMPAIGN_TEST_FULL": "1"} if "--full" in argv else {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # else every process of the tests compiles everything anew
    chosen = [argument for argument in argv if argument != "--full"]
    if "--full" in argv and chosen[:1] == ["--only"]:
        tiers = [tier for tier in FULL if [tier.name] == chosen[1:]]
        if not tiers:
            print(TEST_USAGE, file=sys.stderr)
            return 2
    elif chosen:
        status = pytest(chosen, environment)
        return 0 if status in (0, NO_TEST_RUN) else 1
    else:
        tiers = list(FULL if "--full" in argv else TIERS)
    tally = run_tiers(tiers, environment)
    print(f"\n{tally}", flush=True)
    return 1 if tally.failed or not tally.passed else 0


def run_tiers(tiers: Sequence[Tier], environment: dict[str, str]) -> Tally:
    """One after the other; the last one runs beside them all, and what it says is shown at the end."""
    if len(tiers) == 1:
        return run_tier(tiers[0], environment)
    *others, last = tiers
    with tempfile.TemporaryFile("w+") as said, ThreadPoolExecutor(1) as beside:
        under_way = beside.submit(run_tier, last, environment, said)
        tally = sum((run_tier(tier, environment) for tier in others), Tally()) + under_way.result()
        said.seek(0)
        print(said.read(), end="", flush=True)
    return tally


def run_tier(tier: Tier, environment: dict[str, str], out: TextIO | None = None) -> Tally:
    print(f"\n{tier.title}", file=out, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        arguments = [*tier.arguments, f"--junit-xml={report}"]
        status = pytest(arguments, {**environment, **dict(tier.environment)}, out)
        tally = read_report(report) if report.exists() else Tally()
    # A run that broke off (nothing collected, an error in a conftest) counts as one failure: the last line shows it.
    return tally if status == 0 or tally.failed else tally + Tally(failed=1)


def pytest(arguments: list[str], environment: dict[str, str], out: TextIO | None = None) -> int:
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=out, check=False).returncode


def read_report(report: Path) -> Tally:
    """Figures of a JUnit report; a test that fails and then errs while cleaning up counts once."""
    tally = Tally()
    for case in ElementTree.parse(report).iter("testcase"):
        outcomes = {child.tag for child in case}
        if outcomes & {"failure", "error"}:
            tally += Tally(failed=1)
        elif "skipped" in outcomes:
            tally += Tally(skipped=1)
        else:
            tally += Tally(passed=1)
    return tally
