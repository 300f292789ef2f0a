"""Every notice names its kind and says why somebody gets it; a switch stops the letter and never the inbox."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from campaign.accounts import actions as accounts
from campaign.accounts.models import NoticeSwitch, Role, User, user_by_email
from campaign.accounts.notices import tell_side
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, make_engine, session
from campaign.i18n import LANGUAGES, _, both
from campaign.mail.jobs import compose
from campaign.mail.kinds import KINDS, REASONS, Because, NoticeKind, Way, reason
from campaign.mail.models import InboxLine, Letter, PersonalLetter
from campaign.migrate import downgrade, upgrade

pytestmark = pytest.mark.database
SWITCHABLE = [kind for kind in NoticeKind if not kind.is_fixed]
TELLERS = {"tell_side", "tell_people", "tell_coordinators"}


def person(who: str) -> User:
    return session.scalars(user_by_email(f"{who}@example.org")).one()


def switch(who: str, kind: NoticeKind, way: Way) -> None:
    with acting(None, None, "test", now()):
        session.add(NoticeSwitch(user_id=person(who).id, kind=kind, way=way))
        session.commit()


def tell(kind: NoticeKind) -> None:
    with acting(None, Side.US, "test", now()):
        tell_side(Side.MX, lambda: _("Sign in"), lambda: _("Password"), "/", now(), (Role.planner,), kind=kind)
        session.commit()


def letters(who: str) -> list[Letter]:
    return list(session.scalars(select(Letter).where(Letter.user_id == person(who).id)))


def lines(who: str) -> list[InboxLine]:
    return list(session.scalars(select(InboxLine).where(InboxLine.user_id == person(who).id)))


def test_every_caller_names_the_kind() -> None:
    """Callers of the three that tell a side or an organization, and of `accounts.tell`, which tells one person."""
    nameless = []
    for file in sorted(Path("campaign").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text())):
            name = getattr(call.func, "id", getattr(call.func, "attr", "")) if isinstance(call, ast.Call) else ""
            is_one = isinstance(call, ast.Call) and ast.unparse(call.func) in ("accounts.tell", "mail.tell_one")
            if isinstance(call, ast.Call) and (name in TELLERS or is_one):
                given = [ast.unparse(one) for one in [*call.args, *(word.value for word in call.keywords)]]
                if not any(one.startswith("NoticeKind.") or one == "kind" for one in given):
                    nameless.append(f"{file}:{call.lineno}")
    assert nameless == []


def test_kinds_and_reasons_have_their_words_in_both_languages() -> None:
    assert KINDS.keys() == set(NoticeKind)
    assert REASONS.keys() == set(Because)
    for kind in NoticeKind:
        for because in (*Because, None):
            said = both(lambda: reason(kind, because))  # noqa: B023
            assert said.en.startswith("You get this because")
            assert said.es.startswith("Recibe esto porque")
    assert len({both(lambda: kind.words).es for kind in NoticeKind}) == len(NoticeKind)  # noqa: B023
    assert LANGUAGES == ("en", "es")


@pytest.mark.parametrize("kind", SWITCHABLE)
@pytest.mark.parametrize("way", [Way.digest, Way.off])
def test_a_switch_stops_the_letter_and_never_the_inbox(own_config: Config, kind: NoticeKind, way: Way) -> None:
    switch("planner.mx", kind, way)
    tell(kind)
    assert letters("planner.mx") == []
    (line,) = lines("planner.mx")
    assert (line.kind, line.way, line.because, line.read_at) == (kind, way, Because.planner, None)
    other = next(one for one in SWITCHABLE if one is not kind)
    tell(other)
    assert len(letters("planner.mx")) == 1
    assert len(lines("planner.mx")) == 2
    session.remove()


def test_a_notice_to_one_person_follows_the_same_switch(own_config: Config) -> None:
    switch("planner.mx", NoticeKind.tasks, Way.off)
    for kind in (NoticeKind.tasks, NoticeKind.reports):
        with acting(None, Side.MX, "test", now()):
            words = (lambda: _("Sign in"), lambda: _("Password"), now(), "/schedule/reports")
            accounts.tell(person("planner.mx"), *words, kind=kind, because=Because.asked)
            session.commit()
    assert [(line.kind, line.path) for line in lines("planner.mx")] == [
        (NoticeKind.tasks, "/schedule/reports"),
        (NoticeKind.reports, "/schedule/reports"),
    ]
    told = session.scalars(select(PersonalLetter).where(PersonalLetter.kind.is_not(None))).all()
    assert [letter.path for letter in told] == ["", "/schedule/reports"], "only one of them goes out"
    session.remove()


@pytest.mark.parametrize("kind", [kind for kind in NoticeKind if kind.is_fixed])
def test_the_database_has_no_switch_for_law_and_safety(own_config: Config, kind: NoticeKind) -> None:
    with pytest.raises(IntegrityError), acting(None, None, "test", now()):
        session.execute(insert(NoticeSwitch.__table__).values(user_id=person("planner.mx").id, kind=kind, way=Way.off))  # type: ignore[arg-type]
    session.rollback()
    tell(kind)
    assert len(letters("planner.mx")) == 1
    session.remove()


def test_a_letter_says_why_and_where_it_is_stopped_in_both_languages(own_config: Config) -> None:
    tell(NoticeKind.schedule)
    tell(NoticeKind.holds)
    schedule, holds = [compose(letter, own_config).get_content() for letter in letters("planner.mx")]
    for words in (schedule, holds):
        assert "Recibe esto porque está a cargo de la planeación de su parte." in words
        assert "You get this because you are a planner of your side." in words
        assert words.index("Recibe esto") < words.index("You get this")
        assert words.count("/accounts/notices\n") == 2
    assert schedule.count("/accounts/notices/off/schedule/") == 2
    assert "/off/" not in holds
    assert "cannot be switched off" in holds
    session.remove()


def test_what_was_told_before_there_were_kinds_has_one(own_config: Config) -> None:
    """0036: by the page where it led; it lies in the inbox, read, and goes away with its form."""
    old = {
        "/materials/1#review-2026-12-01-30": NoticeKind.expiring,
        "/materials/1/comments#comment-3": NoticeKind.comments,
        "/rights/materials/1#seal-2": NoticeKind.tasks,
        "/flyers/1": NoticeKind.holds,
        "/campaigns/1#track-US": NoticeKind.tracks,
        "/schedule/releases/C-0001": NoticeKind.schedule,
        "/people/requests/1": NoticeKind.people,
        "/people/4": NoticeKind.account,
        "/jobs/7": NoticeKind.installation,
        "/": NoticeKind.account,
    }
    someone = person("planner.us")
    user_id, address = someone.id, someone.email
    session.remove()
    engine = make_engine(own_config.database_url)
    at = datetime(2026, 11, 1, 12, tzinfo=UTC)
    with engine.begin() as connection:
        downgrade(connection, "0035_reports")
    _write_old(engine, list(old), user_id, address, at)
    with engine.begin() as connection:
        upgrade(connection)
    found = session.scalars(select(InboxLine).order_by(InboxLine.id)).unique().all()
    mine = [line for line in found if line.written_at == at]
    assert {line.path: line.kind for line in mine} == old
    assert {line.notice.kind is line.kind for line in mine if line.notice} == {True}
    assert {(line.user_id, line.read_at, line.way) for line in mine} == {(user_id, at, Way.at_once)}
    session.remove()
    with engine.begin() as connection:
        downgrade(connection, "0035_reports")
        kept = connection.execute(text("SELECT path FROM notices WHERE subject_en = 'Old'")).scalars().all()
    assert sorted(kept) == sorted(old)
    engine.dispose()


def _write_old(engine: Engine, paths: list[str], user_id: int, address: str, at: datetime) -> None:
    values = "('US', 'Old', 'Viejo', 'Words', 'Palabras', :path, :at)"
    columns = "to_side, subject_en, subject_es, text_en, text_es, path, written_at"
    letter = (
        "INSERT INTO letters (notice_id, user_id, address, language) SELECT max(id), :user, :address, 'en' FROM notices"
    )
    moment = at.replace(tzinfo=None) if engine.dialect.name == "sqlite" else at
    with engine.begin() as connection:
        for path in paths:
            said = text(f"INSERT INTO notices ({columns}) VALUES {values}")
            connection.execute(said, {"path": path, "at": f"{moment:%Y-%m-%d %H:%M:%S.%f}"})
            connection.execute(text(letter), {"user": user_id, "address": address})
