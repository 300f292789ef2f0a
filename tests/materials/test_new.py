"""Beginning a flyer: half a title is enough, nothing is chosen beforehand, and who begins it owns it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.db import Side, session
from campaign.errors import NotAllowed
from campaign.materials.actions import create_flyer
from campaign.materials.models import Material, Register, Scope, blocks_of
from tests.browser import Browser, loose
from tests.materials import acts
from tests.world import World

ClientOf = Callable[..., Browser]
GOOD = {"title_en": "One pill", "scope": "joint", "register": "tu"}


def newest() -> Material:
    return session.scalars(select(Material).order_by(Material.id.desc()).limit(1)).one()


@pytest.mark.parametrize(("who", "language"), [("planner.us", "en"), ("planner.mx", "es")])
@pytest.mark.parametrize("scope", ["joint", "national"])
def test_a_flyer_begins_with_the_blocks_of_a_sheet(
    client_of: ClientOf, world: World, who: str, language: str, scope: str
) -> None:
    browser = client_of(who)
    browser.get("/materials/new")
    browser.send(**loose({**GOOD, "scope": scope, "campaign": world.campaign_id}))
    material = newest()
    user = world.user(who)
    assert (material.side, material.organization_id) == (user.side, user.organization_id)
    assert material.country is (user.side if scope == "national" else None)
    assert (material.author_ids, material.is_shared, material.has_draft) == ([user.id], False, True)
    blocks = list(session.scalars(blocks_of(material.id)))
    assert [block.kind.value for block in blocks] == ["headline", "subline", "point", "alt"]
    assert {block.source for block in blocks} == {language}
    assert "One pill" in browser.follow().h1


def test_one_language_is_enough_to_begin(client_of: ClientOf) -> None:
    browser = client_of("planner.mx")
    browser.get("/materials/new")
    browser.send(**loose({**GOOD, "title_en": "", "title_es": "Una pastilla"}))
    assert (newest().title_en, newest().title_es) == ("", "Una pastilla")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title_en": "", "title_es": " "}, "Write the title in at least one language."),
        ({"scope": ""}, "Choose who must clear it."),
        ({"scope": "federal"}, "Not a valid choice"),
        ({"register": ""}, "Choose how the Spanish speaks to the reader."),
        ({"campaign": "999999"}, "Not a valid choice"),
        ({"campaign": "x"}, "Invalid Choice"),
        ({"title_en": "x" * 61}, "A word may have at most 60 characters"),
        ({"title_en": "ab " * 50}, "At most 120 characters"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    client_of: ClientOf, changes: dict[str, str], said: str
) -> None:
    browser = client_of("planner.us", "en")
    browser.get("/materials/new")
    before = newest().id
    page = browser.send(status=422, **{"title_es": "Se queda", **GOOD, **changes})
    assert said in page.text
    assert page.form().filled({})["title_es"] == [changes.get("title_es", "Se queda").strip()]
    assert newest().id == before


def test_nothing_is_chosen_beforehand(client_of: ClientOf) -> None:
    """No default country and no default register: whoever begins says who must clear it."""
    filled = client_of("planner.us").get("/materials/new").form().filled({})
    assert "scope" not in filled
    assert "register" not in filled


def test_a_campaign_that_the_planner_does_not_see_is_not_offered(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    page = browser.get("/materials/new")
    assert "Winter school visits" not in page.text
    browser.send(status=422, **loose({**GOOD, "campaign": world.plan_id}))


@pytest.mark.parametrize("who", ["signatory.us", "reviewer.mx", "printer.us", "administrator.mx", "secretariat"])
def test_others_begin_none(client_of: ClientOf, who: str) -> None:
    client_of(who).get("/materials/new", status=403)


@pytest.mark.parametrize("who", ["secretariat", "observer"])
def test_who_has_no_side_begins_none_whatever_the_screen_offers(world: World, who: str) -> None:
    with pytest.raises(NotAllowed), acts.act(world, who) as user:
        create_flyer(acts.TITLE, None, Scope.joint, Register.tu, user, acts.now())


def test_a_partner_begins_one_of_the_own_organization(client_of: ClientOf, world: World) -> None:
    browser = client_of("partner-a.us", "en")
    browser.get("/materials/new")
    browser.send(**loose({**GOOD, "scope": "national"}))
    material = newest()
    assert (material.organization_id, material.country) == (world.organizations["clinic.us"], Side.US)
    client_of("partner-b.us").get(f"/materials/{material.id}", status=404)
    client_of("planner.us").get(f"/materials/{material.id}")
