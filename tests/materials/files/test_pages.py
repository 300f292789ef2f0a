"""What comes as files: handed in, looked at, replaced, described, sent, decided on and withdrawn, page by page."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from campaign import clock
from campaign.app import JOBS
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.jobs import actions as jobs
from campaign.jobs.models import Job
from campaign.kits import actions as kits
from campaign.mail.models import Notice
from campaign.materials.files.models import File, current_files, previews_of
from campaign.materials.models import (
    Block,
    BlockKind,
    Material,
    MaterialType,
    MayUse,
    Scope,
    Shown,
    VersionImage,
    VersionState,
    versions_of,
)
from campaign.storage import store_of
from campaign.storage.models import Verification
from tests.browser import Browser, loose
from tests.intake.corpus import pdf, picture
from tests.jobs import acts as work
from tests.kits import samples
from tests.materials.acts import act, clear, clear_by_both, here
from tests.materials.files import acts
from tests.world import World

ClientOf = Callable[..., Browser]


def sent(name: str, data: bytes) -> tuple[BytesIO, str]:
    return BytesIO(data), name


def form(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "title_en": "A hand holds naloxone",
        "title_es": "",
        "type": "image",
        "campaign": "0",
        "language": "none",
        "shown": "nobody",
        "may_use": "yes",
        "file": sent("mano.png", picture(size=(640, 400))),
    }
    return {**values, **changes}


def newest() -> Material:
    return session.scalars(select(Material).order_by(Material.id.desc()).limit(1)).one()


@pytest.mark.parametrize(
    ("language", "coming", "none"),
    [
        ("en", "Its picture is being made", "No picture of it can be shown here"),
        ("es", "Se está preparando su imagen", "Aquí no se puede mostrar una imagen"),
    ],
)
def test_a_picture_is_promised_until_it_could_have_been_drawn(
    client_of: ClientOf, language: str, coming: str, none: str
) -> None:
    browser = client_of("planner.us", language)
    browser.post("/materials/files/new", form())
    assert coming in browser.follow().text
    path = f"/materials/{newest().id}"
    with clock.at(now() + timedelta(minutes=61)):
        page = client_of("planner.us", language).get(path)
    assert coming not in page.text
    assert none in page.text


@pytest.mark.parametrize(("language", "said"), [("en", "last verified against"), ("es", "cotejado con su huella")])
def test_a_file_says_when_it_was_last_found_whole(client_of: ClientOf, language: str, said: str) -> None:
    browser = client_of("planner.us", language)
    browser.post("/materials/files/new", form())
    assert said not in browser.follow().text
    with acting(None, None, "health.check", now()):
        session.add(Verification(key=acts.file_of(newest()).sha256, verified_at=now()))
        session.commit()
    assert said in browser.get(f"/materials/{newest().id}").text


@pytest.mark.parametrize("who", ["planner.us", "planner.mx", "partner-a.us", "partner-b.mx"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_handed_in_it_is_a_draft_of_the_own_country(client_of: ClientOf, who: str, language: str) -> None:
    browser = client_of(who, language)
    browser.get("/materials/files/new")
    browser.post("/materials/files/new", form())
    page = browser.follow()
    material = newest()
    assert (material.type, material.scope, material.shown) == (MaterialType.image, Scope.national, Shown.nobody)
    assert material.code == f"M-{material.id:04d}"
    assert "mano.png" in page.text
    assert ("Not scanned for viruses." in page.text) == (language == "en")
    job = session.scalars(select(Job).where(Job.kind == "files.preview")).one()
    assert job.payload == {"file": acts.file_of(material).id}


@pytest.mark.parametrize(
    "wrong",
    [{"title_en": ""}, {"shown": None}, {"may_use": None}, {"language": None}, {"file": None}, {"type": "flyer"}],
)
def test_what_is_missing_is_asked_for(client_of: ClientOf, wrong: dict[str, Any]) -> None:
    browser = client_of("partner-a.us")
    before = newest().id
    browser.get("/materials/files/new")
    browser.post("/materials/files/new", form(**wrong), 422)
    assert newest().id == before


def test_what_the_gate_refuses_is_said_and_what_was_typed_stays(client_of: ClientOf) -> None:
    browser = client_of("partner-a.us", "en")
    browser.get("/materials/files/new")
    page = browser.post("/materials/files/new", form(file=sent("x.png", picture()[:40])), 422)
    assert "damaged" in page.text
    assert 'value="A hand holds naloxone"' in page.html


@pytest.fixture
def draft(world: World, config: Config) -> Material:
    material = acts.image(world, config)
    acts.draw(config, acts.file_of(material))
    return material


def test_its_page_shows_the_picture_and_its_facts(client_of: ClientOf, draft: Material) -> None:
    page = client_of("planner.us", "en").get(f"/materials/{draft.id}")
    file = acts.file_of(draft)
    assert f"/materials/files/{file.id}/preview/1/480.webp" in page.html
    assert 'alt="A hand holds a nasal spray."' in page.html
    for words in (
        "hand.png",
        "Picture (PNG)",
        "640 × 400 pixels",
        "No words",
        "Dana Whitfield",
        "For sheets on naloxone.",
    ):
        assert words in page.text


def test_a_small_picture_is_kept_by_nobody(client_of: ClientOf, draft: Material) -> None:
    browser, file = client_of("planner.us"), acts.file_of(draft)
    address = f"/materials/files/{file.id}/preview/1/160.webp"
    answer = browser.client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert Image.open(BytesIO(answer.data)).size == (160, 100)
    for missing in ("2/160", "1/161", "99999999999/160"):
        assert browser.client.get(f"/materials/files/{file.id}/preview/{missing}.webp").status_code == 404


@pytest.mark.parametrize("name", ["copy", "original"])
def test_a_file_leaves_as_an_attachment(client_of: ClientOf, draft: Material, config: Config, name: str) -> None:
    """ASVS V5.3.1."""
    file = acts.file_of(draft)
    answer = client_of("planner.us").client.get(f"/materials/files/{file.id}/{name}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    key = file.sha256 if name == "original" else file.copy_sha256
    assert answer.data == store_of(config).read(key)


def test_a_drawing_is_shown_as_the_picture_that_was_made_of_it(
    client_of: ClientOf, world: World, config: Config
) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
    file = acts.file_of(acts.begin(world, acts.keep(config, drawing, "signo.svg")))
    browser = client_of("planner.us")
    assert browser.client.get(f"/materials/files/{file.id}/copy").mimetype == "image/png"
    original = browser.client.get(f"/materials/files/{file.id}/original")
    assert original.headers["Content-Disposition"].startswith("attachment")


OTHERS = ("planner.mx", "signatory.mx", "partner-a.us", "partner-b.mx", "printer.us", "secretariat", "observer")


@pytest.mark.parametrize("who", OTHERS)
def test_a_draft_and_its_files_are_its_own_sides(client_of: ClientOf, draft: Material, who: str) -> None:
    browser, file = client_of(who), acts.file_of(draft)
    for address in (f"/materials/{draft.id}", f"/materials/{draft.id}/describe"):
        browser.get(address, status=404)
    for address in ("copy", "original", "preview/1/160.webp", "replace"):
        assert browser.client.get(f"/materials/files/{file.id}/{address}").status_code == 404


def test_added_replaced_and_taken_out(client_of: ClientOf, draft: Material) -> None:
    browser, first = client_of("planner.us", "en"), acts.file_of(draft)
    browser.get(f"/materials/{draft.id}/files/add")
    browser.post(
        f"/materials/{draft.id}/files/add", {"role": "main", "language": "es", "file": sent("hoja.pdf", pdf())}
    )
    assert len(session.scalars(current_files([draft.id])).all()) == 2
    page = browser.get(f"/materials/files/{first.id}/replace")
    assert "No flyer in force shows it" in page.text
    browser.post(f"/materials/files/{first.id}/replace", {"file": sent("otra.png", picture(size=(50, 50)))})
    names = [file.name for file in session.scalars(current_files([draft.id]))]
    assert names == ["hoja.pdf", "otra.png"]
    assert not session.get_one(File, first.id).is_current
    browser.get(f"/materials/files/{first.id}/replace")
    browser.post(f"/materials/files/{first.id}/replace", {"file": sent("otra.png", picture(size=(50, 50)))}, 422)
    last = session.scalars(current_files([draft.id])).all()[-1]
    browser.get(f"/materials/{draft.id}")
    browser.post(f"/materials/files/{last.id}/remove")
    assert [file.name for file in session.scalars(current_files([draft.id]))] == ["hoja.pdf"]


# Describing


def test_both_languages_are_written_side_by_side(client_of: ClientOf, world: World, config: Config) -> None:
    material = acts.begin(world, acts.keep(config, picture()))
    browser = client_of("planner.us", "en")
    page = browser.get(f"/materials/{material.id}/describe")
    assert "The summary is missing in one language." in page.text
    file = acts.file_of(material)
    browser.send(
        summary_en="For sheets.",
        summary_es="Para hojas.",
        alt_en="A hand.",
        alt_es="Una mano.",
        audience="parents",
        topics=["naloxone", "overdose"],
        scope="joint",
        credit="Ana Ruiz",
        source="https://example.org/hand",
        **loose({f"language_{file.id}": "both"}),
    )
    material = here(material)
    assert (material.summary_es, material.audience, material.topics) == (
        "Para hojas.",
        "parents",
        ["overdose", "naloxone"],
    )
    assert (material.scope, material.country, material.may_use) == (Scope.joint, None, MayUse.yes)
    assert acts.file_of(material).language.value == "both"
    assert "Everything that you typed is kept" in browser.follow().text


def test_a_side_that_changed_alone_marks_the_other(client_of: ClientOf, draft: Material) -> None:
    browser = client_of("planner.us", "en")
    browser.get(f"/materials/{draft.id}/describe")
    browser.send(alt_en="A hand holds a spray that helps.")
    page = browser.follow()
    assert "Spanish needs review" in page.text
    assert "What it shows: one language changed, and nobody has compared the other with it." in page.text
    browser.send(seen="y")
    assert "Spanish needs review" not in browser.follow().text


def test_whoever_comes_second_reads_both_texts(client_of: ClientOf, draft: Material) -> None:
    first, second = client_of("planner.us", "en"), client_of("planner.us", "en")
    first.get(f"/materials/{draft.id}/describe")
    second.get(f"/materials/{draft.id}/describe")
    first.send(summary_en="The first one's words.")
    page = second.send(status=409, summary_en="The second one's words.")
    assert "The first one's words." in page.text
    assert "The second one's words." in page.text
    second.send()
    assert here(draft).summary_en == "The second one's words."


@pytest.mark.parametrize(("code", "status"), [("M-9999", 422), ("X-1", 422), ("own", 422), ("F", 303)])
def test_adapted_from_names_another_material(
    client_of: ClientOf, world: World, draft: Material, code: str, status: int
) -> None:
    flyer = world.material("in_force")
    browser = client_of("planner.us", "en")
    browser.get(f"/materials/{draft.id}/describe")
    browser.send(status=status, adapted_from={"own": draft.code, "F": flyer.code.lower()}.get(code, code))
    assert here(draft).adapted_from_id == (flyer.id if status == 303 else None)


def test_only_a_planner_says_for_whom_it_is(client_of: ClientOf, world: World, config: Config) -> None:
    material = acts.begin(world, acts.keep(config, picture()), "partner-a.us")
    browser = client_of("partner-a.us")
    browser.get(f"/materials/{material.id}/describe")
    browser.post(f"/materials/{material.id}/describe", {"scope": "joint", "version": str(material.row_version)}, None)
    assert here(material).scope is Scope.national


# Sending, deciding, withdrawing


def test_what_is_missing_is_said_before_it_is_sent(client_of: ClientOf, world: World, config: Config) -> None:
    material = acts.begin(world, acts.keep(config, picture()))
    browser = client_of("planner.us", "en")
    browser.get(f"/materials/{material.id}")
    browser.post(f"/reviews/materials/{material.id}/send")
    assert "The summary is missing in one language." in browser.follow().text
    assert session.scalars(versions_of(material.id)).all() == []


def test_sent_it_is_frozen_with_its_files(client_of: ClientOf, draft: Material) -> None:
    browser = client_of("planner.us", "en")
    browser.get(f"/materials/{draft.id}")
    browser.send(f"/reviews/materials/{draft.id}/send")
    assert "Version 1 is sent." in browser.follow().text
    version = session.scalars(versions_of(draft.id)).one()
    for who in ("signatory.mx", "reviewer.us"):
        reader = client_of(who, "en")
        assert "hand.png" in reader.get(f"/materials/versions/{version.id}").text
        for name in ("copy", "original", "preview/1/480.webp"):
            assert reader.client.get(f"/materials/versions/{version.id}/files/1/{name}").status_code == 200
        assert reader.client.get(f"/materials/versions/{version.id}/files/2/copy").status_code == 404


def test_whoever_only_reads_gets_the_copy_for_use(client_of: ClientOf, world: World, config: Config) -> None:
    version = acts.in_force(world, config)
    for who in ("observer", "partner-b.mx", "secretariat"):
        reader = client_of(who)
        assert "original" not in reader.get(f"/materials/{version.material_id}").html
        assert reader.client.get(f"/materials/versions/{version.id}/files/1/copy").status_code == 200
        assert reader.client.get(f"/materials/versions/{version.id}/files/1/original").status_code == 403


def test_a_signatory_sees_every_file_and_what_changed(client_of: ClientOf, world: World, config: Config) -> None:
    version = acts.in_force(world, config)
    first = acts.file_of(version.material)
    acts.draw(config, first)
    browser = client_of("planner.us", "en")
    browser.get(f"/materials/files/{first.id}/replace")
    browser.post(f"/materials/files/{first.id}/replace", {"file": sent("nueva.png", picture(size=(300, 300)))})
    browser.get(f"/materials/{version.material_id}/describe")
    browser.send(summary_en="For sheets on overdose.")
    acts.draw(config, acts.file_of(here(version.material)))
    second = acts.send(world, version.material)
    signatory = client_of("signatory.mx", "en")
    page = signatory.get(f"/clearance/versions/{second.id}")
    assert {"nueva.png", "Beside the version before", "I read both languages and looked at every file"} <= {
        words
        for words in ("nueva.png", "Beside the version before", "I read both languages and looked at every file")
        if words in page.text
    }
    assert second.fingerprint[:8] in page.text.replace(" ", "")
    assert f"/materials/versions/{version.id}/files/1/preview/1/1200.webp" in page.html
    assert f"/materials/versions/{second.id}/files/1/preview/1/1200.webp" in page.html
    assert "<ins>overdose.</ins>" in page.html
    clear_by_both(world, second)
    assert here(version).state is VersionState.superseded


def test_withdrawn_by_its_owner(client_of: ClientOf, world: World, config: Config) -> None:
    version = acts.in_force(world, config)
    client_of("planner.mx").get(f"/clearance/versions/{version.id}/withdraw", status=403)
    browser = client_of("planner.us", "en")
    assert "What stops with it" in browser.get(f"/clearance/versions/{version.id}/withdraw").text
    browser.send(status=422, reason="")
    browser.send(reason="The person asked for it.")
    assert "Its owner withdrew it: The person asked for it." in browser.follow().text
    version = here(version)
    assert (version.state, version.reason) == (VersionState.withdrawn, "owner:The person asked for it.")
    assert not version.material.in_force_us
    assert not version.material.in_force_mx
    assert "Retirado por su titular" in client_of("planner.mx", "es").get("/").text
    browser.get(f"/clearance/versions/{version.id}/withdraw")
    browser.send(status=409, reason="Again.")


def test_its_owner_takes_back_what_waits(client_of: ClientOf, world: World, config: Config) -> None:
    """One key was turned already; neither country has anything to decide any more, and the other one is told."""
    version = acts.send(world, acts.image(world, config))
    clear(world, version, "signatory.us")
    browser = client_of("planner.us", "en")
    address = f"/clearance/versions/{version.id}/withdraw"
    assert address in browser.get(f"/materials/{version.material_id}").links
    assert "Nobody decides on it any more." in browser.get(address).text
    browser.send(reason="The wrong picture.")
    assert "Draft of version 2" in browser.follow().text
    assert here(version).state is VersionState.withdrawn
    told = session.scalars(select(Notice).where(Notice.to_side == Side.MX).order_by(Notice.id.desc())).first()
    assert told is not None
    assert "Ya nadie tiene que resolver sobre él." in told.text_es
    assert f"M-{version.material_id:04d}" in client_of("planner.mx", "es").get("/").text
    signatory = client_of("signatory.mx", "en")
    assert f"/clearance/versions/{version.id}" not in signatory.get("/clearance/").links
    assert "no longer waiting" in signatory.get(f"/clearance/versions/{version.id}").text


def test_a_hold_stops_the_copy_in_that_country(client_of: ClientOf, world: World, config: Config) -> None:
    version = acts.in_force(world, config)
    client_of("printer.us").get(f"/holds/materials/{version.material_id}", status=404)
    browser = client_of("reviewer.us", "en")
    browser.get(f"/holds/materials/{version.material_id}")
    browser.send(reason="Somebody is recognised.")
    browser.follow()
    address = f"/materials/versions/{version.id}/files/1/copy"
    assert client_of("partner-a.us").client.get(address).status_code == 409
    assert client_of("partner-a.mx").client.get(address).status_code == 200


def test_a_flyers_pages_do_not_know_it(client_of: ClientOf, world: World, config: Config) -> None:
    version = acts.in_force(world, config)
    browser = client_of("planner.us")
    browser.get(f"/flyers/{version.material_id}", status=404)
    for name in ("page.pdf", "page.webp"):
        address = f"/flyers/versions/{version.id}/{name}?region=US-48141"
        assert browser.client.get(address).status_code == 404
    assert version.material.code not in browser.get("/flyers/").text
    assert version.material.code not in client_of("printer.us").get("/").text
    browser.get(f"/materials/{version.material_id}/edit", status=303)


def test_the_draft_is_not_cleared_by_whoever_made_it(world: World, config: Config) -> None:
    version = acts.send(world, acts.image(world, config))
    assert version.author_ids == [world.users["planner.us"]]
    clear(world, version, "signatory.us")


# What is drawn beside, and what depends on it


def test_the_pictures_are_drawn_once_by_a_worker(own_config: Config, built_world: World) -> None:
    material = acts.begin(built_world, acts.keep(own_config, pdf(), "hoja.pdf"))
    file = acts.file_of(material)
    for made in (3, 0):
        with act(built_world, "planner.us") as user:
            number = jobs.ask("files.preview", {"file": file.id}, at=now(), by=user).id
        assert work.do(number, JOBS, own_config).result == {"pictures": made}
    drawn = session.scalars(previews_of([acts.file_of(here(material)).copy_sha256], 480)).all()
    assert [row.page for row in drawn] == [1]


def test_the_flyers_that_show_it_are_named_before_anything_is_done(
    client_of: ClientOf, world: World, config: Config
) -> None:
    version = acts.in_force(world, config)
    flyer, draft = world.version("in_force"), world.material("draft")
    with act(world, "planner.us"):
        session.add(VersionImage(version_id=flyer.id, image_version_id=version.id))
        block = Block(position=9, kind=BlockKind.picture, en="", es="", image_version_id=version.id)
        block.material_id = draft.id
        session.add(block)
    file = acts.file_of(here(version).material)
    browser = client_of("planner.us", "en")
    for address in (f"/materials/files/{file.id}/replace", f"/clearance/versions/{version.id}/withdraw"):
        page = browser.get(address)
        assert "1 flyer leaves force" in page.text
        assert f"/materials/{flyer.material_id}" in page.links
    assert f"/materials/{draft.id}" in browser.get(f"/materials/{version.material_id}").links
    other = client_of("planner.mx").get(f"/materials/{version.material_id}")
    assert f"/materials/{flyer.material_id}" in other.links
    assert f"/materials/{draft.id}" not in other.links


def test_the_kits_that_hold_it_are_named_before_anything_is_done(
    client_of: ClientOf, world: World, config: Config
) -> None:
    version = acts.in_force(world, config)
    with act(world, "planner.us") as user:
        kit = samples.begin(world)
        kits.add(kit, here(version).material, user)
    file = acts.file_of(here(version).material)
    for who, is_named in (("planner.us", True), ("planner.mx", False)):
        links = client_of(who).get(f"/materials/{version.material_id}").links
        assert (f"/kits/{kit.id}" in links) == is_named
    browser = client_of("planner.us", "en")
    for address, words in (
        (f"/materials/files/{file.id}/replace", "1 kit hands out the new file"),
        (f"/clearance/versions/{version.id}/withdraw", "1 kit leaves it out"),
    ):
        page = browser.get(address)
        assert words in page.text
        assert f"/kits/{kit.id}" in page.links
