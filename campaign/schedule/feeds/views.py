"""Feeds: the page where a person keeps them, and the secret addresses that calendars read."""

from collections.abc import Callable
from hashlib import sha256

import flask
from flask import Response, flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as BaseResponse

from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, session
from campaign.i18n import _, both, language
from campaign.permissions import read_schedule
from campaign.schedule.blueprint import schedule
from campaign.schedule.feeds import actions
from campaign.schedule.feeds.forms import FeedForm, choices, pair_name, scope_of, title_of
from campaign.schedule.feeds.ical import Reader, calendar, lines_of
from campaign.schedule.feeds.models import Feed, FeedKind, feeds_of, released_to
from campaign.schedule.releases.models import ReleaseItem
from campaign.web import anyone, download, me, order

FORM = "1"  # of the text; another one makes every calendar read anew


def _config() -> Config:
    found: Config = flask.current_app.extensions["campaign"]
    return found


@schedule.form("/feeds", allow=read_schedule)
def feeds() -> BaseResponse | tuple[str, int]:
    form = FeedForm(request.form or None, holds=request.args.get("holds"))
    form.holds.choices = choices(me())
    if form.validate_on_submit() and form.carried_out(lambda: actions.make(scope_of(form.holds.data), me(), now())):
        flash(_("The address is there. Copy it into your calendar, or open it from here."), "good")
        return redirect(url_for(".feeds"), 303)
    mine = [(feed, name_of(feed), address_of(feed)) for feed in session.scalars(feeds_of(me()))]
    return render_template("schedule/feeds.html", form=form, feeds=mine), form.status


@schedule.post("/feeds/renew", allow=read_schedule)
def renew_feed() -> BaseResponse:
    return _change(lambda feed: actions.renew(feed, me(), now()), _("Renewed. The old address says that it is closed."))


@schedule.post("/feeds/revoke", allow=read_schedule)
def revoke_feed() -> BaseResponse:
    done = _("The feed is closed. Calendars that read it get nothing any more.")
    return _change(lambda feed: actions.revoke(feed, now()), done)


def _change(act: Callable[[Feed], object], done: str) -> BaseResponse:
    """Of the feed that was pressed; only the own open ones are known here."""
    pressed = request.form.get("feed", "")
    feed = next((one for one in session.scalars(feeds_of(me())) if str(one.id) == pressed), None)
    if feed is None:
        flash(_("This feed is closed already."), "bad")
    else:
        act(feed)
        session.commit()
        flash(done, "good")
    return redirect(url_for(".feeds"), 303)


def name_of(feed: Feed) -> str:
    """What it is called in a calendar, in the language being written."""
    if feed.campaign:
        return f"{feed.campaign.code} · {title_of(feed.campaign)}"
    if feed.region:
        return f"{feed.region.full_name} ({feed.region.country.value})"
    return pair_name(feed.pair) if feed.pair else _("My activities")


def address_of(feed: Feed) -> str:
    config = _config()
    return f"{config.base_url}{url_for('.feed', token=actions.token_of(feed, config.secret_key))}"


@schedule.get("/feeds/<token>.ics", allow=anyone)
def feed(token: str) -> Response:
    """For a calendar, which has no sign-in: the address alone opens it, as long as its owner has an account and did not
    close it."""
    config = _config()
    found = actions.feed_of(token, config.secret_key)
    if found is None:
        return _plainly(both(_unknown), 404)
    if found.revoked_at is not None or not found.user.is_live:
        return _plainly(both(_closed), 410)
    tag = _tag(found, config)
    if tag in request.if_none_match:
        return _kept(Response(status=304), tag)
    with language(found.user.language):
        first, second = order(found.user)
        reader = Reader((found.user.language,), (first, second), config.base_url)
        text = calendar(name_of(found), lines_of(released_to(found)), reader)
    return _kept(download(text.encode(), "schedule.ics", "text/calendar; charset=utf-8", inline=True), tag)


def _kept(answer: Response, tag: str) -> Response:
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _tag(feed: Feed, config: Config) -> str:
    """Of which items it is made, without reading one: another release, another right or another reader is another."""
    items = released_to(feed).with_only_columns(ReleaseItem.id).order_by(None).subquery()
    counted = session.execute(select(func.count(), func.max(items.c.id), func.sum(items.c.id))).one()
    name = name_of(feed) if feed.kind is not FeedKind.person else ""
    said = (FORM, feed.id, feed.user.language, config.base_url, name, *counted)
    return sha256("\n".join(map(str, said)).encode()).hexdigest()[:32]


def _plainly(words: Bilingual, status: int) -> Response:
    """A calendar shows it to whoever looks why it stays empty."""
    text = f"{words.en}\n\n{words.es}\n"
    return Response(text, status, mimetype="text/plain")


def _unknown() -> str:
    return _("There is no calendar at this address. Look at it once more, or copy it anew from your page of feeds.")


def _closed() -> str:
    return _("This calendar is closed. Whoever gave you the address can make a new one on the page of feeds.")
