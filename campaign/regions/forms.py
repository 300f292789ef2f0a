"""What the list of regions is searched by; it only reads, and a choice that does not exist is no filter."""

from wtforms import SearchField, SelectField

from campaign.forms import Form, clean
from campaign.i18n import _l


class SearchForm(Form):
    """Search and filters of the address bar."""

    q = SearchField(_l("Name or code"), filters=[clean])
    set = SelectField(_l("Region set"))
    side = SelectField(_l("Country"))
    state = SelectField(_l("State"))
    pair = SelectField(_l("Sister pair"))
