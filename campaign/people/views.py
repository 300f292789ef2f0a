"""Pages of people: the list of the own side, one person, and how an administrator changes what is said of a person."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from campaign.accounts import factors, sessions
from campaign.accounts.models import ROLE_WORDS, User, country_name
from campaign.clock import now
from campaign.db import session
from campaign.i18n import _
from campaign.paging import paged
from campaign.partners.models import Organization
from campaign.people import actions, directory, words
from campaign.people.actions import Listing
from campaign.people.blueprint import people
from campaign.people.directory import Chosen
from campaign.people.forms import STATES, PersonForm, SearchForm
from campaign.people.models import invitations_for, open_request, requests_of, transfers_with
from campaign.people.posts import missing_posts
from campaign.permissions import edit_person, invite_people, read_people, see_contact, see_person
from campaign.web import me, table

Labels = dict[str, dict[str, str]]  # filter: value, words


@people.get("/", allow=read_people)
def index() -> str:
    labels = _labels()
    chosen = _chosen(labels)
    form = SearchForm(MultiDict(chosen))
    for name, choices in labels.items():
        form[name].choices = list(choices.items())
    active: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    return render_template(
        "people/index.html",
        form=form,
        page=paged(directory.listed(directory.visible_to(me()), chosen)),
        chips=_chips(active, labels),
        csv_url=url_for(".listing", **active),
        words=words,
        **_waiting(),
    )


def _labels() -> Labels:
    """Every choice of every filter, in words; the first of each is no filter."""
    organizations = session.scalars(directory.organizations_of(directory.visible_to(me())))
    return {
        "role": {"": _("All roles")} | {role.value: str(label) for role, label in ROLE_WORDS.items()},
        "organization": {"": _("All organizations")} | {str(one.id): one.name for one in organizations},
        "state": {"": _("All accounts")} | {value: str(label) for value, label in STATES.items()},
    }


def _chosen(labels: Labels) -> Chosen:
    """What the address bar asks for; a value that is no choice of its list is left out."""
    form = SearchForm(request.args)
    asked = {name: request.args.get(name, "") for name in labels}
    return {"q": str(form.q.data or "")} | {name: asked[name] if asked[name] in labels[name] else "" for name in labels}


def _chips(active: dict[str, Any], labels: Labels) -> list[tuple[str, str]]:
    """Active filters in words, each with the address that leaves it out."""
    return [
        (labels[name][value] if name in labels else f"“{value}”", url_for(".index", **{**active, name: ""}))
        for name, value in active.items()
    ]


def _waiting() -> dict[str, object]:
    """What waits on this side, for whoever may do something about it."""
    user, at = me(), now()
    decides = user.side is not None and (user.is_administrator or user.is_signatory)
    administers = user.side is not None and user.is_administrator
    return {
        "invitations": session.scalars(invitations_for(user, at)).all() if invite_people(user) else [],
        "requests": session.scalars(requests_of(user.side, at)).all() if user.side and decides else [],
        "transfers": session.scalars(transfers_with(user.side)).all() if user.side and administers else [],
        "missing": missing_posts(user.side) if user.side and not user.is_partner else [],
    }


@people.get("/list.csv", allow=read_people)
def listing() -> Response:
    """The whole list that the address bar asks for, as a file; addresses only of the own side."""
    found = session.scalars(directory.listed(directory.visible_to(me()), _chosen(_labels())))
    header = (_("Name"), _("Post"), _("Organization"), _("Roles"), _("Country"), _("E-mail address"), _("Account"))
    rows = (
        (
            one.name,
            one.post,
            one.organization.name,
            words.role_list(one.roles),
            country_name(one.side) if one.side else "",
            one.email if see_contact(me(), one) else "",
            STATES["active" if one.is_live else "deactivated"],
        )
        for one in found
    )
    return table("people.csv", header, rows)


@people.get("/<id:person>", allow=see_person, see=see_person)
def show(person: User) -> str:
    asked = session.scalar(open_request(person.id))
    return render_template(
        "people/show.html",
        person=person,
        asked=asked if asked and asked.is_open(now()) else None,
        last_on=session.scalar(directory.last_sign_in(person.id)),
        open_sessions=len(sessions.alive(person, now())),
        has_factor=factors.has_one(person),
        words=words,
        role_words=ROLE_WORDS,
    )


@people.form("/<id:person>/edit", allow=edit_person, see=see_person, fresh=True)
def edit(person: User) -> Response | tuple[str, int]:
    form = PersonForm.over(person, session.scalars(directory.employers(person.side)) if person.side else [])
    if form.validate_on_submit() and form.carried_out(
        lambda: actions.edit(person, _listing(form), form.opened, me(), now())
    ):
        flash(_("The change is saved, and the person was told."), "good")
        return redirect(url_for(".show", person=person.id), 303)
    page = render_template(
        "people/edit.html",
        form=form,
        person=person,
        title=_("Edit how this person is listed"),
        subtitle=person.name,
        submit_label=_("Save"),
        cancel_url=url_for(".show", person=person.id),
    )
    return page, form.status


def _listing(form: PersonForm) -> Listing:
    return Listing(
        name=form.name.data or "",
        sort_name=form.sort_name.data or "",
        post=form.post.data or "",
        organization=session.get_one(Organization, form.organization.data),
    )
