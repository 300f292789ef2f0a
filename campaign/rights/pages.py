"""All pages of rights on their one blueprint, for the application to register."""

from campaign.rights import views
from campaign.rights.blueprint import rights
from campaign.rights.consents import views as consent_views
from campaign.rights.licences import views as licence_views
from campaign.rights.seals import views as seal_views

__all__ = ["consent_views", "licence_views", "rights", "seal_views", "views"]
