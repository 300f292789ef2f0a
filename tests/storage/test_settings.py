"""Addresses that name no engine of ours: a sentence in both languages, exit status 2, nothing made or told."""

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from campaign.config import PACKAGE, BadSetting, Config
from campaign.storage import store_of
from tests.loaded import Call
from tests.serving.machines import ANEW

BAD = {
    "CAMPAIGN_DATABASE_URL": "mysql://campaign:open-sesame@db.example/campaign",
    "CAMPAIGN_QUEUE_URL": "amqp://campaign:open-sesame@mq.example",
    "CAMPAIGN_STORE_URL": "ftp://campaign:open-sesame@files.example/",
}


def command(python: Call, *arguments: str, data: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*python, *arguments],
        cwd=PACKAGE.parent,
        env={**os.environ, "CAMPAIGN_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("value", ["", "nonsense open-sesame"])
def test_a_scheme_that_nobody_knows(name: str, value: str) -> None:
    with pytest.raises(BadSetting) as raised:
        Config.read({name: value or BAD[name]})
    assert name in str(raised.value)
    assert "open-sesame" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CAMPAIGN_DATABASE_URL", "postgresql+psycopg://h/d"),
        ("CAMPAIGN_DATABASE_URL", "sqlite:///x"),
        ("CAMPAIGN_QUEUE_URL", "redis://h"),
        ("CAMPAIGN_QUEUE_URL", "postgresql://h/d"),
        ("CAMPAIGN_STORE_URL", "s3://bucket"),
        ("CAMPAIGN_STORE_URL", "file:///x"),
        ("CAMPAIGN_STORE_URL", ""),
    ],
)
def test_schemes_of_ours(name: str, value: str) -> None:
    assert value in Config.read({name: value}).__dict__.values()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("CAMPAIGN_DATABASE_URL", ("migrate",)),
        ("CAMPAIGN_QUEUE_URL", ("worker",)),
        ("CAMPAIGN_STORE_URL", ("run", "--port", "5999")),
    ],
)
def test_a_command_ends_before_it_has_made_anything(
    loaded: Call, tmp_path: Path, name: str, arguments: tuple[str, ...]
) -> None:
    done = command(loaded, *arguments, data=tmp_path / "data", **{name: BAD[name]})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{name}: an address here begins with ")
    assert "Nothing was changed." in done.stderr
    assert f"El valor de {name} no se puede usar. No se cambió nada." in done.stderr
    assert "open-sesame" not in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("s3://", "a bucket's name is"),
        ("s3://ab", "a bucket's name is"),
        ("s3://Bucket_1", "a bucket's name is"),
        ("s3://bucket:9000/sheets", "a bucket's name is"),
        ("s3://AKIA:open-sesame@bucket", "credentials stand in AWS_ACCESS_KEY_ID"),
        ("s3://bucket?endpoint=http://me:open-sesame@h", "credentials stand in AWS_ACCESS_KEY_ID"),
        ("s3://bucket?endpoint=localhost:9000", "its endpoint begins with http:// or https://"),
        ("s3://bucket?endpoint=http://", "its endpoint or region cannot be read"),
        ("s3://bucket?region=no%20where", "its endpoint or region cannot be read"),
        ("s3://bucket?regoin=us-east-1", "only endpoint= and region="),
        ("file://server/share", "it names a folder as file:///path"),
        ("file:relative", "it names a folder as file:///path"),
    ],
)
def test_an_address_that_cannot_be_a_store(config: Config, url: str, reason: str) -> None:
    with pytest.raises(BadSetting, match="CAMPAIGN_STORE_URL: ") as raised:
        store_of(replace(config, store_url=url))
    assert reason in str(raised.value)
    assert "open-sesame" not in str(raised.value)


def test_s3_without_its_package(tmp_path: Path) -> None:
    """Who uses no S3 needs no boto3, and does not load it; who does is told what to install."""
    (tmp_path / "boto3.py").write_text("raise ModuleNotFoundError('No module named boto3')")
    given = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{PACKAGE.parent}"}
    done = command(ANEW, "migrate", data=tmp_path / "data", CAMPAIGN_STORE_URL="s3://bucket", **given)
    assert done.returncode == 2
    assert "S3 needs the package boto3: pip install 'campaign[s3]'." in done.stderr
    assert not (tmp_path / "data").exists()
    assert command(ANEW, "migrate", data=tmp_path / "data", **given).returncode == 0


def test_a_folder_elsewhere(config: Config, tmp_path: Path) -> None:
    store = store_of(replace(config, store_url=(tmp_path / "más hojas").as_uri()))
    assert store.place == str(tmp_path / "más hojas")
    assert store.state() == "is not there"
