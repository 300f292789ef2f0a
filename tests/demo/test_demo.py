"""The demo: made through the same actions as the screens, with every identity and a flyer in each state, only here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.engine import Engine

from campaign import clock, db, demo
from campaign.accounts import actions as accounts
from campaign.accounts.models import User
from campaign.audit import chain
from campaign.audit.models import Entry
from campaign.campaigns.models import Campaign, TrackState, tracks_of
from campaign.clearance.in_force import in_force
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.demo.words import PEOPLE
from campaign.errors import Refused
from campaign.flyers.models import Edition
from campaign.materials.models import Material, Version
from campaign.migrate import prepare_database
from campaign.reviews.deputies.models import deputies_of
from campaign.reviews.models import waiting_steps
from campaign.reviews.routes.models import routes_of
from tests.flyers.sheets import words
from tests.world import NOW

PASSWORD = "puente-sobre-el-río"
ROLES = ("planner", "reviewer", "signatory", "printer", "administrator", "partner-a", "partner-b", "deputy")


@dataclass(frozen=True)
class Loaded:
    config: Config
    said: str


@pytest.fixture(scope="module")
def loaded(engine: Engine, config: Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """The demo in a folder of its own, loaded once; the tests only read it."""
    data = tmp_path_factory.mktemp("demo")
    (data / "made").symlink_to((config.data / "made").resolve(), target_is_directory=True)
    own = Config(data=data, database_url=f"sqlite:///{data / 'campaign.sqlite'}", demo_password=PASSWORD)
    with pytest.MonkeyPatch.context() as patch, clock.at(NOW):
        patch.setattr(accounts, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        lines: list[str] = []
        patch.setattr("builtins.print", lambda *words, **_more: lines.append(" ".join(map(str, words))))
        chain.use_key(own.audit_key)
        prepare_database(own)
        assert demo.load(own) == 0
    yield Loaded(own, "\n".join(lines))
    session.remove()
    db.bind(engine)
    chain.use_key(config.audit_key)


def test_every_demo_identity_signs_in(loaded: Loaded) -> None:
    """Contract §3; each with the one password that was asked for, and the deactivated one with none."""
    expected = {f"{role}.{side}@example.org" for role in ROLES for side in ("us", "mx")}
    expected |= {f"{name}@example.org" for name in ("secretariat", "observer", "deactivated")}
    assert set(session.scalars(select(User.email))) == expected
    for email in sorted(expected - {"deactivated@example.org"}):
        with acting(None, None, "test", now()):
            accounts.sign_in(email, PASSWORD, now())
        session.rollback()
    with pytest.raises(Refused):
        accounts.sign_in("deactivated@example.org", PASSWORD, now())


def test_both_sides_have_the_same_people(loaded: Loaded) -> None:
    """Law 5."""
    roles = {
        side: sorted(role.value for email, _name, home, role, *_rest in PEOPLE if home is side and "." in email)
        for side in Side
    }
    assert roles[Side.US] == roles[Side.MX]


def test_who_writes_two_surnames_is_listed_by_the_first(loaded: Loaded) -> None:
    listed = session.scalars(select(User.sort_name).where(User.side == Side.MX)).all()
    assert {"Cárdenas León Iván", "Ituarte Solís Graciela", "Nava Jorge Luis"} <= set(listed)


def test_one_campaign_that_runs_on_both_sides(loaded: Loaded) -> None:
    campaign = session.scalars(select(Campaign)).one()
    assert {track.state for track in session.scalars(tracks_of(campaign.id))} == {TrackState.active}


def test_a_flyer_in_each_state(loaded: Loaded) -> None:
    """One in force on both sides, one waiting for each, one begun, one on hold in one country."""
    states = []
    for material in session.scalars(select(Material).order_by(Material.id)):
        version = session.scalars(select(Version).where(Version.material_id == material.id)).first()
        keys = (version.us_key.value, version.mx_key.value) if version else None
        states.append(keys)
    both = ("cleared", "cleared")
    assert states == [both, ("cleared", "in_review"), ("in_review", "cleared"), None, both]
    first = session.scalars(select(Version).order_by(Version.id)).first()
    assert first is not None
    assert all(in_force(first, side, NOW) for side in Side)
    last = session.scalars(select(Material).order_by(Material.id.desc())).first()
    assert last is not None
    assert [(last.is_in_force(side), last.is_held(side)) for side in Side] == [(True, False), (False, True)]


def test_both_sides_review_alike(loaded: Loaded) -> None:
    """Law 5: the same routes; what waits for a side waits in its second turn, and each signatory has a deputy."""
    names = {side: sorted(one.name_en for one in session.scalars(routes_of(side))) for side in Side}
    assert names[Side.US] == names[Side.MX] == ["Films and sound", "Printed sheets"]
    for side in Side:
        waiting = session.scalars(waiting_steps(side)).all()
        assert [(step.turn, step.name_en) for step in waiting] == [
            (2, "Plain language"),
            (2, "Communications and logo use"),
        ]
        assert len(session.scalars(deputies_of(side, NOW.date())).all()) == 1


def test_the_flyer_is_on_paper_for_both_sides(loaded: Loaded) -> None:
    editions = session.scalars(select(Edition).order_by(Edition.country)).all()
    assert {edition.country for edition in editions} == set(Side)
    for edition in editions:
        path = loaded.config.data / "demo" / edition.file_name
        assert str(path) in loaded.said
        page = words(path.read_bytes())
        assert "DRAFT" not in page
        assert edition.region.full_name in page


def test_the_sign_ins_are_said_once_and_kept_nowhere(loaded: Loaded) -> None:
    assert loaded.said.count(PASSWORD) == 1
    assert all(f"{email}@example.org" in loaded.said for email, *_rest in PEOPLE)
    for path in loaded.config.data.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes(), path


def test_everything_was_done_by_somebody_and_the_chain_holds(loaded: Loaded) -> None:
    chain.use_key(loaded.config.audit_key)
    assert chain.verify(session()) == []
    actions = {entry.action for entry in session.scalars(select(Entry).where(Entry.user_id.is_not(None)))}
    assert {"campaigns.agree", "flyers.submit", "clearance.decide", "flyers.prepare"} <= actions
    decided = session.scalars(select(Entry).where(Entry.action == "clearance.decide")).all()
    assert {entry.side for entry in decided} == set(Side)


def test_its_titles_are_meant(loaded: Loaded) -> None:
    for material in session.scalars(select(Material)):
        assert not re.search(r"lorem|xxx|test", f"{material.title_en} {material.title_es}", re.IGNORECASE)


@pytest.mark.parametrize("address", ["https://campaign.example.org", "http://10.0.0.7:5000", "http://[2001:db8::1]/"])
def test_it_is_refused_where_others_could_reach_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    config = Config(data=tmp_path, database_url="sqlite://", base_url=address)
    assert demo.load(config) == 1
    assert "refused unless the base address is this machine" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
