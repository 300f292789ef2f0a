"""The secret of an app for codes as the database keeps it: whoever has a copy of the database alone makes no codes.

AES-256-GCM with a key of its own, made from `secret.key` (HKDF, RFC 5869), for one person: a row that is put under
another one opens nothing. Where `secret.key` was lost the app has to be set up anew.
"""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from campaign.accounts.models import User

SEALED = "sealed:"
NONCE = 12  # bytes


def sealed(user: User, secret: str, key: bytes) -> str:
    nonce = secrets.token_bytes(NONCE)
    hidden = nonce + _cipher(key).encrypt(nonce, secret.encode(), _owner(user))
    return SEALED + base64.urlsafe_b64encode(hidden).decode()


def opened(user: User, key: bytes) -> str | None:
    """None where there is none, or where it was sealed with another key or for somebody else. One that was kept before
    there was a seal lies open until its next code is spent."""
    kept = user.totp_secret
    if kept is None or not kept.startswith(SEALED):
        return kept
    try:
        hidden = base64.urlsafe_b64decode(kept.removeprefix(SEALED))
        return _cipher(key).decrypt(hidden[:NONCE], hidden[NONCE:], _owner(user)).decode()
    except (InvalidTag, ValueError):
        return None


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"secret of an app for codes").derive(key))


def _owner(user: User) -> bytes:
    return str(user.id).encode()
