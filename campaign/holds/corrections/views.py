"""The page of an urgent correction: the difference, and one press for each country (product §4)."""

import json

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.accounts.models import country_phrase
from campaign.clearance.remembering import begun
from campaign.clock import now
from campaign.db import session
from campaign.facts.clearable import KeyState
from campaign.holds.blueprint import holds
from campaign.holds.corrections import actions
from campaign.holds.corrections.forms import CorrectionForm
from campaign.holds.corrections.models import NamedBlocks, corrected_by
from campaign.i18n import _
from campaign.materials.changes import changes, last_cleared
from campaign.materials.checks import frozen_findings
from campaign.materials.comments.showing import open_threads
from campaign.materials.models import Version, versions_of
from campaign.materials.reasons.standing import explained
from campaign.materials.regions import regions_of
from campaign.materials.words import KIND_WORDS
from campaign.permissions import clear_version, lift_hold, see_version
from campaign.web import me, order


@holds.form("/corrections/<id:version>", allow=clear_version, see=see_version, fresh=True)
def correction(version: Version) -> Response | str | tuple[str, int]:
    named = corrected_by(version)
    if not named and request.method == "GET":  # lifted meanwhile, or decided: the whole decision says how it stands
        return redirect(url_for("clearance.decide", version=version.id), 303)
    form = begun(CorrectionForm, me(), fingerprint=version.fingerprint)
    if form.validate_on_submit() and form.carried_out(lambda: _clear(version, form)):
        flash(_("Your decision is recorded. Both countries see it now."), "good")
        return redirect(url_for("materials.show", material=version.material_id), 303)
    return _page(version, form, named), form.status


def _clear(version: Version, form: CorrectionForm) -> None:
    does_lift = request.form.get("do") == "lift"
    actions.clear(version, form.statement(), form.fingerprint.data or "", does_lift, me(), now())


def _page(version: Version, form: CorrectionForm, named: list[NamedBlocks]) -> str:
    before = last_cleared(version, list(session.scalars(versions_of(version.material_id))))
    content = json.loads(version.content)
    rows = changes(content, json.loads(before.content) if before else None)
    found = frozen_findings(content)
    mine = order(me())[0]
    is_last = all(version.key(side) is KeyState.cleared for side in version.needed if side is not mine)
    regions = sorted(session.scalars(regions_of(version.material)), key=lambda region: region.country is not mine)
    return render_template(
        "holds/correction.html",
        version=version,
        before=before,
        form=form,
        rows=[row for row in rows if row.state != "same"],
        findings=found,
        reasons=explained(version.material_id, [one for some in found.values() for one in some], version.submitted_at),
        named=named,
        may_lift=is_last and any(lift_hold(me(), one.hold) for one in named),
        is_last=is_last,
        kinds={kind.value: words for kind, words in KIND_WORDS.items()},
        country=country_phrase(mine),
        regions=regions[:1],
        comments=open_threads(version.material, me()),
    )
