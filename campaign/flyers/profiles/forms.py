"""A profile of a press, and what its side calls it."""

from flask_wtf.file import FileField
from wtforms.validators import DataRequired

from campaign.forms import Brought, Form, text
from campaign.i18n import _l

LONGEST = 80


class ProfileForm(Form):
    """The name first: a browser forgets a chosen file when something else must be mended."""

    name = text(
        _l("Name"),
        LONGEST,
        DataRequired(_l("Write a name by which your side knows the press.")),
        description=_l("Print shop, press and paper, as your side knows them"),
    )
    file = FileField(
        _l("ICC profile"),
        validators=[Brought(_l("Choose the file of the profile."))],
        description=_l("Of a press in CMYK (.icc or .icm), at most 4 MB; the print shop has it"),
        render_kw={"accept": ".icc,.icm"},
    )
