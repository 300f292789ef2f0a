"""Who may do what, found out by asking: every address × every person, against the committed table and the typed matrix.

`access.txt` is written anew by CAMPAIGN_RENEW=1 (without -n); a change of rights is read there as a diff.
"""

import csv
import os
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.engine import Connection
from werkzeug.exceptions import HTTPException

from campaign.accounts.models import Role
from campaign.config import Config
from campaign.db import Side, session
from tests.browser import Browser
from tests.house.places import Place, places, print_editions
from tests.tiers import FULL
from tests.world import PEOPLE, World

HERE = Path(__file__).parent
TABLE = HERE / "access.txt"
SAME_ROLE = ("signatory2.us", "signatory2.mx", "deputy.us", "deputy.mx")  # a second person changes no right
IDENTITIES = ("anonymous", *(who for who in PEOPLE if who not in SAME_ROLE))
CLOSED = ("sign-in", "403", "404")
IS_WHOLE = FULL or "CAMPAIGN_RENEW" in os.environ
Row = tuple[str, str, str]  # method, endpoint, sample
Column = dict[Row, str]


@pytest.fixture
def found(request: pytest.FixtureRequest, app: Flask, world: World, config: Config, connection: Connection) -> Column:
    """What one person is answered everywhere; each request is undone before the next.

    No page is drawn: test_pages draws each for everybody, and here it would be two thirds of the time. Nor is the
    consent form printed, which nobody keeps: it would cost each of them a second.
    """
    print_editions(world, config)
    who: str = request.param
    browser = Browser(app, None if who == "anonymous" else world.user(who))
    is_signed_in = who not in ("anonymous", "deactivated")
    browser.get("/" if is_signed_in else "/accounts/sign-in", is_checked=False)
    cookie = browser.client.get_cookie("campaign")
    visitor = Visitor(is_signed_in, browser.token, cookie.value if cookie else "")
    found = places(app, world) if IS_WHOLE else shared_out(places(app, world), who)
    patch = request.getfixturevalue("monkeypatch")
    patch.setattr("flask.templating._render", lambda *_: "")
    patch.setattr("campaign.rights.consents.paper.press", lambda _html: b"%PDF")
    patch.setitem(app.error_handler_spec[None][None], HTTPException, lambda error: error)  # nor is a closed door's page
    return {(place.method, place.endpoint, place.sample): ask(app, place, visitor, connection) for place in found}


def shared_out(places: list[Place], who: str) -> list[Place]:
    """Daily the two sides' people of one role share the addresses between them; who has no twin asks at all of them."""
    _role, _dot, side = who.partition(".")
    return [place for n, place in enumerate(places) if not side or n % 2 == ("us", "mx").index(side)]


@dataclass(frozen=True)
class Visitor:
    is_signed_in: bool
    token: str
    cookie: str


def ask(app: Flask, place: Place, visitor: Visitor, connection: Connection) -> str:
    """The status, or `sign-in` for whoever is sent there instead.

    A file is asked for without its region: 409 is an open door, and no sheet is rendered for every person.
    """
    path = place.path if place.is_page else place.path.partition("?")[0]
    client = app.test_client()
    client.set_cookie("campaign", visitor.cookie)
    client.set_cookie("language", "en")
    session.remove()
    undone = connection.begin_nested() if place.method != "GET" else None  # that no page writes, each test sees
    try:
        data = {"csrf_token": visitor.token} if place.method != "GET" else None
        response = client.open(path, method=place.method, data=data)
        is_sent_away = response.headers.get("Location", "").startswith("/accounts/sign-in")
        is_own_choice = place.endpoint == "accounts.sign_out" and visitor.is_signed_in
        return "sign-in" if is_sent_away and not is_own_choice else str(response.status_code)
    except Exception as error:
        raise AssertionError(f"{place.name} {place.path} crashed") from error
    finally:
        session.remove()
        if undone:
            undone.rollback()


@pytest.mark.parametrize("found", IDENTITIES, indirect=True, ids=IDENTITIES)
def test_access(found: Column, request: pytest.FixtureRequest) -> None:
    who = request.node.callspec.id
    if os.environ.get("CAMPAIGN_RENEW"):
        write(who, found)
    table = {row: people[who] for row, people in read().items() if who in people and (IS_WHOLE or row in found)}
    changed = [f"{' '.join(row)}: {table.get(row)} -> {found.get(row)}" for row in {**table, **found}]
    changed = [line for line, row in zip(changed, {**table, **found}, strict=True) if table.get(row) != found.get(row)]
    assert changed == [], f"rights of {who} changed; if that is meant, write access.txt anew and show it as a diff"


# The table: one block for each address, one line for each answer with everybody who gets it.


@cache
def read() -> dict[Row, dict[str, str]]:
    rows: dict[Row, dict[str, str]] = defaultdict(dict)
    row: Row = ("", "", "")
    for line in TABLE.read_text().splitlines() if TABLE.exists() else []:
        if line.startswith("  "):
            answer, *people = line.split()
            rows[row].update(dict.fromkeys(unfold(people), answer))
        elif line and not line.startswith("#"):
            method, endpoint, *sample = line.split()
            row = (method, endpoint, sample[0] if sample else "")
    return rows


def write(who: str, found: Column) -> None:
    """Replace one person's answers; rows that nobody has any more go."""
    rows = read()
    for row in [row for row in rows if row not in found]:
        del rows[row]
    for row, answer in found.items():
        rows[row][who] = answer
    lines = [
        "# Who gets which answer where, by real requests. Written by tests/house/test_access.py; read it as a diff."
    ]
    for row in found:
        lines += ["", " ".join(row).strip()]
        for answer in sorted(set(rows[row].values())):
            people = [who for who in IDENTITIES if rows[row].get(who) == answer]
            lines.append(f"  {answer:<8}{' '.join(fold(people))}")
    TABLE.write_text("\n".join(lines) + "\n")
    read.cache_clear()


def fold(people: list[str]) -> list[str]:
    """`planner` for planner.us and planner.mx: what the two sides do not share stands out."""
    folded = []
    for who in people:
        role, _dot, side = who.partition(".")
        is_pair = bool(side) and {f"{role}.us", f"{role}.mx"} <= set(people)
        if not is_pair:
            folded.append(who)
        elif side == "us":
            folded.append(role)
    return folded


def unfold(people: list[str]) -> list[str]:
    return [who for word in people for who in ([word] if word in IDENTITIES else [f"{word}.us", f"{word}.mx"])]


# The matrix: what each role may do, typed by hand from product §3. An answer that is not a closed door needs its word.


@cache
def matrix() -> dict[tuple[str, str], dict[str, frozenset[str]]]:
    """(area, role) -> words granted on the own side's things and on the other side's."""
    with (HERE / "matrix.csv").open(newline="") as file:
        return {
            (line["area"], line["role"]): {where: frozenset(line[where].split()) for where in ("own", "other")}
            for line in csv.DictReader(file)
        }


@cache
def deeds() -> dict[tuple[str, str], tuple[str, str]]:
    """(method, endpoint) -> what it does to which area."""
    with (HERE / "routes.csv").open(newline="") as file:
        return {(line["method"], line["endpoint"]): (line["area"], line["verb"]) for line in csv.DictReader(file)}


STAGES = ("private", "sent", "cleared", "active")
BOTH = frozenset(Side)
US, MX, NONE = frozenset({Side.US}), frozenset({Side.MX}), frozenset[Side]()
# Whose each sample is, and how far it has come: in one area, or ('') in all.
FACETS: dict[tuple[str, str], tuple[frozenset[Side], str]] = {
    ("", ""): (BOTH, "cleared"),
    ("", "campaign"): (BOTH, "sent"),
    ("", "plan"): (MX, "private"),
    ("", "proposal"): (BOTH, "sent"),
    ("", "running"): (BOTH, "active"),
    ("", "national_us"): (US, "private"),
    ("", "national_mx"): (MX, "private"),
    ("", "campaign.us"): (US, "sent"),
    ("", "campaign.mx"): (MX, "sent"),
    ("", "plan.us"): (NONE, "private"),
    ("", "plan.mx"): (MX, "private"),
    ("campaign", "plan.us"): (MX, "private"),  # its history: the empty half of a plan that only the other side sees
    ("", "proposal.us"): (US, "sent"),
    ("", "proposal.mx"): (MX, "sent"),
    ("", "running.us"): (US, "active"),
    ("", "running.mx"): (MX, "active"),
    ("", "national_us.us"): (US, "private"),
    ("", "national_mx.mx"): (MX, "private"),
    ("", "draft"): (US, "private"),
    ("", "shared_draft"): (BOTH, "private"),
    ("", "partner_draft"): (MX, "private"),
    ("", "image"): (US, "cleared"),
    ("clearance", "image"): (BOTH, "cleared"),
    ("hold", "image"): (BOTH, "cleared"),
    ("", "promised.us"): (US, "sent"),
    ("", "promised.mx"): (MX, "sent"),
    ("", "waiting"): (US, "sent"),
    ("", "half_cleared"): (US, "sent"),
    ("", "in_force"): (US, "cleared"),
    ("clearance", "waiting"): (BOTH, "sent"),
    ("clearance", "half_cleared"): (BOTH, "sent"),
    ("clearance", "in_force"): (BOTH, "cleared"),
    ("print", "in_force"): (BOTH, "cleared"),
    ("hold", "waiting"): (BOTH, "sent"),
    ("hold", "half_cleared"): (BOTH, "sent"),
    ("hold", "in_force"): (BOTH, "cleared"),
    ("hold", "us_988"): (BOTH, "cleared"),
    ("hold", "mx_linea_vida"): (BOTH, "cleared"),
    ("job", "installation"): (BOTH, "sent"),
    ("", "clinic.us"): (US, "private"),
    ("", "clinic.mx"): (MX, "private"),
    ("", "planner.us"): (US, "private"),
    ("", "office.us"): (US, "private"),
    ("", "office.mx"): (MX, "private"),
    ("", "handed.us"): (US, "private"),
    ("", "handed.mx"): (MX, "private"),
    ("", "member.us"): (US, "private"),
    ("", "member.mx"): (MX, "private"),
    ("", "planner.mx"): (MX, "private"),
    ("audit", "us"): (US, "private"),
    ("audit", "mx"): (MX, "private"),
    ("audit", "joint_us"): (US, "sent"),
    ("audit", "joint_mx"): (MX, "sent"),
    ("", "kit.us"): (US, "private"),
    ("", "kit.mx"): (MX, "private"),
    ("", "clinic_kit.us"): (US, "private"),
    ("", "clinic_kit.mx"): (MX, "private"),
    ("", "shared_kit.us"): (US, "sent"),
    ("", "shared_kit.mx"): (MX, "sent"),
    ("", "note.us"): (US, "private"),
    ("", "note.mx"): (MX, "private"),
    ("", "open.us"): (BOTH, "sent"),
    ("", "open.mx"): (BOTH, "sent"),
    **{("", f"{name}.us"): (US, "private") for name in ("route", "step", "reviewer_deputy", "signatory_deputy")},
    **{("", f"{name}.mx"): (MX, "private") for name in ("route", "step", "reviewer_deputy", "signatory_deputy")},
    **{("", f"{name}.us"): (US, "sent") for name in ("event", "clinic_event")},
    **{("", f"{name}.mx"): (MX, "sent") for name in ("event", "clinic_event")},
    **{("", f"{name}.us"): (US, "private") for name in ("task", "clinic_task")},
    **{("", f"{name}.mx"): (MX, "private") for name in ("task", "clinic_task")},
    ("", "milestone.us"): (US, "sent"),
    ("", "milestone.mx"): (MX, "sent"),
    ("", "joint_event"): (BOTH, "sent"),
    **{("", name): (BOTH, "active") for name in ("held_event", "held.us", "held.mx")},
    ("", "us"): (US, "cleared"),
    ("", "mx"): (MX, "cleared"),
    ("", "us_988"): (US, "cleared"),
    ("", "mx_linea_vida"): (MX, "cleared"),
    ("", "recovery_position"): (BOTH, "cleared"),
    ("", "naloxone_what"): (BOTH, "private"),
}
# Of the samples, those that belong to a partner's organization.
OWNERS = {
    "partner_draft": "partner-a.mx",
    "clinic.us": "partner-a.us",
    "clinic.mx": "partner-a.mx",
    "handed.us": "partner-a.us",
    "handed.mx": "partner-a.mx",
    "member.us": "partner-a.us",
    "member.mx": "partner-a.mx",
    "clinic_kit.us": "partner-a.us",
    "clinic_kit.mx": "partner-a.mx",
    "clinic_event.us": "partner-a.us",
    "clinic_task.us": "partner-a.us",
    "clinic_task.mx": "partner-a.mx",
    "clinic_event.mx": "partner-a.mx",
}
PARTNERS_OWN = (
    *("material", "file", "flyer", "partner", "person", "invitation", "logo", "delivery"),
    *("licence", "consent", "kit", "activity", "task"),
)


def grants(who: str, row: Row) -> bool:
    """Whether the matrix gives this person this deed on this sample."""
    method, endpoint, sample = row
    area, verb = deeds()[method, endpoint]
    if area == "public":
        return True
    if who in ("anonymous", "deactivated"):
        return False
    person = PEOPLE[who]
    sides, stage = FACETS.get((area, sample)) or FACETS.get(("", sample)) or FACETS["", ""]
    is_own = person.side in sides if sample else person.side is not None
    if person.roles == (Role.partner,) and area in PARTNERS_OWN and sample:
        is_own = OWNERS.get(sample) == who
    words = matrix().get((area, person.roles[0].value), {}).get("own" if is_own else "other", frozenset[str]())
    return verb in words or any(f"{verb}:{s}" in words for s in STAGES[: STAGES.index(stage) + 1])


def test_every_route_stands_in_the_typed_list(app: Flask) -> None:
    rules = app.url_map.iter_rules()
    routes = {(method, rule.endpoint) for rule in rules for method in (rule.methods or set()) & {"GET", "POST", "PUT"}}
    assert sorted(routes ^ set(deeds())) == []


def test_the_table_is_complete(app: Flask, world: World, config: Config) -> None:
    print_editions(world, config)
    rows = {(place.method, place.endpoint, place.sample) for place in places(app, world)}
    assert sorted(rows ^ set(read())) == []
    assert [row for row, people in read().items() if set(people) != set(IDENTITIES)] == []


def test_nobody_may_more_than_the_matrix_says() -> None:
    """ASVS V8.2.1."""
    assert [
        f"{who}: {' '.join(row)}"
        for row, people in read().items()
        for who, answer in people.items()
        if answer not in CLOSED and not grants(who, row)
    ] == []


def test_nobody_lacks_what_the_matrix_gives() -> None:
    """What a deed also needs (a draft to submit, a clearance to revoke) not every sample has: one must be open."""
    halfway = {
        "second",
        "agency_begin",
        "agency_back",
        "agency_enter",
        "passkey_question",
    }  # in the midst of signing in
    lacking = []
    for who in IDENTITIES:
        answers: dict[tuple[str, str], list[bool]] = defaultdict(list)
        for row, people in read().items():
            is_halfway = row[1] in {f"accounts.{name}" for name in halfway} or row[1].startswith("uploads.link_")
            if grants(who, row) and not is_halfway:  # and a link's files are those of the browser that began
                answers[row[0], row[1]].append(people[who] not in CLOSED)
        lacking += [f"{who}: {' '.join(route)}" for route, open_ in answers.items() if not any(open_)]
    assert lacking == []


def test_both_sides_have_the_same_rights() -> None:
    """Reciprocity (law 5): typed once for both, so the matrix knows no side; here the two columns are compared."""
    pairs = {"us": "mx", "us_988": "mx_linea_vida", "national_us": "national_mx", "national_us.us": "national_mx.mx"}
    pairs |= {"joint_us": "joint_mx", "clinic.us": "clinic.mx", "planner.us": "planner.mx", "member.us": "member.mx"}
    pairs |= {f"{name}.us": f"{name}.mx" for name in ("kit", "clinic_kit", "shared_kit", "note", "open")}
    pairs |= {f"{name}.us": f"{name}.mx" for name in ("route", "step", "reviewer_deputy", "signatory_deputy")}
    pairs |= {f"{name}.us": f"{name}.mx" for name in ("event", "clinic_event", "task", "clinic_task", "milestone")}
    pairs["promised.us"] = "promised.mx"
    mirrored = {**pairs, **{theirs: ours for ours, theirs in pairs.items()}}
    pairs |= {"office.us": "office.mx", "handed.us": "handed.mx"}
    symmetric = {"", "campaign", "running", "in_force", "recovery_position", "naloxone_what", "installation"}
    symmetric |= {"en", "es", "unknown", "joint_event", "held_event"}
    table = read()
    different = []
    for (method, endpoint, sample), people in table.items():
        other = sample if sample in symmetric else mirrored.get(sample)
        of_materials = ("material", "file", "licence", "consent")
        is_of_one_side = deeds()[method, endpoint][0] in of_materials and sample in ("in_force", "image")
        if other is None or is_of_one_side:
            continue
        twin = table[method, endpoint, other]
        for who in IDENTITIES:
            if who.endswith(".us") and people[who] != twin[who.removesuffix("us") + "mx"]:
                different.append(f"{method} {endpoint} {sample}: {who}")
    assert different == []
