"""The blueprint of clearance; its pages for versions and for facts lie in two files."""

from campaign.web import Blueprint

clearance = Blueprint("clearance", __name__, url_prefix="/clearance")
