"""The blueprint of reviews; its pages for steps, routes and deputies lie in three files."""

from campaign.web import Blueprint

reviews = Blueprint("reviews", __name__, url_prefix="/reviews")
