"""The blueprint of materials; its pages for lists, texts and files lie in several files."""

from campaign.web import Blueprint

materials = Blueprint("materials", __name__, url_prefix="/materials")
