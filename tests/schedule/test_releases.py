"""Releasing: whose activities a release takes, what it says of each, and that nothing else is read by anybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from campaign import clock
from campaign.campaigns.models import TrackState
from campaign.clock import now
from campaign.db import Bilingual, Side, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.schedule import actions
from campaign.schedule.models import Activity, When, occurrences_of
from campaign.schedule.releases import actions as releasing
from campaign.schedule.releases.content import read
from campaign.schedule.releases.models import Change, ReleaseItem, current_of, items_of
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.mail.told import notices_to
from tests.schedule.samples import enter, plan, release
from tests.world import NOW, World


def changes(world: World, side: Side) -> dict[str, Change]:
    found = releasing.difference(world.running, side)
    return {step.after.title.en: step.change for step in found.steps}


def current(world: World) -> dict[str, ReleaseItem]:
    return {read(item.content).title.en: item for item in session.scalars(current_of(world.running_id))}


def test_a_side_releases_its_own_and_what_both_confirmed(world: World, acting_as: ActingAs) -> None:
    for side in Side:
        enter(world, f"planner.{side.value.lower()}", plan(f"own {side.value}", side))
    joint = enter(world, "planner.us", plan("joint", *Side))
    assert changes(world, Side.US) == {"own US": Change.added}
    assert [one.title_en for one in releasing.difference(world.running, Side.MX).waiting] == ["joint"]
    release(world, Side.US)
    with acting_as("planner.mx") as planner:
        actions.confirm(joint, planner, now())
    assert changes(world, Side.MX) == {"own MX": Change.added, "joint": Change.added}
    made = release(world, Side.MX)
    assert (made.n, {item.sequence for item in session.scalars(items_of([made.id]))}) == (2, {0})
    told = [one.subject.en for one in session.scalars(notices_to(Side.US, NOW))]
    assert f"Mexico released its schedule: {world.running.title.en}" in told
    with pytest.raises(Refused, match="Nothing of yours"):
        release(world, Side.MX)


def test_a_changed_joint_one_stays_as_it_was_until_both_confirm_anew(world: World, acting_as: ActingAs) -> None:
    joint = _confirmed(world, acting_as)
    release(world, Side.US)
    with acting_as("planner.us") as planner:
        to = When(date(2026, 11, 29), date(2026, 11, 29), time(9), time(11))
        actions.move(session.scalars(occurrences_of(joint.id)).one(), to, planner, now())
        session.commit()
    assert changes(world, Side.US) == changes(world, Side.MX) == {}
    assert read(current(world)["joint"].content).first.starts_on.day == 28
    with acting_as("planner.mx") as planner:
        actions.confirm(joint, planner, now())
    assert changes(world, Side.US) == {"joint": Change.moved}
    with acting_as("planner.us") as planner:
        actions.move(session.scalars(occurrences_of(joint.id)).one(), When(to.starts_on, to.ends_on), planner, now())
        actions.cancel(joint, "Flood", planner, now())
        session.commit()
    found = releasing.difference(world.running, Side.MX)  # either side says that it does not happen
    assert [(step.change, step.after.first.starts_on.day) for step in found.steps] == [(Change.cancelled, 28)]


def _confirmed(world: World, acting_as: ActingAs) -> Activity:
    joint = enter(world, "planner.us", plan("joint", *Side))
    with acting_as("planner.mx") as planner:
        actions.confirm(joint, planner, now())
        session.commit()
    return joint


def test_what_was_moved_changed_and_cancelled_over_three_releases(world: World, acting_as: ActingAs) -> None:
    fair = enter(world, "planner.us", plan("fair", Side.US))
    once = enter(world, "planner.us", plan("once", Side.US))
    never = enter(world, "planner.us", plan("never", Side.US))
    with acting_as("planner.us") as planner:
        actions.cancel(never, "Not to be", planner, now())
        session.commit()
    release(world, Side.US)
    assert sorted(current(world)) == ["fair", "once"], "what was cancelled before it was released never shows"
    with acting_as("planner.us") as planner:
        later = When(date(2026, 11, 30), date(2026, 11, 30))
        actions.move(session.scalars(occurrences_of(fair.id)).one(), later, planner, now())
        told = plan("once", Side.US, details=Bilingual("Bring water", ""))
        actions.edit(once, told, once.row_version, planner, now())
        session.commit()
    assert changes(world, Side.US) == {"fair": Change.moved, "once": Change.changed}
    release(world, Side.US)
    with acting_as("planner.us") as planner:
        actions.cancel(fair, "Flood", planner, now())
        session.commit()
    release(world, Side.US)
    found = current(world)
    assert [(found[name].sequence, found[name].change) for name in ("fair", "once")] == [
        (2, Change.cancelled),
        (1, Change.changed),
    ]
    assert read(found["fair"].content).is_cancelled


def test_who_releases_and_when(world: World, acting_as: ActingAs) -> None:
    enter(world, "planner.us", plan("fair", Side.US))
    with acting_as("reviewer.us") as reviewer, pytest.raises(NotAllowed, match="planners of a side"):
        releasing.release(world.running, "", Bilingual("", ""), reviewer, now())
    with acting_as("planner.us") as planner:
        with pytest.raises(Overtaken, match="changed while you were looking"):
            releasing.release(world.running, "of another day", Bilingual("", ""), planner, now())
        seen = releasing.difference(world.running, Side.US).seen
        world.track(Side.US, "running").state = TrackState.proposed
        with pytest.raises(Refused, match="your own track is agreed"):
            releasing.release(world.running, seen, Bilingual("", ""), planner, now())


def test_the_database_refuses_to_change_a_release(world: World) -> None:
    enter(world, "planner.us", plan("fair", Side.US))
    release(world, Side.US)
    for statement in (update(ReleaseItem).values(content="{}"), delete(ReleaseItem)):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.connection().execute(statement)


def test_the_page_shows_the_difference_and_releases_only_that(
    world: World, client_of: Callable[..., Browser], acting_as: ActingAs
) -> None:
    enter(world, "planner.us", plan("Fair <b>", Side.US))
    browser = client_of("planner.us")
    page = browser.get(f"/schedule/releases/{world.running_id}/new")
    assert "Fair &lt;b&gt;" in page.html
    assert "Release one change" in page.text
    enter(world, "planner.us", plan("Another", Side.US))
    late = browser.send(status=409, note_en="First\x00 words", note_es="")
    assert "changed while you were looking" in late.text
    assert "First words" in late.html
    browser.send(status=422, note_en="x" * 300_000, note_es="")
    browser.send(note_en="First words", note_es="Primeras palabras")
    log = browser.get(f"/schedule/releases/{world.running.code}")
    assert [words for words in ("First words", "Primeras palabras", "Another") if words not in log.text] == []


def test_the_evening_of_a_day_is_that_day(world: World, client: Browser) -> None:
    """19:00 in El Paso is the next day in Greenwich, and on the last of a month the next month."""
    for on in (date(2026, 11, 28), date(2026, 11, 30)):
        enter(world, "planner.us", plan(f"Fair of {on.day}", Side.US, on=on, when=When(on, on, time(20), time(21))))
    release(world, Side.US)
    public = f"/schedule/public/{world.running.code}"
    with clock.at(datetime(2026, 11, 29, 2, tzinfo=UTC)):
        assert "Fair of 28" in client.get(public).text
    with clock.at(datetime(2026, 12, 1, 2, tzinfo=UTC)):
        assert client.client.get(f"{public}/wall.pdf").status_code == 200


def test_a_date_that_falls_out_needs_no_second_word(world: World, acting_as: ActingAs) -> None:
    """Nobody is to stand before a closed door, though a change of the series waits for the other side."""
    weekly = plan("Class", *Side, rule="FREQ=WEEKLY;COUNT=3")
    series = enter(world, "planner.us", weekly)
    with acting_as("planner.mx") as planner:
        actions.confirm(series, planner, now())
        session.commit()
    release(world, Side.US)
    with acting_as("planner.us") as planner:
        actions.edit(series, replace(weekly, title=Bilingual("Other", "")), series.row_version, planner, now())
        session.commit()
        assert releasing.difference(world.running, Side.US).steps == []
        second = session.scalars(occurrences_of(series.id)).all()[1]
        actions.cancel_one(second, "Flood", planner, now())
        session.commit()
    found = releasing.difference(world.running, Side.US)
    assert [one.title_en for one in found.waiting] == ["Other"]
    assert [(step.after.title.en, step.after.out) for step in found.steps] == [("Class", frozenset({second.on}))]
    release(world, Side.US)
    assert releasing.difference(world.running, Side.US).steps == []
    with acting_as("planner.mx") as planner:
        actions.confirm(series, planner, now())
        session.commit()
    assert [step.after.title.en for step in releasing.difference(world.running, Side.MX).steps] == ["Other"]


def test_what_is_not_released_or_not_public_never_leaks(
    world: World, client: Browser, client_of: Callable[..., Browser], acting_as: ActingAs
) -> None:
    public, log = f"/schedule/public/{world.running.code}", f"/schedule/releases/{world.running.code}"
    secret = enter(world, "planner.us", plan("inner meeting", Side.US, is_public=False)).id
    for path in (public, log):
        client.get(path, status=404)
    release(world, Side.US)
    for path in (public, log, "/schedule/public/0", "/schedule/public/C-x", "/schedule/public/" + "9" * 400):
        client.get(path, status=404)
    fair = enter(world, "planner.us", plan("open fair", Side.US)).id
    enter(world, "planner.mx", plan("not yet released", Side.MX))
    release(world, Side.US)
    with acting_as("planner.us") as planner:
        known = session.get_one(Activity, fair)
        actions.edit(known, plan("secret new name", Side.US), known.row_version, planner, now())
        session.commit()
    for browser in (client, client_of("printer.mx"), client_of("observer")):
        for path in (public, log):
            text = browser.get(path).text
            assert "open fair" in text
            assert not [words for words in ("inner meeting", "not yet released", "secret new name") if words in text]
    assert "inner meeting" in client_of("planner.mx").get(log).text
    with acting_as("planner.us") as planner:  # made private: it goes from the public page, and from the changelog
        for number, is_public in ((fair, False), (secret, True)):
            session.get_one(Activity, number).is_public = is_public
        session.commit()
    release(world, Side.US)
    for path in (public, log):
        text = client.get(path).text
        assert "inner meeting" in text
        assert not [words for words in ("open fair", "secret new name") if words in text]
