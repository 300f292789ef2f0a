"""Turns frozen content into the sheet of one region: picks what may differ from place to place, and nothing else."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from campaign.db import Bilingual, Side, session
from campaign.errors import Refused
from campaign.facts.models import FactVersion, helplines
from campaign.flyers.formats import Format
from campaign.flyers.strips import Strip
from campaign.materials.content import quoted_facts, shown_image, texts
from campaign.materials.pictures import file_of, misfit
from campaign.paper.layouts import LAYOUTS
from campaign.paper.sheet import Both, Elsewhere, Helpline, Mark, Picture, Places, Point, Sheet
from campaign.regions.models import Region, SisterPair, pair_of
from campaign.web import CROCKFORD

MOST_HELPLINES = 3
MOST_ELSEWHERE = 2


def edition_code(fingerprint: str, region: Region, form: Format, strip: str = "") -> str:
    """First 8 characters (Crockford base 32) of the SHA-256 of what makes an edition: same input, same code."""
    parts = [fingerprint, region.key, form.layout, LAYOUTS[form.layout].number, form.size, strip]
    parts += [form.look] * (form.look != "colour")
    digest = int.from_bytes(hashlib.sha256(json.dumps(parts).encode()).digest(), "big")
    return "".join(CROCKFORD[(digest >> shift) & 31] for shift in range(251, 211, -5))


def build(
    content: dict[str, Any],
    fingerprint: str,
    region: Region,
    form: Format,
    *,
    number: int,
    material_code: str,
    review_by: date | None,
    is_draft: bool,
    base_url: str,
    on: date,
    strip: Strip | None = None,
) -> Sheet:
    """The sheet for one region; helplines are those cleared and valid there on this day (law 8).

    A partner's strip is the local contact and stands behind the governments. The sheet is to be reviewed when its text
    or the first of its numbers is (law 10).
    """
    side = region.country
    blocks = [block for block in texts(content, quoted_facts(content)) if block["scope"] in ("BOTH", side.value)]
    words = {kind: _words(blocks, kind) for kind in ("headline", "subline", "alt", "picture")}
    picture = _picture(content)
    here, there = numbers(side, on)
    review_by = review_of(review_by, (*here, *there))
    return Sheet(
        country=side.value,
        draft=is_draft,
        title=cast(Both, content["title"]),
        headline=words["headline"],
        subline=words["subline"],
        points=_points(blocks),
        helplines=[_line(number) for number in here],
        elsewhere=_elsewhere(side.opposite, there),
        places=_places(region, session.scalars(pair_of(region.key)).first()),
        territory={"key": region.key, "name": region.full_name},
        contact=strip.contact if strip else None,
        strip=[*_strip(content, side), *([strip.mark] if strip else [])],
        address=f"{base_url}/e/{edition_code(fingerprint, region, form, strip.key if strip else '')}",
        code=material_code,
        version=number,
        review_by=review_by.isoformat() if review_by else "",
        alt=words["picture" if picture else "alt"],
        picture=picture,
    )


def review_of(text: date | None, numbers: Iterable[FactVersion]) -> date | None:
    """When a sheet is to be reviewed: as its text, or as the first of its numbers; a draft has no date (law 10)."""
    return min([text, *(number.review_by for number in numbers if number.review_by)]) if text else None


def _words(blocks: list[dict[str, Any]], kind: str) -> Both:
    found = next((block for block in blocks if block["kind"] == kind), {"en": "", "es": ""})
    return Both(en=found["en"], es=found["es"])


def _picture(content: dict[str, Any]) -> Picture | None:
    """The copy for use of the image that the content pins, by its hash; the bytes stay in the store."""
    block = next((block for block in content["blocks"] if block["kind"] == "picture"), None)
    if block is None:
        return None
    version = shown_image(block)
    file = file_of(version)
    if file is None:
        raise Refused(misfit(version))
    return Picture(sha256=file.copy_sha256, width=file.facts["width"], height=file.facts["height"])


def _points(blocks: list[dict[str, Any]]) -> list[Point]:
    points = [block for block in blocks if block["kind"] in ("point", "fact")]
    return [
        Point(en=block["en"], es=block["es"], pictogram=block["pictogram"], slot=f"point-{n}")
        for n, block in enumerate(points, 1)
    ]


def numbers(side: Side, on: date) -> tuple[list[FactVersion], list[FactVersion]]:
    """Numbers valid here, emergency first, and numbers valid only in the other country; none that is on hold here."""
    numbers = sorted(session.scalars(helplines(on, side)), key=lambda number: not number.is_emergency)
    here = [number for number in numbers if number.fact.territory.covers(side)][:MOST_HELPLINES]
    there = [number for number in numbers if not number.fact.territory.covers(side)][:MOST_ELSEWHERE]
    return here, there


def _elsewhere(side: Side, numbers: list[FactVersion]) -> Elsewhere | None:
    """The other country's numbers, under that country's name."""
    lines = [_line(number, is_short=True) for number in numbers]
    return Elsewhere(country=side.value, lines=lines) if lines else None


def _line(number: FactVersion, is_short: bool = False) -> Helpline:
    """A number of the other country has one line for all: its name without the note."""
    note = Both(en="", es="") if is_short else _both(number.note)
    return Helpline(number=number.dial, name=_both(number.name), note=note, emergency=number.is_emergency)


def _both(pair: Bilingual) -> Both:
    return Both(en=pair.en, es=pair.es)


def in_region(sheet: Sheet, region: Region, pair: SisterPair | None, code: str) -> Sheet:
    """The same text in another region of the same country, under the code that it has there."""
    names = {"key": region.key, "name": region.full_name}
    address = f"{sheet['address'].rpartition('/')[0]}/{code}"
    return cast(Sheet, {**sheet, "places": _places(region, pair), "territory": names, "address": address})


def _places(region: Region, pair: SisterPair | None) -> Places:
    """The city of the sister pair and its twin; a region without one stands alone."""
    if pair is None:
        return Places(near=region.name, far="")
    return Places(near=pair.city(region.country), far=pair.city(region.country.opposite))


def _strip(content: dict[str, Any], side: Side) -> list[Mark]:
    """The governments' marks, the territory's own first (law 20)."""
    marks = sorted(content["marks"], key=lambda mark: mark["side"] != side.value)
    return [Mark(mark=mark["side"], name=mark["name"]) for mark in marks]
