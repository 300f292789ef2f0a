"""What a request asks of a flyer's pages: the region, the format, the side of the paper."""

import flask
from flask import request

from campaign.config import Config
from campaign.db import session
from campaign.errors import Refused
from campaign.flyers.formats import Format, format_of
from campaign.forms import clean
from campaign.i18n import _
from campaign.paper.layouts import LAYOUTS
from campaign.paper.preview import VIEWS
from campaign.partners.places.models import Place
from campaign.permissions import stand_on_sheet
from campaign.regions.models import Region
from campaign.web import me


def config() -> Config:
    """The settings of this installation."""
    found: Config = flask.current_app.extensions["campaign"]
    return found


def asked_region() -> Region:
    key = clean(request.values.get("region"))[:20]
    region = session.get(Region, key)
    if region is None:
        raise Refused(_("There is no region “%(key)s”. Choose one from the list.", key=key))
    return region


def asked_place() -> Place | None:
    """The place that a partner puts on the sheet; None where the form asks for none."""
    key = clean(request.form.get("place"))[:20]
    if not key:
        return None
    place = session.get(Place, int(key)) if key.isascii() and key.isdecimal() and len(key) < 10 else None
    if place is None or not stand_on_sheet(me(), place):
        raise Refused(_("Choose one of the places of your own organization."))
    return place


def asked_format() -> Format | None:
    """`?format=letter-trifold.letter.ink`; None for what is no format of ours."""
    return format_of(clean(request.args.get("format"))[:100])


def asked_page(form: Format) -> int:
    """`?side=2` is the back."""
    return asked_page_of(request.args.get("side", ""), form.layout)


def asked_page_of(side: str, layout: str) -> int:
    """Counted from 0; what this layout does not have is the front."""
    number = int(side) if side.isascii() and side.isdecimal() and len(side) < 3 else 1
    return number - 1 if 1 <= number <= LAYOUTS[layout].pages else 0


def asked_view() -> str:
    """`?view=lines` or `?view=grey`; whatever else is asked for is the page as it is printed."""
    view = request.args.get("view", "")
    return view if view in VIEWS else VIEWS[0]
