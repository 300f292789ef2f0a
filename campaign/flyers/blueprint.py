"""The blueprint of flyers, for their pages and those of the names on them."""

from campaign.web import Blueprint

flyers = Blueprint("flyers", __name__, url_prefix="/flyers")
