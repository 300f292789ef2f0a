"""The blueprint of flyers, for their pages, those of the names on them and of copies of replaced ones."""

from campaign.web import Blueprint

flyers = Blueprint("flyers", __name__, url_prefix="/flyers")
