"""What the gate takes as material, and the copy for use: without place and camera, with its colours and movement."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from campaign.intake import limits
from campaign.intake.gate import preview, received
from campaign.intake.limits import Purpose
from campaign.intake.scanner import Scan
from tests.intake.cases import PLAIN, Plain
from tests.intake.conftest import Judge
from tests.intake.containers import HEIC, moving, photograph
from tests.intake.corpus import noisy, pdf, picture


@pytest.mark.parametrize("plain", PLAIN, ids=[plain.name for plain in PLAIN])
def test_taken(judged: Judge, plain: Plain) -> None:
    verdict = judged(plain.make()).verdict
    assert verdict.is_accepted, verdict.reason.en
    assert (verdict.type, verdict.findings) == (plain.type, plain.findings)
    assert {name: verdict.facts.get(name) for name in plain.facts} == plain.facts
    assert len(verdict.remarks) == len(plain.findings)


# The copy for use


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIC"])
def test_a_photograph_loses_its_place_and_stands_upright(judged: Judge, kind: str) -> None:
    """In HEIC the container says how it stands, and here it does."""
    data, size = (HEIC, (64, 48)) if kind == "HEIC" else (photograph(kind), (48, 64))
    assert b"canary" in data
    copy = judged(data).copy
    with Image.open(BytesIO(copy)) as made:
        assert made.size == size
        assert not made.getexif()
    assert b"canary" not in copy


def test_its_colour_profile_stays(judged: Judge) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with Image.open(BytesIO(judged(picture("JPEG", icc_profile=profile)).copy)) as made:
        assert made.info["icc_profile"] == profile


def test_print_colours_become_those_of_a_screen(judged: Judge) -> None:
    with Image.open(BytesIO(judged(picture("TIFF", mode="CMYK")).copy)) as made:
        assert made.mode == "RGB"


def test_an_animation_moves_on_and_says_nothing_else(judged: Judge) -> None:
    copy = judged(moving(comment=b"canary") + b"PK canary").copy
    assert b"canary" not in copy
    with Image.open(BytesIO(copy)) as made:
        assert (getattr(made, "n_frames", 0), made.info["duration"], made.info["loop"]) == (3, 100, 0)


# Through the gate


def test_what_comes_out_of_the_gate() -> None:
    data = noisy(kind="JPEG")
    with received(BytesIO(data), Purpose.material) as arrival:
        verdict, copy = arrival.verdict, arrival.copy.read()
        assert arrival.original.read() == data
    assert (verdict.size, verdict.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert copy != data
    assert verdict.facts["copy"] == limits.JPEG
    assert verdict.scan == Scan.not_scanned


def test_what_is_not_made_anew_is_its_own_copy() -> None:
    data = pdf()
    with received(BytesIO(data), Purpose.material) as arrival:
        assert arrival.copy is arrival.original
        assert arrival.copy.read() == data


# Previews


def test_previews_of_a_picture() -> None:
    made = preview(BytesIO(picture(size=(1_500, 1_500))), limits.PNG)
    assert [(one.page, one.edge, one.width, one.height) for one in made] == [
        (1, edge, edge, edge) for edge in (1_200, 480, 160)
    ]
    with Image.open(BytesIO(made[-1].webp), formats=["WEBP"]) as small:
        assert small.size == (160, 160)


def test_previews_of_pages() -> None:
    made = preview(BytesIO(pdf(3)), limits.PDF, (2, 3, 9))
    assert [(one.page, one.edge) for one in made] == [(page, edge) for page in (2, 3) for edge in (1_200, 480, 160)]
    assert made[0].width == 1_200


def test_no_preview_is_no_error() -> None:
    assert preview(BytesIO(b"not a picture"), limits.PNG) == []
    assert preview(BytesIO(b"a note"), limits.TXT) == []
