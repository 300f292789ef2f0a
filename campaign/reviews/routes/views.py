"""Pages on which a side's planners write its routes; all officials of the side read them."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from campaign.accounts.models import Role, User, UserRole
from campaign.db import session
from campaign.i18n import _, current
from campaign.materials.words import TYPE_WORDS
from campaign.permissions import edit_route as may_edit_route
from campaign.permissions import read_reviews, see_route, write_routes
from campaign.reviews.blueprint import reviews
from campaign.reviews.routes import actions
from campaign.reviews.routes.forms import RouteForm, route_form
from campaign.reviews.routes.models import Route, RouteStep, routes_of, steps_of_routes
from campaign.web import me, order


@reviews.get("/routes", allow=read_reviews)
def routes() -> str:
    side = order(me())[0]
    found = session.scalars(routes_of(side)).all()
    steps = session.scalars(steps_of_routes([route.id for route in found])).all()
    return render_template(
        "reviews/routes/index.html",
        routes=found,
        steps={route.id: [step for step in steps if step.route_id == route.id] for route in found},
        defaults=actions.defaults_by_route(side),
        named=_named(steps),
        types=TYPE_WORDS,
    )


def _named(steps: Sequence[RouteStep]) -> dict[int, str]:
    ids = {one for step in steps for one in step.reviewer_ids}
    return dict(session.execute(select(User.id, User.name).where(User.id.in_(ids))).all()) if ids else {}


def _reviewers() -> Sequence[User]:
    """Of the own side, by their sorting names."""
    has_role = User.id.in_(select(UserRole.user_id).where(UserRole.role == Role.reviewer))
    query = select(User).where(User.side == me().side, User.is_live, has_role)
    return session.scalars(query.order_by(User.sort_name, User.id)).all()


@reviews.form("/routes/new", allow=write_routes)
def new_route() -> Response | tuple[str, int]:
    reviewers = _reviewers()
    form = route_form(reviewers, request.form)
    known = {one.id for one in reviewers}
    if form.validate_on_submit() and form.carried_out(lambda: actions.create(form.plan, known, me())):
        flash(_("The route is kept. It counts from the next version on that is sent."), "good")
        return redirect(url_for(".routes"), 303)
    return _page(form, _("New route"), _("Keep the route"))


@reviews.form("/routes/<id:route>/edit", allow=may_edit_route, see=see_route)
def edit_route(route: Route) -> Response | tuple[str, int]:
    reviewers, steps = _reviewers(), session.scalars(steps_of_routes([route.id])).all()
    form = route_form(reviewers, request.form, route, steps, actions.types_of(route))
    known = {one.id for one in reviewers}
    if form.validate_on_submit() and form.carried_out(lambda: actions.edit(route, form.plan, known, me(), form.opened)):
        flash(_("The route is kept. It counts from the next version on that is sent."), "good")
        return redirect(url_for(".routes"), 303)
    return _page(form, route.name.of(current()) or route.name.twin(current()), _("Save"))


def _page(form: RouteForm, title: str, label: str) -> tuple[str, int]:
    crumbs = [(_("Reviews"), url_for("reviews.index")), (_("Routes"), url_for("reviews.routes")), (title, "")]
    page = render_template(
        "reviews/routes/edit.html",
        form=form,
        title=title,
        submit_label=label,
        cancel_url=url_for("reviews.routes"),
        crumbs=crumbs,
    )
    return page, form.status
