"""Records of a region's calendar: written by its own country's planners, read by both, with a source, never deleted."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import NotAllowed, Overtaken, Refused, Stale
from campaign.schedule.periods import actions
from campaign.schedule.periods.models import Period, PeriodKind, holding_in
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.schedule.samples import enter_period, record
from tests.world import EL_PASO, JUAREZ, World

CHIHUAHUA, TIJUANA = "MX-08", "MX-02004"
FORM = {
    "kind": "blackout",
    "region_key": CHIHUAHUA,
    "starts_on": "2027-04-04",
    "ends_on": "2027-06-06",
    "title_en": "",
    "title_es": "Veda electoral",
    "source": "https://www.ine.mx/" + "a" * 100,
    "source_opened_on": "2026-11-01",
}


def test_it_starts_empty(world: World) -> None:
    assert session.scalars(select(Period)).all() == []


def test_a_states_record_holds_in_its_regions_and_in_no_other(world: World) -> None:
    enter_period(world, Side.MX, record(CHIHUAHUA))
    days = date(2026, 12, 27), date(2026, 12, 31)
    for key, count in ((JUAREZ, 1), (CHIHUAHUA, 1), (TIJUANA, 0), (EL_PASO, 0)):
        assert len(session.scalars(holding_in([key], *days)).all()) == count, key
    assert session.scalars(holding_in([JUAREZ], date(2026, 12, 28), date(2026, 12, 31))).all() == []
    enter_period(world, Side.MX, record(JUAREZ))
    assert len(session.scalars(holding_in([CHIHUAHUA], *days)).all()) == 2, (
        "planned for a whole state, it is everywhere"
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"region_key": EL_PASO}, "lies in the other country"),
        ({"region_key": "MX-99999"}, "There is no region"),
        ({"ends_on": date(2026, 12, 1)}, "before the first"),
        ({"starts_on": date(1900, 1, 1)}, "between"),
        ({"ends_on": date(2028, 1, 1)}, "a year at most"),
        ({"title_en": " ", "title_es": ""}, "one language at least"),
        ({"source": " "}, "nothing in this calendar is guessed"),
        ({"source_opened_on": date(2030, 1, 1)}, "after today"),
    ],
)
def test_what_is_refused(world: World, acting_as: ActingAs, values: dict[str, object], words: str) -> None:
    with acting_as("planner.mx") as planner, pytest.raises(Refused, match=words):
        actions.add(record(**{"region_key": JUAREZ, **values}), planner, now())  # type: ignore[arg-type]


def test_only_planners_of_that_side_write_it(world: World, acting_as: ActingAs) -> None:
    made = enter_period(world, Side.MX, record(JUAREZ))
    for who in ("planner.us", "reviewer.mx", "partner-a.mx"):
        with acting_as(who) as user, pytest.raises(NotAllowed):
            actions.edit(made, record(JUAREZ), made.row_version, user, now())
        with acting_as(who) as user, pytest.raises(NotAllowed):
            actions.withdraw(made, made.row_version, user, now())


def test_a_stale_form_is_told_what_changed_and_what_is_withdrawn_stays_so(world: World, acting_as: ActingAs) -> None:
    made = enter_period(world, Side.MX, record(JUAREZ))
    opened = made.row_version
    with acting_as("planner.mx") as planner:
        actions.edit(made, record(JUAREZ, ends_on=date(2026, 12, 28)), opened, planner, now())
        with pytest.raises(Stale) as stale:
            actions.edit(made, record(CHIHUAHUA, PeriodKind.holiday), opened, planner, now())
        assert [one.name for one in stale.value.differences] == ["kind", "region_key", "ends_on"]
        assert stale.value.differences[1].yours == "Chihuahua"
        with pytest.raises(Overtaken):
            actions.withdraw(made, opened, planner, now())
        actions.withdraw(made, made.row_version, planner, now())
        with pytest.raises(Overtaken):
            actions.edit(made, record(JUAREZ), made.row_version, planner, now())
    assert session.scalars(holding_in([JUAREZ], made.starts_on, made.ends_on)).all() == []


def test_by_hand_from_entering_to_withdrawing(app: Flask, world: World) -> None:
    planner = Browser(app, world.user("planner.mx"), "es")
    page = planner.post("/schedule/periods/new", FORM)
    assert page.status == 303
    made = session.scalars(select(Period)).one()
    assert (made.side, made.region_key, made.title.es) == (Side.MX, CHIHUAHUA, "Veda electoral")
    seen = Browser(app, world.user("planner.us"), "en").get("/schedule/periods?state=MX-08&year=2027")
    assert "Veda electoral" in seen.html
    assert "Natalicio" not in seen.html, "the holidays are said in the language of the screen"
    assert f"/schedule/periods/{made.id}/edit_period" not in seen.html
    planner.post(f"/schedule/periods/{made.id}/withdraw_period", {"version": str(made.row_version)})
    assert session.scalars(select(Period)).one().withdrawn_at is not None


@pytest.mark.parametrize(
    "change",
    [
        {"starts_on": "2027-02-30"},
        {"ends_on": "yesterday"},
        {"kind": "war"},
        {"region_key": "XX"},
        {"region_key": EL_PASO},
        {"title_es": "á" * 300_000},
        {"title_es": "\0"},
        {"source": ""},
        {"source_opened_on": "2099-01-01"},
    ],
)
def test_bad_input_is_answered_and_what_was_typed_stays(app: Flask, world: World, change: dict[str, str]) -> None:
    planner = Browser(app, world.user("planner.mx"), "es")
    page = planner.post("/schedule/periods/new", {**FORM, **change}, status=422)
    assert "ine.mx" in page.html or "source" in change
    assert session.scalars(select(Period)).all() == []


@pytest.mark.parametrize(
    "query", ["state=US-99&year=1", "year=%00", "state[]=a", "year=99999999999999999999", "state=MX-26"]
)
def test_a_choice_that_does_not_exist_is_none(app: Flask, world: World, query: str) -> None:
    assert Browser(app, world.user("planner.us"), "en").get(f"/schedule/periods?{query}").status == 200
