"""Sending a flyer to be cleared when it fits on paper, and making the editions that print staff print."""

import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from hashlib import sha256

from campaign.accounts.models import User, country_phrase
from campaign.clearance.in_force import all_in_force, has_rights, held_in, in_force, is_cleared
from campaign.clearance.keys import paused
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import NotAllowed, Refused
from campaign.facts.clearable import freeze
from campaign.facts.models import FactVersion
from campaign.flyers.formats import Format, chosen, of_draft, offered, papers, part_key, usual
from campaign.flyers.models import Edition, EditionFact, by_code, numbers_of
from campaign.flyers.press import RENDERER, NotPrintable, Printer, findings, press, said
from campaign.flyers.room import check_room
from campaign.flyers.sheet import build, edition_code, numbers, review_of
from campaign.flyers.strips import Strip, Strips, changed, no_permission, strip_of
from campaign.flyers.words import format_words
from campaign.i18n import _
from campaign.jobs import actions as jobs
from campaign.jobs.models import Job
from campaign.materials.checks import problems
from campaign.materials.content import content_of
from campaign.materials.models import Material, Version, blocks_of, versions_of
from campaign.paper.kept import kept
from campaign.paper.layouts import LAYOUTS
from campaign.paper.press import press as print_page
from campaign.paper.sheet import Sheet
from campaign.partners.places.models import Place
from campaign.permissions import print_partner, stand_on_sheet
from campaign.regions.models import Region
from campaign.reviews.actions import send
from campaign.storage import store_of


def draft_pdf(
    material: Material,
    region: Region,
    config: Config,
    at: datetime,
    printer: Printer = kept,
    form: Format | None = None,
) -> bytes:
    """The working text as it would be printed in this region, marked as a draft."""
    form = form or of_draft(material)
    return press(draft_sheet(material, region, form, config, at), config, form, printer)


def draft_sheet(material: Material, region: Region, form: Format, config: Config, at: datetime) -> Sheet:
    """What the working text puts on the paper of this region."""
    content = content_of(material, list(session.scalars(blocks_of(material.id))))
    newest = session.scalars(versions_of(material.id)).first()
    return build(
        content,
        freeze(content)[1],
        region,
        form,
        number=(newest.n if newest else 0) + 1,
        material_code=material.code,
        review_by=None,
        is_draft=True,
        base_url=config.base_url,
        on=at.date(),
    )


def version_pdf(
    version: Version,
    region: Region,
    config: Config,
    at: datetime,
    printer: Printer = kept,
    form: Format | None = None,
) -> bytes:
    """A frozen version as printed in this region; a draft on each page until it is in force there (law 11)."""
    form = form or shown_format(version)
    return press(version_sheet(version, region, config, at, form), config, form, printer)


def shown_format(version: Version) -> Format:
    """The format in which a version is looked at; of an old one whose layouts have all changed, ours of today."""
    return usual(offered(version) or version.material.layouts)


def version_sheet(
    version: Version,
    region: Region,
    config: Config,
    at: datetime,
    form: Format | None = None,
    is_draft: bool | None = None,
    strip: Strip | None = None,
) -> Sheet:
    """What stands on the paper of a frozen version in this region today. `is_draft`: where the caller knows."""
    return build(
        json.loads(version.content),
        version.fingerprint,
        region,
        form or shown_format(version),
        number=version.n,
        material_code=version.material.code,
        review_by=version.review_by,
        is_draft=not in_force(version, region.country, at) if is_draft is None else is_draft,
        base_url=config.base_url,
        on=at.date(),
        strip=strip,
    )


def try_on(material: Material, regions: dict[Side, Region], config: Config, at: datetime) -> None:
    """Make the draft's pages while nothing is locked; `submit` then finds them made. Refused where it does not fit;
    what `submit` refuses for its words is not even drawn."""
    if not material.has_draft or problems(material, list(session.scalars(blocks_of(material.id))), at.date()):
        return
    for side in material.territory.sides:
        if side in regions:
            _try(draft_sheet(material, regions[side], of_draft(material), config, at), material.layouts, config)


def _try(sheet: Sheet, names: Iterable[str], config: Config) -> None:
    """The text goes into every layout that is offered, on each of its papers; the usual page is made."""
    press(sheet, config, usual(names))
    for other in papers(names):
        if found := findings(sheet, other):
            raise NotPrintable(f"{format_words(other)}: {said(found)}")


def submit(material: Material, regions: dict[Side, Region], config: Config, by: User, at: datetime) -> Version:
    """Freeze and send the draft, if its words are right and it fits on the sheet of each country."""
    if missing := [country_phrase(side) for side in material.territory.sides if side not in regions]:
        raise Refused(_("Choose a target region in %(countries)s first.", countries=", ".join(missing)))
    version = send(material, by, at)
    for side in material.territory.sides:
        _try(version_sheet(version, regions[side], config, at), offered(version), config)
    return version


def version_in_force(material: Material, side: Side, at: datetime) -> Version | None:
    """The version that may be printed in this country now."""
    return first_in_force(session.scalars(versions_of(material.id)), side, at)


def versions_in_force(material: Material, at: datetime) -> dict[Side, Version]:
    """The version that may be printed now, of each country that has one."""
    versions = session.scalars(versions_of(material.id)).all()
    found = {side: first_in_force(versions, side, at) for side in Side}
    return {side: version for side, version in found.items() if version}


def first_in_force(versions: Iterable[Version], side: Side, at: datetime) -> Version | None:
    """Of the versions of one flyer, the one that may be printed in this country now."""
    return next((version for version in versions if in_force(version, side, at)), None)


def press_ahead(
    material: Material,
    region: Region,
    config: Config,
    at: datetime,
    printer: Printer = print_page,
    key: str = "",
    place: Place | None = None,
) -> None:
    """Make and store the page of the edition while nothing is locked; `prepare` then finds it there."""
    strip = strip_of(place, at.date()) if place else None
    _version, form, sheet = _sheet_in_force(material, region, key, config, at, strip)
    store_of(config).put(io.BytesIO(press(sheet, config, form, printer)))


def prepare(
    material: Material,
    region: Region,
    config: Config,
    by: User | None,
    at: datetime,
    key: str = "",
    place: Place | None = None,
) -> Edition:
    """Make the edition of the version in force for a region, in the format with this key or the usual one; the same
    one again is the same row with fresh bytes. With a partner's place that lies there it carries that."""
    strip = _strip_by(by, place, region, at)
    version, form, sheet = _sheet_in_force(material, region, key, config, at, strip)
    pdf = press(sheet, config, form)
    code = edition_code(version.fingerprint, region, form, strip.key if strip else "")
    edition = session.scalar(by_code(code)) or Edition(
        code=code, region=region, country=region.country, layout=form.layout, size=form.size, look=form.look
    )
    if edition.is_stopped:
        raise Refused(paused([region.country]))
    edition.version = version  # an older version with the very same content has the same code: it is in force again
    edition.layout_number = LAYOUTS[form.layout].number
    edition.renderer = RENDERER
    edition.sha256 = _kept(pdf, config)
    edition.review_by = date.fromisoformat(sheet["review_by"])
    edition.place, edition.partner_id = place, place.organization_id if place else None
    edition.strip = strip.seal if strip else ""
    edition.made_by_id = by.id if by else None
    edition.made_at = at
    session.add(edition)
    session.flush()
    _note_numbers(edition, at)
    return edition


def ask_batch(
    material: Material,
    regions: Sequence[Region],
    by: User | None,
    at: datetime,
    forms: Sequence[Format] = (),
    parts: Sequence[str] | None = None,
) -> Job:
    """Ask for the sheets of many regions, one part for each in each format; what is refused for one place does not
    stop the others. `parts`: the very sheets, where partners are among them."""
    if not regions:
        raise Refused(_("There is no region to print for in that choice."))
    sides = {region.country for region in regions}
    if not any(version_in_force(material, side, at) for side in sides):
        on_hold = paused([side for side in Side if side in sides and material.is_held(side)])
        raise Refused(on_hold or _("No version of this flyer is in force there, so nothing can be printed."))
    if parts is None:
        parts = [part_key(region.key, form) for region in regions for form in (forms or (None,))]
    if not parts:
        raise Refused(_("None of the partners chosen has a place there, or no layout chosen has room for one."))
    return jobs.ask("flyers.batch", {"material": material.id}, at=at, by=by, parts=parts)


def _strip_by(by: User | None, place: Place | None, region: Region, at: datetime) -> Strip | None:
    """No place stands on a sheet of another region. Its own people put an organization there; planners, print staff
    and the operator (`by` None) where the organization permits its logo."""
    if place is None:
        return None
    is_own = by is not None and stand_on_sheet(by, place)
    if place.region_key != region.key or not (is_own or by is None or print_partner(by, place)):
        raise NotAllowed(_("A sheet carries an organization only with its own place, put there by who may."))
    strip = strip_of(place, at.date())
    if not is_own and not strip.is_permitted:
        raise NotAllowed(no_permission(place.organization, region.country))
    return strip


def _sheet_in_force(
    material: Material, region: Region, key: str, config: Config, at: datetime, strip: Strip | None = None
) -> tuple[Version, Format, Sheet]:
    """What would be printed there now, or the reason why nothing may be."""
    version = version_in_force(material, region.country, at)
    if version is None and material.is_held(region.country):
        raise Refused(paused([region.country]))
    if version is None:
        raise Refused(
            _("No version of this flyer is in force in %(place)s, so it cannot be printed.", place=region.name)
        )
    form = chosen(key, offered(version))
    sheet = version_sheet(version, region, config, at, form, strip=strip)
    if not sheet["helplines"]:
        raise Refused(no_helpline(region.country))
    if strip:
        check_room(sheet, form)
    return version, form, sheet


def _kept(pdf: bytes, config: Config) -> str:
    """The key of these bytes, which are in the store now: mostly since `press_ahead`, so that no lock waits for it."""
    key, store = sha256(pdf).hexdigest(), store_of(config)
    return key if store.exists(key) else store.put(io.BytesIO(pdf))


def _note_numbers(edition: Edition, at: datetime) -> None:
    """Keep which wordings of which numbers stand on this sheet: they lie outside its fingerprint."""
    here, there = numbers(edition.country, at.date())
    wanted = {number.id for number in (*here, *there)}
    before = {row.fact_version_id: row for row in session.scalars(numbers_of([edition.id]))}
    for number, row in before.items():
        row.is_current = number in wanted
    session.add_all(
        EditionFact(edition_id=edition.id, fact_version_id=number) for number in sorted(wanted - before.keys())
    )
    session.flush()


def no_helpline(country: Side) -> str:
    """Every edition carries a number that works where it hangs (law 8)."""
    return _(
        "There is no cleared helpline for %(country)s: a signatory must clear one first.",
        country=country_phrase(country),
    )


def is_held(edition: Edition) -> bool:
    """Whether a hold stands on this very sheet, on its flyer or on a fact that it quotes, in its own country."""
    return edition.is_stopped or edition.country in held_in(edition.version)


def stopped(edition: Edition, at: datetime) -> str:
    """Why this very sheet may not be printed now, in words; '' when it may.

    Numbers and dates lie outside the fingerprint: what was prepared before one of them changed is not printed any more.
    """
    if not is_cleared(edition.version, edition.country, at):
        return _("This flyer is no longer in force here. Do not print it.")
    if is_held(edition):
        return paused([edition.country])
    if not has_rights(edition.version, edition.country, at.date()):
        return _("The right to use a picture on it has ended in this country. Do not print it.")
    here, there = numbers(edition.country, at.date())
    if not here:
        return no_helpline(edition.country)
    if not is_as_prepared(edition, [*here, *there], session.scalars(numbers_of([edition.id]))):
        return _("A number or a date on this sheet has changed since it was prepared. Prepare the sheet again.")
    return changed(edition, at.date())


def printable(editions: Sequence[Edition], side: Side, at: datetime) -> list[Edition]:
    """Of these sheets of one country, those that may be printed now: what `stopped` says, asked of many at once."""
    here, there = numbers(side, at.date())
    if not here or not editions:
        return []
    free = {version.id for version in all_in_force([edition.version for edition in editions], side, at)}
    printed, strips = numbers_on(editions), Strips.seen_on(editions, side, at.date())
    return [
        edition
        for edition in editions
        if edition.version_id in free
        and not edition.is_stopped
        and is_as_prepared(edition, [*here, *there], printed.get(edition.id, ()))
        and not changed(edition, at.date(), strips)
    ]


def numbers_on(editions: Sequence[Edition]) -> dict[int, list[EditionFact]]:
    """The wordings on each of these sheets, by the sheet."""
    found: dict[int, list[EditionFact]] = {}
    ids = [edition.id for edition in editions]
    for start in range(0, len(ids), 5_000):  # a database takes only so many in one question
        for row in session.scalars(numbers_of(ids[start : start + 5_000])):
            found.setdefault(row.edition_id, []).append(row)
    return found


def is_as_prepared(edition: Edition, today: list[FactVersion], rows: Iterable[EditionFact]) -> bool:
    """Whether it would come out the same today: the same numbers, date, layout and renderer. `rows`: its wordings."""
    printed = {row.fact_version_id for row in rows if row.is_current and row.edition_id == edition.id}
    made_by = (edition.layout_number, edition.renderer)
    return (
        printed == {number.id for number in today}
        and edition.review_by == review_of(edition.version.review_by, today)
        and made_by == (LAYOUTS[edition.layout].number, RENDERER)
    )


def fetch(edition: Edition, config: Config, at: datetime) -> bytes:
    """The bytes to print; refused once they are out of date, however old the tab is that asks."""
    if reason := stopped(edition, at):
        raise Refused(reason)
    return store_of(config).read(edition.sha256)
