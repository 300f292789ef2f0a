"""All pages of materials on their one blueprint, for the application to register."""

from campaign.materials import bulk_views, list_views, views
from campaign.materials.blueprint import materials
from campaign.materials.comments import spot_views
from campaign.materials.comments import views as comment_views
from campaign.materials.earlier import views as earlier_views
from campaign.materials.files import description_views
from campaign.materials.files import views as file_views
from campaign.materials.forks import views as fork_views
from campaign.materials.languages import views as language_views
from campaign.materials.searches import views as search_views
from campaign.materials.translating import views as translating_views

__all__ = [
    "bulk_views",
    "comment_views",
    "description_views",
    "earlier_views",
    "file_views",
    "fork_views",
    "language_views",
    "list_views",
    "materials",
    "search_views",
    "spot_views",
    "translating_views",
    "views",
]
