"""All pages of accounts on their one blueprint, for the application to register."""

from campaign.accounts import account_views, agency_views, factor_views, notice_views, reset_views, views
from campaign.accounts.blueprint import accounts
from campaign.accounts.views import manager

__all__ = [
    "account_views",
    "accounts",
    "agency_views",
    "factor_views",
    "manager",
    "notice_views",
    "reset_views",
    "views",
]
