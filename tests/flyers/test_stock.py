"""Copies of a replaced version: each country says for its territory what becomes of them, and a stop is stronger."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from campaign import clock
from campaign.audit.models import Entry
from campaign.clearance import actions as clearance
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.flyers.models import Edition, editions_of
from campaign.flyers.stock import actions
from campaign.flyers.stock.actions import Word
from campaign.flyers.stock.models import Fate, StockDecision, decisions_on, undecided
from campaign.flyers.stock.standing import standings
from campaign.mail.models import Notice
from campaign.materials.models import Material, Version, VersionState, versions_of
from tests.browser import Browser
from tests.flyers import sheets
from tests.holds import stops
from tests.materials import acts
from tests.world import PEOPLE, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
LANGUAGES = pytest.mark.parametrize("language", ["en", "es"])
SIDES = pytest.mark.parametrize("side", Side)
WHY = "The address of one clinic was missing."
DAY = date(2027, 1, 15)
OLD = {
    "en": "You may still hand out copies until 15 Jan 2027",
    "es": "Todavía puedes repartir copias hasta el 15 ene 2027",
}
COLLECT = {"en": "Do not hand out. Collect the copies", "es": "No repartas. Recoge las copias"}
BAD = {"en": "Do not use this flyer", "es": "No uses este volante"}


@dataclass(frozen=True)
class Old:
    """A version that was replaced, and the sheets that each country had made of it."""

    world: World
    version_id: int
    editions: dict[Side, int]

    @property
    def version(self) -> Version:
        return session.get_one(Version, self.version_id)

    @property
    def newer(self) -> Version:
        """What stands in its place."""
        return session.scalars(versions_of(self.version.material_id)).all()[0]

    @property
    def path(self) -> str:
        return f"/flyers/versions/{self.version_id}/stock"

    def code(self, side: Side = Side.US) -> str:
        return session.get_one(Edition, self.editions[side]).code

    def said(self) -> list[StockDecision]:
        return list(session.scalars(decisions_on(self.version_id)))


@pytest.fixture
def old(world: World, config: Config) -> Old:
    version_id = world.version("in_force").id
    for side in Side:
        sheets.prepare(world, config, side)
    editions = {edition.country: edition.id for edition in session.scalars(editions_of([version_id]))}
    acts.write(world, "planner.us", world.material("in_force"), "Stay until help comes.", "Quédate hasta que lleguen.")
    acts.clear_by_both(world, acts.send(world, world.material("in_force")))
    found = Old(world, version_id, editions)
    assert found.version.state is VersionState.superseded
    return found


def who(side: Side, role: str = "signatory") -> str:
    return f"{role}.{side.value.lower()}"


def decide(
    old: Old, by: str, until: date | None = DAY, reason: str = WHY, seen: int | None = None, fate: Fate | None = None
) -> StockDecision:
    """Handed out until that day, collected where there is none."""
    word = Word(fate or (Fate.hand_out if until else Fate.collect), until, reason)
    with acts.act(old.world, by) as user:
        newest = actions.newest_of(old.version, user.side)
        before = seen if seen is not None else newest.id if newest else 0
        return actions.decide(old.version, word, before, user, now())


def public(client: Browser, old: Old, language: str = "en", side: Side = Side.US) -> str:
    client.client.set_cookie("language", language)
    return client.get(f"/e/{old.code(side)}").text


# Who decides, and for whom


@SIDES
@pytest.mark.parametrize("role", ["planner", "signatory"])
def test_each_country_decides_for_its_own_territory_alone(old: Old, side: Side, role: str) -> None:
    made = decide(old, who(side, role))
    assert (made.country, made.fate, made.until_on, made.reason) == (side, Fate.hand_out, DAY, WHY)
    here, there = standings(old.version, old.world.user(who(side)), now())
    assert (here.country, there.country) == (side, side.opposite)
    assert here.newest is not None
    assert there.newest is None


@pytest.mark.parametrize("by", ["reviewer.us", "printer.us", "partner-a.us", "administrator.us", "secretariat"])
def test_nobody_else_decides(client_of: ClientOf, old: Old, by: str) -> None:
    with pytest.raises(NotAllowed):
        decide(old, by, seen=0) if old.world.user(by).side else _without_a_side(old, by)
    assert client_of(by).get(old.path, status=None).status in (403, 404)
    assert client_of(by).post(old.path, status=None).status in (403, 404)
    assert old.said() == []


def _without_a_side(old: Old, by: str) -> None:
    with acts.act(old.world, by) as user:
        actions.decide(old.version, Word(Fate.collect, None, WHY), 0, user, now())


def test_the_database_lets_nobody_speak_for_the_other_country(old: Old) -> None:
    with pytest.raises(IntegrityError):
        _write(old, country=Side.MX)


@pytest.mark.parametrize(
    "wrong",
    [
        {"fate": Fate.hand_out, "until_on": None, "reason": WHY},
        {"fate": Fate.collect, "until_on": DAY, "reason": WHY},
        {"fate": Fate.collect, "until_on": None, "reason": ""},
    ],
)
def test_the_database_takes_no_half_decision(old: Old, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)check"):
        _write(old, **wrong)


def _write(old: Old, **wrong: Any) -> None:
    """A row as nobody of ours writes it, by the planner of the United States."""
    right = {"version_id": old.version_id, "country": Side.US, "fate": Fate.collect, "reason": WHY, "decided_at": now()}
    with acts.act(old.world, "planner.us") as user:
        session.add(StockDecision(**{**right, "by_id": user.id, **wrong}))
        session.flush()


def test_only_what_was_in_force_and_was_replaced(old: Old) -> None:
    """Not the one in force, not one that never came to be, not what a country took back."""
    for version in (old.newer, old.world.version("half_cleared")):
        with pytest.raises(Refused), acts.act(old.world, "planner.us") as user:
            actions.decide(version, Word(Fate.collect, None, WHY), 0, user, now())
    acts.revoke(old.world, old.version, "signatory.us")
    with pytest.raises(NotAllowed):
        decide(old, "planner.us")
    assert decide(old, "planner.mx", until=None).country is Side.MX


# Until when


def test_a_day_is_asked_for_and_none_where_they_are_collected(old: Old) -> None:
    with pytest.raises(Refused, match="last day"):
        decide(old, "planner.us", until=None, fate=Fate.hand_out)
    assert decide(old, "planner.us", fate=Fate.collect).until_on is None


def test_no_day_past_the_review_by_date_nor_before_today(old: Old) -> None:
    last = old.version.review_by
    assert last is not None
    assert actions.last_day(old.version, Side.US, now()) == last
    today = now().date()
    for day in (last + timedelta(days=1), today - timedelta(days=1)):
        with pytest.raises(Refused, match="at the latest"):
            decide(old, "planner.us", until=day)
    assert decide(old, "planner.us", until=last).until_on == last
    assert decide(old, "planner.us", until=today).until_on == today


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 24), date(2027, 11, 24)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 3, 1), date(2028, 3, 1)),
    ],
)
def test_at_most_twelve_months_ahead(today: date, last: date) -> None:
    version = Version(review_by=date(2040, 1, 1))
    assert actions.last_day(version, Side.US, datetime(today.year, today.month, today.day, 18, tzinfo=UTC)) == last


def test_past_its_review_by_date_they_can_only_be_collected(client_of: ClientOf, old: Old) -> None:
    late = now() + timedelta(days=400)
    with clock.at(late):
        with pytest.raises(Refused, match="only be collected"):
            decide(old, "planner.us", until=late.date())
        page = client_of("planner.us", "en").get(old.path)
        assert "Its copies can only be collected." in page.text
        assert 'value="hand_out"' not in page.html
        assert decide(old, "planner.us", until=None).fate is Fate.collect


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_asked_for(old: Old, reason: str) -> None:
    with pytest.raises(Refused, match="reason"):
        decide(old, "planner.us", reason=reason)


# What was decided before


def test_the_newest_counts_and_the_ones_before_stay(client: Browser, client_of: ClientOf, old: Old) -> None:
    decide(old, "planner.us")
    decide(old, "signatory.us", until=None, reason="The number on it rings nowhere.")
    assert [one.fate for one in old.said()] == [Fate.collect, Fate.hand_out]
    assert COLLECT["en"] in public(client, old)
    page = client_of("reviewer.mx", "en").get(f"/materials/versions/{old.version_id}")
    for words in (WHY, "The number on it rings nowhere.", "Ruth Castellan", "Dana Whitfield", "Collect and destroy"):
        assert words in page.text
    decide(old, "planner.us")
    assert OLD["en"] in public(client, old)


def test_whoever_comes_second_is_told_and_loses_nothing(client_of: ClientOf, old: Old) -> None:
    """Law 17."""
    browser = client_of("planner.us", "en")
    browser.get(old.path)
    first = decide(old, "signatory.us")
    page = browser.send(status=409, fate="collect", reason="Mine.")
    assert "decided meanwhile" in page.text
    assert "Mine." in page.html
    assert WHY in page.text
    assert [one.id for one in old.said()] == [first.id]
    browser.send(status=303)
    assert [one.reason for one in old.said()] == ["Mine.", WHY]
    with pytest.raises(Overtaken):
        decide(old, "planner.us", seen=first.id)


@pytest.mark.parametrize("change", ["UPDATE stock_decisions SET reason = 'x'", "DELETE FROM stock_decisions"])
def test_what_was_decided_never_changes(old: Old, change: str) -> None:
    decide(old, "planner.us")
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(change))
    session.rollback()


@SIDES
def test_the_record_and_both_sides_know_of_it(old: Old, side: Side) -> None:
    """Law 6: the other side's officials and the own print staff are told in the same transaction."""
    count = select(func.count()).select_from(Notice)
    before = {to: session.scalar(count.where(Notice.to_side == to)) or 0 for to in Side}
    decide(old, who(side))
    assert {to: (session.scalar(count.where(Notice.to_side == to)) or 0) - before[to] for to in Side} == {
        Side.US: 1,
        Side.MX: 1,
    }
    told = session.scalars(select(Notice).order_by(Notice.id.desc()).limit(2)).all()
    assert {one.path for one in told} == {f"/materials/versions/{old.version_id}", f"/flyers/{old.version.material_id}"}
    for words in ({" ".join(one.text.en.split()) for one in told}, {" ".join(one.subject.es.split()) for one in told}):
        assert len(words) == 1
    assert all("15\u00a0Jan\u00a02027" in one.text.en and "15\u00a0ene\u00a02027" in one.text.es for one in told)
    entry = session.scalars(select(Entry).order_by(Entry.n.desc()).limit(1)).one()
    assert entry.reach == "BOTH"


# The page behind the code on the paper


@LANGUAGES
def test_without_a_decision_it_says_what_it_said(client: Browser, old: Old, language: str) -> None:
    said = public(client, old, language)
    assert BAD["en"] in said
    assert BAD["es"] in said


@SIDES
@LANGUAGES
@pytest.mark.parametrize("until", [DAY, None])
def test_it_says_what_becomes_of_a_copy_in_both_languages(
    client: Browser, old: Old, until: date | None, language: str, side: Side
) -> None:
    decide(old, who(side), until=until)
    words = OLD if until else COLLECT
    said = public(client, old, language, side)
    assert client.page is not None
    assert client.page.h1 == words[language]
    assert said.index(words[language]) < said.index(words["es" if language == "en" else "en"])
    assert BAD["en"] not in said
    assert WHY not in said
    assert not [person.name for person in PEOPLE.values() if person.name in said]
    assert "911" in said
    assert BAD[language] in public(client, old, language, side.opposite), "the other country has not decided"


def test_the_last_day_counts_and_the_next_does_not(client: Browser, old: Old) -> None:
    decide(old, "planner.us")
    with clock.at(datetime(2027, 1, 16, 3, tzinfo=UTC)):  # still the 15th in Washington
        assert OLD["en"] in public(client, old)
    with clock.at(datetime(2027, 1, 16, 6, tzinfo=UTC)):
        assert BAD["en"] in public(client, old)


def _hold_flyer(old: Old) -> None:
    stops.place(old.world, old.world.material("in_force"), "printer.us")


def _hold_sheet(old: Old) -> None:
    stops.place(old.world, session.get_one(Edition, old.editions[Side.US]), "planner.us")


def _hold_fact(old: Old) -> None:
    stops.place(old.world, stops.fact(old.world, "recovery_position"), "planner.us")


def _revoke(old: Old) -> None:
    acts.revoke(old.world, old.version, "signatory.us")


def _revoke_there(old: Old) -> None:
    acts.revoke(old.world, old.version, "signatory.mx")


def _revoke_newer(old: Old) -> None:
    acts.revoke(old.world, old.newer, "signatory.us")


def _withdraw(old: Old) -> None:
    with acts.act(old.world, "planner.us") as user:
        clearance.withdraw(old.newer, "It misleads.", user, now())


def _reword(old: Old) -> None:
    acts.clear_by_both(old.world, acts.reword(old.world, "recovery_position", en="On one side.", es="De lado."))


def _revoke_number(old: Old) -> None:
    acts.revoke(old.world, old.world.fact("us_988"), "signatory.us")


STOPS = (
    _hold_flyer,
    _hold_sheet,
    _hold_fact,
    _revoke,
    _revoke_there,
    _revoke_newer,
    _withdraw,
    _reword,
    _revoke_number,
)


@LANGUAGES
@pytest.mark.parametrize("stop", STOPS)
def test_a_hold_or_a_withdrawal_is_stronger(
    client: Browser, old: Old, stop: Callable[[Old], None], language: str
) -> None:
    decide(old, "planner.us")
    assert OLD[language] in public(client, old, language)
    stop(old)
    said = public(client, old, language)
    assert BAD["en"] in said
    assert BAD["es"] in said
    assert OLD[language] not in said


def test_what_stops_one_country_does_not_stop_the_other(client: Browser, old: Old) -> None:
    for side in Side:
        decide(old, who(side))
    _hold_flyer(old)
    assert BAD["en"] in public(client, old)
    assert OLD["en"] in public(client, old, side=Side.MX)
    (hold,) = [one for one in stops.all_on(old.world.material("in_force")) if one.lifted_at is None]
    stops.lift(old.world, hold, "signatory.us")
    assert OLD["en"] in public(client, old)


def test_the_same_words_confirmed_stop_nothing(client: Browser, old: Old) -> None:
    decide(old, "planner.us")
    acts.clear_by_both(old.world, acts.reword(old.world, "recovery_position", source="The same page, read again"))
    assert OLD["en"] in public(client, old)


# Who sees it


@LANGUAGES
@SIDES
def test_print_staff_see_it_on_the_flyer_and_on_the_sheet(
    client_of: ClientOf, old: Old, language: str, side: Side
) -> None:
    decide(old, who(side))
    browser = client_of(who(side, "printer"), language)
    words = {"en": "Hand out until 15 Jan 2027", "es": "Se reparten hasta el 15 ene 2027"}[language]
    for path in (f"/flyers/{old.version.material_id}", f"/flyers/editions/{old.editions[side]}"):
        page = browser.get(path)
        assert words in page.text
        assert WHY in page.text
        assert old.path not in page.links


@LANGUAGES
def test_both_countries_stand_there_the_readers_first(client_of: ClientOf, old: Old, language: str) -> None:
    """Law 20."""
    decide(old, "planner.us")
    decide(old, "planner.mx", until=None, reason="Recoger todo.")
    for by, first, second in (("reviewer.us", WHY, "Recoger todo."), ("reviewer.mx", "Recoger todo.", WHY)):
        said = client_of(by, language).get(f"/flyers/{old.version.material_id}").text
        assert said.index(first) < said.index(second)


def test_who_and_why_is_for_officials_and_print_staff(client_of: ClientOf, old: Old) -> None:
    decide(old, "planner.us")
    page = client_of("partner-a.us", "en").get(f"/flyers/{old.version.material_id}")
    assert "Hand out until 15 Jan 2027" in page.text
    assert WHY not in page.text


def test_a_stopped_decision_says_that_it_counts_for_nothing(client_of: ClientOf, old: Old) -> None:
    decide(old, "planner.us")
    _hold_flyer(old)
    page = client_of("printer.us", "en").get(f"/flyers/{old.version.material_id}")
    assert "counts for nothing" in page.text
    assert "Hand out until" not in page.text


# The pages of whoever decides


@LANGUAGES
@pytest.mark.parametrize("by", ["planner.us", "signatory.mx"])
def test_the_way_to_it_and_back(client_of: ClientOf, old: Old, by: str, language: str) -> None:
    browser = client_of(by, language)
    for path in (f"/flyers/{old.version.material_id}", f"/materials/versions/{old.version_id}", "/", "/board"):
        assert old.path in browser.get(path).links, path
    browser.get(old.path)
    browser.send(fate="hand_out", until="2027-01-15", reason=WHY)
    page = browser.follow()
    assert {"en": "Hand out until 15 Jan 2027", "es": "Se reparten hasta el 15 ene 2027"}[language] in page.text
    assert old.path in page.links, "it may be decided anew"
    assert old.path not in browser.get("/").links
    assert old.path not in browser.get("/board").links


@LANGUAGES
def test_what_is_missing_is_said_and_nothing_is_lost(client_of: ClientOf, old: Old, language: str) -> None:
    browser = client_of("planner.us", language)
    browser.get(old.path)
    page = browser.send(status=422, fate="hand_out", reason=WHY)
    assert {"en": "Write the last day", "es": "Escriba el último día"}[language] in page.text
    assert WHY in page.html
    page = browser.send(status=422, until="2031-01-01")
    assert {"en": "at the latest", "es": "a más tardar"}[language] in page.text
    assert old.said() == []


def test_where_nothing_was_replaced_nothing_is_asked(client_of: ClientOf, old: Old) -> None:
    page = client_of("planner.us", "en").get(f"/flyers/versions/{old.newer.id}/stock")
    assert "There is nothing to decide." in page.text
    assert 'name="fate"' not in page.html
    assert client_of("planner.us").get(f"/materials/versions/{old.newer.id}").links.count(old.path) == 0


def test_nobody_is_asked_about_what_no_sheet_was_made_of(world: World) -> None:
    acts.write(world, "planner.us", world.material("in_force"), "Stay until help comes.", "Quédate hasta que lleguen.")
    acts.clear_by_both(world, acts.send(world, world.material("in_force")))
    for side in Side:
        assert session.scalars(undecided(side, now().date())).all() == []


def test_each_country_is_asked_until_it_has_spoken(old: Old) -> None:
    def waiting(side: Side) -> list[Version]:
        return list(session.scalars(undecided(side, now().date())))

    assert [waiting(side) for side in Side] == [[old.version], [old.version]]
    decide(old, "planner.us", until=None)
    assert [waiting(side) for side in Side] == [[], [old.version]]
    with clock.at(now() + timedelta(days=400)):
        assert waiting(Side.MX) == []


def test_a_flyer_that_was_never_replaced_shows_nothing(client_of: ClientOf, world: World) -> None:
    page = client_of("planner.us", "en").get(f"/flyers/{world.in_force_id}")
    assert "Copies of version" not in page.text
    assert session.get_one(Material, world.in_force_id).is_flyer
