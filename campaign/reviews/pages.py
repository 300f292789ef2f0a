"""All pages of reviews on their one blueprint, for the application to register."""

from campaign.reviews import views
from campaign.reviews.blueprint import reviews
from campaign.reviews.deputies import views as deputy_views
from campaign.reviews.routes import views as route_views

__all__ = ["deputy_views", "reviews", "route_views", "views"]
