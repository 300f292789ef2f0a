"""`flyer list`, `flyer render` and `flyer batch`: the flyers as the screens know them, and their sheets as files."""

import argparse
import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select

from campaign import db
from campaign.clock import now
from campaign.commands import open_installation
from campaign.config import Config
from campaign.db import Side, acting, session
from campaign.errors import Refused
from campaign.flyers import actions as flyers
from campaign.flyers.batches.partners import permitted_places
from campaign.flyers.batches.spots import Spot, spots_in
from campaign.flyers.formats import Format, usual
from campaign.flyers.manifest import Line, Manifest, key_of, line
from campaign.flyers.press import Printer
from campaign.flyers.room import has_room
from campaign.materials.models import IS_FLYER, Material, Version, VersionState, versions_of
from campaign.paper.layouts import LAYOUTS, LOOKS
from campaign.paper.press import Press
from campaign.partners.models import Organization
from campaign.regions.models import Region, RegionSet, find
from campaign.storage import files


def flyer(argv: list[str]) -> int:
    """List the flyers, or write their sheets as files: for one region, or for all regions of a set."""
    parser = argparse.ArgumentParser(prog="campaign flyer", description=flyer.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    every = verbs.add_parser("list", help="code, title, territories and state of every flyer")
    every.add_argument("--json", action="store_true")
    one = verbs.add_parser("render", help="write the PDF of one flyer for one region")
    one.add_argument("--region", required=True, help="US-48141 or MX-02004")
    many = verbs.add_parser("batch", help="write the PDFs of one flyer for all regions of a set, on both sides")
    many.add_argument("--set", required=True, help="border, states or usbhc")
    many.add_argument("--resume", action="store_true", help="keep the files of the manifest that are whole")
    for verb in (one, many):
        verb.add_argument("code", help="F-0001")
        verb.add_argument("--layout", default="", choices=["", *LAYOUTS], metavar="LAYOUT", help=", ".join(LAYOUTS))
        verb.add_argument("--size", default="", help="one of the layout's papers; its first by default")
        verb.add_argument("--look", default="colour", choices=list(LOOKS))
        verb.add_argument("--out", type=Path, default=Path(), help="folder for the PDFs and manifest.csv")
        verb.add_argument(
            "--partner",
            action="append",
            default=[],
            metavar="PARTNER",
            help="number or whole name: the sheets of its places there; may be given again; none: the plain ones too",
        )
    options = parser.parse_args(argv)
    config = open_installation()
    if options.verb == "list":
        return _list_flyers(options.json)
    try:
        return _write(options, config)
    except Refused as refused:
        session.rollback()
        print(refused.message, file=sys.stderr)
        return 1


def _list_flyers(as_json: bool) -> int:
    found = [
        _described(material) for material in session.scalars(select(Material).where(IS_FLYER).order_by(Material.id))
    ]
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for row in found:
        print(f"{row['code']}  {'/'.join(row['territories']):6} {row['state']!s:12} {row['title']['en']}")
    return 0


def _described(material: Material) -> dict[str, Any]:
    """`state` is one word, or one for each country where they differ."""
    newest = session.scalars(versions_of(material.id)).first()
    states = {side.value: _state(material, newest, side) for side in material.territory.sides}
    return {
        "code": material.code,
        "title": {"en": material.title_en, "es": material.title_es},
        "territories": list(states),
        "state": next(iter(states.values())) if len(set(states.values())) == 1 else states,
    }


def _state(material: Material, newest: Version | None, side: Side) -> str:
    if flyers.version_in_force(material, side, now()):
        return "in_force"
    if material.is_held(side):
        return "on_hold"
    if newest is None or newest.state in (VersionState.changes_requested, VersionState.refused):
        return "draft"
    if newest.state is VersionState.in_force:
        return "expired"
    return str(newest.state.value)


def _write(options: argparse.Namespace, config: Config) -> int:
    """One file for each region and one line for each in the manifest; a batch goes on after what cannot be made."""
    material, regions = _material(options.code), list(_regions(options))
    form = _format(options, material)
    spots = _spots(options.partner, regions, form)
    manifest = Manifest(options.out)
    whole = manifest.whole() if options.verb == "batch" and options.resume else {}
    failed = 0
    with Press() as printer:
        for n, spot in enumerate(spots, 1):
            if key_of(_line(material, spot, form)) in whole:
                continue
            try:
                name, pdf = _made(material, spot, form, config, printer)
            except Refused as refused:
                session.rollback()
                if options.verb == "render":
                    raise
                failed += 1
                manifest.note(_line(material, spot, form, reason=refused.message))
                print(f"{n}/{len(spots)} {spot.region.key}: {refused.message}", file=sys.stderr, flush=True)
                continue
            files.write(options.out / name, pdf)
            manifest.note(_line(material, spot, form, name, sha256(pdf).hexdigest()))
            print(options.out / name, flush=True)
    return 1 if failed else 0


def _line(material: Material, spot: Spot, form: Format, name: str = "", digest: str = "", reason: str = "") -> Line:
    return line(material.code, spot.region.key, form, spot.place, name, digest, reason)


def _spots(wanted: list[str], regions: list[Region], form: Format) -> list[Spot]:
    """One sheet for each region, and with partners one for each of their places there."""
    named = [_organization(name) for name in wanted if name != "none"]
    if named and not has_room(form):
        raise Refused(f"{form.layout} has no room for a partner.")
    sides = sorted({region.country for region in regions}, key=lambda side: side.value)
    places = [place for one in named for side in sides for place in permitted_places(one, side, now().date())]
    found = spots_in(regions, places, is_plain=len(named) < len(wanted) or not wanted)
    if not found:
        raise Refused("None of these partners may be printed there: no place in use, no accreditation, or no logo.")
    return found


def _organization(name: str) -> Organization:
    """By its number, as its page's address has it, or by its whole name where only one has it."""
    number = int(name) if name.isascii() and name.isdecimal() and len(name) < 10 else None
    query = select(Organization).where(Organization.id == number if number is not None else Organization.name == name)
    found = session.scalars(query).all()
    if len(found) != 1:
        raise Refused(f"There is no partner {name}." if not found else f"{name} has two numbers; give one of them.")
    return found[0]


def _material(code: str) -> Material:
    number = code.upper().removeprefix("F-")
    material = session.get(Material, int(number)) if number.isdecimal() and len(number) < 19 else None
    if material is None or not material.is_flyer:
        raise Refused(f"There is no flyer {code}.")
    return material


def _format(options: argparse.Namespace, material: Material) -> Format:
    layout = LAYOUTS[options.layout or usual(material.layouts).layout]
    if options.size and options.size not in [size.name for size in layout.sizes]:
        raise Refused(f"{layout.name} has these sizes: {', '.join(size.name for size in layout.sizes)}.")
    return Format(layout.name, options.size or layout.sizes[0].name, options.look)


def _regions(options: argparse.Namespace) -> Iterator[Region]:
    if options.verb == "render":
        region = session.get(Region, options.region)
        if region is None:
            raise Refused(f"There is no region {options.region}.")
        yield region
    elif session.get(RegionSet, options.set) is None:
        raise Refused(f"There is no region set {options.set}.")
    else:
        yield from session.scalars(find(set_key=options.set)).all()


def _made(material: Material, spot: Spot, form: Format, config: Config, printer: Printer) -> tuple[str, bytes]:
    """In force: an edition with its code, as print staff prepare it. Else a draft, marked on the page; a partner stands
    on none."""
    region, place = spot.region, spot.place
    with db.unlocked():
        if place is None and _is_draft(material, region):
            return _draft(material, region, form, config, printer)
        flyers.press_ahead(material, region, config, now(), printer, form.key, place)
    with acting(None, region.country, "flyer.render", now()):
        edition = flyers.prepare(material, region, config, None, now(), form.key, place)
        session.commit()
    return edition.file_name, flyers.fetch(edition, config, now())


def _is_draft(material: Material, region: Region) -> bool:
    return not flyers.version_in_force(material, region.country, now()) and not material.is_held(region.country)


def _draft(material: Material, region: Region, form: Format, config: Config, printer: Printer) -> tuple[str, bytes]:
    newest = session.scalars(versions_of(material.id)).first()
    stem = f"{material.code}-{region.key}-{form.label}"
    if newest is None or material.has_draft:
        return f"{stem}-draft.pdf", flyers.draft_pdf(material, region, config, now(), printer, form)
    return f"{stem}-{newest.short_fingerprint}.pdf", flyers.version_pdf(newest, region, config, now(), printer, form)
