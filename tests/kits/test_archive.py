"""The archive of a kit: cleared files only, the same bytes for the same content, gone once a thing in it is stopped."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask

from campaign.app import JOBS
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, session
from campaign.holds import actions as holds
from campaign.jobs.models import JobState
from campaign.kits.contents import contents
from campaign.kits.models import Kit, Packed
from campaign.kits.packing import pack
from campaign.materials.files.models import FileLanguage
from campaign.materials.models import Material
from campaign.storage import store_of, stored_keys
from tests.browser import Browser
from tests.jobs import acts as work
from tests.kits import samples
from tests.materials import acts
from tests.world import World

ClientOf = Callable[..., Browser]
pytestmark = pytest.mark.database
TITLE = Bilingual("What to do: help / now?", "Qué hacer: ¡ayuda ya!")


def packed(kit: Kit, config: Config) -> bytes:
    out = io.BytesIO()
    kit = session.get_one(Kit, kit.id)
    pack(kit, contents(kit, now()), out, store_of(config))
    return out.getvalue()


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def lines(files: dict[str, bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["manifest.csv"].decode("utf-8-sig"), newline="")))


def two_languages(world: World, config: Config, who: str = "planner.us") -> Kit:
    sheets = (("a.pdf", FileLanguage.en, b"%PDF-1.7 en"), ("b.pdf", FileLanguage.es, b"%PDF-1.7 es"))
    material = samples.leaflet(world, config, TITLE, *sheets, who=who)
    samples.cleared(world, material)
    return samples.kit(world, material, world.material("draft"), who=who)


def test_it_holds_what_is_cleared_and_says_what_is_left_out(world: World, config: Config) -> None:
    kit = two_languages(world, config)
    files = opened(packed(kit, config))
    code = samples.items(kit)[0].material.code
    names = [f"01 {code} v1 What to do_ help - now_ en.pdf", f"01 {code} v1 Qué hacer_ ¡ayuda ya! es.pdf"]
    assert list(files) == ["LEEME-README.txt", "manifest.csv", *names]
    assert files[names[0]] == b"%PDF-1.7 en"
    first, second, third = lines(files)
    assert list(first)[:3] == [
        "Code · Clave",
        "Title · English · Título · Inglés",
        "Title · Spanish · Título · Español",
    ]
    assert first["File · Archivo"] == names[0]
    assert hashlib.sha256(files[names[1]]).hexdigest() in second.values()
    assert "OOP-2026-0417" in first.values()
    assert "Laura Vela" in first.values()
    assert "No version is in force in the United States." in list(third.values())[-1]
    assert "Ninguna versión" in list(third.values())[-1]
    letter = files["LEEME-README.txt"].decode("utf-8-sig")
    assert letter.index("For schools") < letter.index("Para las escuelas")
    assert "Give each class one of these." in letter
    assert "Entregue uno de estos a cada grupo." in letter


def test_the_same_content_makes_the_same_bytes(world: World, config: Config) -> None:
    kit = two_languages(world, config)
    assert packed(kit, config) == packed(kit, config)


def test_in_mexico_mexico_stands_first(world: World, config: Config) -> None:
    material = samples.leaflet(world, config, TITLE, who="planner.mx")
    samples.cleared(world, material)
    files = opened(packed(samples.kit(world, material, who="planner.mx"), config))
    header = list(lines(files)[0])
    assert header[0] == "Clave · Code"
    assert [name[:2] for name in header if name.startswith(("US ", "MX "))] == ["MX"] * 3 + ["US"] * 3
    letter = files["LEEME-README.txt"].decode("utf-8-sig")
    assert letter.index("Para las escuelas") < letter.index("For schools")
    assert "Qué hacer" in next(name for name in files if name.endswith(".pdf"))


def test_one_button_and_the_file(live: Flask, own_config: Config, built_world: World) -> None:
    """With the sheet of a flyer for the kit's place, prepared on the way."""
    world, config = built_world, own_config
    kit = two_languages(world, config)
    with acts.act(world, "planner.us") as user:
        samples.actions.add(session.get_one(Kit, kit.id), world.material("in_force"), user)
    browser = Browser(live, world.user("planner.us"))
    browser.get(f"/kits/{kit.id}/kit.zip", status=404)
    browser.get(f"/kits/{kit.id}")
    browser.send("/make")
    browser.get(f"/kits/{kit.id}")
    browser.post(f"/kits/{kit.id}/make", status=409)
    session.remove()
    job = work.do(session.get_one(Packed, kit.id).job_id, JOBS, config)
    assert (job.state, job.done) == (JobState.done, job.total), job.error_en
    answer = browser.client.get(f"/kits/{kit.id}/kit.zip")
    row = session.get_one(Packed, kit.id)
    assert hashlib.sha256(answer.data).hexdigest() == row.sha256
    assert row.sha256 in stored_keys(session())
    assert int(answer.headers["Content-Length"]) == len(answer.data) == row.size
    names = list(opened(answer.data))
    assert names[-1].startswith("03 F-")
    assert "El Paso" in names[-1]
    assert Browser(live, world.user("planner.mx")).client.get(f"/kits/{kit.id}/kit.zip").status_code == 404
    _again_is_the_same(browser, kit, config, answer.data)
    _stopped_is_not_handed_out(world, browser, kit, config)


def _again_is_the_same(browser: Browser, kit: Kit, config: Config, before: bytes) -> None:
    browser.get(f"/kits/{kit.id}")
    browser.post(f"/kits/{kit.id}/make")
    session.remove()
    work.do(session.get_one(Packed, kit.id).job_id, JOBS, config)
    assert browser.client.get(f"/kits/{kit.id}/kit.zip").data == before


def _stopped_is_not_handed_out(world: World, browser: Browser, kit: Kit, config: Config) -> None:
    """A hold on anything in it: the file is refused at once, and the next one is without it."""
    number = samples.items(kit)[0].material_id
    with acts.act(world, "reviewer.us") as user:
        holds.place(session.get_one(Material, number), "A photo is being checked.", user, now())
    browser.get(f"/kits/{kit.id}/kit.zip", status=409)
    assert "It is on hold in the United States." in browser.get(f"/kits/{kit.id}").text
    browser.post(f"/kits/{kit.id}/make")
    session.remove()
    old = session.get_one(Packed, kit.id).sha256
    work.do(session.get_one(Packed, kit.id).job_id, JOBS, config)
    names = list(opened(browser.client.get(f"/kits/{kit.id}/kit.zip").data))
    assert len([name for name in names if name.endswith(".pdf")]) == 1
    assert old is not None
    assert not store_of(config).exists(old)


def test_whoever_lost_the_right_gets_nothing(live: Flask, own_config: Config, built_world: World) -> None:
    kit = samples.kit(built_world, built_world.material("in_force"), who="partner-a.us")
    with acts.act(built_world, "partner-a.us") as user:
        job_id = samples.actions.ask(session.get_one(Kit, kit.id), user, now()).id
    with acts.act(built_world, "administrator.us"):
        built_world.user("partner-a.us").is_live = False
    assert work.do(job_id, JOBS, own_config).state is JobState.failed
