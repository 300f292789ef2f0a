"""Pages of links for officials: the list, a new one, its address, which is shown once, and taking it back."""

import flask
from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign.campaigns.models import Campaign, open_to
from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.clock import now
from campaign.db import session
from campaign.i18n import _, current
from campaign.paging import paged
from campaign.partners.models import Organization
from campaign.people.directory import employers
from campaign.people.words import ZONES
from campaign.permissions import create_link, read_links, revoke_link, see_link
from campaign.uploads.blueprint import uploads
from campaign.uploads.data import GROUPS
from campaign.uploads.links import actions
from campaign.uploads.links.forms import LinkForm
from campaign.uploads.models import Link, links_of
from campaign.web import me


@uploads.get("/links", allow=read_links)
def links() -> str:
    side = me().side
    assert side is not None, "the rule lets nobody through who has no side"
    return render_template("uploads/links/index.html", page=paged(links_of(side)), at=now())


@uploads.form("/links/new", allow=create_link)
def new_link() -> Response | tuple[str, int]:
    side = me().side
    assert side is not None, "the rule lets nobody through who has no side"
    organizations = [(one.id, one.name) for one in session.scalars(employers(side))]
    titles = [(one.id, f"{one.code} · {_title(one)}") for one in _campaigns()]
    form = LinkForm().offer(organizations, titles)
    made: list[tuple[Link, str]] = []
    if form.validate_on_submit() and form.carried_out(lambda: made.append(_created(form))):
        flask.session["upload_link"] = [made[0][0].id, made[0][1]]
        return redirect(url_for(".link", link=made[0][0].id), 303)
    page = render_template(
        "uploads/links/new.html",
        form=form,
        title=_("New upload link"),
        subtitle="",
        submit_label=_("Make the link"),
        cancel_url=url_for(".links"),
        zone=ZONES.get(me().zone, me().zone),
    )
    return page, form.status


def _campaigns() -> list[Campaign]:
    return list(session.scalars(open_to(me().side, campaigns_visible_to(me()))))


def _title(campaign: Campaign) -> str:
    return campaign.title.of(current()) or campaign.title.twin(current())


def _created(form: LinkForm) -> tuple[Link, str]:
    user = me()
    assert user.side is not None, "the rule lets nobody through who has no side"
    organization = session.get_one(Organization, form.organization.data)
    campaign = next((one for one in _campaigns() if one.id == form.campaign.data), None)
    return actions.create(form.wish(user.zone), organization, user.side, campaign, user, now())


@uploads.get("/links/<id:link>", allow=see_link, see=see_link)
def link(link: Link) -> str:
    """The address itself is in the browser of whoever made it until it was shown; the database never knows it."""
    kept_id, token = flask.session.pop("upload_link", [0, ""])
    base_url = flask.current_app.extensions["campaign"].base_url
    return render_template(
        "uploads/links/show.html",
        link=link,
        address=base_url + url_for(".enter", token=token) if kept_id == link.id else "",
        is_open=link.is_open(now()),
        groups=[words for name, (words, _types) in GROUPS.items() if name in link.groups],
        deadline=actions.deadline(link),
    )


@uploads.post("/links/<id:link>/revoke", allow=revoke_link, see=see_link)
def revoke_upload_link(link: Link) -> Response:
    actions.revoke(link, me(), now())
    session.commit()
    flash(_("The link is taken back: nothing more comes by it."), "good")
    return redirect(url_for(".link", link=link.id), 303)
