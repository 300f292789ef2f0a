"""Signing in at the person's own agency (OpenID Connect, code flow with PKCE): who it is there, proved by a signature.

It opens only accounts that were bound to it by their owners; an address that the agency names binds nothing.
"""

import secrets
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import requests
from authlib.integrations.requests_client import OAuth2Session, OAuthError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from campaign import logs
from campaign.clock import now
from campaign.config import Config
from campaign.errors import Refused
from campaign.i18n import _

PATIENCE = 10  # seconds that the agency may take to answer
VALID = timedelta(minutes=10)  # from here to the agency and back, and then to the last button
KEPT = 600  # seconds that what the agency says of itself is believed
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # never "none", never one with a shared secret
TROUBLE = (requests.RequestException, OAuthError, JoseError, ValueError, KeyError, TypeError)
log = logs.of("campaign.accounts")


@dataclass(frozen=True)
class Journey:
    """One way to the agency and back; kept in the signed cookie of the browser that went."""

    state: str
    nonce: str
    verifier: str
    begun_at: float

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, kept: object) -> "Journey | None":
        return cls(**kept) if isinstance(kept, dict) else None


def begin(config: Config, at: datetime) -> tuple[str, Journey]:
    """Where to go at the agency, and what must come back."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _secret in range(3))
    journey = Journey(state, nonce, verifier, at.timestamp())
    try:
        place = _metadata(config)["authorization_endpoint"]
        with _client(config) as client:
            address, _state = client.create_authorization_url(
                place, state=journey.state, nonce=journey.nonce, code_verifier=journey.verifier
            )
    except TROUBLE as error:
        raise _away(error) from None
    return str(address), journey


def finish(config: Config, journey: Journey | None, query: dict[str, str], at: datetime) -> str:
    """Who it is: issuer and subject. Raises Refused when anything on the way was not ours, or too old."""
    is_ours = journey is not None and secrets.compare_digest(query.get("state", "").encode(), journey.state.encode())
    if journey is None or not is_ours or not _is_recent(journey.begun_at, at):
        raise Refused(_("This sign-in was not begun in this browser, or too long ago. Begin again."))
    if "code" not in query or query.get("iss", config.oidc_issuer) != config.oidc_issuer:
        raise Refused(_("%(name)s did not sign you in.", name=config.oidc_name))
    try:
        return f"{config.oidc_issuer} {_subject(config, journey, query['code'])}"
    except TROUBLE as error:
        raise _away(error) from None


def _subject(config: Config, journey: Journey, code: str) -> str:
    said = _metadata(config)
    with _client(config) as client:
        token = client.fetch_token(
            said["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=journey.verifier
        )
    keys = KeySet.import_key_set(_read(said["jwks_uri"]))
    claims = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS).claims
    _check(claims, config, journey)
    return str(claims["sub"])


def _check(claims: dict[str, Any], config: Config, journey: Journey) -> None:
    """Raises JoseError: it must be this agency's, for us, for this very journey, and not too old."""
    jwt.JWTClaimsRegistry(
        now=lambda: int(now().timestamp()),
        leeway=60,
        iss={"essential": True, "value": config.oidc_issuer},
        aud={"essential": True, "value": config.oidc_client_id},
        nonce={"essential": True, "value": journey.nonce},
        sub={"essential": True},
        exp={"essential": True},
    ).validate(claims)
    if claims.get("azp", config.oidc_client_id) != config.oidc_client_id:
        raise ValueError("meant for somebody else")


def _client(config: Config) -> OAuth2Session:
    client = OAuth2Session(
        config.oidc_client_id,
        config.oidc_client_secret,
        scope="openid",
        redirect_uri=f"{config.base_url}/accounts/agency/back",
        code_challenge_method="S256",
        default_timeout=PATIENCE,
    )
    client.max_redirects = 0
    return client


def _metadata(config: Config) -> dict[str, Any]:
    return _said(config.oidc_issuer, int(datetime.now(UTC).timestamp()) // KEPT)


@cache
def _said(issuer: str, _period: int) -> dict[str, Any]:
    """What the agency says of itself, only of itself."""
    said: dict[str, Any] = _read(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    if said.get("issuer") != issuer:
        raise ValueError("the issuer names itself otherwise")
    return said


def _read(address: str) -> Any:
    answer = requests.get(address, timeout=PATIENCE, allow_redirects=False)
    answer.raise_for_status()
    return answer.json()


def _is_recent(stamp: float, at: datetime) -> bool:
    return timedelta(0) <= at - datetime.fromtimestamp(stamp, UTC) <= VALID


def _away(error: Exception) -> Refused:
    """What went wrong stands in the log, by its kind only: its words may hold a code or a token."""
    log.warning("agency", error=type(error).__name__)
    return Refused(_("The sign-in of your agency did not work. Try again later, or sign in with your password."))
