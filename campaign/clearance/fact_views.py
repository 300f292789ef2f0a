"""Pages where a country decides on facts: a whole list in one act, one fact, and taking a clearance back."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from campaign.accounts.models import country_name
from campaign.clearance import actions
from campaign.clearance.actions import Statement
from campaign.clearance.blueprint import clearance
from campaign.clearance.forms import FactDecisionForm, FactListForm, RevokeFactForm, seen
from campaign.clearance.remembering import begun
from campaign.clock import now
from campaign.db import session
from campaign.errors import Refused
from campaign.facts.clearable import KeyState
from campaign.facts.models import FactState, FactVersion, in_force_of, waiting_for
from campaign.facts.words import KINDS, TERRITORIES, warning
from campaign.i18n import _, _n
from campaign.materials.changes import Piece, pieces
from campaign.permissions import clear_fact_version, clear_facts, revoke_fact_version, see_fact_version
from campaign.web import me, order

ONE_ACT = 50  # facts that one page offers; the next ones come when these are decided


@clearance.form("/facts", allow=clear_facts, fresh=True)
def facts() -> Response | str | tuple[str, int]:
    form = begun(FactListForm, me())
    picked = form.pick.data or []
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.clear_list(_chosen(picked), form.statement(), seen(picked), me(), now())
    ):
        flash(_n("%(num)d fact is cleared.", "%(num)d facts are cleared.", len(picked)), "good")
        return redirect(url_for(".facts"), 303)
    waiting = session.scalars(waiting_for(order(me())[0]).limit(ONE_ACT)).all()
    page = render_template(
        "clearance/facts.html",
        form=form,
        waiting=waiting,
        changed=_changed(waiting),
        country=country_name(order(me())[0]),
        sides=order(me()),
        kinds=KINDS,
        territories=TERRITORIES,
        warning=warning,
    )
    return page, form.status


def _chosen(ids: list[int]) -> list[FactVersion]:
    """The versions that were ticked, in the order of the list; all of them, or nothing is decided."""
    known = [number for number in ids if 0 < number < 2**63]
    found = {version.id: version for version in session.scalars(select(FactVersion).where(FactVersion.id.in_(known)))}
    if set(found) != set(ids):
        raise Refused(_("One of the facts that you chose is not there any more. Nothing was decided."))
    return sorted(found.values(), key=lambda version: (version.fact.rank, version.id))


def _changed(versions: Sequence[FactVersion]) -> dict[int, dict[str, list[Piece]]]:
    """What is different from the wording in force, for the versions that follow one."""
    in_force = {older.fact_id: older for older in session.scalars(in_force_of([v.fact_id for v in versions]))}
    return {
        version.id: {
            code: pieces(in_force[version.fact_id].text.of(code), version.text.of(code)) for code in ("en", "es")
        }
        for version in versions
        if version.fact_id in in_force
    }


@clearance.form("/facts/<id:version>", allow=clear_fact_version, see=see_fact_version, fresh=True)
def fact(version: FactVersion) -> Response | str | tuple[str, int]:
    form = begun(FactDecisionForm, me(), fingerprint=version.fingerprint)
    if form.validate_on_submit() and form.carried_out(lambda: _decide(version, form)):
        flash(_("Your decision is recorded. Both countries see it now."), "good")
        return redirect(url_for("facts.show", fact=version.fact_id), 303)
    page = render_template(
        "clearance/fact.html",
        version=version,
        form=form,
        is_open=version.state is FactState.submitted and version.key(order(me())[0]) is KeyState.in_review,
        changed=_changed([version]).get(version.id),
        sides=order(me()),
        kinds=KINDS,
        territories=TERRITORIES,
        warning=warning,
    )
    return page, form.status


def _decide(version: FactVersion, form: FactDecisionForm) -> None:
    """Yes or no to the fingerprint that was on the screen."""
    seen = form.fingerprint.data or ""
    if form.is_yes:
        actions.clear(version, form.statement(), seen, me(), now())
    else:
        actions.refuse(version, form.statement(), form.reason.data or "", seen, me(), now())


@clearance.form("/facts/<id:version>/revoke", allow=revoke_fact_version, see=see_fact_version, fresh=True)
def revoke_fact(version: FactVersion) -> Response | str | tuple[str, int]:
    form = RevokeFactForm()
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.revoke(version, Statement(me().name, me().post), form.reason.data or "", False, me(), now())
    ):
        flash(_("Your country's clearance of this fact is revoked. Flyers that quote it are out of force."), "warn")
        return redirect(url_for("facts.show", fact=version.fact_id), 303)
    page = render_template(
        "clearance/revoke_fact.html",
        version=version,
        form=form,
        title=_("Revoke the clearance of %(country)s", country=country_name(order(me())[0])),
        submit_label=_("Revoke clearance"),
        cancel_url=url_for("facts.show", fact=version.fact_id),
    )
    return page, form.status
