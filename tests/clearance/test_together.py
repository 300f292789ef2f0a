"""Two people at the very same moment, each on an own connection: one wins, the other is told, nothing is half done."""

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from campaign.audit import chain
from campaign.clearance.models import Clearance
from campaign.db import Bilingual, Side, session
from campaign.materials.models import Block, BlockKind
from tests.browser import Browser
from tests.materials import acts
from tests.page import Page
from tests.world import World

pytestmark = pytest.mark.database
YES = {"decision": "cleared", "document": "OBH-2026-117", "has_read": "y"}
NO = {"decision": "refused", "reason": "The advice is out of date.", "document": ""}


def at_once(*acts: Callable[[], Page]) -> list[Page]:
    """All at the same moment, each in a thread with the held clock of the test."""
    barrier = Barrier(len(acts))

    def go(act: Callable[[], Page]) -> Page:
        barrier.wait()
        try:
            return act()
        finally:
            session.remove()

    with ThreadPoolExecutor(len(acts)) as pool:
        running = [pool.submit(contextvars.copy_context().run, go, act) for act in acts]
    return [one.result() for one in running]


def readers(app: Flask, world: World, path: str, *people: str) -> list[Browser]:
    """Each has the page open before anybody acts."""
    browsers = [Browser(app, world.user(who), "en") for who in people]
    for browser in browsers:
        browser.get(path)
    session.remove()
    return browsers


def statuses(pages: list[Page]) -> list[int]:
    return sorted(page.status for page in pages)


def rows(version_id: int, side: Side) -> int:
    found = select(func.count()).where(Clearance.version_id == version_id, Clearance.country == side)
    return session.scalar(found) or 0


@pytest.mark.parametrize("second", [YES, NO], ids=["both yes", "yes and no"])
@pytest.mark.parametrize("side", Side)
def test_of_two_signatories_of_one_country_one_decides(
    live: Flask, built_world: World, side: Side, second: dict[str, str]
) -> None:
    """ASVS V2.3.4."""
    version = built_world.version("waiting")
    key = side.value.lower()
    path = f"/clearance/versions/{version.id}"
    one, other = readers(live, built_world, path, f"signatory.{key}", f"signatory2.{key}")
    pages = at_once(lambda: one.send(status=None, **YES), lambda: other.send(status=None, **second))
    assert statuses(pages) == [303, 409]
    assert rows(version.id, side) == 1
    told = next(page for page in pages if page.status == 409)
    assert "Your country has already decided" in told.text
    assert told.form().filled({})["authority"], "what was typed stays"
    assert chain.verify(session()) == []


def test_both_countries_at_once_bring_it_into_force(live: Flask, built_world: World) -> None:
    version = built_world.version("waiting")
    us, mx = readers(live, built_world, f"/clearance/versions/{version.id}", "signatory.us", "signatory.mx")
    pages = at_once(lambda: us.send(status=None, **YES), lambda: mx.send(status=None, **YES))
    assert statuses(pages) == [303, 303]
    assert (rows(version.id, Side.US), rows(version.id, Side.MX)) == (1, 1)
    assert acts.places(version) == acts.stored_places(built_world.material("waiting")) == acts.BOTH
    assert chain.verify(session()) == []


def test_one_clears_while_the_other_country_refuses(live: Flask, built_world: World) -> None:
    """Whoever comes first: the second finds it decided, or no longer waiting; never in force."""
    version = built_world.version("waiting")
    us, mx = readers(live, built_world, f"/clearance/versions/{version.id}", "signatory.us", "signatory.mx")
    pages = at_once(lambda: us.send(status=None, **YES), lambda: mx.send(status=None, **NO))
    assert statuses(pages) in ([303, 303], [303, 409])
    assert acts.places(version) == acts.NOWHERE


@pytest.mark.parametrize("side", Side)
def test_two_take_the_same_clearance_back(live: Flask, built_world: World, side: Side) -> None:
    version = built_world.version("in_force")
    key = side.value.lower()
    path = f"/clearance/versions/{version.id}/revoke"
    one, other = readers(live, built_world, path, f"signatory.{key}", f"signatory2.{key}")
    reason = {"reason": "A number in it changed."}
    pages = at_once(lambda: one.send(status=None, **reason), lambda: other.send(status=None, **reason))
    assert statuses(pages) in ([303, 403], [303, 409])
    assert rows(version.id, side) == 2
    assert acts.places(version) == acts.NOWHERE


def test_two_planners_save_the_same_text(live: Flask, built_world: World) -> None:
    """Law 17 at the same moment: the second reads both texts and has lost nothing."""
    block = acts.blocks(built_world.material("shared_draft"), BlockKind.point)[0]
    path = f"/materials/{built_world.shared_draft_id}/edit"
    us, mx = readers(live, built_world, path, "planner.us", "planner.mx")
    name = f"es_{block.id}"
    pages = at_once(
        lambda: us.send(status=None, **{name: "De Dana."}), lambda: mx.send(status=None, **{name: "De Tomás."})
    )
    assert statuses(pages) == [303, 409]
    told = next(page for page in pages if page.status == 409)
    assert "De Dana." in told.text
    assert "De Tomás." in told.text
    winner = "De Dana." if pages[0].status == 303 else "De Tomás."
    assert session.get_one(Block, block.id).words == Bilingual("", winner)


def test_two_add_a_block_at_once(live: Flask, built_world: World) -> None:
    path = f"/materials/{built_world.shared_draft_id}/edit"
    us, mx = readers(live, built_world, path, "planner.us", "planner.mx")
    pages = at_once(lambda: us.send(status=None, do="add-point"), lambda: mx.send(status=None, do="add-point"))
    assert statuses(pages) == [303, 409]
    assert len(acts.blocks(built_world.material("shared_draft"), BlockKind.point)) == 2


@pytest.mark.parametrize("who", ["signatory2.us", "signatory.mx"])
def test_two_lists_of_the_same_versions_never_wait_for_each_other(live: Flask, built_world: World, who: str) -> None:
    """Of one country one act wins whole; of two countries both do. Sent in opposite orders, none is stuck."""
    versions = [acts.send(built_world, acts.flyer(built_world)) for _ in range(3)]
    ids = [str(version.id) for version in versions]
    one, other = readers(live, built_world, "/clearance/versions", "signatory.us", who)
    pages = at_once(
        lambda: one.send(status=None, pick=ids, opened=ids, document="OOP-2026-0601"),
        lambda: other.send(status=None, pick=ids[::-1], opened=ids, document="OOP-2026-0602"),
    )
    is_same_side = who == "signatory2.us"
    assert statuses(pages) == ([303, 409] if is_same_side else [303, 303])
    assert [rows(version.id, Side.US) for version in versions] == [1, 1, 1]
    assert [rows(version.id, Side.MX) for version in versions] == [0 if is_same_side else 1] * 3
    assert chain.verify(session()) == []


def test_a_list_and_one_decision_at_once(live: Flask, built_world: World) -> None:
    """Whoever is second clears nothing; the list not even the rest of it."""
    versions = [acts.send(built_world, acts.flyer(built_world)) for _ in range(3)]
    ids = [str(version.id) for version in versions]
    (one,) = readers(live, built_world, "/clearance/versions", "signatory.us")
    (other,) = readers(live, built_world, f"/clearance/versions/{ids[1]}", "signatory2.us")
    pages = at_once(
        lambda: one.send(status=None, pick=ids, opened=ids, document="OOP-2026-0603"),
        lambda: other.send(status=None, **YES),
    )
    assert statuses(pages) == [303, 409]
    assert rows(versions[1].id, Side.US) == 1
    is_list_first = pages[0].status == 303
    assert [rows(versions[n].id, Side.US) for n in (0, 2)] == [1 if is_list_first else 0] * 2
