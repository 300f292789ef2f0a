"""All public pages behind a sheet's address on their one blueprint, for the application to register."""

from campaign.library import take_views
from campaign.library.views import library

__all__ = ["library", "take_views"]
