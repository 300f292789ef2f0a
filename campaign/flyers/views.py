"""Pages of flyers on paper: which are in force here, the picture of the page, and the file to print for a region."""

from collections.abc import Callable, Sequence

import flask
from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session, unlocked
from campaign.errors import Refused
from campaign.flyers import actions
from campaign.flyers.blueprint import flyers
from campaign.flyers.models import Edition, batch_regions, editions_of
from campaign.flyers.press import NotPrintable
from campaign.flyers.press import picture as page_picture
from campaign.flyers.stock.standing import replaced
from campaign.forms import clean
from campaign.holds.models import Hold, holds_around
from campaign.i18n import _, current
from campaign.jobs.models import Job
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
from campaign.permissions import (
    edit_material,
    fetch_batch,
    fetch_edition,
    print_flyer,
    read_flyers,
    read_holds,
    see_draft,
    see_edition,
    see_flyer,
    see_job,
    see_version,
)
from campaign.regions.models import Region, counts_of_sets, find, sets
from campaign.web import download, me

WIDTH, SMALL = 800, 144  # pixels of the picture of a page, and of the one in a list


def config() -> Config:
    """The settings of this installation."""
    found: Config = flask.current_app.extensions["campaign"]
    return found


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
    own = [region for region in session.scalars(regions_of(material)) if region.country is side]
    found = session.scalars(find(words, country=side.value).limit(20)).all() if words and side else []
    return render_template(
        "flyers/show.html",
        material=material,
        newest=versions[0] if versions else None,
        shown=_shown(versions),
        printable=printable,
        editions=[edition for edition in editions if edition.country is side or side is None],
        regions=own,
        batches=_batches(material, own),
        found=found,
        words=words,
        holds=session.scalars(holds_around(material)).all() if read_holds(me()) else [],
        replaced=replaced(versions, now().date()),
    )


def _batches(material: Material, own: list[Region]) -> list[tuple[str, str, int]]:
    """The choices of a batch on the reader's side: value, words, how many sheets."""
    side = me().side
    named = {region_set.key: region_set.title.of(current()) for region_set in session.scalars(sets())}
    counts = {(key, country): count for key, country, count in session.execute(counts_of_sets())}
    target = [("target", _("The regions of its campaign"), len(own))] if material.campaign_id else []
    return target + [(key, title, counts.get((key, side), 0) if side else 0) for key, title in named.items()]


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
    region = _region()
    if region.country is not me().side:
        raise Refused(_("You print for your own country; %(place)s lies in the other one.", place=region.full_name))
    with unlocked():
        actions.press_ahead(material, region, config(), now())
    edition = actions.prepare(material, region, config(), me(), now())
    session.commit()
    return redirect(url_for(".edition", edition=edition.id), 303)


@flyers.post("/<id:material>/batch", allow=print_flyer, see=see_flyer)
def batch(material: Material) -> Response:
    """The sheets of many regions of the own country, as work in the background."""
    name, side = clean(request.form.get("set"))[:20], me().side
    chosen = [region for region in session.scalars(batch_regions(material, name)) if region.country is side]
    job = actions.ask_batch(material, chosen, me(), now())
    session.commit()
    return redirect(url_for("jobs.show", job=job.id), 303)


@flyers.get("/batches/<id:job>/sheets.zip", allow=fetch_batch, see=see_job)
def batch_file(job: Job) -> Response:
    """All sheets of a batch that may be printed at this moment, in one archive with its manifest."""
    archive = actions.archive(job, config(), now())
    return download(archive, f"{job.code}.zip", "application/zip")


def _region() -> Region:
    key = clean(request.values.get("region"))[:20]
    region = session.get(Region, key)
    if region is None:
        raise Refused(_("There is no region “%(key)s”. Choose one from the list.", key=key))
    return region


@flyers.get("/editions/<id:edition>", allow=see_edition, see=see_edition)
def edition(edition: Edition) -> str:
    stopped = actions.stopped(edition, now())
    return render_template(
        "flyers/edition.html",
        edition=edition,
        stopped=stopped,
        is_held=actions.is_held(edition),
        base_url=config().base_url,
        holds=_holds(edition),
    )


def _holds(edition: Edition) -> list[Hold]:
    """What stops or stopped this sheet in its country: itself, its flyer, and the facts quoted there."""
    found = session.scalars(holds_around(edition.version.material)) if read_holds(me()) else ()
    return [hold for hold in found if hold.country is edition.country and hold.edition_id in (None, edition.id)]


@flyers.get("/editions/<id:edition>/file.pdf", allow=fetch_edition, see=see_edition)
def file(edition: Edition) -> Response:
    return download(actions.fetch(edition, config(), now()), edition.file_name, "application/pdf")


@flyers.get("/<id:material>/page.pdf", allow=see_flyer, see=see_flyer)
def page(material: Material) -> Response:
    """The page as it stands, draft or not, to look at; it opens in the browser."""
    return download(_pdf(material), f"{material.code}.pdf", "application/pdf", inline=True)


@flyers.get("/<id:material>/page.webp", allow=see_flyer, see=see_flyer)
def picture(material: Material) -> Response:
    return _picture(lambda: _pdf(material))


@flyers.get("/versions/<id:version>/page.webp", allow=see_version, see=see_version)
def version_picture(version: Version) -> Response:
    _is_on_paper(version)
    region = _region()
    return _picture(lambda: actions.version_pdf(version, region, config(), now()))


def _picture(make: Callable[[], bytes]) -> Response:
    """A picture of the very PDF; where the text does not fit, a small picture that says so."""
    try:
        pdf = make()
    except NotPrintable as error:
        return download(_say(error.message), "page.svg", "image/svg+xml", inline=True)
    width = SMALL if "small" in request.args else WIDTH
    return download(page_picture(pdf, config().data / "made", width), "page.webp", "image/webp", inline=True)


@flyers.get("/versions/<id:version>/page.pdf", allow=see_version, see=see_version)
def version_page(version: Version) -> Response:
    _is_on_paper(version)
    pdf = actions.version_pdf(version, _region(), config(), now())
    return download(pdf, f"{version.material.code}-v{version.n}.pdf", "application/pdf", inline=True)


def _is_on_paper(version: Version) -> None:
    """What comes as files has no sheet."""
    if not version.material.is_flyer:
        abort(404)


def _pdf(material: Material) -> bytes:
    """The working text for who may see it, else the version that is this person's to see."""
    region = _region()
    if see_draft(me(), material) and material.has_draft:
        return actions.draft_pdf(material, region, config(), now())
    version = _shown(session.scalars(versions_of(material.id)).all())
    if version is None:
        abort(404)
    return actions.version_pdf(version, region, config(), now())


def _shown(versions: Sequence[Version]) -> Version | None:
    """The newest of those that this person may read; print staff see what is, or was last, in force (law 7)."""
    seen = [version for version in versions if see_version(me(), version)]
    return next(iter(seen or [version for version in versions if version.in_force_at]), None)


def _say(message: str) -> bytes:
    """A page-shaped picture with a sentence, for where the page's own picture would stand."""
    svg: str = render_template("flyers/unprintable.svg", lines=_lines(message))
    return svg.encode()


def _lines(message: str, width: int = 38) -> list[str]:
    lines = [""]
    for word in message.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:16]
