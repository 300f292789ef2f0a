"""All pages of holds on their one blueprint, for the application to register."""

from campaign.holds import views
from campaign.holds.blueprint import holds
from campaign.holds.corrections import views as correction_views

__all__ = ["correction_views", "holds", "views"]
