"""One picture of a flyer for chat groups: all its pages, light, and never blown up."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from campaign.paper.errors import PaperError
from campaign.paper.flat import LIMIT, WIDTH, flat
from campaign.paper.page import PT


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_flyer_is_light_and_as_wide_as_it_may_be(us: bytes, kind: str) -> None:
    made = flat(us, kind)
    assert len(made) <= LIMIT
    assert (opened(made).format, opened(made).width) == (kind, WIDTH)
    assert flat(us, kind) == made


def test_quality_goes_down_first_then_the_width(us: bytes) -> None:
    heavy = flat(us, limit=10_000_000)
    light, lighter = flat(us, limit=len(heavy) - 1), flat(us, limit=len(heavy) // 3)
    assert len(lighter) <= len(heavy) // 3 < len(light) < len(heavy)
    assert [opened(made).width for made in (heavy, light)] == [WIDTH, WIDTH]
    assert opened(lighter).width < WIDTH
    with pytest.raises(PaperError):
        flat(us, limit=5_000)


def test_pages_stand_one_under_the_other(us: bytes) -> None:
    with pikepdf.open(BytesIO(us)) as document:
        document.pages.extend(document.pages)
        out = BytesIO()
        document.save(out)
    one, two = opened(flat(us, width=600)), opened(flat(out.getvalue(), width=600))
    assert two.width == one.width == 600
    assert two.height == pytest.approx(2 * one.height, abs=8)


def test_a_small_card_is_not_blown_up() -> None:
    document, out = pikepdf.new(), BytesIO()
    document.add_blank_page(page_size=(88.9 * PT, 50.8 * PT))
    document.save(out)
    assert opened(flat(out.getvalue())).width == pytest.approx(88.9 / 25.4 * 300, abs=1)
