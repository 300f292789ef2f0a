"""The blueprint of kits; what people work on and what the public reads stand in files of their own."""

from campaign.web import Blueprint

kits = Blueprint("kits", __name__, url_prefix="/kits")
