"""How notices come by mail: one page for oneself, and one where the link in a letter leads, without a sign-in."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.accounts import doors
from campaign.accounts.blueprint import accounts
from campaign.accounts.choosing import choose, stop_kind
from campaign.accounts.digest import gets_digest, stop_link
from campaign.accounts.forms import SwitchesForm, field_of
from campaign.accounts.switches import chosen
from campaign.clock import now
from campaign.forms import Form
from campaign.i18n import _, both
from campaign.mail.kinds import WAYS, NoticeKind, Way, kind_of
from campaign.mail.links import of_kind
from campaign.permissions import read_board
from campaign.web import anyone, me, signed_in


@accounts.form("/notices", allow=signed_in)
def notices() -> Response | tuple[str, int]:
    form = SwitchesForm(
        version=str(me().row_version), data={field_of(kind): way.value for kind, way in chosen(me()).items()}
    )
    if form.validate_on_submit() and form.carried_out(lambda: _choose(form)):
        flash(_("Your choice is saved. It counts from now on."), "good")
        return redirect(url_for(".notices"), 303)
    has_digest = read_board(me())
    ways = [(way, words) for way, words in WAYS.items() if has_digest or way is not Way.digest]
    return render_template(
        "accounts/notices.html", form=form, kinds=list(NoticeKind), ways=ways, is_on=gets_digest(me()), reads=has_digest
    ), form.status


def _choose(form: SwitchesForm) -> None:
    if choose(me(), form.ways, form.opened):
        flash(_("The daily digest is on: it brings what you put into it."), "info")


@accounts.form("/notices/off/<kind>/<token>", allow=anyone)
def notices_off(kind: str, token: str) -> Response | tuple[str, int]:
    """Opening it changes nothing, its one button does; of what is law or safety there is no such link."""
    what = kind_of(kind)
    if what is None or what.is_fixed:
        abort(404)
    link = stop_link(token, doors.config().secret_key, of_kind(what)) or abort(404)
    if link.has_ended(now().date()):
        return render_template("accounts/_digest_link_ended.html", words=both(_ended)), 410
    form, is_on = Form(), chosen(link.person)[what] is not Way.off
    if is_on and form.validate_on_submit() and form.carried_out(lambda: stop_kind(link, what, now())):
        return redirect(url_for(".notices_off", kind=kind, token=token), 303)
    return render_template("accounts/notices_off.html", form=form, is_on=is_on, kind=what), form.status


def _ended() -> str:
    return _(
        "The link in a letter works for 60 days; nothing was changed. Use the link in a newer one, or choose on the "
        "page of your account which notices come by mail."
    )
