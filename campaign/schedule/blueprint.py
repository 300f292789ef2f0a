"""The blueprint of the schedule, for all of its pages."""

from campaign.web import Blueprint

schedule = Blueprint("schedule", __name__, url_prefix="/schedule")
