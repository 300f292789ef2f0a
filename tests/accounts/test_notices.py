"""Choosing how notices come by mail: on the own page, or by the link in a letter; law and safety cannot be stopped."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.accounts import doors
from campaign.accounts.models import NoticeSwitch
from campaign.accounts.switches import chosen
from campaign.db import acting, session
from campaign.mail.kinds import NoticeKind, Way
from campaign.mail.links import stops
from campaign.mail.models import PersonalLetter
from tests.browser import Browser
from tests.world import NOW, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
PATH = "/accounts/notices"


def off_link(browser: Browser, world: World, kind: NoticeKind, who: str = "planner.us") -> str:
    with browser.app.test_request_context():
        return stops(kind, world.users[who], NOW.date(), doors.config().secret_key)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Always at once", "Law or safety: cannot be switched off.", "Your choice is saved.")),
        (
            "es",
            ("Siempre de inmediato", "De ley o de seguridad: no puede desactivarse.", "Su elección quedó guardada."),
        ),
    ],
)
def test_each_kind_is_chosen_for_itself(
    client_of: ClientOf, world: World, language: str, words: tuple[str, ...]
) -> None:
    browser = client_of("planner.us", language)
    page = browser.get(PATH)
    assert words[0] in page.text
    assert words[1] in page.text
    browser.send(kind_schedule="digest", kind_comments="off")
    assert words[2] in browser.follow().text
    ways = chosen(world.user("planner.us"))
    assert {kind: way for kind, way in ways.items() if way is not Way.at_once} == {
        NoticeKind.schedule: Way.digest,
        NoticeKind.comments: Way.off,
    }
    browser.get(PATH)
    browser.send(kind_schedule="at_once", kind_comments="at_once")
    assert session.scalars(select(NoticeSwitch)).all() == [], "as it always was leaves no row"


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind.is_fixed])
@pytest.mark.parametrize("way", ["off", "digest"])
def test_law_and_safety_are_not_switched_off_by_hand(
    client_of: ClientOf, world: World, kind: NoticeKind, way: str
) -> None:
    browser = client_of("planner.us")
    form = browser.get(PATH).form().filled({"kind_comments": "off"})
    page = browser.post(PATH, {**form, f"kind_{kind.value}": way}, status=422)
    assert "these letters are law or safety and cannot be switched off" in page.text
    assert page.form().filled({})["kind_comments"] == ["off"], "nothing chosen is lost"
    assert session.scalars(select(NoticeSwitch)).all() == []
    client_of("planner.us").get(off_link(browser, world, kind), status=404)


@pytest.mark.parametrize("way", ["never", "", "\x00", "x" * 300_000])
def test_a_way_that_does_not_exist_is_refused(client_of: ClientOf, way: str) -> None:
    browser = client_of("planner.us")
    browser.get(PATH)
    browser.send(status=422, kind_schedule=way)
    assert session.scalars(select(NoticeSwitch)).all() == []


def test_a_stale_page_overwrites_nothing(client_of: ClientOf, world: World) -> None:
    first, second = client_of("planner.us"), client_of("planner.us")
    first.get(PATH)
    second.get(PATH)
    second.send(kind_schedule="off")
    page = first.send(status=409, kind_comments="off")
    assert "You changed these settings in another window." in page.text
    assert "Schedule" in page.text
    assert chosen(world.user("planner.us"))[NoticeKind.comments] is Way.at_once


def test_what_is_put_into_the_digest_switches_it_on(client_of: ClientOf, world: World) -> None:
    browser = client_of("planner.us")
    browser.get("/accounts/")
    browser.send("/accounts/digest")
    assert "Your daily digest is off." in browser.get(PATH).text
    browser.send(kind_schedule="digest")
    assert "The daily digest is on" in browser.follow().text
    assert world.user("planner.us").wants_digest is True


def test_a_choice_of_a_role_that_was_lost_hinders_no_other(client_of: ClientOf, world: World) -> None:
    with acting(None, None, "test", NOW):
        session.add(NoticeSwitch(user_id=world.users["printer.us"], kind=NoticeKind.schedule, way=Way.digest))
        session.commit()
    browser = client_of("printer.us")
    browser.get(PATH)
    browser.send(kind_comments="off")
    assert chosen(world.user("printer.us"))[NoticeKind.comments] is Way.off


def test_whoever_gets_no_digest_is_offered_none(client_of: ClientOf) -> None:
    browser = client_of("printer.us")
    page = browser.get(PATH)
    assert "In the daily digest" not in page.text
    page = browser.send(status=422, kind_schedule="digest")
    assert "Only people for whom something waits here get the daily digest." in page.text


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_link_in_a_letter_stops_its_kind_and_nothing_else(client: Browser, world: World, language: str) -> None:
    client.client.set_cookie("language", language)
    path = off_link(client, world, NoticeKind.comments)
    client.get(path)
    assert chosen(world.user("planner.us"))[NoticeKind.comments] is Way.at_once, "opening it changes nothing"
    client.send()
    page = client.follow()
    assert page.tree.find(".//main//form") is None
    assert "planner.us" not in page.text
    ways = chosen(world.user("planner.us"))
    assert [kind for kind, way in ways.items() if way is not Way.at_once] == [NoticeKind.comments]
    told = session.scalars(select(PersonalLetter).where(PersonalLetter.user_id == world.users["planner.us"])).all()
    assert [letter.subject_en for letter in told] == ["Letters were switched off: Comments and answers"]


def test_a_link_of_another_kind_person_or_time_opens_nothing(client: Browser, world: World) -> None:
    path = off_link(client, world, NoticeKind.comments)
    crossed = path.replace("/comments/", "/schedule/")
    for wrong in (crossed, path.replace("/comments/", "/nothing/"), f"{path}0", path[:-1], "/accounts/notices/off/x/y"):
        client.get(wrong, status=404)
    with clock.at(NOW + timedelta(days=61)):
        page = client.get(path, status=410)
    assert "works for 60 days; nothing was changed" in page.text
    assert session.scalars(select(NoticeSwitch)).all() == []
