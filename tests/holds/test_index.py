"""The list of holds: what stands first, both sides', as far as the reader sees the things; and what was lifted."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.config import Config
from campaign.db import Side, session
from campaign.holds.models import Hold, visible_to
from campaign.materials.models import Material
from campaign.permissions import see_hold
from tests.browser import Browser, queries
from tests.flyers import sheets
from tests.holds import stops
from tests.materials import acts
from tests.world import PEOPLE, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]


@pytest.fixture
def many(world: World, config: Config) -> list[Hold]:
    """One of each kind on each side, standing and lifted."""
    sheet = sheets.prepare(world, config, Side.US)
    stops.lift(world, stops.place(world, world.material("half_cleared"), "planner.mx")[0], "signatory.mx", "Checked.")
    found = stops.place(world, world.material("in_force"), "planner.us")
    found += stops.place(world, world.material("waiting"), "reviewer.mx", "Espera el dictamen.")
    found += stops.place(world, sheet, "printer.us", "The fold cuts a number.")
    return found + stops.place(world, stops.fact(world, "us_988"), "signatory.us")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("who", ["planner.us", "planner.mx", "reviewer.us", "signatory.mx"])
def test_officials_of_both_sides_read_all_of_them(
    client_of: ClientOf, world: World, many: list[Hold], who: str, language: str
) -> None:
    page = client_of(who, language).get("/holds/")
    for words in (stops.REASON, "Espera el dictamen.", "The fold cuts a number.", "Checked.", "Tomás Villaseñor Peña"):
        assert words in page.text
    lifted, placed = {"en": ("Lifted by", "Placed by"), "es": ("Levantada por", "Ordenada por")}[language]
    assert page.text.count(placed) == 6
    assert page.text.count(lifted) == 1
    assert page.text.rindex(stops.REASON) > page.text.index("The fold cuts a number."), "newest first"
    assert page.text.index("Checked.") > page.text.rindex("The fold cuts a number."), "what was lifted comes last"


def test_print_staff_read_what_they_print(client_of: ClientOf, world: World, many: list[Hold]) -> None:
    text = client_of("printer.mx").get("/holds/").text
    assert "One pill can kill" in text or "Una pastilla puede matar" in text
    assert "Espera el dictamen." not in text, "that flyer is still on its way"
    assert "us_988" in text


@pytest.mark.parametrize("who", ["partner-a.us", "administrator.mx", "secretariat", "observer"])
def test_nobody_else_reads_reasons(client_of: ClientOf, world: World, many: list[Hold], who: str) -> None:
    browser = client_of(who)
    browser.get("/holds/", status=403)
    assert stops.REASON not in browser.get(f"/flyers/{world.in_force_id}", status=None).text
    assert stops.REASON not in browser.get(f"/facts/{stops.fact(world, 'us_988').id}", status=None).text


def test_list_and_rule_agree(world: World, many: list[Hold]) -> None:
    rows = session.scalars(select(Hold)).unique().all()
    assert len(rows) == 6
    for who in PEOPLE:
        user = world.user(who)
        listed = set(session.scalars(visible_to(user)).unique())
        assert listed == {row for row in rows if see_hold(user, row)}, who


def test_an_empty_list_says_what_it_is_for(client_of: ClientOf, world: World) -> None:
    assert "Nothing is on hold" in client_of("planner.us").get("/holds/").text


def test_more_rows_do_not_mean_more_queries(client_of: ClientOf, world: World) -> None:
    paths = ("/", "/holds/", "/flyers/", f"/materials/{world.in_force_id}", "/facts/")

    def spent() -> dict[str, int]:
        found = {}
        for path in paths:
            with queries() as count:
                client.get(path)
            found[path] = count[0]
        return found

    client = client_of("signatory.us")
    flyers = [acts.flyer(world, title=acts.Bilingual(f"Flyer {n}", f"Volante {n}")) for n in range(4)]
    sent = [acts.send(world, flyer).material_id for flyer in flyers]
    stops.place(world, world.material("in_force"), "planner.us")
    stops.place(world, stops.fact(world, "us_988"), "planner.us")
    before = spent()
    for key in ("recovery_position", "fentanyl_hidden", "mx_linea_vida", "us_samhsa_helpline"):
        stops.place(world, stops.fact(world, key), "planner.us")
    for number in (*sent, world.waiting_id, world.half_cleared_id):
        stops.place(world, session.get_one(Material, number), "planner.us")
    assert {path: n - before[path] for path, n in spent().items() if n > before[path]} == {}
