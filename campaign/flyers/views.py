"""Pages of flyers on paper: which are in force here, the picture of the page, and the file to print for a region."""

from collections.abc import Callable, Sequence

import flask
from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.flyers import actions
from campaign.flyers.models import Edition, editions_of
from campaign.flyers.press import NotPrintable
from campaign.flyers.press import picture as page_picture
from campaign.forms import clean
from campaign.i18n import _
from campaign.materials.models import (
    Material,
    Version,
    in_force_for,
    newest_versions,
    regions_of,
    titled,
    versions_of,
    visible_to,
)
from campaign.permissions import (
    edit_material,
    fetch_edition,
    print_flyer,
    read_flyers,
    see_draft,
    see_edition,
    see_flyer,
    see_version,
)
from campaign.regions.models import Region, find
from campaign.web import Blueprint, download, me, paged

flyers = Blueprint("flyers", __name__, url_prefix="/flyers")
WIDTH = 800  # pixels of the picture of a page


def config() -> Config:
    """The settings of this installation."""
    found: Config = flask.current_app.extensions["campaign"]
    return found


@flyers.get("/", allow=read_flyers)
def index() -> str:
    """For print staff what is in force on their side; for others what they see as materials."""
    user, words = me(), clean(request.args.get("q"))
    query = in_force_for(user.side) if user.is_printer and user.side else visible_to(user)
    page = paged(titled(query, words), 24)
    newest = {v.material_id: v for v in session.scalars(newest_versions([m.id for m in page.items]))}
    return render_template("flyers/index.html", page=page, newest=newest, words=words)


@flyers.get("/<id:material>", allow=see_flyer, see=see_flyer)
def show(material: Material) -> str:
    """Where it may be printed: choose a region, prepare the sheet, fetch the file."""
    side, words = me().side, clean(request.args.get("q"))
    versions = list(session.scalars(versions_of(material.id)))
    printable = {s: actions.version_in_force(material, s, now()) for s in Side}
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
        found=found,
        words=words,
    )


@flyers.post("/<id:material>/submit", allow=edit_material, see=see_draft)
def submit(material: Material) -> Response | tuple[str, int]:
    """Send the draft to the countries that must clear it; what is wrong is said on the editor's page."""
    regions = {region.country: region for region in reversed(session.scalars(regions_of(material)).all())}
    try:
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
    edition = actions.prepare(material, region, config(), me(), now())
    session.commit()
    return redirect(url_for(".edition", edition=edition.id), 303)


def _region() -> Region:
    key = clean(request.values.get("region"))[:20]
    region = session.get(Region, key)
    if region is None:
        raise Refused(_("There is no region “%(key)s”. Choose one from the list.", key=key))
    return region


@flyers.get("/editions/<id:edition>", allow=see_edition, see=see_edition)
def edition(edition: Edition) -> str:
    try:
        stopped = actions.stopped(edition, config(), now())
    except NotPrintable as error:
        stopped = error.message
    return render_template("flyers/edition.html", edition=edition, stopped=stopped, base_url=config().base_url)


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
    region = _region()
    return _picture(lambda: actions.version_pdf(version, region, config(), now()))


def _picture(make: Callable[[], bytes]) -> Response:
    """A picture of the very PDF; where the text does not fit, a small picture that says so."""
    try:
        pdf = make()
    except NotPrintable as error:
        return download(_say(error.message), "page.svg", "image/svg+xml", inline=True)
    return download(page_picture(pdf, config().data / "made", WIDTH), "page.webp", "image/webp", inline=True)


@flyers.get("/versions/<id:version>/page.pdf", allow=see_version, see=see_version)
def version_page(version: Version) -> Response:
    pdf = actions.version_pdf(version, _region(), config(), now())
    return download(pdf, f"{version.material.code}-v{version.n}.pdf", "application/pdf", inline=True)


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
