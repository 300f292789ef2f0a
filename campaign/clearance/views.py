"""Pages where a country decides on a version: what waits, the decision, and taking it back."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired

from campaign.accounts.models import country_phrase
from campaign.clearance import actions
from campaign.clearance.actions import Statement
from campaign.clearance.blueprint import clearance
from campaign.clearance.forms import DecisionForm, FilesDecisionForm
from campaign.clearance.models import Decision
from campaign.clearance.remembering import begun
from campaign.clock import now
from campaign.db import session
from campaign.facts.clearable import KeyState
from campaign.facts.models import waiting_for as facts_waiting_for
from campaign.forms import Form, text
from campaign.holds.corrections.models import corrected_by
from campaign.i18n import _, _l, current
from campaign.kits.models import holding
from campaign.materials.files.uses import uses_of
from campaign.materials.lists import waiting_for
from campaign.materials.models import Version, VersionState
from campaign.materials.reading import reading
from campaign.paging import first_of
from campaign.permissions import clear_version, read_clearances, revoke_version, see_version, withdraw_version
from campaign.reviews.models import review_of
from campaign.web import me, order

SHOWN = 20  # of a side's versions, those that wait longest


class RevokeForm(Form):
    """Taking a clearance back: at once, alone, with a reason."""

    reason = text(_l("Reason"), 1200, DataRequired(_l("Write the reason; both countries read it.")), area=True)
    marks_may_stay = BooleanField(
        _l("Our name, logo and wording may stay on the other country's sheets"),
        description=_l("Without this, the flyer goes out of force in both countries."),
    )
    fingerprint = HiddenField()


class WithdrawForm(Form):
    """Taking the own work out of force: at once, with a reason."""

    reason = text(_l("Reason"), 400, DataRequired(_l("Write the reason; both countries read it.")), area=True)


@clearance.get("/", allow=read_clearances)
def index() -> str:
    sides = order(me())
    return render_template(
        "clearance/index.html",
        sides=[(side, *first_of(waiting_for(side), SHOWN), *first_of(facts_waiting_for(side), 1)) for side in sides],
    )


@clearance.form("/versions/<id:version>", allow=clear_version, see=see_version, fresh=True)
def decide(version: Version) -> Response | str | tuple[str, int]:
    kind = DecisionForm if version.material.is_flyer else FilesDecisionForm
    form = begun(kind, me(), fingerprint=version.fingerprint)
    if form.validate_on_submit() and form.carried_out(lambda: _decide(version, form)):
        flash(_("Your decision is recorded. Both countries see it now."), "good")
        return redirect(url_for("materials.show", material=version.material_id), 303)
    return _page(version, form), form.status


def _decide(version: Version, form: DecisionForm) -> None:
    """One decision; the fingerprint is the one that was on the screen."""
    seen, reason = form.fingerprint.data or "", form.reason.data or ""
    decision = Decision(form.decision.data)
    if decision is Decision.cleared:
        actions.clear(version, form.statement(), seen, me(), now())
    elif decision is Decision.changes_requested:
        actions.request_changes(version, form.statement(), reason, seen, me(), now())
    else:
        actions.refuse(version, form.statement(), reason, seen, me(), now())


def _page(version: Version, form: DecisionForm) -> str:
    side = order(me())[0]
    review = session.scalar(review_of(version.id, side))
    return render_template(
        "clearance/decide.html",
        form=form,
        is_open=version.state is VersionState.submitted and version.key(side) is KeyState.in_review,
        waits_for_all=review is not None and review.makes_wait(is_yes=False),
        waits_to_clear=review is not None and review.makes_wait(is_yes=True),
        country=country_phrase(side),
        is_correction=bool(corrected_by(version)),
        **reading(version, me()),
    )


@clearance.form("/versions/<id:version>/revoke", allow=revoke_version, see=see_version, fresh=True)
def revoke(version: Version) -> Response | str | tuple[str, int]:
    form = RevokeForm(fingerprint=version.fingerprint)
    if form.validate_on_submit() and form.carried_out(lambda: _revoke(version, form)):
        flash(_("Your country's clearance is revoked. It acts at once."), "warn")
        return redirect(url_for("materials.show", material=version.material_id), 303)
    page = render_template(
        "clearance/revoke.html",
        version=version,
        form=form,
        title=_("Revoke the clearance of %(country)s", country=country_phrase(order(me())[0])),
        submit_label=_("Revoke clearance"),
        cancel_url=url_for("materials.show", material=version.material_id),
    )
    return page, form.status


@clearance.form("/versions/<id:version>/withdraw", allow=withdraw_version, see=see_version)
def withdraw(version: Version) -> Response | str | tuple[str, int]:
    """What stops with it is shown before it is done."""
    form = WithdrawForm()
    back = url_for("materials.show", material=version.material_id)
    if form.validate_on_submit() and form.carried_out(lambda: actions.withdraw(version, form.reason.data, me(), now())):
        flash(_withdrawn(version), "warn")
        return redirect(back, 303)
    page = render_template(
        "clearance/withdraw.html",
        version=version,
        form=form,
        uses=uses_of(version.material, me()),
        kits=session.scalars(holding(version.material_id, me())).all(),
        title=_("Withdraw version %(n)s", n=version.n),
        subtitle=f"{version.material.code} {version.material.title.of(current())}",
        submit_label=_("Withdraw it now"),
        cancel_url=back,
    )
    return page, form.status


def _withdrawn(version: Version) -> str:
    if version.material.side.opposite in version.needed:
        return _("The version is withdrawn. It acts at once, and the other country was told.")
    return _("The version is withdrawn. It acts at once.")


def _revoke(version: Version, form: RevokeForm) -> None:
    statement = Statement(me().name, me().post)
    actions.revoke(version, statement, form.reason.data, bool(form.marks_may_stay.data), me(), now())
