"""Static files: one address for one content, compressed for who takes it, and copied once however many ask."""

import gzip
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from flask import Flask
from sqlalchemy.engine import Engine

from campaign import db
from campaign.app import create_app
from campaign.config import Config, folder
from campaign.static_files import asset, prefix, published

STYLES = "css/base.css"


def test_the_address_is_of_this_content(app: Flask) -> None:
    client = app.test_client()
    assert asset(STYLES) == f"/{prefix()}{STYLES}"
    for address in (f"/static/{STYLES}", f"/static/000000000000/{STYLES}", f"/{prefix()}../config.py"):
        assert client.get(address).status_code == 404, address


def test_a_file_is_sent_compressed_to_who_takes_it(app: Flask) -> None:
    whole = (folder("static") / STYLES).read_bytes()
    client = app.test_client()
    with client.get(asset(STYLES), headers={"Accept-Encoding": "gzip"}) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in response.headers["Vary"]
        assert len(response.data) < len(whole) / 2
        assert gzip.decompress(response.data) == whole
    with client.get(asset(STYLES)) as response:
        assert "Content-Encoding" not in response.headers
        assert response.data == whole


def test_processes_that_begin_together_share_one_copy(tmp_path: Path) -> None:
    target = tmp_path / "static" / "of-this-content"
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _n: published(folder("static"), target), range(8)))
    assert set(made) == {target}
    assert list(target.parent.iterdir()) == [target]
    assert (target / STYLES).read_bytes() == (folder("static") / STYLES).read_bytes()


def test_a_copy_that_cannot_be_made_is_done_without(engine: Engine, config: Config, tmp_path: Path) -> None:
    """A data folder that cannot be written still shows its pages with their styles."""
    config.secret_key, config.audit_key  # noqa: B018 - made before the folder is closed
    unwritable = replace(config, data=tmp_path)
    for key in ("secret.key", "audit.key"):
        shutil.copy(config.data / key, tmp_path)
    (tmp_path / "static").write_text("a file stands where the folder would be")
    try:
        with create_app(unwritable, bind=engine).test_client().get(asset(STYLES)) as response:
            assert response.status_code == 200
    finally:
        db.bind(engine)
