"""Launching a track: everything in place works, each red line alone refuses it, in both languages, for both sides."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from campaign.campaigns import moves
from campaign.campaigns.models import CampaignKind, Track, TrackState, Verb
from campaign.campaigns.tasks import actions as tasks
from campaign.campaigns.tasks.actions import Line as TaskLine
from campaign.clock import now
from campaign.config import PACKAGE
from campaign.db import Bilingual, Side, acting, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.holds import actions as holds
from campaign.holds.models import Hold, holds_on
from campaign.i18n import language
from campaign.schedule.blackouts import actions as blackouts
from campaign.schedule.launch import actions, standing
from campaign.schedule.launch.lines import Grade, of_tracks
from campaign.schedule.models import Activity, ActivityState, occurrences_of
from campaign.schedule.periods.models import Period, PeriodKind
from campaign.schedule.writing import Plan
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.schedule.samples import DAY, REGIONS, enter, enter_period, plan, record, release
from tests.world import World

ClientOf = Callable[..., Browser]
BEGUN = date(2026, 11, 16)


def ready(world: World, side: Side, without: str = "") -> Track:
    """The side's scheduled track of a campaign with a flyer in force, and a released fair; `without` one of them."""
    for one in Side:
        with acting(world.user(f"planner.{one.value.lower()}"), one, "test", now()):
            track = world.track(one)
            track.starts_on, track.state = BEGUN, TrackState.scheduled
            session.commit()
    if without != "activity":
        plan_fair(world, side)
        if without != "release":
            release(world, side, world.campaign)
    if without:
        SPOILED[without](world, side)
    return world.track(side)


def plan_fair(world: World, side: Side, what: Plan | None = None) -> Activity:
    return enter(world, f"planner.{side.value.lower()}", what or plan("Fair", side), world.campaign)


def _written(world: World, side: Side, change: Callable[[Track], None]) -> None:
    with acting(world.user(f"planner.{side.value.lower()}"), side, "test", now()):
        change(world.track(side))
        session.commit()


def _dateless(world: World, side: Side) -> None:
    _written(world, side, lambda track: setattr(track, "ends_on", None))


def _unscheduled(world: World, side: Side) -> None:
    _written(world, side, lambda track: setattr(track, "state", TrackState.agreed))


def _early(world: World, side: Side) -> None:
    _written(world, side, lambda track: setattr(track, "starts_on", date(2026, 12, 1)))


def _alone(world: World, side: Side) -> None:
    """The other country has not agreed any more."""
    _written(world, side.opposite, lambda track: setattr(track, "state", TrackState.proposed))


def _out_of_force(world: World, side: Side) -> None:
    """By its date alone, before the nightly work has noticed."""
    with acting(world.user("planner.us"), Side.US, "test", now()):
        world.version("in_force").review_by = now().date() - timedelta(days=1)
        session.commit()


def _held(world: World, side: Side) -> None:
    printer = world.user(f"printer.{side.value.lower()}")
    with acting(printer, side, "holds.material", now()):
        holds.place(world.material("in_force"), "Wrong number", printer, now())
        session.commit()


def _over(world: World, side: Side) -> None:
    """The fair was yesterday."""
    with acting(world.user("planner.us"), Side.US, "test", now()):
        for activity in session.query(Activity).all():
            for one in session.scalars(occurrences_of(activity.id)):
                one.starts_at, one.ends_at = now() - timedelta(days=2), now() - timedelta(days=1)
        session.commit()


def _black(world: World, side: Side) -> None:
    what = record(REGIONS[side], PeriodKind.blackout, starts_on=DAY, ends_on=DAY)
    enter_period(world, side, what)


def _nothing(_world: World, _side: Side) -> None:
    pass


SPOILED: dict[str, Callable[[World, Side], None]] = {
    "dates": _dateless,
    "early": _early,
    "alone": _alone,
    "material": _out_of_force,
    "hold": _held,
    "activity": _nothing,
    "over": _over,
    "release": _nothing,
    "blackout": _black,
}
SAID = {
    "dates": ("start or end date is missing", "Falta su fecha"),
    "early": ("cannot be started earlier", "no se puede iniciar antes"),
    "alone": ("nothing is scheduled before", "nada se programa antes"),
    "material": ("No material of the campaign is in force there", "Ningún material de la campaña está vigente"),
    "hold": ("One material of the campaign is on hold there", "Un material de la campaña está suspendido"),
    "activity": ("No activity is planned that is still to come", "No hay ninguna actividad por venir"),
    "over": ("No activity is planned that is still to come", "No hay ninguna actividad por venir"),
    "release": ("Nothing of its schedule is released", "No se ha publicado nada de su calendario"),
    "blackout": ("One activity touches an electoral blackout", "Una actividad coincide con una veda electoral"),
}


@pytest.mark.parametrize("side", Side)
def test_with_everything_in_place_it_is_launched(client_of: ClientOf, world: World, side: Side) -> None:
    track = ready(world, side)
    browser = client_of(f"planner.{side.value.lower()}")
    hub = browser.get(f"/campaigns/{track.campaign_id}")
    assert f"/schedule/tracks/{track.id}/launch" in hub.links
    browser.get(f"/schedule/tracks/{track.id}/launch")
    browser.send()
    assert world.track(side).state is TrackState.active
    assert world.track(side.opposite).state is TrackState.scheduled
    assert (
        "There is nothing to launch"
        in client_of(f"planner.{side.value.lower()}", "en").get(f"/schedule/tracks/{track.id}/launch").text
    )


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("what", SPOILED)
def test_one_red_line_refuses_it_and_both_languages_name_it(
    client_of: ClientOf, world: World, acting_as: ActingAs, side: Side, what: str
) -> None:
    track = ready(world, side, without=what)
    who = f"planner.{side.value.lower()}"
    with acting_as(who) as planner:
        reds = [one for one in of_tracks([world.track(one) for one in Side], [track], planner, now()) if one.is_red]
        expected = 2 if what == "activity" else 1  # what is not planned is not released either
        if what == "hold":
            expected = 2  # held, it is no more in force
        assert len(reds) == expected, reds
        for code, words in zip(("en", "es"), SAID[what], strict=True):
            with language(code), pytest.raises(Refused) as refused:
                actions.launch(world.track(side), planner, now())
            assert words.lower() in refused.value.message.lower()
        session.rollback()
    assert world.track(side).state is TrackState.scheduled
    for code, words in zip(("en", "es"), SAID[what], strict=True):
        browser = client_of(who, code)
        page = browser.get(f"/schedule/tracks/{track.id}/launch")
        assert words in page.text
        assert not page.forms or all("/launch" not in form.action for form in page.forms)
        assert words.lower() in browser.post(f"/schedule/tracks/{track.id}/launch", status=422).text.lower()
        assert words in browser.get(f"/campaigns/{track.campaign_id}").text


@pytest.mark.parametrize("side", Side)
def test_the_other_countrys_gaps_are_its_own(world: World, acting_as: ActingAs, side: Side) -> None:
    """Held, blacked out and unplanned there, it goes on here."""
    ready(world, side)
    _held(world, side.opposite)
    joint = plan_fair(world, side, plan("Joint", *Side))
    _black(world, side.opposite)
    assert standing.blacked_out(world.campaign_id, now()) == {side: [], side.opposite: []}, "nobody confirmed it yet"
    with acting_as(f"planner.{side.value.lower()}") as planner:
        joint.state = ActivityState.confirmed
        session.flush()
        assert standing.blacked_out(world.campaign_id, now()) == {side: [], side.opposite: [joint.id]}
        actions.launch(world.track(side), planner, now())
        assert world.track(side).state is TrackState.active


def test_what_is_mended_is_launched(world: World, acting_as: ActingAs) -> None:
    track = ready(world, Side.MX, without="blackout")
    with acting_as("planner.mx") as planner:
        (fair,) = session.query(Activity).filter_by(campaign_id=track.campaign_id)
        (line,) = [one for one in of_tracks([track], [track], planner, now()) if one.is_red]
        assert line.to == ("schedule.exception", {"activity": fair.id})
        period = session.query(Period).filter_by(kind=PeriodKind.blackout).one()
        blackouts.write(fair, period.id, "The electoral authority agreed", planner, now())
        session.commit()
    _held(world, Side.MX)
    (hold,) = session.scalars(holds_on(world.material("in_force")))
    assert isinstance(hold, Hold)
    with acting_as("signatory.mx") as signatory:
        holds.lift(hold, "Mended", signatory, now())
        session.commit()
    with acting_as("planner.mx") as planner:
        actions.launch(world.track(Side.MX), planner, now())


def test_hints_never_refuse(world: World, acting_as: ActingAs) -> None:
    track = ready(world, Side.US)
    plan_fair(world, Side.US, plan("Second", Side.US))
    with acting_as("planner.us") as planner:
        late = TaskLine(Bilingual("Order the paper", ""), due_on=BEGUN)
        tasks.add(track, late, planner, now())
        found = of_tracks([track], [track], planner, now())
        hints = {one.key: one.to for one in found if one.grade is Grade.hint}
        assert hints == {
            "unreleased": ("schedule.release", {"campaign": track.campaign_id}),
            "late": ("campaigns.tasks", {"campaign": track.campaign_id}),
        }
        other = of_tracks([track], [track], world.user("planner.mx"), now())
        assert [one.key for one in other if one.grade is Grade.hint] == ["unreleased"], "a task is its side's own"
        assert [one.to for one in other if one.to] == []
        actions.launch(track, planner, now())


def test_who_and_from_where(world: World, acting_as: ActingAs, client_of: ClientOf) -> None:
    track = ready(world, Side.US)
    for who in ("planner.mx", "signatory.us", "reviewer.us"):
        with acting_as(who) as user, pytest.raises(NotAllowed):
            actions.launch(world.track(Side.US), user, now())
        client_of(who).get(f"/schedule/tracks/{track.id}/launch", status=403)
    client_of("planner.us").post(f"/campaigns/tracks/{track.id}/start", status=404)
    with acting_as("planner.us") as planner:
        own = world.track(Side.US)
        own.state = TrackState.active
        session.flush()
        with pytest.raises(Overtaken):
            actions.launch(own, planner, now())


def test_nothing_launches_around_the_list() -> None:
    """The step is taken in one place; everywhere else it is only named."""
    taking = {path.parent.name for path in PACKAGE.rglob("*.py") if "make(track, Verb.start" in path.read_text()}
    assert taking == {"launch"}


def test_resuming_is_no_launch(world: World, acting_as: ActingAs) -> None:
    """Nothing of the list is in place any more; the pause ends all the same."""
    with acting_as("signatory.us") as signatory:
        track = world.track(Side.US, "running")
        moves.make(track, Verb.pause, signatory, now(), "Flood")
        moves.make(track, Verb.resume, signatory, now())
        assert track.state is TrackState.active


def test_a_national_campaign_has_one_list(world: World, client_of: ClientOf, acting_as: ActingAs) -> None:
    with acting_as("planner.mx") as planner:
        campaign = session.get_one(type(world.campaign), world.national_mx_id)
        assert campaign.kind is CampaignKind.national
        track = world.track(Side.MX, "national_mx")
        track.starts_on, track.ends_on, track.state = BEGUN, date(2027, 3, 31), TrackState.scheduled
        session.commit()
        found = of_tracks([track], [track], planner, now())
    assert {one.side for one in found} == {Side.MX}
    assert [one.key for one in found if one.is_red] == ["material", "activity", "release"]
    page = client_of("planner.mx", "es").get(f"/campaigns/{world.national_mx_id}")
    assert "Ningún material de la campaña está vigente" in page.text
