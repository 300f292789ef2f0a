"""The inbox: what the reader was told, by day, of every kind or some; what was read is marked, nothing deleted."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import session
from campaign.home.forms import ReadForm
from campaign.home.told import by_day
from campaign.home.views import home
from campaign.i18n import _n
from campaign.mail import actions as mail
from campaign.mail.kinds import NoticeKind, kind_of, reason
from campaign.mail.models import inbox as inbox_of
from campaign.mail.models import inbox_counts
from campaign.paging import paged
from campaign.web import me, signed_in

SIZE = 25


@home.get("/inbox", allow=signed_in)
def inbox() -> str:
    """A kind in the address that does not exist is passed over."""
    asked = {kind_of(value) for value in request.args.getlist("kind")}
    kinds = [kind for kind in NoticeKind if kind in asked]
    is_unread = request.args.get("show") == "unread"
    counts = _counts()
    page = paged(inbox_of(me(), kinds, is_unread), SIZE)
    return render_template(
        "home/inbox.html",
        page=page,
        days=by_day(page.items, me(), now()),
        kinds=kinds,
        is_unread=is_unread,
        by_kind=[(one, counts[one][is_unread]) for one in NoticeKind if counts[one][0] or one in kinds],
        total=sum(counts[kind][0] for kind in kinds or NoticeKind),
        unread=sum(counts[kind][1] for kind in kinds or NoticeKind),
        newest=max(newest for _count, _unread, newest in counts.values()),
        reason=reason,
    )


def _counts() -> dict[NoticeKind, tuple[int, int, int]]:
    """Of each kind how many there are, how many of them are unread, and the newest."""
    found = {kind: (count, unread, newest) for kind, count, unread, newest in session.execute(inbox_counts(me()))}
    return {kind: found.get(kind, (0, 0, 0)) for kind in NoticeKind}


@home.post("/inbox/read", allow=signed_in)
def read() -> Response:
    """One line, or all that there were when the page was shown: what came since stays unread. Pressed twice, or of a
    line that is somebody else's, it changes nothing."""
    form, done = ReadForm(), 0

    def act() -> None:
        nonlocal done
        done = mail.read(me(), now(), _number(form.upto), form.kinds, _number(form.line))

    if form.validate_on_submit() and form.carried_out(act):
        flash(_n("%(num)d notice is marked as read.", "%(num)d notices are marked as read.", done), "good")
    for error in [*form.form_errors, *form.line.errors, *form.upto.errors]:
        flash(error, "bad")
    shown: dict[str, Any] = {"kind": [kind.value for kind in form.kinds], "page": _number(form.page) or None}
    return redirect(url_for(".inbox", show="unread" if form.show.data == "unread" else None, **shown), 303)


def _number(field: Any) -> int:
    return int(field.data) if field.data and not field.errors else 0
