"""All pages of flyers on their one blueprint, for the application to register."""

from campaign.flyers import page_views, views
from campaign.flyers.batches import views as batch_views
from campaign.flyers.blueprint import flyers
from campaign.flyers.layouts import views as layout_views
from campaign.flyers.marks import views as mark_views
from campaign.flyers.outputs import views as output_views
from campaign.flyers.profiles import views as profile_views
from campaign.flyers.stock import views as stock_views
from campaign.flyers.visits import views as visit_views

__all__ = [
    "batch_views",
    "flyers",
    "layout_views",
    "mark_views",
    "output_views",
    "page_views",
    "profile_views",
    "stock_views",
    "views",
    "visit_views",
]
