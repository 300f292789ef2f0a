"""The page on which a country says what becomes of the copies of a replaced version."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.flyers.blueprint import flyers
from campaign.flyers.stock import actions
from campaign.flyers.stock.forms import StockForm
from campaign.flyers.stock.standing import was_replaced
from campaign.i18n import _, current
from campaign.materials.models import Version
from campaign.permissions import decide_stock, see_version
from campaign.web import me, order


@flyers.form("/versions/<id:version>/stock", allow=decide_stock, see=see_version)
def stock(version: Version) -> Response | tuple[str, int]:
    here = order(me())[0]
    newest = actions.newest_of(version, here)
    last = actions.last_day(version, here, now())
    form = StockForm(version=newest.id if newest else 0)
    form.offer(last)
    back = url_for("materials.version", version=version.id)
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.decide(version, form.word, form.opened, me(), now())
    ):
        flash(_("Your decision is recorded. The other country and your print staff were told."), "good")
        return redirect(back, 303)
    if form.is_overtaken:  # what stands now is on the page: whoever sends it again has seen it
        form.version.data = str(newest.id if newest else 0)
    material = version.material
    page = render_template(
        "flyers/stock.html",
        form=form,
        version=version,
        is_open=was_replaced(version),
        is_posted=request.method == "POST",
        last=last,
        title=_("Copies of version %(n)s", n=version.n),
        subtitle=f"{material.code} {material.title.of(current()) or material.title.twin(current())}",
        submit_label=_("Decide again") if newest else _("Decide"),
        cancel_url=back,
    )
    return page, form.status
