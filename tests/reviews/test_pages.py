"""Pages of reviews: the step, the list, the start page and the panels; nothing of them is shown to the other side."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from campaign.audit.models import Entry
from campaign.db import Side, session
from campaign.errors import Stale
from campaign.materials.models import Scope, Version
from campaign.permissions import see_entry
from campaign.reviews.models import Outcome
from campaign.reviews.routes import actions as writing
from campaign.reviews.routes.models import Route
from tests.browser import Browser, loose
from tests.materials import acts
from tests.materials.acts import flyer
from tests.reviews import routes
from tests.reviews.routes import make_route, pass_step, plan, send, steps, take, want
from tests.world import World

ClientOf = Callable[..., Browser]
SECRET = "A word that only our side should read."
OWN = ("planner.us", "reviewer.us", "signatory.us")


@pytest.fixture
def version(world: World) -> Version:
    for side in ("us", "mx"):
        make_route(world, side)
    return send(world, flyer(world))


@pytest.mark.parametrize("language", ["en", "es"])
def test_from_the_start_page_to_the_finding(client_of: ClientOf, world: World, version: Version, language: str) -> None:
    reviewer = client_of("reviewer.us", language)
    (first, *_rest) = steps(version)
    path = f"/reviews/steps/{first.id}"
    assert path in reviewer.get("/").links
    assert path in reviewer.get("/reviews/").links
    reviewer.get(path)
    reviewer.send(f"{path}/take")
    reviewer.follow()
    reviewer.send(f"{path}/decide", status=422, outcome="changes", reason="")
    reviewer.send(f"{path}/decide", outcome="changes", reason=SECRET)
    assert SECRET in reviewer.follow().text
    assert steps(version)[0].outcome is Outcome.changes
    signatory = client_of("signatory.us", language)
    page = signatory.get(f"/clearance/versions/{version.id}")
    assert SECRET in page.text
    main = page.text.partition(version.short_fingerprint[4:])[2]
    assert main.index(SECRET) < main.index("Estados Unidos" if language == "es" else "United States"), "before the keys"
    assert "decide" not in [form.action.rpartition("/")[2] for form in reviewer.get(path).forms]


def test_handed_back_and_let_to_others_at_the_screen(client_of: ClientOf, world: World, version: Version) -> None:
    (first, *_rest) = steps(version)
    path = f"/reviews/steps/{first.id}"
    take(world, first)
    planner = client_of("planner.us")
    planner.get(path)
    planner.send(f"{path}/let-others")
    take(world, first)
    reviewer = client_of("reviewer.us")
    reviewer.get(path)
    reviewer.send(f"{path}/hand-back")
    assert steps(version)[0].taken_by_id is None


def test_the_other_side_reads_nothing_of_it(client_of: ClientOf, world: World, version: Version) -> None:
    """Law 7: neither words, nor steps, nor that there are any."""
    want(world, steps(version)[0], reason=SECRET)
    take(world, steps(version)[1])
    paths = ["/", "/reviews/", "/reviews/routes", f"/materials/{version.material_id}"]
    paths += [f"/materials/versions/{version.id}", f"/clearance/versions/{version.id}"]
    for who in ("planner.mx", "reviewer.mx", "signatory.mx"):
        browser = client_of(who, "en")
        for path in paths:
            page = browser.get(path, status=None)
            assert SECRET not in page.text, path
            assert "Harold Okafor" not in page.text, path
        for step in steps(version):
            browser.get(f"/reviews/steps/{step.id}", status=404)
        browser.get(f"/reviews/routes/{_route(Side.US)}/edit", status=404)


def _route(side: Side) -> int:
    return session.scalars(select(Route.id).where(Route.side == side)).one()


def test_the_own_side_reads_all_of_it(client_of: ClientOf, world: World, version: Version) -> None:
    want(world, steps(version)[0], reason=SECRET)
    for who in OWN:
        assert SECRET in client_of(who).get(f"/materials/{version.material_id}").text, who


@pytest.mark.parametrize("who", ["printer.us", "administrator.us", "partner-a.us", "observer", "secretariat"])
def test_reviews_are_for_officials(client_of: ClientOf, who: str) -> None:
    for path in ("/reviews/", "/reviews/routes"):
        client_of(who).get(path, status=403)


def test_the_organization_whose_text_it_is_learns_how_far_it_is(client_of: ClientOf, world: World) -> None:
    """Without the names and words of the reviewers."""
    make_route(world, "mx")
    material = flyer(world, "partner-a.mx", Scope.national)
    sent = send(world, material, "partner-a.mx")
    want(world, steps(sent, Side.MX)[0], "reviewer.mx", SECRET)
    page = client_of("partner-a.mx", "en").get(f"/materials/{material.id}")
    assert "Subject expert" in page.text
    assert "Wants changes" in page.text
    assert SECRET not in page.text
    assert "Ximena" not in page.text
    assert "Subject expert" not in client_of("partner-b.mx", "en").get("/materials/").text


def test_the_record_keeps_the_sides_apart(world: World, version: Version) -> None:
    """The sending is read by both; what each side's review holds by that side alone."""
    begun = session.scalars(select(Entry).where(Entry.action == "reviews.begin").order_by(Entry.n)).all()
    assert sorted(entry.reach for entry in begun) == ["MX", "US"]
    for entry in begun:
        seen = {who for who in ("planner.us", "planner.mx") if see_entry(world.user(who), entry)}
        assert seen == {f"planner.{entry.reach.lower()}"}
    sending = session.scalars(select(Entry).where(Entry.n < begun[0].n).order_by(Entry.n.desc())).first()
    assert sending is not None
    assert sending.reach == "BOTH"
    assert "review" not in {change["table"].partition("_")[0].rstrip("s") for change in json.loads(sending.changes)}


def test_the_list_is_empty_and_says_what_it_is_for(client_of: ClientOf) -> None:
    assert "No step waits on your side" in client_of("planner.us", "en").get("/reviews/").text


# Routes


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_route_is_written_and_changed_at_the_screen(client_of: ClientOf, world: World, language: str) -> None:
    planner = client_of("planner.us", language)
    planner.get("/reviews/routes")
    planner.get("/reviews/routes/new")
    planner.send("/reviews/routes/new", status=422)
    said = {"name_en": "Our sheets", "types": ["flyer"], "name_en_0": "An expert", "turn_0": "1", "days_0": "4"}
    planner.send("/reviews/routes/new", status=422, **loose({**said, "days_0": ""}))
    planner.send("/reviews/routes/new", **loose(said))
    assert "An expert" in planner.follow().text
    route = session.scalars(select(Route)).one()
    path = f"/reviews/routes/{route.id}/edit"
    planner.get(path)
    planner.send(path, **loose({"name_en_1": "Language use", "turn_1": "2", "days_1": "2", "name_en_0": ""}))
    sent = send(world, flyer(world))
    assert [(step.name_en, step.turn, step.days) for step in steps(sent)] == [("Language use", 2, 2)]


def test_two_planners_never_overwrite_each_other(client_of: ClientOf, world: World) -> None:
    """Law 17."""
    path = f"/reviews/routes/{make_route(world).id}/edit"
    one, other = client_of("planner.us"), client_of("planner.us")
    one.get(path)
    other.get(path)
    other.send(path, name_en="Theirs")
    page = one.send(path, status=409, name_en="Mine")
    assert "Theirs" in page.text
    assert "Mine" in page.text


def test_a_default_that_went_over_is_not_taken_back_unseen(world: World) -> None:
    """Law 17: who has the other route open is told before saving it."""
    first = make_route(world)
    opened = first.row_version
    make_route(world)
    with acts.act(world, "planner.us") as user, pytest.raises(Stale):
        writing.edit(session.get_one(Route, first.id), plan(), set(), user, opened)


def test_a_type_has_one_default_and_a_review_keeps_its_steps(world: World, version: Version) -> None:
    """The newer route takes the type over; what is under way goes on as it began."""
    make_route(world, "us", plan(routes.STOPS[:1]))
    assert len(steps(version)) == 3
    assert len(steps(send(world, flyer(world)))) == 1
    pass_step(world, steps(version)[0])
    assert [step.is_open for step in steps(version)] == [False, True, True]


@pytest.mark.parametrize("who", ["planner.mx", "reviewer.us", "signatory.us", "administrator.us"])
def test_only_the_own_planners_write_routes(client_of: ClientOf, world: World, who: str) -> None:
    route = make_route(world).id
    client_of(who).get(f"/reviews/routes/{route}/edit", status=None)
    assert client_of(who).post(f"/reviews/routes/{route}/edit", {"name_en": "Mine"}, status=None).status in (403, 404)


def test_both_sides_have_the_same_pages(client_of: ClientOf, world: World, version: Version) -> None:
    """Law 5: as many forms, links and headings for each role of either side."""
    for role in ("planner", "reviewer", "signatory"):
        shapes = []
        for side in ("us", "mx"):
            browser = client_of(f"{role}.{side}", "en")
            (first, *_rest) = steps(version, Side(side.upper()))
            pages = [browser.get(path) for path in ("/reviews/", "/reviews/routes", f"/reviews/steps/{first.id}")]
            shapes.append([(len(page.forms), len(page.links), len(page.all("h2"))) for page in pages])
        assert shapes[0] == shapes[1], role
