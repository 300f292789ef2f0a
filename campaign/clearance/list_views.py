"""The page on which a signatory clears several versions with one document, among them what was cleared on paper once.

The server cannot know what somebody read: each row asks for it by itself, and no button answers for all of them.
"""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from campaign.clearance.blueprint import clearance
from campaign.clearance.forms import VersionListForm, seen
from campaign.clearance.one_act import MOST, clear_versions
from campaign.clearance.remembering import begun
from campaign.clock import now
from campaign.db import Side, session
from campaign.i18n import _n
from campaign.materials.earlier.models import EarlierDocument, documents_of
from campaign.materials.models import Version
from campaign.paging import counted
from campaign.permissions import clear_versions as may_clear_versions
from campaign.reviews.models import decidable
from campaign.web import me, order


@clearance.form("/versions", allow=may_clear_versions, fresh=True)
def versions() -> Response | str | tuple[str, int]:
    form = begun(VersionListForm, me())
    picked = list(dict.fromkeys(form.pick.data or []))
    if form.validate_on_submit() and form.carried_out(
        lambda: clear_versions(picked, form.statement(), seen(picked), me(), now())
    ):
        flash(_n("%(num)d version is cleared.", "%(num)d versions are cleared.", len(picked)), "good")
        return redirect(url_for(".versions", paper=request.args.get("paper")), 303)
    return _page(form), form.status


def _page(form: VersionListForm) -> str:
    side, has_paper = order(me())[0], bool(request.args.get("paper"))
    every, with_paper = (decidable(side, is_yes=True, has_paper=one) for one in (False, True))
    listed = with_paper if has_paper else every
    waiting = session.scalars(listed.options(joinedload(Version.submitted_by)).limit(MOST)).all()
    return render_template(
        "clearance/versions.html",
        form=form,
        waiting=waiting,
        papers=_papers(waiting, side),
        has_paper=has_paper,
        counts=(counted(every), counted(with_paper)),
    )


def _papers(waiting: Sequence[Version], side: Side) -> dict[int, EarlierDocument]:
    """The own country's paper from before, of what came with one."""
    found = session.execute(documents_of([version.id for version in waiting]))
    return {version_id: said for version_id, said in found if said.country is side}
