"""Settings, read once from the environment into one frozen value; nothing else reads the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

PACKAGE = Path(__file__).resolve().parent


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
    testing: bool = False

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        data = Path(environ.get("CAMPAIGN_DATA", "instance")).resolve()
        return cls(
            data=data,
            database_url=environ.get("CAMPAIGN_DATABASE_URL") or f"sqlite:///{data / 'campaign.sqlite'}",
            base_url=environ.get("CAMPAIGN_BASE_URL", "http://127.0.0.1:5000").rstrip("/"),
            demo_password=environ.get("CAMPAIGN_DEMO_PASSWORD") or None,
            trusted_proxies=int(environ.get("CAMPAIGN_TRUSTED_PROXIES", "0")),
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

    @property
    def store(self) -> Path:
        return self.data / "files"

    def _key(self, name: str) -> bytes:
        path = self.data / name
        self.data.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(32))
        except FileExistsError:
            pass
        return path.read_bytes()
