"""Who may do what, as the help page prints it: read from one file that a test compares with the typed matrix.

It decides nothing; the rules stand in permissions.py, and what they answer is asked by real requests in the tests.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from campaign.accounts.models import Role
from campaign.i18n import _l

SOURCE = Path(__file__).with_name("rights.csv")

AREAS: dict[str, Any] = {
    "account": _l("Own account"),
    "home": _l("Start page and search"),
    "help": _l("Help"),
    "region": _l("Regions"),
    "campaign": _l("Campaigns"),
    "track": _l("Tracks"),
    "task": _l("Tasks and milestones"),
    "activity": _l("Activities and reports"),
    "period": _l("Calendars of the regions"),
    "material": _l("Materials and versions"),
    "comment": _l("Comments on texts"),
    "review": _l("Reviews of the own side"),
    "file": _l("Files of materials"),
    "licence": _l("Licences"),
    "consent": _l("Consents of people shown"),
    "seal": _l("Sealed removal"),
    "clearance": _l("Clearance"),
    "fact": _l("Facts and helplines"),
    "flyer": _l("Flyers"),
    "print": _l("Sheets to print"),
    "profile": _l("Profiles of presses"),
    "hold": _l("Holds"),
    "job": _l("Work in the background"),
    "audit": _l("Record"),
    "partner": _l("Organizations"),
    "waiting": _l("Organization that waits"),
    "person": _l("People"),
    "invitation": _l("Invitations"),
    "signatory": _l("Signatory roles"),
    "transfer": _l("Change of side"),
    "kit": _l("Kits"),
    "logo": _l("Logos"),
    "import": _l("Imports"),
    "delivery": _l("Deliveries"),
    "link": _l("Upload links"),
    "export": _l("Copies of all data"),
}
VERBS: dict[str, Any] = {
    "list": _l("has the list"),
    "read": _l("reads"),
    "read:sent": _l("reads what was sent"),
    "read:cleared": _l("reads what is cleared"),
    "read:active": _l("reads what is active"),
    "board": _l("has the board of what waits"),
    "between": _l("has the sheet of what is open between both countries"),
    "history": _l("reads the history"),
    "history:sent": _l("reads the history of what was sent"),
    "history:cleared": _l("reads the history of what is cleared"),
    "write": _l("writes"),
    "begin": _l("begins new ones"),
    "again": _l("plans them again"),
    "again:sent": _l("plans again what was sent"),
    "finish": _l("ticks them off"),
    "confirm.half": _l("confirms them for the own side"),
    "share": _l("shares them"),
    "vouch": _l("enters earlier documents of the own country"),
    "agree": _l("agrees"),
    "pause": _l("pauses and resumes"),
    "withdraw": _l("cancels and leaves"),
    "decide": _l("decides and revokes"),
    "clear": _l("clears and revokes"),
    "print": _l("prepares and prints"),
    "stock": _l("decides on copies of replaced versions"),
    "visits": _l("has the list of visits"),
    "place": _l("puts on hold"),
    "lift": _l("lifts"),
    "change": _l("stops and tries again"),
    "seal.ask": _l("asks for it"),
    "seal.carry": _l("carries it out as the second person"),
    "seal.drop": _l("says no as the second person"),
    "consent.end": _l("ends them"),
    "consent.fetch": _l("opens the documents"),
    "licence.fetch": _l("opens the documents"),
    "fetch": _l("fetches the result"),
    "fetch:sent": _l("fetches what is shared"),
    "leave": _l("signs in and out"),
    "material.comment": _l("comments"),
    "material.comment:sent": _l("comments on what was sent"),
    "comment.answer": _l("answers"),
    "comment.show": _l("shows them to the other country"),
    "review.write": _l("writes its routes"),
    "review.decide": _l("takes its steps"),
    "deputize": _l("names deputies"),
    "material.renew": _l("sends flyers anew when a name on them has changed"),
    "material.fork:sent": _l("goes on alone with what was sent"),
    "material.withdraw": _l("withdraws what is in force"),
    "look": _l("opens those of the drafts"),
    "file.fetch": _l("fetches them as they came"),
    "file.fetch:sent": _l("fetches what was sent as it came"),
    "account.keep": _l("keeps the own account"),
    "audit.keep": _l("keeps checkpoints"),
    "audit.rights": _l("reads what became of people and organizations"),
    "person.rights": _l("changes roles"),
    "edit": _l("edits"),
    "account": _l("resets and deactivates"),
    "invite": _l("invites"),
    "invitation.change": _l("renews and revokes"),
    "accredit": _l("accredits"),
    "accredit:cleared": _l("accredits those that are open"),
    "partner.decide": _l("approves and refuses"),
    "accept": _l("accepts the terms of use"),
    "confirm": _l("confirms as the second person"),
    "admit": _l("admits"),
    "delivery.take": _l("takes in and declines"),
    "make": _l("has them made"),
    "take_back": _l("takes back"),
}


@dataclass(frozen=True)
class Cell:
    """What one role may do in one area: with what is the own side's or common to both, and with what is the other
    country's."""

    own: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


@cache
def matrix() -> dict[str, dict[Role, Cell]]:
    """Area by area in the order of the file, each role's cell."""
    found: dict[str, dict[Role, Cell]] = {}
    with SOURCE.open(newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            cell = Cell(tuple(line["own"].split()), tuple(line["other"].split()))
            found.setdefault(line["area"], {})[Role(line["role"])] = cell
    return found


def words(area: str, verbs: tuple[str, ...]) -> str:
    """ "reads, writes": who reads has the list as well, so that is said only of who does no more."""
    is_reader = any(verb.partition(":")[0] == "read" for verb in verbs)
    said = [verb for verb in verbs if verb != "list" or not is_reader]
    return ", ".join(str(VERBS.get(f"{area}.{verb}") or VERBS[verb]) for verb in said)
