"""All pages of partners on their one blueprint, for the application to register."""

from campaign.partners import views
from campaign.partners.accreditations import views as accreditation_views
from campaign.partners.blueprint import partners
from campaign.partners.imports import views as import_views
from campaign.partners.logos import views as logo_views
from campaign.partners.places import views as place_views
from campaign.partners.registering import views as registering_views

__all__ = ["accreditation_views", "import_views", "logo_views", "partners", "place_views", "registering_views", "views"]
