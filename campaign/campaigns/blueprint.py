"""The blueprint of campaigns, for their pages and those of their tasks."""

from campaign.web import Blueprint

campaigns = Blueprint("campaigns", __name__, url_prefix="/campaigns")
