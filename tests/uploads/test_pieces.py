"""Files in pieces: where they go on after a cut, after a crash, after nonsense; nothing acknowledged is ever lost."""

import hashlib
import io
import tracemalloc
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from campaign import clock
from campaign.config import Config
from campaign.db import session
from campaign.intake.limits import MB
from campaign.jobs import actions as jobs
from campaign.jobs.models import Job
from campaign.mail.models import PersonalLetter
from campaign.storage import store_of
from campaign.uploads import pieces
from campaign.uploads.data import GIVEN_UP, IDLE, LARGEST_PIECE, PIECE
from campaign.uploads.models import Chunk, Delivery, DeliveryState, Upload, UploadState
from tests.browser import Browser
from tests.conftest import ActingAs
from tests.intake.corpus import noisy
from tests.uploads.sending import announce, begin, call, fingerprint, hand_in, parts, put, upload, work
from tests.world import NOW, World

ClientOf = Callable[..., Browser]
LARGE = noisy(1_100)  # a picture of more than one piece


@pytest.fixture
def browser(client_of: ClientOf, world: World) -> Browser:
    return client_of("partner-a.us")


@pytest.fixture
def base(browser: Browser) -> str:
    return f"/uploads/{begin(browser)}"


def kept(config: Config) -> set[str]:
    found = store_of(config).keys()
    return {key for key, _at in found}


def test_it_goes_on_where_it_was_cut(browser: Browser, base: str, config: Config) -> None:
    assert len(LARGE) > PIECE
    made = announce(browser, base, "large.png", LARGE)
    address = f"/uploads/files/{made['id']}"
    first, *rest = parts(LARGE)
    assert put(browser, address, 0, first) == {"received": PIECE}
    again = announce(browser, base, "large.png", LARGE)
    assert (again["id"], again["received"]) == (made["id"], PIECE)
    assert call(browser, "GET", f"{base}/state.json")["files"][0]["received"] == PIECE
    assert "Choose the same file again" in browser.get(base).text
    for n, part in enumerate(rest, 1):
        put(browser, address, n * PIECE, part)
    call(browser, "POST", f"{address}/end", data={"sha256": fingerprint(LARGE)})
    work(config)
    assert upload(made["id"]).sha256 == hashlib.sha256(LARGE).hexdigest()
    assert store_of(config).read(hashlib.sha256(LARGE).hexdigest()) == LARGE


@pytest.mark.parametrize("offset", [1, PIECE + 1, 2 * PIECE, 10**15])
def test_a_wrong_offset_is_told_the_right_one(browser: Browser, base: str, offset: int) -> None:
    made = announce(browser, base, "large.png", LARGE)
    address = f"/uploads/files/{made['id']}"
    put(browser, address, 0, parts(LARGE)[0])
    assert put(browser, address, offset, b"x", 409)["received"] == PIECE
    assert upload(made["id"]).received == PIECE


@pytest.mark.parametrize("offset", ["", "-1", "x", "1e3", "९", "9" * 40])
def test_an_offset_that_is_none(browser: Browser, base: str, offset: str) -> None:
    made = announce(browser, base, "a.png", b"x" * 9)
    headers = {"Upload-Offset": offset.encode().decode("latin-1")}
    assert call(browser, "PUT", f"/uploads/files/{made['id']}", 409, data=b"x" * 9, headers=headers)["received"] == 0


def test_a_piece_that_is_damaged_leaves_nothing(browser: Browser, base: str, config: Config) -> None:
    made = announce(browser, base, "a.png", b"x" * 9)
    address, before = f"/uploads/files/{made['id']}", kept(config)
    put(browser, address, 0, b"y" * 9, 422, **{"X-Content-SHA256": hashlib.sha256(b"x" * 9).hexdigest()})
    put(browser, address, 0, b"x" * 8, 422)
    put(browser, address, 0, b"x" * 10, 422)
    assert kept(config) == before
    assert put(browser, address, 0, b"x" * 9) == {"received": 9}


def test_a_piece_beyond_all_measure(browser: Browser, base: str) -> None:
    """ASVS V5.2.1."""
    made = announce(browser, base, "a.png", LARGE)
    answer = browser.client.put(
        f"/uploads/files/{made['id']}",
        data=bytes(LARGEST_PIECE + 1),
        headers={"X-CSRFToken": browser.token, "Upload-Offset": "0"},
        content_type="application/octet-stream",
    )
    assert answer.status_code in (413, 422)
    assert upload(made["id"]).received == 0


def test_without_a_token_no_piece(browser: Browser, base: str) -> None:
    made = announce(browser, base, "a.png", b"x" * 9)
    answer = browser.client.put(f"/uploads/files/{made['id']}", data=b"x" * 9, headers={"Upload-Offset": "0"})
    assert answer.status_code == 400


def test_a_crash_between_piece_and_row(browser: Browser, base: str, config: Config) -> None:
    """The piece lies in the store and no row names it: the offset says so, and it is sent once more."""
    made = announce(browser, base, "a.png", b"x" * 9)
    pieces.keep(store_of(config), io.BytesIO(b"x" * 9), 9)
    assert announce(browser, base, "a.png", b"x" * 9)["received"] == 0
    assert put(browser, f"/uploads/files/{made['id']}", 0, b"x" * 9) == {"received": 9}


def test_another_file_of_the_same_name_begins_anew(browser: Browser, base: str, config: Config) -> None:
    """The fingerprint at the end is not that of what came: it was changed between two sittings."""
    before = kept(config)
    made = announce(browser, base, "a.png", b"x" * 9)
    address = f"/uploads/files/{made['id']}"
    put(browser, address, 0, b"x" * 9)
    assert call(browser, "POST", f"{address}/end", data={"sha256": fingerprint(b"y" * 9)})["received"] == 0
    assert (upload(made["id"]).received, session.scalars(select(Chunk)).all(), kept(config)) == (0, [], before)


def test_an_end_before_the_end(browser: Browser, base: str) -> None:
    made = announce(browser, base, "large.png", LARGE)
    assert call(browser, "POST", f"/uploads/files/{made['id']}/end", 409, data={"sha256": ""})["received"] == 0


@pytest.mark.parametrize(
    ("name", "size", "word"),
    [("a.png", 0, "empty"), ("a.mp4", 2 * 10**9, "200"), ("cartel.tif", 61 * MB, "50"), ("x", 201 * MB, "200")],
)
def test_refused_before_it_comes(browser: Browser, base: str, name: str, size: int, word: str) -> None:
    """And it stands there with the reason, in both languages."""
    made = call(browser, "POST", f"{base}/files", data={"key": "k", "name": name, "size": str(size)})
    found = upload(made["id"])
    assert (found.state, found.size) == (UploadState.refused, size)
    assert word in found.reason.en
    assert found.reason.es
    assert word in browser.get(base).text


@pytest.mark.parametrize("size", ["", "-5", "x", "1.5", "9" * 30, "Infinity"])
def test_a_size_that_is_none(browser: Browser, base: str, size: str) -> None:
    call(browser, "POST", f"{base}/files", 422, data={"key": "k", "name": "a.png", "size": size})
    call(browser, "POST", f"{base}/files", 422, data={"key": "k" * 401, "name": "a.png", "size": "9"})


@pytest.mark.parametrize("name", ["../../etc/passwd", "CON.png", "a\x00b.png", "\u202egnp.exe", "x" * 300 + ".png", ""])
def test_any_name(browser: Browser, base: str, name: str) -> None:
    made = announce(browser, base, name, b"x" * 9)
    found = upload(made["id"])
    assert 0 < len(found.name) <= 120
    assert not set(found.name) & set('/\\\x00\u202e<>:"|?*')
    assert found.title
    browser.get(base)


def test_an_unknown_file_is_not_found(browser: Browser, base: str) -> None:
    put(browser, "/uploads/files/999999", 0, b"x", 404)
    call(browser, "POST", "/uploads/files/999999/end", 404)


def test_too_many_files(browser: Browser, base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaign.uploads.actions.MOST_FILES", 2)
    for n in range(2):
        announce(browser, base, f"{n}.png", b"x" * 9)
    assert "2" in announce(browser, base, "3.png", b"x" * 9, 422)["error"]
    announce(browser, base, "1.png", b"x" * 9)  # one that is there may still go on


def test_the_quota_of_an_organization(browser: Browser, base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaign.uploads.actions.QUOTA", 10 * MB)
    call(browser, "POST", f"{base}/files", data={"key": "1", "name": "a.png", "size": str(6 * MB)})
    said = call(browser, "POST", f"{base}/files", 422, data={"key": "2", "name": "b.png", "size": str(6 * MB)})["error"]
    assert "10 MB" in said
    assert "6 MB" in said


def test_more_parts_than_any_form_has(browser: Browser, base: str) -> None:
    data = {f"f{n}": "x" for n in range(100_001)}
    answer = browser.client.post(f"{base}/write", data={**data, "csrf_token": browser.token})
    assert answer.status_code in (413, 422, 303)
    assert upload_count() == 0


def upload_count() -> int:
    return len(session.scalars(select(Upload)).all())


def test_memory_of_the_web_process(browser: Browser, base: str) -> None:
    """30 MB pass, piece by piece; never more than a few pieces are held."""
    data = bytes(PIECE)
    size = 15 * PIECE
    made = call(browser, "POST", f"{base}/files", data={"key": "k", "name": "film.mp4", "size": str(size)})
    tracemalloc.start()
    for n in range(15):
        put(browser, f"/uploads/files/{made['id']}", n * PIECE, data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert upload(made["id"]).received == size
    assert most < 16 * MB


def test_nobody_goes_on_with_it(browser: Browser, base: str, config: Config, acting_as: ActingAs) -> None:
    """Closed after two weeks, its pieces gone, its sender told; one that moved stays."""
    before = kept(config)
    made = announce(browser, base, "large.png", LARGE)
    put(browser, f"/uploads/files/{made['id']}", 0, parts(LARGE)[0])
    with clock.at(NOW + IDLE + timedelta(minutes=1)):
        with acting_as("planner.us"):
            jobs.ask("uploads.close", {}, at=clock.now())
            session.commit()
        work(config)
        one = session.get_one(Delivery, int(base.rpartition("/")[2]))
        assert one.state is DeliveryState.closed
        assert kept(config) == before
        assert session.scalars(select(PersonalLetter)).one().address == "partner-a.us@example.org"


def test_a_look_that_never_ends_is_given_up(browser: Browser, base: str, config: Config, acting_as: ActingAs) -> None:
    """Its job failed for good; the delivery that was sent gets its receipt all the same."""
    number = hand_in(browser, base, "a.png", noisy())
    browser.get(base)
    browser.post(f"{base}/send", {"shown": "nobody", "may_use": "yes"})
    with acting_as("planner.us"):
        for job in session.scalars(select(Job).where(Job.kind == "uploads.check")):
            jobs.cancel(job, clock.now())
        session.commit()
    with clock.at(NOW + GIVEN_UP + timedelta(minutes=1)):
        with acting_as("planner.us"):
            jobs.ask("uploads.close", {}, at=clock.now())
            session.commit()
        work(config)
        assert upload(number).state is UploadState.refused
        assert session.scalars(select(PersonalLetter)).one()


def test_a_look_is_done_once(browser: Browser, base: str, config: Config, acting_as: ActingAs) -> None:
    number = hand_in(browser, base, "a.png", noisy())
    with acting_as("planner.us"):
        jobs.ask("uploads.check", {"upload": number}, at=clock.now())
        session.commit()
    work(config)
    assert upload(number).state is UploadState.accepted
