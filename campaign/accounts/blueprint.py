"""The blueprint of accounts; its pages lie in four files: signing in, resets, the own account, the own agency."""

from campaign.web import Blueprint

accounts = Blueprint("accounts", __name__, url_prefix="/accounts")
