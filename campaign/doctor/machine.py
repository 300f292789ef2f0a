"""Checks of what the program stands on: fonts, renderer and its fence, pages, languages, zones, clock, room."""

import gettext
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.messages.pofile import read_po
from sqlalchemy import func, select

from campaign import prepare, web
from campaign.audit.models import Entry
from campaign.clock import now
from campaign.config import PACKAGE, folder
from campaign.doctor.finding import Finding, Patient, failed, judged, ok, warning
from campaign.intake.limits import ALLOWED, MB, MOST_PIXELS, PDF_PAGES
from campaign.intake.scanner import answers
from campaign.paper.errors import PaperError
from campaign.paper.limits import CPU_SECONDS, MEMORY_BYTES
from campaign.paper.press import child_environment, press
from campaign.paper.typeset import FACES
from campaign.policy import PUBLIC, bare_app, open_to_anybody

LITTLE_ROOM, NO_ROOM = 2 * 2**30, 200 * 2**20  # bytes
# Noon UTC of a summer's day, in hours: Ciudad Juárez follows El Paso's clock, Mexico City has kept one time since 2022.
SUMMER = datetime(2026, 7, 1, 12, tzinfo=UTC)
CLOCKS = {"America/Ciudad_Juarez": 6, "America/Denver": 6, "America/Mexico_City": 6, "America/Tijuana": 5}
CLOCKS |= {"America/Matamoros": 7, "America/Ojinaga": 7, "America/Hermosillo": 5, "America/Phoenix": 5}
PAGE = """<!doctype html><html lang="en"><title>Doctor</title>
<style>p { font-family: "Atkinson Hyperlegible" } h1 { font: 800 20pt "Barlow Semi Condensed" }</style>
<h1>Doctor</h1><p>You can save a life · <span lang="es">Tú puedes salvar una vida</span></p></html>"""
# What the fence of the render child is worth on this machine, asked from inside it.
PROBE = """
import errno, json, resource, socket
from campaign.paper.limits import fence
fence()
limits = {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[0] for name in ("CPU", "AS")}
try:
    socket.create_connection(("127.0.0.1", 9), 1)
    is_alone = False
except OSError as error:
    is_alone = error.errno == errno.ENETUNREACH
print(json.dumps({"is_alone": is_alone, **limits}))
"""


def fonts(patient: Patient) -> Iterator[Finding]:
    missing = [face.file.name for face in FACES if not face.file.is_file()]
    yield judged("fonts", not missing, f"All {len(FACES)} faces are there.", f"Missing: {', '.join(missing)}")


def renderer(patient: Patient) -> Iterator[Finding]:
    """One real page in the child, with what it cost."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    try:
        pdf = press(PAGE)
    except PaperError as error:
        yield failed("renderer", f"No page could be printed: {error}")
        return
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    wall, memory = time.monotonic() - started, after.ru_maxrss // 1024
    yield ok("renderer", f"A page of {len(pdf):,} bytes took {wall:.1f} s, {cpu:.1f} s of CPU and {memory} MiB.")


def limits(patient: Patient) -> Iterator[Finding]:
    """The fence as it stands on this machine, and what a form may bring."""
    command = [sys.executable, "-c", PROBE]
    child = subprocess.run(command, env=child_environment(), capture_output=True, timeout=60, check=False)
    if child.returncode:
        yield failed("limits", f"The render child cannot be fenced: {child.stderr.decode().strip()[-200:]}")
        return
    found = json.loads(child.stdout)
    is_tight = (found["CPU"], found["AS"]) == (CPU_SECONDS, MEMORY_BYTES)
    yield judged("limits", is_tight, f"A page may take {found['CPU']} s of CPU and {found['AS'] // 2**20} MiB.")
    if found["is_alone"]:
        yield ok("limits", "The render child has no network.")
    else:
        yield warning("limits", "The render child keeps its network: this machine allows no namespaces.")
    yield ok("limits", f"A form may have {web.LARGEST_FORM // 10**6} MB.")
    for purpose, allowed in ALLOWED.items():
        for most in sorted({allowed.of(kind) for kind in allowed.types}):
            types = ", ".join(kind for kind in allowed.types if allowed.of(kind) == most)
            yield ok("limits", f"A {purpose.value} may have {most // MB} MB and be {types}.")
    for most in sorted(set(MOST_PIXELS.values())):
        types = ", ".join(kind for kind, pixels in MOST_PIXELS.items() if pixels == most)
        yield ok("limits", f"{most // MB} megapixels may have {types}.")
    yield ok("limits", f"A PDF may have {PDF_PAGES} pages.")


def scanner(patient: Patient) -> Iterator[Finding]:
    """Uploads go on without one: they are called not scanned."""
    url = patient.config.clamd_url
    if not url:
        yield ok("scanner", "None: uploads are not scanned. Set CAMPAIGN_CLAMD_URL where there is a clamd.")
        return
    ill = "It does not answer: uploads are not scanned."
    yield ok("scanner", "clamd answers.") if answers(url) else warning("scanner", ill)


def assets(patient: Patient) -> Iterator[Finding]:
    vendor = folder("static") / "vendor"
    if not (vendor / "manifest.json").is_file():
        yield failed("assets", "The front-end assets are missing: python3 -m campaign prepare")
        return
    manifest: dict[str, str] = json.loads((vendor / "manifest.json").read_text())
    wrong = [name for name, digest in manifest.items() if _integrity(vendor / name) != digest]
    well = f"{len(manifest)} files are as they were installed."
    yield judged("assets", not wrong, well, f"Missing or changed: {', '.join(wrong[:5])}: python3 -m campaign prepare")


def _integrity(path: Path) -> str:
    return prepare.integrity(path.read_bytes()) if path.is_file() else ""


def translations(patient: Patient) -> Iterator[Finding]:
    """The compiled catalogue says what its source says."""
    for place in sorted((PACKAGE / "translations").glob("*/LC_MESSAGES")):
        language = place.parent.name
        if not (place / "messages.mo").is_file():
            yield failed("translations", f"{language} is not compiled: python3 -m campaign prepare")
            continue
        with (place / "messages.po").open("rb") as source, (place / "messages.mo").open("rb") as compiled:
            messages = [message for message in read_po(source) if message.id and isinstance(message.string, str)]
            made = gettext.GNUTranslations(compiled)
        old = [message for message in messages if message.string and made.gettext(str(message.id)) != message.string]
        ill = f"{language}: {len(old)} sentences are older than their source: python3 -m campaign prepare"
        yield judged("translations", not old, f"{language}: {len(messages)} sentences.", ill)


def public(patient: Patient) -> Iterator[Finding]:
    """Whoever is not signed in holds no right but the public ones."""
    extra = sorted(open_to_anybody(bare_app()) - PUBLIC)
    ill = f"Open to anybody, and not meant to be: {', '.join(extra)}"
    yield judged("public", not extra, f"{len(PUBLIC)} addresses are public, and no other.", ill)


def times(patient: Patient) -> Iterator[Finding]:
    wrong = [zone for zone, hour in CLOCKS.items() if _hour(zone) != hour]
    ill = f"The zone data are too old for {', '.join(wrong)}."
    yield judged("times", not wrong, f"The zone data know {len(CLOCKS)} zones of the border.", ill)
    if patient.has_database:
        with patient.session() as session:
            newest = session.scalar(select(func.max(Entry.at)))
        is_right = newest is None or newest <= now() + timedelta(minutes=1)
        ill = f"The clock ({now():%Y-%m-%d %H:%M} UTC) is behind the newest entry of the record ({newest})."
        yield judged("times", is_right, f"The clock says {now():%Y-%m-%d %H:%M} UTC.", ill)


def _hour(zone: str) -> int | None:
    try:
        return SUMMER.astimezone(ZoneInfo(zone)).hour
    except ZoneInfoNotFoundError:
        return None


def disk(patient: Patient) -> Iterator[Finding]:
    place = next(path for path in (patient.config.data, *patient.config.data.parents) if path.exists())
    room = shutil.disk_usage(place).free
    said = f"{room / 2**30:.1f} GiB free for {patient.config.data}."
    yield warning("disk", said) if NO_ROOM <= room < LITTLE_ROOM else judged("disk", room >= NO_ROOM, said)
