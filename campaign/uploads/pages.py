"""All pages of what is handed in on their one blueprint, for the application to register."""

from campaign.uploads import views
from campaign.uploads.blueprint import uploads
from campaign.uploads.links import public
from campaign.uploads.links import views as link_views

__all__ = ["link_views", "public", "uploads", "views"]
