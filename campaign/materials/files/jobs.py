"""What a worker does for files: small pictures of a copy for use, drawn while nothing is locked."""

from campaign import db
from campaign.config import Config
from campaign.db import session
from campaign.i18n import _, both
from campaign.jobs.work import Failed, Result, Work
from campaign.materials.files import previews
from campaign.materials.files.models import File
from campaign.storage import store_of


def draw(work: Work, config: Config) -> Result:
    """The first pages in every size; what has them already is left as it is."""
    db.read_only()
    file = session.get(File, work.number("file"))
    if file is None:
        raise Failed(both(lambda: _("The file that this was asked for is not there any more.")))
    if not previews.can_be_drawn(file.copy_type) or previews.is_made(file.copy_sha256):
        return {"pictures": 0}
    drawn = previews.draw(store_of(config), file.copy_sha256, file.copy_type)
    db.writing()
    made = previews.keep(drawn)
    work.hold()
    session.commit()
    return {"pictures": made}
