"""What the suites of accounts do as a person does it: sign in for real, read the mail, hold a phone with an app."""

import re
from datetime import datetime, timedelta
from typing import Any

import pyotp
from flask import Flask
from sqlalchemy import select

from campaign.accounts.models import SignIn, User
from campaign.accounts.resets import answer
from campaign.app import JOBS
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.jobs.models import Job
from campaign.mail.models import PersonalLetter
from tests.browser import Browser
from tests.jobs import acts
from tests.page import Page
from tests.world import PASSWORD

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def signed_in(app: Flask, email: str, password: str = PASSWORD, status: int = 303, **more: Any) -> Browser:
    """A browser in which the sign-in form was sent."""
    browser = Browser(app)
    browser.get("/accounts/sign-in")
    browser.send("/accounts/sign-in", email=email, password=password, status=status, **more)
    return browser


def is_in(browser: Browser) -> bool:
    return browser.get("/regions/", status=None).status == 200


def code(at: datetime | None = None, secret: str = SECRET) -> str:
    """What the app on the phone shows."""
    return pyotp.TOTP(secret).at(at or now())


def give_app(user: User) -> None:
    """Set up an app for codes, as it stands in the database afterwards."""
    with acting(user, user.side, "test", now()):
        user.totp_secret = SECRET
        session.commit()


def stale(user: User, minutes: int = 16) -> None:
    """The person's proof is so old."""
    with acting(user, user.side, "test", now()):
        for found in session.scalars(select(SignIn).where(SignIn.user_id == user.id)):
            found.proved_at = now() - timedelta(minutes=minutes)
        session.commit()


def letters(address: str) -> list[PersonalLetter]:
    """What was written to this address, newest last."""
    session.remove()
    found = select(PersonalLetter).where(PersonalLetter.address == address).order_by(PersonalLetter.id)
    written = list(session.scalars(found))
    session.remove()
    return written


def work(kind: str, config: Config) -> Job:
    """Do the newest work of this kind as a worker would."""
    session.remove()
    number = session.scalar(select(Job.id).where(Job.kind == kind).order_by(Job.id.desc()).limit(1))
    assert number, f"no {kind} was asked for"
    return acts.do(number, {**JOBS, "accounts.reset": answer}, config)


def link_of(letter: PersonalLetter) -> str:
    assert re.fullmatch(r"/accounts/reset/[\w-]{43}", letter.path), letter.path
    return letter.path


def token_of(page: Page) -> str:
    return page.token
