"""The blueprint of partners; the pages of what hangs on an organization lie in folders of their own."""

from campaign.web import Blueprint

partners = Blueprint("partners", __name__, url_prefix="/partners")
