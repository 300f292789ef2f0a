"""Handing in as a browser does it: announce, pieces, end, and the worker's look."""

import hashlib
from typing import Any

from sqlalchemy import select

from campaign.config import Config
from campaign.db import session
from campaign.jobs.models import Job, JobState
from campaign.jobs.work import perform
from campaign.uploads import jobs
from campaign.uploads.data import PIECE
from campaign.uploads.models import Delivery, Upload
from tests.browser import Browser

DOERS = {"uploads.check": jobs.check, "uploads.close": jobs.close}


def begin(browser: Browser) -> int:
    browser.get("/uploads/new")
    browser.send()
    return session.scalars(select(Delivery.id).order_by(Delivery.id.desc()).limit(1)).one()


def parts(data: bytes) -> list[bytes]:
    return [data[at : at + PIECE] for at in range(0, len(data), PIECE)]


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts(data))).hexdigest()


def call(browser: Browser, method: str, path: str, status: int = 200, **kwargs: Any) -> dict[str, Any]:
    """As the script of the page does: the token in a header, JSON back."""
    headers = {"X-CSRFToken": browser.token, "Accept": "application/json", **kwargs.pop("headers", {})}
    session.remove()
    answer = browser.client.open(path, method=method, headers=headers, **kwargs)
    assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
    found: dict[str, Any] = answer.json or {}
    return found


def announce(browser: Browser, base: str, name: str, data: bytes, status: int = 200, key: str = "") -> dict[str, Any]:
    fields = {"key": key or f"{name}|{len(data)}|1", "name": name, "size": str(len(data))}
    return call(browser, "POST", f"{base}/files", status, data=fields)


def put(browser: Browser, address: str, offset: int, data: bytes, status: int = 200, **headers: str) -> dict[str, Any]:
    said = {"Upload-Offset": str(offset), "X-Content-SHA256": hashlib.sha256(data).hexdigest(), **headers}
    return call(browser, "PUT", address, status, data=data, headers=said, content_type="application/octet-stream")


def hand_in(browser: Browser, base: str, name: str, data: bytes, files: str = "/uploads/files") -> int:
    """The whole of one file, as far as its sender sees it; its number."""
    made = announce(browser, base, name, data)
    address = f"{files}/{made['id']}"
    for n, part in enumerate(parts(data)):
        put(browser, address, n * PIECE, part)
    call(browser, "POST", f"{address}/end", data={"sha256": fingerprint(data)})
    return int(made["id"])


def work(config: Config) -> None:
    """Do what waits, as a worker does, until nothing waits."""
    session.remove()
    while ids := session.scalars(select(Job.id).where(Job.kind.in_(DOERS), Job.state == JobState.queued)).all():
        session.remove()
        for number in ids:
            perform(number, DOERS, config)
        session.remove()


def upload(number: int) -> Upload:
    return session.get_one(Upload, number)
