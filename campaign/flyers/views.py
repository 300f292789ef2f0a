"""Pages of flyers on paper: which are in force here, the picture of the page, and the file to print for a region."""

from collections.abc import Sequence

import flask
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import Side, session, unlocked
from campaign.errors import Refused
from campaign.flyers import actions
from campaign.flyers.asked import asked_place, asked_region, asked_view, config
from campaign.flyers.batches.choices import EVERY, PLAIN, choices
from campaign.flyers.batches.partners import PartnerChoice, partners_for
from campaign.flyers.blueprint import flyers
from campaign.flyers.formats import Format, layouts_of, offered, papers
from campaign.flyers.models import Edition, editions_of
from campaign.flyers.outputs.actions import PLANS
from campaign.flyers.page_views import shown
from campaign.flyers.profiles.models import in_use
from campaign.flyers.room import forms_with_room
from campaign.flyers.stock.standing import replaced
from campaign.flyers.strips import offer
from campaign.flyers.visits.models import Visit, by_edition, of_versions
from campaign.flyers.visits.reading import read
from campaign.flyers.words import layout_words, legend
from campaign.forms import clean
from campaign.holds.models import Hold, holds_around
from campaign.i18n import _
from campaign.materials.finding import marks_of, titled
from campaign.materials.lists import bare
from campaign.materials.models import (
    IS_FLYER,
    Material,
    Version,
    newest_versions,
    on_paper_in,
    versions_of,
    visible_to,
)
from campaign.materials.regions import regions_of
from campaign.paging import paged
from campaign.paper.layouts import LAYOUTS
from campaign.permissions import (
    edit_material,
    fetch_edition,
    print_flyer,
    read_flyers,
    read_holds,
    see_draft,
    see_edition,
    see_flyer,
)
from campaign.regions.models import find
from campaign.web import download, me


@flyers.get("/", allow=read_flyers)
def index() -> str:
    """For print staff what is in force on their side, on hold or not; for others what they see as materials."""
    user, words = me(), clean(request.args.get("q"))
    query = on_paper_in(user.side) if user.is_printer and user.side else visible_to(user).where(IS_FLYER)
    page = paged(titled(bare(query), words, marks_of(user)), 24)
    newest = {v.material_id: v for v in session.scalars(newest_versions([m.id for m in page.items]))}
    return render_template("flyers/index.html", page=page, newest=newest, words=words)


@flyers.get("/<id:material>", allow=see_flyer, see=see_flyer)
def show(material: Material) -> str:
    """Where it may be printed: choose a region, prepare the sheet, fetch the file."""
    side, words = me().side, clean(request.args.get("q"))
    versions = list(session.scalars(versions_of(material.id)))
    printable = {s: actions.first_in_force(versions, s, now()) for s in Side}
    editions = session.scalars(editions_of([v.id for v in versions])).all()
    visits = of_versions([v.id for v in versions], side)
    own = [region for region in session.scalars(regions_of(material)) if region.country is side]
    here = printable.get(side) if side else None
    forms = papers(offered(here)) if here else []
    mine = offer(me(), side, now().date()) if here and side else None
    partners = partners_for(me(), now().date(), mine) if here else []
    roomy = _roomy(here, partners, forms) if here and partners else []
    found = session.scalars(find(words, country=side.value).limit(20)).all() if words and side else []
    return render_template(
        "flyers/show.html",
        material=material,
        newest=versions[0] if versions else None,
        shown=shown(versions),
        printable=printable,
        papers=forms,
        roomy=roomy,
        roomless=[layout_words(name) for name in layouts_of(forms, roomy)] if partners else [],
        partners=partners,
        plain=PLAIN,
        editions=[edition for edition in editions if side in (edition.country, None) and see_edition(me(), edition)],
        offer=mine,
        regions=own,
        batches=choices(material, own, me()),
        every=EVERY,
        found=found,
        words=words,
        holds=session.scalars(holds_around(material)).all() if read_holds(me()) else [],
        replaced=replaced(versions, now().date()),
        visits=read(visits, now().date()),
        counts={number: int(count) for number, count in session.execute(by_edition(visits))},
    )


def _roomy(version: Version, partners: Sequence[PartnerChoice], forms: Sequence[Format]) -> list[Format]:
    """In which of these a partner has room beside the text, whoever it is. A picture that cannot be read is said where
    the sheet is made."""
    try:
        return forms_with_room(actions.version_sheet(version, partners[0].places[0].region, config(), now()), forms)
    except Refused:
        return []


@flyers.post("/<id:material>/submit", allow=edit_material, see=see_draft)
def submit(material: Material) -> Response | tuple[str, int]:
    """Send the draft to the countries that must clear it; what is wrong is said on the editor's page."""
    if not material.is_flyer:
        return redirect(url_for("reviews.send", material=material.id), 307)
    regions = {region.country: region for region in reversed(session.scalars(regions_of(material)).all())}
    try:
        with unlocked():
            actions.try_on(material, regions, config(), now())
        version = actions.submit(material, regions, config(), me(), now())
    except Refused as refused:
        session.rollback()
        flask.flash(refused.message, "bad")
        return redirect(url_for("materials.edit", material=material.id), 303)
    session.commit()
    flask.flash(_("Version %(n)s is sent. Its text is frozen; each country decides on it now.", n=version.n), "good")
    return redirect(url_for("materials.show", material=material.id), 303)


@flyers.post("/<id:material>/prepare", allow=print_flyer, see=see_flyer)
def prepare(material: Material) -> Response:
    """The sheet of a region; for a partner who names one of its places, with that on it."""
    place = asked_place()
    region = place.region if place else asked_region()
    if region.country is not me().side:
        raise Refused(_("You print for your own country; %(place)s lies in the other one.", place=region.full_name))
    key = _format_key()
    with unlocked():
        actions.press_ahead(material, region, config(), now(), key=key, place=place)
    edition = actions.prepare(material, region, config(), me(), now(), key, place)
    session.commit()
    return redirect(url_for(".edition", edition=edition.id), 303)


def _format_key() -> str:
    """The key of the format that was chosen; "" where nothing was."""
    paper, look = clean(request.values.get("paper"))[:80], clean(request.values.get("look"))[:20]
    return f"{paper}.{look or 'colour'}" if paper else ""


@flyers.get("/editions/<id:edition>", allow=see_edition, see=see_edition)
def edition(edition: Edition) -> str:
    stopped = actions.stopped(edition, now())
    return render_template(
        "flyers/edition.html",
        edition=edition,
        stopped=stopped,
        is_held=actions.is_held(edition),
        base_url=config().base_url,
        pages=LAYOUTS[edition.layout].pages,
        is_several=edition.layout in PLANS,
        is_pictured=edition.version.shows_images,
        profiles=session.scalars(in_use(edition.country)).all(),
        view=asked_view(),
        legend=legend([edition.layout]),
        holds=_holds(edition),
        visits=read(Visit.edition_id == edition.id, now().date()),
    )


def _holds(edition: Edition) -> list[Hold]:
    """What stops or stopped this sheet in its country: itself, its flyer, and the facts quoted there."""
    found = session.scalars(holds_around(edition.version.material)) if read_holds(me()) else ()
    return [hold for hold in found if hold.country is edition.country and hold.edition_id in (None, edition.id)]


@flyers.get("/editions/<id:edition>/file.pdf", allow=fetch_edition, see=see_edition)
def file(edition: Edition) -> Response:
    return download(actions.fetch(edition, config(), now()), edition.file_name, "application/pdf")
