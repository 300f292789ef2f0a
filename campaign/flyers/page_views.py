"""The pages of a flyer to look at, draft or not: the PDF, and a picture of the very PDF."""

from collections.abc import Callable, Sequence

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import session
from campaign.flyers import actions
from campaign.flyers.asked import asked_format, asked_page, asked_page_of, asked_region, asked_view, config
from campaign.flyers.blueprint import flyers
from campaign.flyers.formats import Format, of_draft, offered
from campaign.flyers.models import Edition
from campaign.flyers.press import NotPrintable
from campaign.flyers.press import picture as page_picture
from campaign.materials.models import Material, Version, versions_of
from campaign.permissions import see_draft, see_edition, see_flyer, see_version
from campaign.web import download, me

WIDTH, SMALL = 800, 144  # pixels of the picture of a page, and of the one in a list
Made = tuple[bytes, Format]


@flyers.get("/<id:material>/page.pdf", allow=see_flyer, see=see_flyer)
def page(material: Material) -> Response:
    """The page as it stands, draft or not, to look at; it opens in the browser."""
    return download(_made(material)[0], f"{material.code}.pdf", "application/pdf", inline=True)


@flyers.get("/<id:material>/page.webp", allow=see_flyer, see=see_flyer)
def picture(material: Material) -> Response:
    return _picture(lambda: _made(material))


@flyers.get("/versions/<id:version>/page.webp", allow=see_version, see=see_version)
def version_picture(version: Version) -> Response:
    return _picture(lambda: _of_version(version))


@flyers.get("/versions/<id:version>/page.pdf", allow=see_version, see=see_version)
def version_page(version: Version) -> Response:
    name = f"{version.material.code}-v{version.n}.pdf"
    return download(_of_version(version)[0], name, "application/pdf", inline=True)


@flyers.get("/editions/<id:edition>/page.webp", allow=see_edition, see=see_edition)
def edition_picture(edition: Edition) -> Response:
    """A picture of the very file; refused with the reason once that is not to be printed any more."""
    pdf = actions.fetch(edition, config(), now())
    page = asked_page_of(request.args.get("side", ""), edition.layout)
    made = page_picture(pdf, config().data / "made", WIDTH, page, edition.format, asked_view())
    return download(made, "page.webp", "image/webp", inline=True)


def _picture(make: Callable[[], Made]) -> Response:
    """A picture of the very PDF; where the text does not fit, a small picture that says so."""
    try:
        pdf, form = make()
    except NotPrintable as error:
        return download(_say(error.message), "page.svg", "image/svg+xml", inline=True)
    width = SMALL if "small" in request.args else WIDTH
    made = page_picture(pdf, config().data / "made", width, asked_page(form), form, asked_view())
    return download(made, "page.webp", "image/webp", inline=True)


def _made(material: Material) -> Made:
    """The working text for who may see it, where it differs or in a layout that is not offered yet; else the version
    that is this person's to see."""
    version, asked = shown(session.scalars(versions_of(material.id)).all()), asked_format()
    is_new = asked is not None and (version is None or asked.layout not in offered(version))
    if see_draft(me(), material) and (material.has_draft or is_new):
        form = asked or of_draft(material)
        return actions.draft_pdf(material, asked_region(), config(), now(), form=form), form
    if version is None:
        asked_region()
        abort(404)
    return _of_version(version)


def _of_version(version: Version) -> Made:
    """Only in the layouts with which it is cleared; what comes as files has no sheet."""
    if not version.material.is_flyer:
        abort(404)
    asked = asked_format()
    form = asked if asked and asked.layout in offered(version) else actions.shown_format(version)
    return actions.version_pdf(version, asked_region(), config(), now(), form=form), form


def shown(versions: Sequence[Version]) -> Version | None:
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
