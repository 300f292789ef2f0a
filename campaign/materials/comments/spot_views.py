"""The page of a comment on a spot: first the sheet to point at, then the words, with the spot in the address."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import Side
from campaign.forms import clean
from campaign.i18n import _, current
from campaign.materials.blueprint import materials
from campaign.materials.comments import actions, spots
from campaign.materials.comments.forms import SpotForm
from campaign.materials.comments.models import Comment, Spot
from campaign.materials.comments.pages import SheetPage, page_of, pages_of
from campaign.materials.comments.showing import open_threads, spot_words
from campaign.materials.comments.views import place_of, title_of
from campaign.materials.models import Version
from campaign.permissions import comment_on_sheet, see_version
from campaign.regions.models import Region
from campaign.web import me

Sheets = dict[Side, Region]


@materials.form("/versions/<id:version>/spot", allow=comment_on_sheet, see=see_version)
def spot(version: Version) -> Response | tuple[str, int]:
    """Works without a script: the picture is a button that says where it was pressed, and a list of areas does the
    same for whoever has no pointer."""
    sheets = spots.sheets(version.material, me())
    country = next((side for side in sheets if side.value == request.args.get("country")), next(iter(sheets), None))
    if country is None:
        abort(404)
    page = page_of(version, clean(request.args.get("page"))[:100])
    if request.method == "GET" and (point := spots.pressed(request.args, page)):
        x, y = point
        return redirect(url_for(".spot", version=version.id, country=country.value, page=page.key, x=x, y=y), 303)
    if (point := spots.chosen(request.args)) is None:
        return _point_at(version, country, page, sheets)
    return _say(Spot(version, country, *point, page), sheets)


def _point_at(version: Version, country: Side, shown: SheetPage, sheets: Sheets) -> tuple[str, int]:
    is_missing = request.method == "POST" or "area" in request.args
    page = render_template(
        "materials/comments/point.html",
        version=version,
        country=country,
        sheets=sheets,
        open=open_threads(version.material, me()),
        shown=shown,
        pages=pages_of(version),
        sizes=[(width, shown.tall(width)) for width in spots.WIDTHS],
        areas=spots.AREAS,
        is_missing=is_missing,
    )
    return page, 422 if is_missing else 200


def _say(spot: Spot, sheets: Sheets) -> Response | tuple[str, int]:
    material = spot.version.material
    form = SpotForm(actions.choices(material, me()))
    written: list[Comment] = []
    if form.validate_on_submit() and form.carried_out(lambda: written.append(_write(spot, form))):
        flash(_("The comment is kept."), "good")
        return redirect(place_of(written[0]), 303)
    page = render_template(
        "materials/comments/spot.html",
        form=form,
        spot=spot,
        region=sheets[spot.country],
        where=spot_words(spot),
        title=_("Comment on a spot"),
        subtitle=f"{material.code} {title_of(material)}",
        submit_label=_("Keep the comment"),
        cancel_url=url_for(".comments", material=material.id),
    )
    return page, form.status


def _write(spot: Spot, form: SpotForm) -> Comment:
    return actions.write(spot.version.material, form.text.data, spot, form.audience.data, current(), me(), now())
