"""All pages of rights on their one blueprint, for the application to register."""

from campaign.rights import views
from campaign.rights.blueprint import rights
from campaign.rights.licences import views as licence_views

__all__ = ["licence_views", "rights", "views"]
