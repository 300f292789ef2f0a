"""Both stores that ship: every promise of a store is asked of each."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.config import Config
from campaign.storage import Store, store_of
from tests import s3


@pytest.fixture(scope="session")
def server() -> Iterator[s3.Server]:
    with s3.server() as running:
        yield running


@pytest.fixture(scope="session")
def s3_url(server: s3.Server) -> str:
    return server.bucket()


@pytest.fixture(params=["folder", "s3"])
def store_url(request: pytest.FixtureRequest) -> str:
    """'' is the folder in the data folder."""
    return "" if request.param == "folder" else str(request.getfixturevalue("s3_url"))


@pytest.fixture
def place(config: Config, tmp_path: Path, store_url: str) -> Config:
    """Settings of an installation of the test's own with an empty store."""
    return replace(config, data=tmp_path, store_url=store_url)


@pytest.fixture
def store(place: Config) -> Iterator[Store]:
    """Empty; the bucket is one for all tests, as a client of S3 costs a fifth of a second."""
    opened = store_of(place)
    yield opened
    empty(opened)


def empty(store: Store) -> None:
    for key in dict(store.keys()):
        store.delete(key)


def overwrite(config: Config, key: str, data: bytes) -> None:
    """Put other bytes under a key, as a failing disk or a careless hand does."""
    if config.store_url:
        bucket, name = s3.object_of(config.store_url, key)
        s3.client(config.store_url).put_object(Bucket=bucket, Key=name, Body=data)
    else:
        (config.data / "files" / key[:2] / key).write_bytes(data)
