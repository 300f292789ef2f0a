"""The one blueprint of people, for its files of views."""

from campaign.web import Blueprint

people = Blueprint("people", __name__, url_prefix="/people")
