"""`user`: the first people of each side, once; and a new password, which ends every session."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from campaign.accounts import actions as accounts
from campaign.accounts import throttling
from campaign.accounts.models import Role, SignIn, SignInFailure, User, user_by_email
from campaign.accounts.throttling import ACCOUNT_TRIES, Door
from campaign.audit import chain
from campaign.audit.models import Entry
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.errors import Refused
from campaign.mail.models import Letter, Notice
from tests.commands.conftest import Run

PLANNER = "planner.us@example.org"
FIRST = ("user", "add", "first@example.org", "--side", "US", "--role", "administrator")


def people() -> list[User]:
    return list(session.scalars(select(User).order_by(User.id)))


@pytest.mark.parametrize("side", ["US", "MX"])
@pytest.mark.parametrize("role", ["administrator", "signatory"])
def test_the_first_of_a_side_is_made_once(run: Run, side: str, role: str) -> None:
    status, out, err = run("user", "add", "first@example.org", "--side", side, "--role", role, "--name", "Ana Ruiz Paz")
    assert (status, err) == (0, "")
    assert f"first@example.org is {role} of {side}." in out
    (user,) = people()
    assert (user.side, user.name) == (Side(side), "Ana Ruiz Paz")
    assert user.roles == frozenset({Role(role)})
    assert user.language == ("es" if side == "MX" else "en")
    status, out, err = run("user", "add", "second@example.org", "--side", side, "--role", role)
    assert (status, out) == (1, "")
    assert f"{side} already has its first {role}" in err
    assert len(people()) == 1


def test_the_password_is_shown_once_and_works(run: Run) -> None:
    _status, out, _err = run(*FIRST)
    password = out.splitlines()[0].removeprefix("Password, shown only now: ")
    with acting(None, None, "test", now()):
        user, _token = accounts.sign_in("first@example.org", password, now())
    assert user.email == "first@example.org"
    session.rollback()
    everything = " ".join(session.scalars(select(Entry.changes)))
    assert password not in everything


def test_it_stands_in_the_audit_as_the_operators_act(run: Run) -> None:
    run(*FIRST)
    entry = session.scalars(select(Entry).order_by(Entry.n.desc()).limit(1)).one()
    assert (entry.action, entry.user_id, entry.side) == ("user.add", None, Side.US)
    assert chain.verify(session()) == []


def test_the_other_side_is_told(run: Run) -> None:
    """Its administrator, who was there before, gets a letter in the transaction of the act (product §3)."""
    run(*FIRST)
    run("user", "add", "firma@example.org", "--side", "MX", "--role", "signatory", "--name", "Ana Ruiz Paz")
    notice = session.scalars(select(Notice).where(Notice.to_side == Side.US)).one()
    assert notice.subject.en == "Ana Ruiz Paz is the first signatory of Mexico"
    told = session.scalars(select(Letter.address).where(Letter.notice_id == notice.id)).all()
    assert told == ["first@example.org"]


def test_both_sides_and_both_roles_have_their_first(run: Run) -> None:
    for n, (side, role) in enumerate((s, r) for s in ("US", "MX") for r in ("administrator", "signatory")):
        assert run("user", "add", f"p{n}@example.org", "--side", side, "--role", role)[0] == 0
    assert len({user.organization_id for user in people()}) == 2


@pytest.mark.parametrize("email", ["no-address", "a@", "@example.org", "a b@example.org", ""])
def test_what_is_no_address_is_refused(run: Run, email: str) -> None:
    status, _out, err = run("user", "add", email, "--side", "US", "--role", "administrator")
    assert status == 1
    assert "This is not an e-mail address" in err
    assert people() == []


def test_an_address_is_taken_once_whatever_its_case(run: Run) -> None:
    run(*FIRST)
    status, _out, err = run("user", "add", "First@Example.org", "--side", "MX", "--role", "signatory")
    assert status == 1
    assert "There is already an account with this address." in err


@pytest.mark.parametrize(
    "argv",
    [
        ("user",),
        ("user", "add", "a@example.org"),
        ("user", "add", "a@example.org", "--side", "CA", "--role", "administrator"),
        ("user", "add", "a@example.org", "--side", "US", "--role", "planner"),
        ("user", "add", "a@example.org", "--role", "signatory"),
        ("user", "remove", "a@example.org"),
    ],
)
def test_called_wrongly(run: Run, empty: Path, argv: tuple[str, ...]) -> None:
    """Status 2, and no side is ever a default."""
    status, _out, err = run(*argv)
    assert status == 2
    assert "usage:" in err
    assert list(empty.iterdir()) == []


def test_a_new_password_ends_every_session(run: Run, installed: Path) -> None:
    """ASVS V7.4.5."""
    run("migrate")
    user = session.scalars(user_by_email("planner.us@example.org")).one()
    with acting(user, user.side, "test", now()):
        session.add(SignIn(token_hash="x" * 64, user_id=user.id, created_at=now(), last_used_at=now()))
        session.commit()
    status, out, _err = run("user", "password", "planner.us@example.org")
    assert status == 0
    assert "every session was ended" in out
    running = select(func.count()).select_from(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None))
    assert session.scalar(running) == 0
    password = out.splitlines()[0].removeprefix("Password, shown only now: ")
    with acting(None, None, "test", now()):
        accounts.sign_in("planner.us@example.org", password, now())
    session.rollback()


def test_a_new_password_ends_the_wait_after_wrong_ones(run: Run, installed: Path) -> None:
    run("migrate")
    secret = Config.read().secret_key
    counters = {email: Door("192.0.2.7", "", secret).counters(email) for email in (PLANNER, "planner.mx@example.org")}
    for keys in counters.values():
        for _try in range(ACCOUNT_TRIES):
            throttling.count(keys, now())
    run("user", "password", PLANNER)
    left = set(session.scalars(select(SignInFailure.key)))
    assert throttling.account_key(PLANNER, secret) not in left
    assert throttling.account_key("planner.mx@example.org", secret) in left


def test_a_password_for_nobody_is_refused(run: Run) -> None:
    status, _out, err = run("user", "password", "nobody@example.org")
    assert (status, err) == (1, "There is no account nobody@example.org.\n")
    with pytest.raises(Refused):
        accounts.sign_in("nobody@example.org", "x", now())
