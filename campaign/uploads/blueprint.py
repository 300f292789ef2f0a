"""The blueprint of what is handed in; links without account lie in a folder of their own."""

from campaign.web import Blueprint

uploads = Blueprint("uploads", __name__, url_prefix="/uploads")
