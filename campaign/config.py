"""Settings, read once from the environment into one frozen value; nothing else reads the environment."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlsplit

PACKAGE = Path(__file__).resolve().parent
SCHEMES = {
    "CAMPAIGN_DATABASE_URL": ("sqlite", "postgresql"),
    "CAMPAIGN_QUEUE_URL": ("sqlite", "redis", "rediss", "postgresql"),
    "CAMPAIGN_STORE_URL": ("file", "s3"),
    "CAMPAIGN_MAIL_URL": ("smtp",),
    "CAMPAIGN_CLAMD_URL": ("tcp", "unix"),
}


LONGEST_PREFIX = 30  # of an address for answers, whose local part has 64 letters at most


class BadSetting(ValueError):
    """A setting that cannot be used. The text says why and never repeats the value, which may hold a password."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name


def folder(name: str) -> Path:
    """Where `templates`, `static` or `migrations` lie: beside the package in a checkout, inside it in a wheel."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@dataclass(frozen=True)
class Config:
    """All settings; the keys live in the data folder, readable by its owner only."""

    data: Path
    database_url: str
    base_url: str = "http://127.0.0.1:5000"
    demo_password: str | None = None
    trusted_proxies: int = 0
    queue_url: str = ""  # '' = a SQLite file in the data folder
    store_url: str = ""  # '' = a folder in the data folder
    mail_url: str = ""  # '' = the folder `outbox` in the data folder
    reply_to: str = ""  # '' = nobody answers by mail
    clamd_url: str = ""  # '' = nobody looks through what is uploaded, and every page says so
    metrics_token: str | None = None  # without one there are no metrics
    oidc_issuer: str = ""  # '' = nobody signs in at an agency's own sign-in
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""  # of the agency, as its people know it
    testing: bool = False

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Raises BadSetting."""
        data = Path(environ.get("CAMPAIGN_DATA", "instance")).resolve()
        return cls(
            data=data,
            database_url=_url("CAMPAIGN_DATABASE_URL", environ) or f"sqlite:///{data / 'campaign.sqlite'}",
            base_url=environ.get("CAMPAIGN_BASE_URL", "http://127.0.0.1:5000").rstrip("/"),
            demo_password=environ.get("CAMPAIGN_DEMO_PASSWORD") or None,
            trusted_proxies=_count("CAMPAIGN_TRUSTED_PROXIES", environ),
            metrics_token=environ.get("CAMPAIGN_METRICS_TOKEN") or None,
            queue_url=_url("CAMPAIGN_QUEUE_URL", environ),
            store_url=_url("CAMPAIGN_STORE_URL", environ),
            mail_url=_url("CAMPAIGN_MAIL_URL", environ),
            reply_to=_reply_to(environ),
            clamd_url=_clamd(environ),
            **_agency(environ),
        )

    @property
    def is_secure(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def is_loopback(self) -> bool:
        """Whether links made from the base address lead only to this machine; demo identities exist nowhere else."""
        host = urlsplit(self.base_url).hostname or ""
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    @cached_property
    def secret_key(self) -> bytes:
        return self._key("secret.key")

    @cached_property
    def audit_key(self) -> bytes:
        """Signs the audit chain (HMAC-SHA-256); it travels in the backup, or the chain cannot be proved elsewhere."""
        return self._key("audit.key")

    def environment(self) -> dict[str, str]:
        """Of a process of ours that is to work on this very installation, whatever our own environment says."""
        own = {
            "CAMPAIGN_DATA": str(self.data),
            "CAMPAIGN_DATABASE_URL": self.database_url,
            "CAMPAIGN_QUEUE_URL": self.queue_url,
            "CAMPAIGN_STORE_URL": self.store_url,
            "CAMPAIGN_MAIL_URL": self.mail_url,
            "CAMPAIGN_REPLY_TO": self.reply_to,
            "CAMPAIGN_CLAMD_URL": self.clamd_url,
        }
        return {name: value for name, value in os.environ.items() if not name.startswith("CAMPAIGN_")} | own

    def make_keys(self) -> None:
        """Both at once, so that whoever copies them to a further machine finds both."""
        _made = (self.secret_key, self.audit_key)

    def _key(self, name: str) -> bytes:
        path = self.data / name
        self.data.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            with NamedTemporaryFile(dir=self.data, prefix=".") as file:  # 0600
                file.write(secrets.token_bytes(32))
                file.flush()
                os.fsync(file.fileno())
                with suppress(FileExistsError):  # another process was faster; half a key is never seen
                    os.link(file.name, path)
        return path.read_bytes()


def _url(name: str, environ: Mapping[str, str]) -> str:
    """The one place that knows which schemes there are; "postgresql+psycopg" is one of postgresql."""
    url = environ.get(name, "")
    scheme, colon, _rest = url.partition("://")
    if url and (not colon or scheme.partition("+")[0] not in SCHEMES[name]):
        known = " or ".join(f"{scheme}://" for scheme in SCHEMES[name])
        raise BadSetting(name, f"an address here begins with {known}.")
    return url


def _clamd(environ: Mapping[str, str]) -> str:
    """A host and a port, or the path of a socket."""
    url = _url("CAMPAIGN_CLAMD_URL", environ)
    parts = urlsplit(url)
    try:
        is_whole = bool(parts.path if parts.scheme == "unix" else parts.hostname and parts.port)
    except ValueError:  # a port that is none
        is_whole = False
    if url and not is_whole:
        raise BadSetting("CAMPAIGN_CLAMD_URL", "it is tcp://host:port or unix:///path.")
    return url


def _reply_to(environ: Mapping[str, str]) -> str:
    """An address in which each letter puts its number: answers+{letter}@health.example."""
    given = environ.get("CAMPAIGN_REPLY_TO", "").strip()
    local, _at, host = given.rpartition("@")
    is_one = local.count("{letter}") == 1 and len(local) <= LONGEST_PREFIX and host and not any(map(str.isspace, given))
    if given and (not is_one or "{" in host):
        raise BadSetting("CAMPAIGN_REPLY_TO", "it is an address like answers+{letter}@health.example.")
    return given


AGENCY = {
    "oidc_issuer": "CAMPAIGN_OIDC_ISSUER",
    "oidc_client_id": "CAMPAIGN_OIDC_CLIENT_ID",
    "oidc_client_secret": "CAMPAIGN_OIDC_CLIENT_SECRET",
    "oidc_name": "CAMPAIGN_OIDC_NAME",
}


def _agency(environ: Mapping[str, str]) -> dict[str, Any]:
    """All four or none: half a sign-in is none."""
    found = {field: environ.get(name, "").strip() for field, name in AGENCY.items()}
    if any(found.values()):
        for field, value in found.items():
            if not value:
                raise BadSetting(AGENCY[field], "of an agency's sign-in all four settings are needed.")
        _check_issuer(found["oidc_issuer"])
    return found


def _check_issuer(url: str) -> None:
    parts = urlsplit(url)
    is_here = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    if not (parts.scheme == "https" and parts.hostname) and not is_here:
        raise BadSetting("CAMPAIGN_OIDC_ISSUER", "an address here begins with https://.")


def _count(name: str, environ: Mapping[str, str]) -> int:
    value = environ.get(name, "0")
    if not (value.isascii() and value.isdecimal()):
        raise BadSetting(name, "this is a whole number.")
    return int(value)
