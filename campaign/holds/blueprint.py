"""The blueprint of holds, for their pages and those of corrections."""

from campaign.web import Blueprint

holds = Blueprint("holds", __name__, url_prefix="/holds")
