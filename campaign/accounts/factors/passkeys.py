"""Passkeys (WebAuthn): asked for and checked for the name in the base address only, and always with the person's own
lock (finger, face, PIN), so that one is two factors.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import Table, update
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from campaign import db
from campaign.accounts.factors.models import Passkey, passkey_by_credential, passkeys_of
from campaign.accounts.models import User
from campaign.config import Config
from campaign.db import session
from campaign.errors import Refused
from campaign.i18n import _

PATIENCE = timedelta(minutes=5)  # from the question to the answer
MOST = 20  # of one person
NAME = "Campaña · Campaign"
LONGEST = 20_000  # characters of an answer


@dataclass(frozen=True)
class Challenge:
    """What a device is asked to sign, and when it was asked; kept in the signed cookie of the browser."""

    value: str
    asked_at: datetime

    def kept(self) -> str:
        return f"{self.value} {self.asked_at.timestamp()}"

    @classmethod
    def read(cls, kept: object) -> "Challenge | None":
        if not isinstance(kept, str) or " " not in kept:
            return None
        value, _space, stamp = kept.partition(" ")
        return cls(value, datetime.fromtimestamp(float(stamp), UTC))

    def is_open(self, at: datetime) -> bool:
        return timedelta(0) <= at - self.asked_at <= PATIENCE


def host_of(config: Config) -> str | None:
    """The name that passkeys here belong to; None where the base address is a number, which browsers refuse."""
    host = urlsplit(config.base_url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return host or None
    return None


def question(config: Config, at: datetime) -> tuple[str, Challenge]:
    """The options for a browser that is to find a passkey itself: they name nobody."""
    options = webauthn.generate_authentication_options(
        rp_id=host_of(config) or "", user_verification=UserVerificationRequirement.REQUIRED
    )
    return webauthn.options_to_json(options), Challenge(bytes_to_base64url(options.challenge), at)


def offer(user: User, config: Config, at: datetime) -> tuple[str, Challenge]:
    """The options for a browser that is to make a new passkey for this person."""
    known = [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential))
        for key in session.scalars(passkeys_of(user))
    ]
    options = webauthn.generate_registration_options(
        rp_id=host_of(config) or "",
        rp_name=NAME,
        user_id=f"campaign-{user.id}".encode(),
        user_name=user.email,
        user_display_name=user.name,
        exclude_credentials=known,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return webauthn.options_to_json(options), Challenge(bytes_to_base64url(options.challenge), at)


def add(user: User, name: str, answer: str, challenge: Challenge | None, config: Config, at: datetime) -> Passkey:
    """Keep the public half of what the device made."""
    if len(session.scalars(passkeys_of(user)).all()) >= MOST:
        raise Refused(_("You have %(most)s passkeys; remove one that you do not use.", most=MOST))
    try:
        made = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=_expected(challenge, at),
            expected_rp_id=host_of(config) or "",
            expected_origin=config.base_url,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Refused(_did_not_work()) from None
    credential = bytes_to_base64url(made.credential_id)
    if session.scalar(passkey_by_credential(credential)):
        raise Refused(_("This passkey is already in use here."))
    key = Passkey(
        user_id=user.id,
        name=name,
        credential=credential,
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        made_at=at,
        challenged_at=at,
    )
    session.add(key)
    return key


def remove(user: User, key_id: int) -> Passkey:
    """A person removes a passkey of the own."""
    key = session.get(Passkey, key_id)
    if key is None or key.user_id != user.id:
        raise Refused(_("This passkey is not there any more."))
    session.delete(key)
    return key


def spend(answer: str, challenge: Challenge | None, config: Config, at: datetime, user: User | None = None) -> User:
    """Whose passkey signed the challenge; a `user` is proved only by one of the own. No answer counts twice."""
    try:
        given = _read(answer)
        key = session.scalar(passkey_by_credential(str(given.get("id", ""))))
        if key is None or (user is not None and key.user_id != user.id):
            raise Refused(_did_not_work())
        proved = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=_expected(challenge, at),
            expected_rp_id=host_of(config) or "",
            expected_origin=config.base_url,
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Refused(_did_not_work()) from None
    if challenge is None or not _is_first(key, challenge, proved.new_sign_count, at) or not key.user.is_live:
        raise Refused(_did_not_work())
    return key.user


def _is_first(key: Passkey, challenge: Challenge, sign_count: int, at: datetime) -> bool:
    keys: Table = Passkey.__table__  # type: ignore[assignment]
    is_newer = (keys.c.id == key.id, keys.c.challenged_at < challenge.asked_at)
    values = {"challenged_at": challenge.asked_at, "sign_count": sign_count, "used_at": at}
    with db.apart() as connection:
        return connection.execute(update(keys).where(*is_newer).values(**values)).rowcount == 1


def _read(answer: str) -> dict[str, Any]:
    """Raises ValueError."""
    read = json.loads(answer) if len(answer) <= LONGEST else None
    if not isinstance(read, dict):
        raise ValueError("not an answer")
    return read


def _expected(challenge: Challenge | None, at: datetime) -> bytes:
    if challenge is None or not challenge.is_open(at):
        raise ValueError("nothing was asked, or too long ago")
    return base64url_to_bytes(challenge.value)


def _did_not_work() -> str:
    return _("This passkey was not accepted. Try again, or use a code.")
