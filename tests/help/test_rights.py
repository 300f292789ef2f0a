"""The table of rights that people read is the one that is typed for the tests, in both languages; help leads there."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from campaign.accounts.models import ROLE_WORDS, Role
from campaign.help.rights import AREAS, VERBS, Cell, matrix, words
from tests.browser import Browser

TYPED = Path(__file__).parent.parent / "house" / "matrix.csv"


def typed() -> dict[tuple[str, str], Cell]:
    with TYPED.open(newline="") as file:
        lines = list(csv.DictReader(file))
    return {(x["area"], x["role"]): Cell(tuple(x["own"].split()), tuple(x["other"].split())) for x in lines}


def test_what_is_printed_is_what_is_tested() -> None:
    """ASVS V8.1.1."""
    printed = {(area, role.value): cell for area, cells in matrix().items() for role, cell in cells.items()}
    assert printed == typed()


def test_every_area_and_every_verb_has_words() -> None:
    assert sorted(matrix().keys() - AREAS.keys()) == []
    used = {(area, verb) for area, roles in matrix().items() for c in roles.values() for verb in (*c.own, *c.other)}
    assert [pair for pair in sorted(used) if ".".join(pair) not in VERBS and pair[1] not in VERBS] == []


def test_a_list_is_said_only_of_who_does_not_read() -> None:
    assert words("fact", ("list", "read", "write")) == "reads, writes"
    assert words("hold", ("list", "place")) == "has the list, puts on hold"
    assert words("audit", ("keep",)) == "keeps checkpoints"
    assert words("account", ()) == ""


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("who", ["planner.us", "partner-a.mx", "printer.us", "administrator.mx", "secretariat"])
def test_everybody_reads_the_same_table(client_of: Callable[..., Browser], who: str, language: str) -> None:
    browser = client_of(who, language)
    assert "/help/rights" in browser.get("/help/").links
    page = browser.get("/help/rights")
    heads = [head.text for head in page.all("th") if head.get("scope") == "col"]
    assert len(heads) == len(Role) + 1 == len(ROLE_WORDS) + 1
    assert len(page.all("tr")) == len(matrix()) + 1


def test_the_public_has_no_table(client: Browser) -> None:
    for path in ("/help/", "/help/rights"):
        assert "/accounts/sign-in" in client.get(path, status=303).response.headers["Location"]


def test_the_keys_stand_there_and_the_page_has_the_one_that_opens_it(client_of: Callable[..., Browser]) -> None:
    page = client_of("planner.us").get("/help/")
    assert {"/", "?", "Ctrl S", "Ctrl Enter", "Esc"} <= {key.text for key in page.all("kbd")}
    assert any(link.get("data-help") is not None for link in page.all("a"))
