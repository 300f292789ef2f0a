"""The one press with which a country goes on alone."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import session
from campaign.i18n import _
from campaign.materials.blueprint import materials
from campaign.materials.forks import actions
from campaign.materials.models import Version
from campaign.permissions import fork_version, see_version
from campaign.web import me


@materials.post("/versions/<id:version>/fork", allow=fork_version, see=see_version)
def fork(version: Version) -> Response:
    made = actions.fork(version, me(), now())
    session.commit()
    flash(_("This is your country's own flyer now. Change what you need, then send it to be cleared."), "good")
    return redirect(url_for("materials.edit", material=made.id), 303)
