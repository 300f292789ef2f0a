"""Kits on the screen: begun, filled, put in order, taken out and put back; two people at once; who sees what of it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.config import Config
from campaign.db import session
from campaign.kits.models import Item, Kit
from tests.browser import Browser, loose
from tests.kits import samples
from tests.materials import acts
from tests.page import words_of
from tests.world import EL_PASO, World

ClientOf = Callable[..., Browser]
WORDS = {"title_en": "For schools", "title_es": "Para las escuelas", "region": EL_PASO}


def only() -> Kit:
    session.remove()
    return session.scalars(select(Kit)).unique().one()


@pytest.mark.database
@pytest.mark.parametrize(("who", "language"), [("planner.us", "en"), ("planner.mx", "es"), ("partner-a.us", "es")])
def test_begun_filled_and_looked_at(client_of: ClientOf, world: World, who: str, language: str) -> None:
    browser = client_of(who, language)
    browser.get("/kits/")
    browser.get("/kits/new")
    browser.send(title_en="", title_es="", status=422)
    region = {} if who.endswith("us") else {"region": "MX-08037"}
    browser.send(**loose({"title_en": "For schools", "note_es": "Para octubre", **region}))
    browser.follow()
    kit = only()
    browser.get(f"/kits/{kit.id}/choose?q=pill")
    code = f"F-{world.in_force_id:04d}"
    browser.post(f"/kits/{kit.id}/add", {"code": code.lower(), "from": "choose", "q": "pill"})
    assert "q=pill" in browser.follow().response.request.full_path
    text = browser.get(f"/kits/{kit.id}").text
    assert code in text
    for wrong in (code, "F-99999"):  # it lies there already; it is nowhere
        browser.post(f"/kits/{kit.id}/add", {"code": wrong})
        page = browser.get(f"/kits/{kit.id}?code={wrong}")
        assert wrong in page.text
        assert next(one for one in page.all("input") if one.get("name") == "code").get("value") == wrong
    browser.get("/kits/")


def test_order_by_buttons_and_by_numbers(client_of: ClientOf, world: World) -> None:
    one, two, three = (world.material(name) for name in ("in_force", "waiting", "draft"))
    kit = samples.kit(world, one, two, three)
    browser, ids = client_of("planner.us", "en"), [item.id for item in samples.items(kit)]
    browser.get(f"/kits/{kit.id}")
    browser.post(f"/kits/{kit.id}/move", {"item": ids[2], "do": "up"})
    assert samples.order(kit) == [one.id, three.id, two.id]
    browser.post(f"/kits/{kit.id}/move", {"item": ids[0], "do": "up"})
    browser.post(f"/kits/{kit.id}/move", {"item": ids[0], "do": "down"})
    assert samples.order(kit) == [three.id, one.id, two.id]
    browser.get(f"/kits/{kit.id}/arrange")
    browser.send(status=422, **loose({f"place_{ids[1]}": "0"}))
    browser.get(f"/kits/{kit.id}/arrange")
    browser.send(**loose({f"place_{ids[1]}": "1", f"note_{ids[1]}": "For the first lesson"}))
    assert samples.order(kit) == [two.id, three.id, one.id]
    assert "For the first lesson" in browser.get(f"/kits/{kit.id}").text
    assert [item.position for item in samples.items(kit)] == [1, 2, 3]


def test_what_was_taken_out_comes_back_where_it_stood(client_of: ClientOf, world: World) -> None:
    one, two, three = (world.material(name) for name in ("in_force", "waiting", "draft"))
    kit = samples.kit(world, one, two, three)
    browser, ids = client_of("planner.us", "en"), [item.id for item in samples.items(kit)]
    browser.get(f"/kits/{kit.id}")
    browser.post(f"/kits/{kit.id}/remove", {"item": ids[1]})
    page = browser.follow()
    assert "was taken out" in page.text
    assert samples.order(kit) == [one.id, three.id]
    browser.post(f"/kits/{kit.id}/remove", {"item": ids[1]}, status=409)
    browser.get(f"/kits/{kit.id}?removed={ids[1]}")
    browser.post(f"/kits/{kit.id}/put_back", {"item": ids[1]})
    assert samples.order(kit) == [one.id, two.id, three.id]
    browser.post(f"/kits/{kit.id}/put_back", {"item": ids[1]}, status=409)
    browser.post(f"/kits/{kit.id}/remove", {"item": ids[0]})
    browser.post(f"/kits/{kit.id}/add", {"code": one.code})
    assert samples.order(kit) == [two.id, three.id, one.id]


def test_the_second_of_two_people_loses_no_text(client_of: ClientOf, world: World) -> None:
    kit = samples.kit(world, world.material("in_force"), world.material("waiting"))
    first, second = client_of("planner.us", "en"), client_of("planner.us", "en")
    for browser in (first, second):
        browser.get(f"/kits/{kit.id}/edit")
    first.send(title_en="For all schools")
    page = second.send(note_en="Give each teacher one.", status=409)
    assert "For all schools" in page.text
    assert "Give each teacher one." in page.text
    ids = [item.id for item in samples.items(kit)]
    second.get(f"/kits/{kit.id}/arrange")
    first.post(f"/kits/{kit.id}/remove", {"item": ids[0]})
    assert "First lesson" in second.send(status=409, **loose({f"note_{ids[0]}": "First lesson"})).text


def test_an_item_of_another_kit_is_not_touched(client_of: ClientOf, world: World) -> None:
    kit, other = (samples.kit(world, world.material("in_force")) for _n in range(2))
    number = samples.items(other)[0].id
    browser = client_of("planner.us")
    browser.get(f"/kits/{kit.id}")
    for act in ("remove", "move", "put_back"):
        browser.post(f"/kits/{kit.id}/{act}", {"item": number}, status=409)
    assert session.get_one(Item, number).removed_at is None


def test_of_a_shared_kit_each_sees_only_what_is_theirs(client_of: ClientOf, world: World, config: Config) -> None:
    """The other side and partners learn that there is more, and nothing of it."""
    kit = samples.kit(world, world.material("in_force"), world.material("draft"))
    client_of("planner.mx").get(f"/kits/{kit.id}", status=404)
    with acts.act(world, "planner.us"):
        session.get_one(Kit, kit.id).is_shared = True
    for who in ("planner.mx", "partner-a.us"):
        page = client_of(who, "en").get(f"/kits/{kit.id}")
        names = [words_of(link) for link in page.all("a") if link.get("class") == "row__name"]
        assert names == [world.material("in_force").title_en]
        assert "1 more that is not shown to you" in page.text
        client_of(who).get(f"/kits/{kit.id}/edit", status=403)


def test_nobody_puts_in_what_they_do_not_see(client_of: ClientOf, world: World) -> None:
    kit = samples.kit(world, who="partner-a.us")
    browser = client_of("partner-a.us")
    browser.get(f"/kits/{kit.id}")
    browser.post(f"/kits/{kit.id}/add", {"code": world.material("draft").code})
    assert samples.order(kit) == []
