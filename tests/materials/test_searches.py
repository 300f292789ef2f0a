"""Searches that a person keeps: found again beside the list, nobody else's, and never more than the list knows."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.audit.models import Entry
from campaign.clock import now
from campaign.db import session
from campaign.errors import Overtaken, Refused
from campaign.materials.searches import actions
from campaign.materials.searches.models import MOST, SavedSearch, searches_of
from tests.browser import Browser, loose, queries
from tests.materials import acts
from tests.page import Page, words_of
from tests.world import World

ClientOf = Callable[..., Browser]
pytestmark = pytest.mark.database
ASKED = "type=flyer&standing=us&q=Píll&nonsense=1&standing=wrong&page=3"
KEPT = "q=P%C3%ADll&standing=us&type=flyer"


def saved(page: Page) -> dict[str, str]:
    """Name and address of those beside the list."""
    links = page.all("a")
    return {
        words_of(link): link.get("href") or "" for link in links if "?" in (link.get("href") or "") and _is_own(link)
    }


def _is_own(link: object) -> bool:
    return words_of(link) in {one.name for one in session.scalars(select(SavedSearch))}  # type: ignore[arg-type]


def keep(browser: Browser, name: str, asked: str = ASKED, status: int = 303) -> Page:
    browser.get(f"/materials/searches/new?{asked}")
    return browser.send(name=name, status=status)


def own(world: World, who: str = "planner.us") -> list[SavedSearch]:
    session.expire_all()
    return list(session.scalars(searches_of(world.user(who))))


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_saved_from_the_list_and_opens_it_again(client_of: ClientOf, world: World, language: str) -> None:
    browser = client_of("planner.us", language)
    page = browser.get(f"/materials/?{ASKED}")
    assert any("/materials/searches/new?" in (link.get("href") or "") for link in page.all("a"))
    keep(browser, "  Píldoras, esperan a EE. UU. ")
    assert [(one.name, one.query) for one in own(world)] == [("Píldoras, esperan a EE. UU.", KEPT)]
    page = browser.get("/materials/")
    assert saved(page) == {"Píldoras, esperan a EE. UU.": f"/materials/?{KEPT}"}
    page = browser.get(f"/materials/?{KEPT}")
    assert not any("/materials/searches/new" in (link.get("href") or "") for link in page.all("a")), (
        "it is saved already"
    )


def test_only_what_the_list_knows_is_kept(client_of: ClientOf, world: World) -> None:
    """Whatever a form brings along: the address is read and written anew."""
    browser = client_of("planner.us")
    browser.get("/materials/searches/new?q=x")
    hostile = "q=a&next=//evil.example&campaign=0x1&campaign=7&campaign=٣&type=<b>&topic=nothing&q=b#//"
    browser.send(name="Odd", asked=hostile)
    assert [one.query for one in own(world)] == ["q=a&campaign=7"]


def test_a_search_for_nothing_is_not_kept(client_of: ClientOf, world: World) -> None:
    assert "Choose words or filters" in keep(client_of("planner.us", "en"), "All", "type=none", status=422).text
    assert own(world) == []


def test_nothing_typed_is_lost_when_a_name_is_taken(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    keep(browser, "Éxitos")
    page = keep(browser, "ÉXITOS", "q=naloxone", status=422)
    assert "You already have a search with this name." in page.text
    assert ("name", "ÉXITOS") in page.form().fields
    browser.send(name="Others")
    assert [(one.name, one.query) for one in own(world)] == [("Others", "q=naloxone"), ("Éxitos", KEPT)]


def test_there_is_an_end(client_of: ClientOf, world: World) -> None:
    with acts.act(world, "planner.us"):
        for n in range(MOST):
            actions.keep(f"Search {n}", "q=a", world.user("planner.us"), now())
    for language, said in (("en", "Remove one"), ("es", "Quite una")):
        assert said in keep(client_of("planner.us", language), "More", status=422).text
    assert len(own(world)) == MOST


def test_they_cost_the_list_one_query_however_many(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us")
    browser.get("/materials/")
    spent = []
    for n in range(2):
        with queries() as count:
            browser.get("/materials/", most_queries=12, is_checked=False)
        spent.append(count[0])
        with acts.act(world, "planner.us"):
            for k in range(10):
                actions.keep(f"Search {n} {k}", f"q=a{k}&campaign={world.campaign.id}", world.user("planner.us"), now())
    assert spent[0] == spent[1] <= 12
    with queries() as count:
        browser.get("/materials/searches", is_checked=False)
    assert count[0] <= 8


def test_names_are_changed_and_even_exchanged(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    keep(browser, "One", "q=one")
    keep(browser, "Two", "q=two")
    ids = {one.query: one.id for one in own(world)}
    browser.get("/materials/searches")
    browser.send(**loose({f"name_{ids['q=one']}": "two", f"name_{ids['q=two']}": "One"}))
    assert {one.query: one.name for one in own(world)} == {"q=one": "two", "q=two": "One"}
    browser.get("/materials/searches")
    page = browser.send(status=422, **loose({f"name_{ids['q=two']}": "TWO"}))
    assert "You already have a search with this name." in page.text
    assert {one.query: one.name for one in own(world)} == {"q=one": "two", "q=two": "One"}


def test_one_is_removed_and_put_back(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    keep(browser, "One", "q=one")
    (one,) = own(world)
    browser.get("/materials/searches")
    browser.send(do=f"remove-{one.id}")
    assert own(world) == []
    page = browser.get("/materials/searches")
    assert "Put “One” back" in page.text
    browser.send(do=f"put-back-{one.id}")
    assert [one.name for one in own(world)] == ["One"]


def test_a_removed_one_keeps_its_name_from_nobody(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us", "en")
    keep(browser, "One", "q=one")
    (one,) = own(world)
    browser.get("/materials/searches")
    browser.send(do=f"remove-{one.id}")
    keep(browser, "ONE", "q=two")
    assert [(one.name, one.query) for one in own(world)] == [("ONE", "q=two")]


def test_they_are_nobody_elses(client_of: ClientOf, world: World) -> None:
    keep(client_of("planner.us"), "Mine")
    (one,) = own(world)
    other = client_of("reviewer.us", "en")
    assert "Mine" not in other.get("/materials/").text
    assert "Mine" not in other.get("/materials/searches").text
    for do in (f"remove-{one.id}", f"put-back-{one.id}"):
        other.post("/materials/searches", {"do": do, f"name_{one.id}": "Yours"}, status=409)
    assert [one.name for one in own(world)] == ["Mine"]
    with acts.act(world, "reviewer.us"), pytest.raises(Overtaken):
        actions.remove(one.id, world.user("reviewer.us"), now())


def test_the_record_does_not_say_what_somebody_looks_for(client_of: ClientOf, world: World) -> None:
    keep(client_of("planner.us"), "Quetzal", "q=quetzal")
    entry = session.scalars(select(Entry).order_by(Entry.n.desc()).limit(1)).one()
    assert entry.action == "materials.save_search"
    assert "quetzal" not in entry.changes.lower()


def test_what_is_too_long_is_refused(world: World) -> None:
    with acts.act(world, "planner.us"), pytest.raises(Refused):
        actions.keep("Long", "q=" + "a" * 2_000, world.user("planner.us"), now())
