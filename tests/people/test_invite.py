"""Inviting and joining: a link that works once, for 7 days, gives what the inviter may give, and says nothing else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from campaign import clock
from campaign.accounts import actions as accounts
from campaign.accounts.models import Role, User
from campaign.accounts.sessions import digest
from campaign.audit import chain
from campaign.audit.models import Entry
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.errors import NotAllowed, Refused
from campaign.people import actions
from campaign.people.models import Invitation, InvitationState
from tests.browser import Browser, loose
from tests.people import acts
from tests.world import NOW, World

pytestmark = pytest.mark.database
TRIES = 32
FORM: dict[str, Any] = {
    "name": "Ana García Luna",
    "sort_name": "García Luna Ana",
    "post": "Enfermera",
    "language": "es",
    "zone": "America/Tijuana",
    "password": acts.PASSWORD,
}


def link(browser: Browser) -> str:
    """The path of the link on the page of an invitation."""
    assert browser.page is not None
    (field,) = [field for field in browser.page.all("input") if field.get("id") == "link"]
    return urlsplit(field.get("value") or "").path


def invite_by_form(browser: Browser, world: World, organization: str, *roles: str, **more: object) -> str:
    browser.get("/people/invite")
    browser.send(
        "/people/invite",
        organization=world.organizations[organization],
        roles=list(roles),
        language="es",
        **loose(more),
    )
    browser.follow()
    return link(browser)


def test_from_link_to_first_sign_in(client_of: Callable[..., Browser], client: Browser, world: World) -> None:
    path = invite_by_form(client_of("administrator.us"), world, "clinic.us", "partner", name="Ana")
    client.get(path)
    client.send(path, **FORM, email="Ana@Example.org")
    assert client.follow().h1
    user = acts.found("ana@example.org")
    assert user is not None
    assert (user.name, user.sort_name, user.post) == ("Ana García Luna", "García Luna Ana", "Enfermera")
    assert (user.side, user.organization_id) == (Side.US, world.organizations["clinic.us"])
    assert (user.language, user.zone, user.roles) == ("es", "America/Tijuana", frozenset({Role.partner}))
    assert not user.is_coordinator
    with acting(None, None, "test", now()):
        assert accounts.prove_password("ana@example.org", acts.PASSWORD, now()).id == user.id
    client.get(path, status=410)


def test_by_mail_the_address_is_the_invited_one(
    client_of: Callable[..., Browser], client: Browser, world: World
) -> None:
    """The link goes to the address alone, and whoever opens it cannot put another one there."""
    path = invite_by_form(client_of("planner.mx"), world, "clinic.mx", "partner", email="Luz@example.org")
    (letter,) = acts.letters_to("luz@example.org")
    assert letter.path == path
    assert "Marisol" not in letter.text.en
    page = client.get(path)
    assert "email" not in dict(page.form(path).fields)
    client.post(path, {**FORM, "email": "other@example.org"})
    assert acts.found("other@example.org") is None
    assert acts.found("luz@example.org") is not None


def test_the_link_is_shown_once_and_kept_nowhere(client_of: Callable[..., Browser], world: World) -> None:
    browser = client_of("administrator.us")
    path = invite_by_form(browser, world, "us", "planner")
    token = path.rpartition("/")[2]
    assert token not in browser.get(f"/people/invitations/{session.scalars(select(Invitation.id)).one()}").html
    assert token not in " ".join(session.scalars(select(Entry.changes)))
    row = session.scalars(select(Invitation)).one()
    assert row.token_hash == digest(token)
    assert row.token_hash not in " ".join(session.scalars(select(Entry.changes)))


def test_every_dead_link_is_answered_alike(client_of: Callable[..., Browser], client: Browser, world: World) -> None:
    """Unknown, used, revoked, expired, with spaces, in another case: 410, in both languages, the same page.

    ASVS V6.4.1.
    """
    paths = {
        name: f"/people/join/{acts.invite(world, 'planner.us', 'clinic.us', Role.partner)[1]}"
        for name in ("used", "revoked", "renewed", "expired")
    }
    _used, revoked, renewed, _expired = session.scalars(select(Invitation).order_by(Invitation.id)).all()
    acts.join(paths["used"].rpartition("/")[2])
    planner = world.user("planner.us")
    with acting(planner, Side.US, "people.revoke", now()):
        actions.revoke(revoked, planner, now())
        fresh = actions.renew(renewed, planner, now())
        session.commit()
    paths |= {
        "unknown": "/people/join/x",
        "spaces": f"/people/join/%20{fresh}",
        "case": f"/people/join/{fresh.swapcase()}",
    }
    pages = {}
    for name, path in paths.items():
        with clock.at(NOW + timedelta(days=7) if name == "expired" else NOW):
            page = client.get(path, status=410)
            pages[name] = page.text.replace(path, "")
            client.post(path, {**FORM, "email": "eve@example.org"}, status=410)
    assert len(set(pages.values())) == 1
    assert "This invitation does not work" in pages["used"]
    assert "Esta invitación" in pages["used"] or "es" in client.get(paths["used"], status=410).html
    assert acts.found("eve@example.org") is None
    client.get(f"/people/join/{fresh}")


def test_an_address_that_has_an_account_gets_the_same_answer(client: Browser, world: World) -> None:
    """Nothing on the screen tells; the owner is written, and the account is as it was."""
    answers = []
    owner = world.user("planner.mx").email
    before = (world.user("planner.mx").password_hash, world.user("planner.mx").roles)
    for email in ("new@example.org", owner.upper()):
        path = f"/people/join/{acts.invite(world, 'planner.us', 'clinic.us', Role.partner)[1]}"
        client.get(path)
        answers.append((client.send(path, **FORM, email=email).response.location, client.follow().text))
        client.get(path, status=410)
    assert answers[0] == answers[1]
    assert (world.user("planner.mx").password_hash, world.user("planner.mx").roles) == before
    (letter,) = acts.letters_to(owner)
    assert letter.path == "/"
    # Also whoever invites learns nothing from the address.
    acts.invite(world, "planner.us", "clinic.us", Role.partner, email=owner)


def test_a_weak_password_is_refused_before_the_address_is_looked_up(client: Browser, world: World) -> None:
    path = f"/people/join/{acts.invite(world, 'planner.us', 'clinic.us', Role.partner)[1]}"
    told = set()
    for email in ("new@example.org", world.user("planner.mx").email):
        client.get(path)
        page = client.send(path, 422, **{**FORM, "password": "Fentanilo2026"}, email=email)
        told.add(page.text.replace(email, ""))
    assert len(told) == 1
    client.get(path)


@pytest.mark.parametrize("password", ["Fentanilo2026", "García.Luna.2026!", "short"])
def test_a_weak_password_is_said_beside_every_other_finding(client: Browser, world: World, password: str) -> None:
    """Nobody writes a password anew only to learn that the time zone is missing, or the reverse."""
    path = f"/people/join/{acts.invite(world, 'planner.us', 'clinic.us', Role.partner)[1]}"
    client.get(path)
    page = client.send(path, 422, **{**FORM, "zone": "", "password": password}, email="ana@example.org")
    assert "Choose your time zone." in page.text
    assert "Three or four words" in page.text or "This password would be guessed" in page.text
    assert password not in page.html


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no-address"),
        ("email", ""),
        ("email", "a@example.org\r\nBcc: b@example.org"),
        ("name", " \u202e\x00 "),
        ("sort_name", ""),
        ("zone", "Mars/Olympus"),
        ("language", "fr"),
        ("password", ""),
        ("name", "a" * 121),
    ],
)
def test_bad_input_is_told_and_the_invitation_stays(client: Browser, world: World, field: str, value: str) -> None:
    path = f"/people/join/{acts.invite(world, 'planner.us', 'clinic.us', Role.partner)[1]}"
    client.get(path)
    client.send(path, 422, **{**FORM, "email": "ana@example.org", field: value})
    client.get(path)
    client.send(path, **{**FORM, "email": "ana@example.org"})


def test_what_is_posted_beside_the_form_gives_no_right(client: Browser, world: World) -> None:
    """A right comes from the invitation, never from a field."""
    path = f"/people/join/{acts.invite(world, 'planner.us', 'clinic.us', Role.partner)[1]}"
    client.get(path)
    extra = {
        "roles": "administrator",
        "side": "MX",
        "is_coordinator": "y",
        "organization": "1",
        "is_live": "",
        "id": "1",
    }
    client.post(path, {**FORM, **extra, "email": "ana@example.org"})
    user = acts.found("ana@example.org")
    assert user is not None
    assert (user.side, user.roles, user.is_coordinator, user.is_live) == (
        Side.US,
        frozenset({Role.partner}),
        False,
        True,
    )


def test_names_are_kept_as_written_but_for_what_hides(client: Browser, world: World) -> None:
    path = f"/people/join/{acts.invite(world, 'planner.us', 'clinic.us', Role.partner)[1]}"
    client.get(path)
    client.send(path, **{**FORM, "name": "Jose\u0301 \u202eÑúñez\x00 Peña"}, email="ana@example.org")
    user = acts.found("ana@example.org")
    assert user is not None
    assert user.name == "José Ñúñez Peña"


def test_32_at_the_same_moment_make_one_account(live: Flask, built_world: World) -> None:
    token = acts.invite(built_world, "planner.us", "clinic.us", Role.partner)[1]
    before = session.scalar(select(func.count()).select_from(User)) or 0
    path = f"/people/join/{token}"
    browser = Browser(live)
    form = browser.get(path).form(path).filled(loose({**FORM, "email": "ana@example.org"}))
    cookie = browser.client.get_cookie("campaign")
    assert cookie
    session.remove()

    def send(n: int) -> int:
        client = live.test_client()
        client.set_cookie("campaign", cookie.value)
        with clock.at(NOW):
            return client.post(path, data={**form, "email": f"p{n}@example.org"}).status_code

    with ThreadPoolExecutor(TRIES) as threads:
        statuses = sorted(threads.map(send, range(TRIES)))
    assert statuses == [303] + [410] * (TRIES - 1)
    assert session.scalar(select(func.count()).select_from(User)) == before + 1
    assert chain.verify(session()) == []


# Who may invite whom


@pytest.mark.parametrize(
    ("who", "organization", "roles", "is_allowed"),
    [
        ("administrator.us", "us", [Role.administrator], True),
        ("administrator.us", "us", [Role.reviewer, Role.planner], True),
        ("administrator.us", "us", [Role.signatory], False),
        ("administrator.us", "us", [Role.administrator, Role.reviewer], False),
        ("administrator.us", "mx", [Role.partner], False),
        ("administrator.us", "secretariat", [Role.observer], False),
        ("administrator.us", "us", [], False),
        ("planner.us", "nation.us", [Role.partner], True),
        ("planner.us", "printer.us", [Role.printer], True),
        ("planner.us", "us", [Role.administrator], False),
        ("planner.us", "us", [Role.reviewer], False),
        ("planner.us", "clinic.mx", [Role.partner], False),
        ("reviewer.us", "us", [Role.partner], False),
        ("signatory.us", "us", [Role.planner], False),
        ("printer.us", "printer.us", [Role.printer], False),
        ("secretariat", "secretariat", [Role.observer], False),
    ],
)
def test_nobody_gives_more_than_the_own_to_give(
    world: World, who: str, organization: str, roles: list[Role], is_allowed: bool
) -> None:
    by = world.user(who)
    with acting(by, by.side, "people.invite", now()):
        if is_allowed:
            actions.invite(world.organization(organization), frozenset(roles), by.side or Side.US, by, now())
        else:
            with pytest.raises((NotAllowed, Refused)):
                actions.invite(world.organization(organization), frozenset(roles), by.side or Side.US, by, now())
            assert session.scalars(select(Invitation)).all() == []


def test_nobody_invites_for_the_other_side(world: World) -> None:
    by = world.user("administrator.us")
    with acting(by, by.side, "people.invite", now()), pytest.raises(NotAllowed):
        actions.invite(world.organization("mx"), frozenset({Role.planner}), Side.MX, by, now())


def test_a_form_cannot_choose_what_is_not_offered(client_of: Callable[..., Browser], world: World) -> None:
    browser = client_of("planner.us")
    browser.get("/people/invite")
    for changes in (
        {"organization": world.organizations["us"], "roles": ["administrator"]},
        {"organization": world.organizations["clinic.mx"], "roles": ["partner"]},
        {"organization": "0", "roles": ["partner"]},
        {"organization": "x", "roles": ["partner"]},
        {"organization": world.organizations["us"], "roles": []},
    ):
        browser.post("/people/invite", {**changes, "language": "en"}, status=422)
    assert session.scalars(select(Invitation)).all() == []


def test_a_coordinator_invites_into_the_own_organization_only(world: World) -> None:
    coordinator = world.user("partner-a.us")
    with acting(None, None, "test", now()):
        coordinator.is_coordinator = True
        session.commit()
    acts.invite(world, "partner-a.us", "clinic.us", Role.partner)
    for organization, role in (("nation.us", Role.partner), ("us", Role.partner), ("clinic.us", Role.planner)):
        with pytest.raises(NotAllowed):
            acts.invite(world, "partner-a.us", organization, role)
        session.rollback()


def test_the_right_must_still_stand_when_the_link_is_used(world: World) -> None:
    """Whoever was demoted or deactivated meanwhile gives nothing."""
    admin = world.user("administrator.us")
    second = acts.member(world, "administrator.us", "us", Role.administrator)
    by = session.get_one(User, second.id)
    with acting(by, Side.US, "people.invite", now()):
        _row, token_of_second = actions.invite(
            world.organization("us"), frozenset({Role.administrator}), Side.US, by, now()
        )
        session.commit()
    assert actions.waiting(token_of_second, now())
    acts.set_roles(by, admin, Role.planner)
    assert actions.waiting(token_of_second, now()) is None
    row = session.scalars(select(Invitation).where(Invitation.token_hash == digest(token_of_second))).one()
    assert row.state(now()) is InvitationState.revoked


def test_a_planner_cannot_make_a_link_of_an_administrators_invitation(
    client_of: Callable[..., Browser], world: World
) -> None:
    """A new link is as good as a new invitation, so only who invited or administers makes one."""
    invitation, _token = acts.invite(world, "administrator.us", "us", Role.administrator)
    planner = client_of("planner.us")
    planner.get(f"/people/invitations/{invitation.id}")
    for verb in ("renew", "revoke"):
        planner.post(f"/people/invitations/{invitation.id}/{verb}", status=403)
    client_of("planner.mx").get(f"/people/invitations/{invitation.id}", status=404)


def test_what_is_no_address_is_said_at_its_field(
    client_of: Callable[..., Browser], client: Browser, world: World
) -> None:
    browser = client_of("administrator.us")
    browser.get("/people/invite")
    page = browser.send(
        organization=world.organizations["us"], roles=["planner"], language="en", email="ana nowhere", status=422
    )
    assert 'id="email-error"' in page.html
    path = invite_by_form(browser, world, "us", "planner")
    client.get(path)
    page = client.send(path, **FORM, email="ana@@nowhere", status=422)
    assert 'id="email-error"' in page.html


def test_a_dead_link_leads_on(client: Browser) -> None:
    """Most who open one twice have joined already."""
    assert "/accounts/sign-in" in client.get("/people/join/x", status=410).links
