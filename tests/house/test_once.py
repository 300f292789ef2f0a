"""A form that is sent twice acts once, however fast the second follows; a form with other words is another form."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from campaign import clock, once
from campaign.audit.models import Entry
from campaign.campaigns.models import Campaign
from campaign.db import acting, session
from campaign.errors import Overtaken
from campaign.jobs.models import Job
from campaign.once import SentForm
from tests.browser import Browser, loose
from tests.world import NOW, World

pytestmark = pytest.mark.database

TRIES = 32
WORDS = {"kind": "joint", "title_en": "Sent many times", "title_es": "Enviada muchas veces"}
MORE = {"aim_en": "Fewer deaths", "aim_es": "Menos muertes", "audience_en": "Everybody", "audience_es": "Todos"}


def count(kind: type[Campaign] | type[Entry] | type[Job]) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(kind)) or 0


def form_of(browser: Browser, path: str, **typed: str) -> dict[str, object]:
    """The fields of the page's form as a browser would send them now."""
    return browser.get(path).form(path).filled(loose(typed))


def test_many_at_the_same_moment_are_one(live: Flask, built_world: World) -> None:
    """32 threads send the same form: one campaign, one entry of the record, and every answer leads to it."""
    browser = Browser(live, built_world.user("planner.us"))
    form = form_of(browser, "/campaigns/new", **WORDS, **MORE)
    cookie = browser.client.get_cookie("campaign")
    assert cookie
    campaigns, entries = count(Campaign), count(Entry)
    session.remove()

    def send(_n: int) -> tuple[int, str | None]:
        client = live.test_client()
        client.set_cookie("campaign", cookie.value)
        with clock.at(NOW):
            answer = client.post("/campaigns/new", data=form)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(TRIES) as threads:
        answers = list(threads.map(send, range(TRIES)))
    assert {status for status, _place in answers} == {303}
    assert len({place for _status, place in answers}) == 1
    assert (count(Campaign), count(Entry)) == (campaigns + 1, entries + 1)


def test_the_same_again_leads_to_the_same(client_of: Callable[..., Browser]) -> None:
    browser = client_of("planner.us")
    form = form_of(browser, "/campaigns/new", **WORDS, **MORE)
    first = browser.client.post("/campaigns/new", data=form)
    made = count(Campaign)
    again = browser.client.post("/campaigns/new", data=form)
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert count(Campaign) == made


def test_other_words_from_the_same_page_are_not_lost(client_of: Callable[..., Browser]) -> None:
    """Back, a change, sent again: the browser shows the old page with its old token, and the words count."""
    browser = client_of("planner.us")
    form = form_of(browser, "/campaigns/new", **WORDS, **MORE)
    first = browser.client.post("/campaigns/new", data=form)
    second = browser.client.post("/campaigns/new", data={**form, "title_en": "Another one"})
    assert second.status_code == 303
    assert second.location != first.location


def test_what_was_refused_may_be_sent_again(client_of: Callable[..., Browser]) -> None:
    browser = client_of("planner.us")
    form = form_of(browser, "/campaigns/new", **{**WORDS, **MORE, "title_es": "x" * 121})
    assert browser.client.post("/campaigns/new", data=form).status_code == 422
    assert browser.client.post("/campaigns/new", data=form).status_code == 422


def test_saved_twice_is_no_conflict_with_oneself(client_of: Callable[..., Browser], world: World) -> None:
    """A double click on Save: the second carries the old counter and would be stale."""
    browser = client_of("planner.us")
    path = f"/campaigns/{world.proposal_id}/edit"
    form = form_of(browser, path, title_en="A better title")
    answers = [browser.client.post(path, data=form) for _n in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location


def test_another_person_s_form_is_another(client_of: Callable[..., Browser]) -> None:
    """The token of somebody else's page opens nothing and hides nothing."""
    one, other = client_of("planner.us"), client_of("planner.mx")
    form = form_of(one, "/campaigns/new", **WORDS, **MORE)
    first = one.client.post("/campaigns/new", data=form)
    other.get("/campaigns/new")
    second = other.client.post("/campaigns/new", data={**form, "csrf_token": other.token})
    assert second.status_code == 303
    assert second.location != first.location


def claimed(form: dict[str, object], user_id: int, sent_at: datetime, location: str) -> None:
    """As somebody left it who was killed while at it."""
    fields = [(name, str(value)) for name, value in MultiDict(form).items(multi=True) if name != "csrf_token"]
    session.add(SentForm(key=once.key_of(user_id, "/campaigns/new", fields), sent_at=sent_at, location=location))
    session.commit()


@pytest.mark.parametrize(("location", "made"), [("0123456789abcdef", 1), (once.DONE, 0)])
def test_whoever_fell_before_the_act_has_done_nothing(
    client_of: Callable[..., Browser], world: World, location: str, made: int
) -> None:
    """A long preparation lets others write and commits the claim: falling then must not pass for the act itself;
    falling after it, before its answer was noted, must."""
    browser = client_of("planner.us")
    form = form_of(browser, "/campaigns/new", **WORDS, **MORE)
    claimed(form, world.user("planner.us").id, NOW - timedelta(minutes=1), location)
    campaigns = count(Campaign)
    for _n in range(2):
        assert browser.client.post("/campaigns/new", data=form).status_code == 303
        assert count(Campaign) == campaigns + made
    assert session.scalar(select(func.count()).select_from(SentForm)) == 1


def test_whoever_was_too_slow_cannot_act_any_more(world: World) -> None:
    """The first prepared for so long that its repeat took over: only one of the two commits."""
    slow, repeat = once.Claim("key"), once.Claim("key")
    planner = world.user("planner.us")
    assert once.led_to(slow, NOW) is None
    session.commit()
    assert once.led_to(repeat, NOW + timedelta(minutes=1)) is None
    session.commit()
    session().info["sent_form"] = slow
    with acting(planner, planner.side, "campaigns.edit", NOW):
        session.get_one(Campaign, world.proposal_id).title_en = "Too late"
        with pytest.raises(Overtaken):
            session.commit()
    session.rollback()
    assert session.scalar(select(SentForm.location)) == repeat.mark
