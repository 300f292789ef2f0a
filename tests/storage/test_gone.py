"""A store that is gone: pages go on, what needs a file says so with 503 in both languages, and nothing is half done;
when it is back, so is everything, without a restart.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from campaign.config import Config
from campaign.db import session
from campaign.doctor.finding import Patient
from campaign.doctor.stored import store as look_at_store
from campaign.flyers.models import Edition
from campaign.i18n import LANGUAGES
from campaign.storage import OK, StoreGone, store_of
from tests import s3
from tests.browser import Browser
from tests.conftest import app_over
from tests.storage.conftest import empty
from tests.world import EL_PASO, World

GONE = {"en": "The files cannot be reached at this moment", "es": "Por el momento no se puede acceder a los archivos"}


@pytest.fixture
def remote(own_config: Config, s3_url: str) -> Iterator[Config]:
    config = replace(own_config, store_url=s3_url)
    yield config
    empty(store_of(config))


@pytest.fixture
def remote_app(remote: Config, _app: Flask) -> Flask:
    return app_over(remote)


@pytest.fixture
def outage(server: s3.Server) -> Iterator[s3.Server]:
    """`stop` it in the test; it comes back at the end at the latest."""
    yield server
    if not server.is_up:
        server.start()


@pytest.mark.database
def test_pages_go_on_and_files_come_back(
    remote_app: Flask, remote: Config, built_world: World, outage: s3.Server
) -> None:
    browsers = {code: Browser(remote_app, built_world.user("printer.us"), code) for code in LANGUAGES}
    flyer, asked = f"/flyers/{built_world.in_force_id}", {"region": EL_PASO}
    for browser in browsers.values():
        browser.get("/flyers/")
    browsers["en"].post(f"{flyer}/prepare", asked, status=303)
    edition = session.scalars(select(Edition)).one()
    file = f"/flyers/editions/{edition.id}/file.pdf"
    assert browsers["en"].client.get(file).data == store_of(remote).read(edition.sha256)
    session.remove()

    outage.stop()
    for code, browser in browsers.items():
        for page in (
            browser.post(f"{flyer}/prepare", {"region": "US-48061"}, status=503),
            browser.get(file, status=503),
        ):
            assert page.h1 == GONE[code]
            assert page.response.headers["Retry-After"] == "30"
        browser.get("/flyers/")
        browser.get(f"/flyers/editions/{edition.id}")
    assert session.scalar(select(func.count()).select_from(Edition)) == 1, "nothing is half done"
    session.remove()
    answer = remote_app.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["store"]) == (503, "cannot be reached")

    outage.start()
    assert browsers["es"].get(file).response.status_code == 200
    browsers["es"].post(f"{flyer}/prepare", {"region": "US-48061"}, status=303)
    assert remote_app.test_client().get("/readyz").get_json()["store"] == OK


def test_every_question_says_that_it_is_gone(s3_url: str, config: Config, outage: s3.Server) -> None:
    store = store_of(replace(config, store_url=s3_url))
    key = store.put(io.BytesIO(b"x" * 3_000_000))
    begun = store.open(key)
    next(begun)
    outage.stop()
    questions: list[Callable[[], object]] = [
        lambda: store.put(io.BytesIO(b"y" * 10_000_000)),
        lambda: store.read(key),
        lambda: store.exists(key),
        lambda: store.delete(key),
        lambda: list(store.keys()),
    ]
    for ask in questions:
        with pytest.raises(StoreGone, match="cannot be reached"):
            ask()
    outage.start()
    assert len(store.read(key)) == 3_000_000
    store.delete(key)


@pytest.mark.parametrize(
    ("bucket", "said"), [("nobody-made-this-one", "the bucket is missing"), ("", "refuses our credentials")]
)
def test_what_is_wrong_with_it(
    own_config: Config, server: s3.Server, monkeypatch: pytest.MonkeyPatch, bucket: str, said: str
) -> None:
    """Each is the operator's to mend; no answer tells a secret."""
    url = f"s3://{bucket or 'refused'}/?endpoint={server.endpoint}&region=us-east-1"
    if not bucket:
        server.refuse("refused")
    config = replace(own_config, store_url=url)
    store = store_of(config)
    assert store.state() == said
    with pytest.raises(StoreGone, match=said):
        store.put(io.BytesIO(b"x"))
    engine = session.get_bind()
    texts = [finding.text for finding in look_at_store(Patient(config, engine, False))]  # type: ignore[arg-type]
    assert f"{store.place}: {said}" in texts
    assert s3.CREDENTIALS["AWS_SECRET_ACCESS_KEY"] not in " ".join(texts)


def test_nobody_gave_us_credentials(config: Config, server: s3.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    url = f"s3://without-credentials?endpoint={server.endpoint}&region=us-east-1"
    assert store_of(replace(config, store_url=url)).state() == "has no credentials of ours"
