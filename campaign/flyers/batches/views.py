"""Pages of a batch: the table that is looked at before, asking for the sheets, and the archive of all of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import IO

import flask
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import session, unlocked
from campaign.flyers import actions
from campaign.flyers.asked import config
from campaign.flyers.batches import actions as batches
from campaign.flyers.batches.archive import packed
from campaign.flyers.batches.choices import Asked, asked, regions_for
from campaign.flyers.batches.partners import PartnerChoice, partners_for
from campaign.flyers.batches.spots import spots_in
from campaign.flyers.batches.table import Row, State, roomless, table
from campaign.flyers.batches.words import BADGES, STATES
from campaign.flyers.blueprint import flyers
from campaign.flyers.formats import Format, offered
from campaign.flyers.words import format_words, layout_words, look_words, size_words
from campaign.i18n import _, _n
from campaign.jobs.models import Job
from campaign.materials.models import Material
from campaign.paging import page_of
from campaign.partners.places.models import Place
from campaign.permissions import fetch_batch, print_flyer, see_flyer, see_job
from campaign.web import download, me
from campaign.web import table as as_csv

ROWS = 200  # of one page
MANY = 24


@flyers.get("/<id:material>/batch-table", allow=print_flyer, see=see_flyer)
def batch_table(material: Material) -> str | Response:
    """Before anything is made: what can be printed where, and what is missing. The address is the whole choice."""
    choice = asked()
    if "csrf_token" in request.args:  # of the form that led here; it has no place in an address
        return redirect(url_for(".batch_table", material=material.id, **choice.fields), 303)
    forms, rows, named = _looked(material, choice)
    page = page_of(len(rows), ROWS, lambda most, start: rows[start : start + most])
    mine = [row for row in rows if row.region.country is me().side]
    return render_template(
        "flyers/batch_table.html",
        material=material,
        choice=choice,
        forms=forms,
        page=page,
        groups=_by_state(page.items),
        sums=_sums,
        counts=Counter(cell.state for row in mine for cell in row.there),
        sheets=len(batches.parts_of(mine)),
        cells=sum(len(row.there) for row in mine),
        regions=len({row.region.key for row in rows}),
        partners=[one for one in named if any(row.spot.place in one.places for row in rows)],
        absent=[one for one in named if not any(row.spot.place in one.places for row in rows)],
        roomless=[format_words(Format(form.layout, form.size)) for form in roomless(forms, rows)],
        states=STATES,
        badges=BADGES,
        order=list(State),
    )


def _by_state(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Folded state by state where it would be a long way down on a phone; a short table stays whole."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.region.state_name, []).append(row)
    return list(groups.items()) if len(rows) > MANY and len(groups) > 1 else []


def _sums(rows: Sequence[Row]) -> list[tuple[State, int]]:
    counts = Counter(cell.state for row in rows for cell in row.there)
    return [(state, counts[state]) for state in State if counts[state]]


@flyers.get("/<id:material>/batch-table.csv", allow=print_flyer, see=see_flyer)
def batch_csv(material: Material) -> Response:
    """The same, whole, one line for each cell."""
    _formats, rows, _named = _looked(material, asked())
    header = (
        _("Flyer"),
        _("Code of the region"),
        _("Region"),
        _("Layout"),
        _("Paper"),
        _("Look"),
        _("State"),
        _("Reason"),
        _("Code on the sheet"),
        _("Partner"),
        _("Place"),
    )
    return as_csv(f"{material.code}-sheets.csv", header, _lines(material, rows))


def _lines(material: Material, rows: Sequence[Row]) -> Iterator[Sequence[str]]:
    for row in rows:
        stands = (row.spot.place.organization.name, row.spot.place.name) if row.spot.place else ("", "")
        for cell in row.there:
            form, code = cell.form, cell.edition.code if cell.edition else ""
            paper = (layout_words(form.layout), size_words(form.paper), look_words(form.look))
            place = (material.code, row.region.key, row.region.full_name)
            yield (*place, *paper, str(STATES[cell.state.value]), cell.reason, code, *stands)


def _looked(material: Material, choice: Asked) -> tuple[list[Format], list[Row], list[PartnerChoice]]:
    """The columns, the rows, and the partners that were chosen. Where nothing is in force the layouts are those of the
    text of today: the table then says that nothing is."""
    at, versions = now(), actions.versions_in_force(material, now())
    mine = next((version for side, version in versions.items() if side is me().side), None)
    forms = choice.forms((offered(mine) if mine else []) or material.layouts)
    named = _named(choice)
    spots = spots_in(regions_for(material, choice.name, me()), _places(named), choice.is_plain)
    return forms, table(material, versions, spots, forms, config(), at), named


def _named(choice: Asked) -> list[PartnerChoice]:
    return choice.chosen_partners(partners_for(me(), now().date())) if choice.names_partners else []


def _places(named: Sequence[PartnerChoice]) -> list[Place]:
    return [place for one in named for place in one.places]


@flyers.post("/<id:material>/batch", allow=print_flyer, see=see_flyer)
def batch(material: Material) -> Response:
    """The sheets of many regions of the own country, as work in the background; with `fit` only what can be printed."""
    choice = asked()
    job = _what_fits(material, choice) if "fit" in request.form else _all(material, choice)
    session.commit()
    return redirect(url_for("jobs.show", job=job.id), 303)


def _all(material: Material, choice: Asked) -> Job:
    regions = [region for region in regions_for(material, choice.name, me()) if region.country is me().side]
    side = me().side
    version = actions.version_in_force(material, side, now()) if side else None
    forms = choice.offered_forms(offered(version)) if version else []
    parts = batches.all_parts(spots_in(regions, _places(_named(choice)), choice.is_plain), forms, material)
    return actions.ask_batch(material, regions, me(), now(), parts=parts)


def _what_fits(material: Material, choice: Asked) -> Job:
    with unlocked():
        _formats, rows, _partners = _looked(material, choice)
        mine = [row for row in rows if row.region.country is me().side]
        parts, cells = batches.parts_of(mine), sum(len(row.there) for row in mine)
    job = batches.ask_what_fits(material, parts, me(), now())
    if left := cells - len(parts):
        flask.flash(
            _n(
                "%(num)d sheet that cannot be printed is left out.",
                "%(num)d sheets that cannot be printed are left out.",
                left,
            ),
            "info",
        )
    return job


@flyers.get("/batches/<id:job>/sheets.zip", allow=fetch_batch, see=see_job)
def batch_file(job: Job) -> Response:
    """All sheets of a batch that may be printed at this moment, in one archive with its manifest; piece by piece."""
    file = packed(job, config(), now())
    answer = download(b"", f"{job.code}.zip", "application/zip")
    answer.content_length = file.seek(0, 2)
    file.seek(0)
    answer.response = _pieces(file)
    answer.call_on_close(file.close)
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(1 << 18):
            yield part
