"""The inbox: everything one was told, with its reason; marking it read is one's own affair and deletes nothing."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.accounts.models import NoticeSwitch, Role
from campaign.accounts.notices import tell_side
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.i18n import _
from campaign.mail.kinds import NoticeKind, Way
from campaign.mail.models import InboxLine, PersonalLetter, for_digest, inbox, inbox_counts
from tests.browser import Browser
from tests.home.test_digest import TODAY, letters, morning, seven
from tests.world import NOW, World

pytestmark = pytest.mark.database
ClientOf = Callable[..., Browser]
DAY = timedelta(days=1)


def tell(kind: NoticeKind, side: Side = Side.US, times: int = 1) -> None:
    with acting(None, side.opposite, "test", now()):
        for _time in range(times):
            tell_side(
                side, lambda: _("Sign in"), lambda: _("Password"), "/schedule/", now(), (Role.planner,), kind=kind
            )
        session.commit()


def unread(world: World, who: str = "planner.us") -> list[NoticeKind]:
    query = select(InboxLine.kind).where(InboxLine.user_id == world.users[who], InboxLine.read_at.is_(None))
    return list(session.scalars(query.order_by(InboxLine.id)))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Today", "Yesterday", "You get this because you are a planner of your side.", "Schedule", "Unread 2")),
        (
            "es",
            (
                "Hoy",
                "Ayer",
                "Recibe esto porque está a cargo de la planeación de su parte.",
                "Calendario",
                "Sin leer 2",
            ),
        ),
    ],
)
def test_it_says_what_when_and_why(client_of: ClientOf, world: World, language: str, words: tuple[str, ...]) -> None:
    with clock.at(NOW - DAY):
        tell(NoticeKind.holds)
    tell(NoticeKind.schedule)
    page = client_of("planner.us", language).get("/inbox")
    for word in words:
        assert word in page.text
    assert page.text.index(words[0]) < page.text.index(words[1])
    assert "/schedule/" in page.links


def test_only_the_own_is_there(client_of: ClientOf, world: World) -> None:
    tell(NoticeKind.schedule, Side.MX)
    for who in ("planner.us", "printer.mx", "secretariat"):
        assert "Nobody told you anything yet" in client_of(who, "en").get("/inbox").text


def test_kinds_and_unread_are_filters_and_nonsense_is_passed_over(client_of: ClientOf, world: World) -> None:
    tell(NoticeKind.schedule)
    tell(NoticeKind.comments, times=2)
    browser = client_of("planner.us")
    for query, count in (
        ("", 3),
        ("?kind=comments", 2),
        ("?kind=comments&kind=schedule", 3),
        ("?kind=nothing", 3),
        ("?kind=%00&show=unread&page=x", 3),
        ("?kind=holds", 0),
        (f"?kind={'x' * 3000}", 3),
    ):
        assert f"{count} notices" in browser.get(f"/inbox{query}").text, query


def test_one_is_marked_and_nobody_elses(client_of: ClientOf, world: World) -> None:
    tell(NoticeKind.schedule)
    tell(NoticeKind.comments)
    line = session.scalars(select(InboxLine.id).where(InboxLine.kind == NoticeKind.comments)).one()
    other = client_of("planner.mx")
    other.get("/accounts/")
    other.post("/inbox/read", {"line": str(line)})
    assert len(unread(world)) == 2
    browser = client_of("planner.us")
    browser.get("/inbox?show=unread")
    browser.post("/inbox/read", {"line": str(line), "show": "unread"})
    assert "1 notice is marked as read." in browser.follow().text
    assert unread(world) == [NoticeKind.schedule]
    assert "2 notices" in browser.get("/inbox").text, "nothing is deleted"


def test_all_are_marked_but_none_that_came_since(client_of: ClientOf, world: World) -> None:
    tell(NoticeKind.schedule, times=2)
    browser = client_of("planner.us")
    page = browser.get("/inbox")
    form = next(form for form in page.forms if "upto" in form.filled({}))
    tell(NoticeKind.comments)
    browser.post("/inbox/read", {"upto": form.filled({})["upto"][0]})
    assert unread(world) == [NoticeKind.comments]
    browser.post("/inbox/read", {"upto": "99999999", "kind": "schedule"})
    assert unread(world) == [NoticeKind.comments], "of these kinds only"


@pytest.mark.parametrize("wrong", ["x", "-1", "9" * 30, "²"])
def test_a_line_that_cannot_be_is_said_to_be_old(client_of: ClientOf, world: World, wrong: str) -> None:
    tell(NoticeKind.schedule)
    browser = client_of("planner.us")
    browser.get("/inbox")
    browser.post("/inbox/read", {"line": wrong})
    assert "This page is too old. Open the inbox again." in browser.follow().text
    assert len(unread(world)) == 1


def test_it_has_pages(client_of: ClientOf, world: World) -> None:
    tell(NoticeKind.schedule, times=27)
    browser = client_of("planner.us")
    assert "Page 1 of 2" in browser.get("/inbox").text
    page = browser.get("/inbox?page=2&kind=schedule")
    assert "Page 2 of 2" in page.text


# The digest


def choose(world: World, who: str, kind: NoticeKind, way: Way) -> None:
    with acting(None, None, "test", now()):
        session.add(NoticeSwitch(user_id=world.users[who], kind=kind, way=way))
        session.commit()


def digest_to(who: str, day: date) -> PersonalLetter | None:
    found = [one for one in letters() if one.address == f"{who}@example.org" and one.written_at == seven(day)]
    return found[0] if found else None


def test_the_digest_brings_what_was_put_into_it_once(own_config: Config, built_world: World) -> None:
    choose(built_world, "planner.mx", NoticeKind.schedule, Way.digest)
    choose(built_world, "planner.mx", NoticeKind.comments, Way.off)
    morning(own_config)
    with clock.at(seven() + timedelta(hours=3)):
        tell(NoticeKind.schedule, Side.MX, times=10)
        tell(NoticeKind.comments, Side.MX)
        tell(NoticeKind.tracks, Side.MX)
    session.remove()
    morning(own_config, TODAY + DAY)
    letter = digest_to("planner.mx", TODAY + DAY)
    assert letter is not None
    assert letter.subject_en.endswith("; notices: 10")
    assert letter.subject_es.endswith("; avisos: 10")
    en, es = letter.text_en, letter.text_es
    assert (
        "Schedule\nYou get this because you are a planner of your side.\n- 24 Nov 2026: Sign in".replace(
            " Nov ", "\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}"
        )
        in en
    )
    assert "Calendario\nRecibe esto porque está a cargo de la planeación de su parte.\n" in es
    assert en.count(": Sign in\n") == 8
    assert "and 2 more: " in en
    assert "/inbox?kind=schedule" in en
    assert "Comments and answers" not in en
    assert "Campaigns and their tracks" not in en, "that one came by mail at once"
    session.remove()
    morning(own_config, TODAY + 2 * DAY)
    assert digest_to("planner.mx", TODAY + 2 * DAY) is None, "nothing is told twice"
    session.remove()


def test_who_has_left_a_side_reads_nothing_of_it(own_config: Config, built_world: World) -> None:
    """Planner of Mexico until yesterday, with a notice that was to come with the digest, now of the other side."""
    choose(built_world, "planner.mx", NoticeKind.schedule, Way.digest)
    with clock.at(seven() - timedelta(hours=3)):
        tell(NoticeKind.schedule, Side.MX)
    line = session.scalars(select(InboxLine).where(InboxLine.way == Way.digest)).unique().one()
    with acting(None, None, "test", now()):
        line.user_id = built_world.users["planner.us"]
        session.commit()
    mover = built_world.user("planner.us")
    assert session.scalars(for_digest(mover)).unique().all() == []
    assert session.scalars(inbox(mover)).unique().all() == []
    assert session.execute(inbox_counts(mover)).all() == []
    mover = built_world.user("planner.mx")
    with acting(None, None, "test", now()):
        line.user_id = mover.id
        session.commit()
    assert len(session.scalars(inbox(mover)).unique().all()) == 1
    session.remove()


def test_what_was_read_meanwhile_is_not_told_again(own_config: Config, built_world: World) -> None:
    choose(built_world, "planner.mx", NoticeKind.schedule, Way.digest)
    morning(own_config)
    with clock.at(seven() + timedelta(hours=3)):
        tell(NoticeKind.schedule, Side.MX)
        line = session.scalars(select(InboxLine).where(InboxLine.way == Way.digest)).unique().one()
        with acting(None, None, "test", now()):
            line.read_at = now()
            session.commit()
    session.remove()
    morning(own_config, TODAY + DAY)
    assert digest_to("planner.mx", TODAY + DAY) is None
    session.remove()
