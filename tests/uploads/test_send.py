"""A delivery from its first file to its receipt, by people with an account."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from campaign.config import Config
from campaign.db import Side, session
from campaign.mail.models import Notice, PersonalLetter
from campaign.materials.files.models import File, FileLanguage, Preview
from campaign.materials.models import Material, MaterialType, MayUse, Shown
from campaign.storage import store_of, stored_keys
from campaign.uploads.models import Chunk, Delivery, DeliveryState, Upload, UploadState
from tests.browser import Browser
from tests.intake.corpus import noisy, pdf, picture
from tests.uploads.sending import begin, call, hand_in, upload, work
from tests.world import World

ClientOf = Callable[..., Browser]
ANSWERS = {"shown": "nobody", "may_use": "yes", "note": "Fair in the park"}


@pytest.mark.parametrize("who", ["partner-a.us", "partner-a.mx"])
def test_files_become_materials_and_a_receipt(client_of: ClientOf, world: World, config: Config, who: str) -> None:
    browser = client_of(who)
    delivery = begin(browser)
    base = f"/uploads/{delivery}"
    photo = hand_in(browser, base, "feria.jpg", picture("JPEG"))
    english, spanish = hand_in(browser, base, "poster_en.pdf", pdf()), hand_in(browser, base, "poster_es.pdf", pdf(2))
    bad = hand_in(browser, base, "x.pdf", b"<html>no</html>")
    assert upload(english).pair_id == spanish
    work(config)
    assert {upload(n).state for n in (photo, english, spanish)} == {UploadState.accepted}
    assert upload(bad).state is UploadState.refused
    assert session.scalars(select(Chunk)).all() == []
    browser.get(base)
    browser.post(f"{base}/send", {**ANSWERS, f"title-{photo}": "La feria", f"language-{photo}": "es"})
    page = browser.follow()
    assert "feria.jpg" in page.text
    sent = session.get_one(Delivery, delivery)
    assert (sent.state, sent.shown, sent.may_use) == (DeliveryState.sent, Shown.nobody, MayUse.yes)
    assert sent.answer_by == date(2026, 12, 1)
    made = session.scalars(select(Material).where(Material.type != MaterialType.flyer).order_by(Material.id)).all()
    assert [one.type for one in made] == [MaterialType.image, MaterialType.poster]
    assert made[0].title.es == "La feria"
    assert made[1].title.is_complete
    assert upload(english).material_id == upload(spanish).material_id == made[1].id
    files = session.scalars(select(File).where(File.material_id == made[1].id).order_by(File.id)).all()
    assert [file.language for file in files] == [FileLanguage.en, FileLanguage.es]
    assert session.scalars(select(Preview).where(Preview.of_sha256 == files[0].copy_sha256)).first() is not None
    assert store_of(config).read(files[0].sha256) == pdf()
    letter = session.scalars(select(PersonalLetter).order_by(PersonalLetter.id.desc()).limit(1)).one()
    assert letter.address == f"{who}@example.org"
    assert "x.pdf" in letter.text.en
    assert "poster_en.pdf" in letter.text.es
    assert "1 Dec 2026" in letter.text.en.replace("\N{NO-BREAK SPACE}", " ")
    notice = session.scalars(select(Notice).order_by(Notice.id.desc()).limit(1)).one()
    assert (notice.to_side, notice.path) == (Side(who[-2:].upper()), base)


def test_sent_while_it_is_checked(client_of: ClientOf, world: World, config: Config) -> None:
    """The last look settles it: materials, receipt and notice come once."""
    browser = client_of("partner-a.us")
    delivery = begin(browser)
    base = f"/uploads/{delivery}"
    numbers = [hand_in(browser, base, f"{n}.png", noisy(n + 20)) for n in range(2)]
    browser.get(base)
    browser.post(f"{base}/send", ANSWERS)
    assert session.scalars(select(PersonalLetter)).all() == []
    work(config)
    assert len(session.scalars(select(PersonalLetter)).all()) == 1
    assert all(upload(n).material_id for n in numbers)
    browser.get(base)
    browser.post(f"{base}/send", ANSWERS, 409)
    browser.post(f"{base}/write", ANSWERS, 409)
    call(browser, "POST", f"{base}/files", 409, data={"key": "k", "name": "late.png", "size": "9"})
    browser.post(f"/uploads/files/{numbers[0]}/remove", headers={"Accept": "application/json"}, status=409)


def test_what_a_planner_hands_in_waits_for_nobody(client_of: ClientOf, world: World, config: Config) -> None:
    browser = client_of("planner.mx")
    delivery = begin(browser)
    number = hand_in(browser, f"/uploads/{delivery}", "a.png", picture())
    work(config)
    browser.get(f"/uploads/{delivery}")
    browser.post(f"/uploads/{delivery}/send", ANSWERS)
    assert session.get_one(Delivery, delivery).state is DeliveryState.taken
    assert upload(number).material_id
    assert session.scalars(select(Notice).where(Notice.path == f"/uploads/{delivery}")).all() == []


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client_of: ClientOf, world: World, config: Config) -> None:
    browser = client_of("partner-a.us")
    delivery = begin(browser)
    base = f"/uploads/{delivery}"
    browser.get(base)
    assert "no file" in browser.post(f"{base}/send", ANSWERS, 422).text
    number = hand_in(browser, base, "a.png", picture())
    typed = {"shown": "adults", f"title-{number}": "My own title", "note": "Typed", f"language-{number}": "en"}
    page = browser.post(f"{base}/send", typed, 422)
    assert 'value="My own title"' in page.html
    assert ">Typed</textarea>" in page.html.replace("\n", "").replace("\r", "")
    call(browser, "POST", f"{base}/write", data=typed)
    assert (upload(number).title, upload(number).language) == ("My own title", FileLanguage.en)
    assert session.get_one(Delivery, delivery).shown is Shown.adults


def test_without_a_script(client_of: ClientOf, world: World, config: Config) -> None:
    """One file in an ordinary form: the same look, the same receipt."""
    from io import BytesIO

    browser = client_of("partner-a.mx")
    delivery = begin(browser)
    base = f"/uploads/{delivery}"
    browser.get(base)
    browser.post(f"{base}/write", {**ANSWERS, "file": (BytesIO(pdf()), "uno.pdf")})
    browser.follow()
    browser.post(f"{base}/send", {**ANSWERS, "file": (BytesIO(picture()), "dos.png")})
    work(config)
    page = browser.get(base)
    assert "uno.pdf" in page.text
    assert "dos.png" in page.text
    found = session.scalars(select(Upload).where(Upload.delivery_id == delivery)).all()
    assert [one.state for one in found] == [UploadState.accepted] * 2
    assert {one.sha256 for one in found} <= stored_keys(session())


def test_the_same_file_again_is_said(client_of: ClientOf, world: World, config: Config) -> None:
    browser = client_of("partner-a.us")
    first, second = begin(browser), begin(browser)
    hand_in(browser, f"/uploads/{first}", "one.png", picture())
    hand_in(browser, f"/uploads/{second}", "again.png", picture())
    work(config)
    assert "one.png" in browser.get(f"/uploads/{second}").text
    other = client_of("partner-b.us")
    third = begin(other)
    hand_in(other, f"/uploads/{third}", "mine.png", picture())
    work(config)
    assert "one.png" not in other.get(f"/uploads/{third}").text


def test_taken_out_and_chosen_again(client_of: ClientOf, world: World, config: Config) -> None:
    browser = client_of("partner-a.us")
    delivery = begin(browser)
    number = hand_in(browser, f"/uploads/{delivery}", "a.png", picture())
    work(config)
    call(browser, "POST", f"/uploads/files/{number}/remove")
    assert upload(number).state is UploadState.removed
    assert "a.png" not in browser.get(f"/uploads/{delivery}").text
    assert hand_in(browser, f"/uploads/{delivery}", "a.png", picture()) == number
    work(config)
    assert upload(number).state is UploadState.accepted


@pytest.mark.parametrize("who", ["partner-b.us", "planner.mx", "partner-a.mx", "printer.us", "secretariat"])
def test_nobody_else_sees_it(client_of: ClientOf, world: World, who: str) -> None:
    browser = client_of("partner-a.us")
    delivery = begin(browser)
    number = hand_in(browser, f"/uploads/{delivery}", "a.png", picture())
    other = client_of(who)
    other.get("/")
    for path in (f"/uploads/{delivery}", f"/uploads/{delivery}/state.json", f"/uploads/files/{number}/picture.webp"):
        other.get(path, 404, is_checked=False)
    call(other, "POST", f"/uploads/{delivery}/files", 404, data={"key": "k", "name": "x", "size": "9"})


def test_officials_of_the_side_read_and_do_not_write(client_of: ClientOf, world: World) -> None:
    delivery = begin(client_of("partner-a.us"))
    for who in ("planner.us", "reviewer.us", "signatory.us"):
        browser = client_of(who)
        browser.get(f"/uploads/{delivery}")
        call(browser, "POST", f"/uploads/{delivery}/files", 403, data={"key": "k", "name": "x", "size": "9"})
    assert client_of("planner.us").get("/uploads/").text.count("D-") >= 1


def test_looked_at(client_of: ClientOf, world: World, config: Config) -> None:
    browser = client_of("partner-a.us")
    delivery = begin(browser)
    hand_in(browser, f"/uploads/{delivery}", "a.png", picture())
    work(config)
    browser.get(f"/uploads/{delivery}")
    browser.post(f"/uploads/{delivery}/send", ANSWERS)
    planner = client_of("planner.us")
    planner.get(f"/uploads/{delivery}")
    planner.post(f"/uploads/{delivery}/take")
    assert session.get_one(Delivery, delivery).state is DeliveryState.taken
    planner.post(f"/uploads/{delivery}/take", status=409)
