"""The blueprint of rights; the pages of licences, consents and seals lie in folders of their own."""

from campaign.web import Blueprint

rights = Blueprint("rights", __name__, url_prefix="/rights")
