"""Every write stands in the bracket `acting`, names its instant with a zone, and is seen by the audit."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from campaign import db
from campaign.accounts.models import SignIn, User
from campaign.campaigns.models import Campaign
from campaign.clock import now
from campaign.db import Bilingual, Side, Territory, acting, plain, session
from campaign.materials.models import Block, Material, blocks_of
from tests.conftest import ActingAs
from tests.world import World

pytestmark = pytest.mark.database


def test_a_write_outside_the_bracket_is_refused(world: World) -> None:
    world.user("planner.us").post = "Somebody else"
    with pytest.raises(RuntimeError, match="outside `acting`: users"):
        session.commit()
    session.rollback()
    assert world.user("planner.us").post == "Program officer"


@pytest.mark.parametrize(
    "statement",
    [update(User).values(post="x"), delete(Campaign), update(Block).values(en="x").where(Block.id == 1)],
)
def test_a_bulk_change_of_an_audited_table_is_refused(acting_as: ActingAs, statement: object) -> None:
    with acting_as("planner.us"), pytest.raises(RuntimeError, match="would leave no audit entry"):
        session.execute(statement)  # type: ignore[call-overload]


def test_the_bracket_inside_a_bracket_gives_back_the_outer_one(acting_as: ActingAs) -> None:
    with acting_as("planner.us", "outer"):
        with acting(None, None, "inner", now()):
            assert session().info["act"].action == "inner"
        assert session().info["act"].action == "outer"
    assert session().info["act"] is None


def test_an_instant_without_its_zone_is_refused(acting_as: ActingAs) -> None:
    moment = datetime(2026, 11, 24, 9, 0)
    with acting_as("planner.us") as user:
        session.add(SignIn(token_hash="x", user_id=user.id, created_at=moment, last_used_at=moment))
        with pytest.raises((StatementError, ValueError), match="needs its zone"):
            session.flush()


def test_an_instant_of_any_zone_comes_back_in_utc(acting_as: ActingAs) -> None:
    """ASVS V16.2.2."""
    juarez = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=-7)))
    with acting_as("planner.us") as user:
        session.add(SignIn(token_hash="x", user_id=user.id, created_at=juarez, last_used_at=juarez))
        session.commit()
    session.expire_all()
    found = session.scalars(select(SignIn).where(SignIn.token_hash == "x")).one()
    assert found.created_at == juarez
    assert found.created_at.tzinfo is UTC


def test_an_enum_that_is_none_is_refused_by_the_database(world: World) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE campaigns SET state = 'finished'"))


def test_side_of_a_clearance_cannot_be_the_other_country(world: World) -> None:
    """Law 1 in the database itself: the key (person, country) points at the person's own side."""
    with pytest.raises(IntegrityError, match=r"FOREIGN KEY|by_own_side"), session.begin_nested():
        session.execute(
            text(
                "INSERT INTO clearances (version_id, country, n, decision, fingerprint, by_id, authority, post,"
                " document, conditions, reason, marks_may_stay, decided_at) VALUES (:version, 'MX', 9, 'cleared',"
                " 'f', :by, 'a', 'p', 'd', '', '', false, '2026-11-24 00:00:00')"
            ),
            {"version": world.version("waiting").id, "by": world.users["signatory.us"]},
        )


def test_a_bilingual_text_is_written_and_searched_by_its_two_columns(acting_as: ActingAs, world: World) -> None:
    with acting_as("planner.us"):
        world.material("draft").title = Bilingual("Carry naloxone", "Lleva naloxona")
        session.commit()
    session.expire_all()
    found = session.scalars(select(Material).where(Material.title_es == "Lleva naloxona")).one()
    assert found.title == Bilingual("Carry naloxone", "Lleva naloxona")
    assert (found.title.of("es"), found.title.twin("es"), found.title.is_complete) == (
        found.title.es,
        found.title.en,
        True,
    )
    assert not Bilingual("Only English", "  ").is_complete


def test_a_lazy_collection_is_never_loaded_by_accident(world: World) -> None:
    """House §4: what a page shows is asked for by a query of its own; blocks hang on no attribute."""
    assert not hasattr(world.material("draft"), "blocks")
    assert len(session.scalars(blocks_of(world.draft_id)).all()) == 4


@pytest.mark.parametrize(
    ("written", "found"),
    [("Ciudad Juárez", "ciudad juarez"), ("ÑUÑOA", "nunoa"), ("", ""), (None, ""), ("Straße", "strasse")],
)
def test_plain_text_for_search(written: str | None, found: str) -> None:
    assert plain(written) == found


def test_sides_and_territories() -> None:
    assert Side.US.opposite is Side.MX
    assert Territory.BOTH.sides == (Side.US, Side.MX)
    assert Territory.MX.covers(Side.MX)
    assert not Territory.MX.covers(Side.US)


def test_a_small_write_aside_leaves_no_audit_entry(world: World, acting_as: ActingAs) -> None:
    before = session.execute(text("SELECT count(*) FROM audit_entries")).scalar_one()
    table = SignIn.__table__
    db.aside(update(table).where(table.c.id == -1).values(last_used_at=now()))  # type: ignore[arg-type]
    assert session.execute(text("SELECT count(*) FROM audit_entries")).scalar_one() == before
