"""The daily digest: once a day, at seven of the reader's own clock, only with something to tell, and easy to stop."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from campaign import clock
from campaign.accounts.digest import digest_token, gets_digest
from campaign.accounts.models import User, user_by_email
from campaign.app import DAILY, JOBS
from campaign.audit.models import Entry
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.home import digest
from campaign.home.models import Digest
from campaign.jobs.models import Job, JobState
from campaign.jobs.work import Result, Work
from campaign.mail.jobs import compose
from campaign.mail.models import PersonalLetter
from campaign.materials.models import Version
from tests.browser import Browser
from tests.jobs import acts as jobs
from tests.materials import acts
from tests.reviews import routes
from tests.world import NOW, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
ZONE = "America/Mexico_City"


def seven(day: date = TODAY, zone: str = ZONE, at: time = time(7)) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone))


def morning(config: Config, day: date = TODAY, zone: str = ZONE, at: datetime | None = None) -> Job:
    """The work of one clock's morning, done at seven there unless it was late."""
    with clock.at(at or seven(day, zone)):
        return jobs.do(jobs.ask("home.digest", zone=zone, day=day.isoformat()), JOBS, config)


def letters() -> list[PersonalLetter]:
    session.remove()
    query = (
        select(PersonalLetter).where(PersonalLetter.subject_en.startswith("Daily digest")).order_by(PersonalLetter.id)
    )
    return list(session.scalars(query))


def addresses() -> list[str]:
    return [letter.address.partition("@")[0] for letter in letters()]


def choose(who: str, **columns: object) -> None:
    with acting(None, None, "test", now()):
        user = session.scalars(user_by_email(f"{who}@example.org")).one()
        for name, value in columns.items():
            setattr(user, name, value)
        session.commit()
    session.remove()


# When


def test_each_clock_has_its_own_seven(own_config: Config) -> None:
    """Asked for before it is seven anywhere; each due at seven there on that day."""
    with clock.at(datetime.combine(TODAY, DAILY["home.ask_digests"], UTC)):
        job = jobs.do(jobs.ask("home.ask_digests"), JOBS, own_config)
    asked = session.scalars(select(Job).where(Job.kind == "home.digest")).all()
    found = {one.payload["zone"]: one.run_at for one in asked}
    assert job.result == {"clocks": len(found)}
    assert found == {zone: seven(zone=zone).astimezone(UTC) for zone in found}
    assert {"America/Mexico_City", "America/New_York", "America/Denver", "America/Phoenix"} <= found.keys()
    assert all(one.state is JobState.queued and one.payload["day"] == "2026-11-24" for one in asked)


def test_seven_follows_the_clock_of_the_place(own_config: Config) -> None:
    """Washington changes its clocks and Mexico City does not (product §6)."""
    assert seven(date(2026, 7, 1), "America/New_York").astimezone(UTC).hour == 11
    assert seven(date(2026, 12, 1), "America/New_York").astimezone(UTC).hour == 12
    assert {seven(date(2026, month, 1)).astimezone(UTC).hour for month in (7, 12)} == {13}


def test_a_morning_writes_those_who_live_by_its_clock(own_config: Config) -> None:
    morning(own_config, zone="America/Denver")
    assert addresses() == ["planner.us"]
    morning(own_config)
    assert addresses() == ["planner.us", "planner.mx", "signatory.mx", "signatory2.mx"]
    session.remove()


@pytest.mark.parametrize("hours", [5, 12, 30])
def test_a_morning_that_was_missed_is_not_made_up_for(own_config: Config, hours: int) -> None:
    job = morning(own_config, at=seven() + timedelta(hours=hours))
    assert (job.state, job.result, addresses()) == (JobState.done, {"letters": 0}, [])
    session.remove()


def test_a_worker_that_was_late_still_writes_before_noon(own_config: Config) -> None:
    assert morning(own_config, at=seven() + timedelta(hours=4)).result == {"letters": 3}


def test_a_morning_of_nobody_ends_with_its_reason(own_config: Config) -> None:
    with clock.at(seven()):
        job = jobs.do(jobs.ask("home.digest"), JOBS, own_config)
    assert (job.state, job.attempts) == (JobState.failed, 1)
    assert job.error.en == "It was not written down whose morning this is."
    assert job.error.es == "No quedó anotado de quién es esta mañana."


# Once a day


def test_nobody_is_written_twice_a_day(own_config: Config) -> None:
    assert morning(own_config).result == {"letters": 3}
    assert morning(own_config, at=seven() + timedelta(minutes=5)).result == {"letters": 0}
    assert len(letters()) == 3
    assert {row.day for row in session.scalars(select(Digest))} == {TODAY}
    session.remove()


def test_the_database_itself_refuses_a_second_one(own_config: Config) -> None:
    morning(own_config)
    row = session.scalars(select(Digest)).first()
    assert row is not None
    values = {"user": row.user_id, "day": row.day, "at": row.written_at}
    session.remove()
    with pytest.raises(IntegrityError):
        session.execute(text("INSERT INTO digests (user_id, day, written_at) VALUES (:user, :day, :at)"), values)
    session.rollback()


class LosesItsLease(Work):
    """Work that another worker takes over while the second letter lies there and is not committed."""

    held = 0

    def hold(self, **values: Any) -> None:
        self.held += 1
        if self.held == 2:
            self.token = "another worker's"
        super().hold(**values)


def test_a_worker_that_lost_its_work_in_the_midst_has_written_nobody_twice(own_config: Config) -> None:
    """Law 18: the day of a person and the letter are one transaction; what is not committed never was."""

    def loses(work: Work, config: Config) -> Result:
        return digest.write_digests(LosesItsLease(**vars(work)), config)

    with clock.at(seven()):
        number = jobs.ask("home.digest", zone=ZONE, day=TODAY.isoformat())
        jobs.do(number, {"home.digest": loses}, own_config)
    assert addresses() == ["planner.mx"]
    assert len(session.scalars(select(Digest)).all()) == 1
    session.remove()
    assert morning(own_config).result == {"letters": 2}
    assert addresses() == ["planner.mx", "signatory.mx", "signatory2.mx"]


def test_days_are_kept_for_a_month(own_config: Config, built_world: World) -> None:
    morning(own_config)
    with clock.at(NOW + 39 * DAY):
        acts.send(built_world, acts.flyer(built_world))
    session.remove()
    morning(own_config, TODAY + 40 * DAY)
    days: dict[int, set[date]] = {}
    for row in session.scalars(select(Digest)):
        days.setdefault(row.user_id, set()).add(row.day)
    assert sorted(days.values(), key=min) == [{TODAY}, {TODAY + 40 * DAY}, {TODAY + 40 * DAY}]
    session.remove()


# Only with something to tell


def test_nothing_new_and_nothing_late_is_no_letter(own_config: Config, built_world: World) -> None:
    morning(own_config)
    before = len(letters())
    assert morning(own_config, TODAY + DAY).result == {"letters": 0}
    with clock.at(seven(TODAY + DAY) + timedelta(hours=6)):
        acts.send(built_world, acts.flyer(built_world))
    session.remove()
    assert morning(own_config, TODAY + 2 * DAY).result == {"letters": 2}
    assert addresses()[before:] == ["signatory.mx", "signatory2.mx"]


def test_what_is_late_is_told_every_day(own_config: Config, built_world: World) -> None:
    with clock.at(seven() - timedelta(hours=2)):
        acts.clear(built_world, built_world.version("half_cleared"), "signatory.mx", document="", document_on=None)
    session.remove()
    morning(own_config)
    assert morning(own_config, TODAY + DAY).result == {"letters": 0}
    for days in (20, 21):
        assert morning(own_config, TODAY + days * DAY).result == {"letters": 2}
    last = letters()[-1]
    assert "Was due on" in last.text_en
    assert "Venció el" in last.text_es
    session.remove()


def test_for_whom_nothing_waits_there_is_no_letter(own_config: Config) -> None:
    choose("partner-b.mx", is_coordinator=True)
    assert morning(own_config, zone="America/Ciudad_Juarez").result == {"letters": 0}
    choose("partner-a.mx", is_coordinator=True)
    assert morning(own_config, zone="America/Ciudad_Juarez").result == {"letters": 1}
    assert addresses() == ["partner-a.mx"]
    session.remove()


# What it says


def test_it_names_what_waits_with_addresses_the_readers_language_first(own_config: Config) -> None:
    morning(own_config)
    letter = letters()[0]
    assert (letter.address, letter.language) == ("planner.mx@example.org", "es")
    assert (letter.subject_es, letter.subject_en) == (
        "Resumen diario: en espera de usted: 4",
        "Daily digest: waiting for you: 4",
    )
    assert "En espera de Estados Unidos: 2" in letter.text_es
    assert "Waiting for others of my side: 3" in letter.text_en
    assert "Habla con tus hijos" in letter.text_es
    assert "Talk with your children" in letter.text_en
    assert f"{own_config.base_url}/materials/" in letter.text_en
    assert f"{own_config.base_url}/board" in letter.text_en
    written = compose(letter, own_config)
    assert str(written["Subject"]).startswith("Resumen diario")
    body = written.get_content()
    assert body.index("Todo: ") < body.index("All of it: ")
    assert body.rstrip().splitlines()[-1].startswith(f"{own_config.base_url}/accounts/digest/off/")
    session.remove()


def test_it_tells_nothing_of_the_other_country_but_how_much_waits_there(own_config: Config) -> None:
    """Law 7."""
    morning(own_config)
    morning(own_config, zone="America/Denver")
    morning(own_config, zone="America/New_York")
    for letter in letters():
        hidden = (
            ["Keep naloxone at home", "Ask your pharmacist"] if ".mx@" in letter.address else ["Winter school visits"]
        )
        assert [words for words in hidden if words in letter.text_en] == []
    session.remove()


def test_the_secret_of_its_link_goes_with_the_letter_and_enters_no_record(own_config: Config) -> None:
    morning(own_config)
    user_id = letters()[0].user_id
    assert user_id is not None
    token = digest_token(session.get_one(User, user_id), TODAY, own_config.secret_key)
    session.remove()
    assert not [entry for entry in session.scalars(select(Entry.changes)) if token in entry]
    for job in session.scalars(select(Job.id).where(Job.kind == "mail.deliver", Job.state == JobState.queued)).all():
        session.remove()
        jobs.do(job, JOBS, own_config)
    assert {letter.path for letter in letters()} == {""}
    session.remove()


# On and off


def test_who_gets_it_unless_they_say_otherwise(world: World) -> None:
    got = {who for who in world.users if gets_digest(world.user(who))}
    roles = ("planner", "reviewer", "signatory", "signatory2", "deputy")
    assert got == {f"{role}.{side}" for role in roles for side in ("us", "mx")} | {"deactivated"}


def test_whoever_may_not_come_in_gets_none(own_config: Config) -> None:
    choose("planner.mx", is_live=False)
    morning(own_config)
    assert "planner.mx" not in addresses()
    session.remove()


class Leaves(Work):
    """Work in whose midst somebody is deactivated: after the people of the morning were read, before their letters."""

    def live(self) -> None:
        choose("planner.mx", is_live=False)
        super().live()


def test_whoever_was_deactivated_meanwhile_gets_none(own_config: Config) -> None:
    def leaves(work: Work, config: Config) -> Result:
        return digest.write_digests(Leaves(**vars(work)), config)

    with clock.at(seven()):
        number = jobs.ask("home.digest", zone=ZONE, day=TODAY.isoformat())
        job = jobs.do(number, {"home.digest": leaves}, own_config)
    assert job.result == {"letters": 2}
    assert "planner.mx" not in addresses()


def test_a_step_that_ended_is_news_to_the_signatory(own_config: Config, built_world: World) -> None:
    """Not when it was sent, but when the steps let the signatory decide."""
    routes.make_route(built_world, "mx")
    morning(own_config)
    before = len(letters())
    with clock.at(seven() + timedelta(hours=2)):
        sent = routes.send(built_world, acts.flyer(built_world)).id
    session.remove()
    morning(own_config, TODAY + DAY)
    assert set(addresses()[before:]) == {"reviewer.mx", "deputy.mx"}, "of the first step, and no signatory"
    with clock.at(seven(TODAY + DAY) + timedelta(hours=2)):
        for step in routes.steps(session.get_one(Version, sent), Side.MX):
            routes.pass_step(built_world, step, "reviewer.mx")
    session.remove()
    morning(own_config, TODAY + 2 * DAY)
    assert {"signatory.mx", "signatory2.mx"} <= set(addresses()[before + 2 :])
    session.remove()


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_switched_on_the_own_page(client_of: ClientOf, world: World, language: str) -> None:
    browser = client_of("planner.us", language)
    browser.get("/accounts/")
    browser.send("/accounts/digest")
    assert browser.page is not None
    assert browser.page.response.headers["Location"] == "/accounts/#digest"
    assert world.user("planner.us").wants_digest is False
    browser.get("/accounts/")
    browser.send("/accounts/digest")
    assert world.user("planner.us").wants_digest is True
    browser.post("/accounts/digest", {"wanted": "perhaps"})
    assert world.user("planner.us").wants_digest is True


def test_whoever_never_gets_one_is_offered_none(client_of: ClientOf) -> None:
    assert "Daily digest" not in client_of("printer.us", "en").get("/accounts/").text
    assert "Daily digest" in client_of("partner-a.us", "en").get("/accounts/").text


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_link_asks_first_and_needs_no_sign_in(client: Browser, world: World, language: str) -> None:
    client.client.set_cookie("language", language)
    key = client.app.extensions["campaign"].secret_key
    path = f"/accounts/digest/off/{digest_token(world.user('planner.us'), TODAY, key)}"
    for _times in range(2):
        client.get(path)
        assert world.user("planner.us").wants_digest is None, "opening it changes nothing"
    client.send()
    assert world.user("planner.us").wants_digest is False
    page = client.follow()
    assert page.tree.find(".//main//form") is None, "there is nothing more to stop"
    assert world.user("planner.mx").wants_digest is None
    assert "planner.us" not in page.text, "whoever has the link learns nothing of the person"


@pytest.mark.parametrize("wrong", ["", "0-0", "x-y", "99999999999999999999-0", "²-0", "1-20261124-0", "1-20269999-0"])
def test_a_link_that_was_not_made_here_opens_nothing(client: Browser, world: World, wrong: str) -> None:
    key = client.app.extensions["campaign"].secret_key
    mine, theirs = (digest_token(world.user(who), TODAY, key) for who in ("planner.us", "planner.mx"))
    crossed = f"{theirs.partition('-')[0]}-{mine.partition('-')[2]}"
    later = mine.replace("-20261124-", "-20261224-")
    for token in (wrong, crossed, later, f"{mine}0", f"{mine}-0", mine.upper()):
        client.get(f"/accounts/digest/off/{token}", status=404)
    assert world.user("planner.mx").wants_digest is None


def test_whoever_is_stopped_by_the_link_is_told(client: Browser, world: World) -> None:
    """As of every change of the account; pressed twice it is told once."""
    path = f"/accounts/digest/off/{digest_token(world.user('planner.mx'), TODAY, key_of(client))}"
    for _times in range(2):
        client.get(path)
        page = client.page
        assert page is not None
        if page.tree.find(".//main//form") is not None:
            client.send()
    told = list(session.scalars(select(PersonalLetter).where(PersonalLetter.user_id == world.users["planner.mx"])))
    assert [letter.subject_en for letter in told] == ["Your daily digest was switched off"]
    assert told[0].subject_es == "Se desactivó su resumen diario"
    assert (told[0].address, told[0].path) == ("planner.mx@example.org", "/accounts/")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_link_ends_after_sixty_days(client: Browser, world: World, language: str) -> None:
    client.client.set_cookie("language", language)
    path = f"/accounts/digest/off/{digest_token(world.user('planner.us'), TODAY, key_of(client))}"
    with clock.at(NOW + 60 * DAY):
        client.get(path)
    with clock.at(NOW + 61 * DAY):
        page = client.get(path, status=410)
        for words in ("works for 60 days; nothing was changed", "funciona durante 60 días; nada cambió"):
            assert words in page.text
        client.post(path, {}, status=410)
    assert world.user("planner.us").wants_digest is None


def key_of(client: Browser) -> bytes:
    key: bytes = client.app.extensions["campaign"].secret_key
    return key
