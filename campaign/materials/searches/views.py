"""Pages of the searches that somebody keeps: saving the one of the list, and the names of all of them."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import session
from campaign.i18n import _
from campaign.materials import facets
from campaign.materials.blueprint import materials
from campaign.materials.searches import actions
from campaign.materials.searches.forms import NamesForm, SearchForm, naming
from campaign.materials.searches.models import MOST, SavedSearch, removed_of, searches_of
from campaign.permissions import read_materials
from campaign.web import me

PUT_BACK_WITHIN = timedelta(hours=1)


@materials.form("/searches/new", allow=read_materials)
def save_search() -> Response | tuple[str, int]:
    """What the address of the list asked for; only what the list knows is kept."""
    query = facets.query_of(_asked())
    form = SearchForm()
    form.asked.data = query
    form.taken = frozenset(session.scalars(searches_of(me()).with_only_columns(SavedSearch.name_key)))
    back = f"{url_for('.index')}?{query}".rstrip("?")
    if form.validate_on_submit() and form.carried_out(lambda: actions.keep(form.name.data, query, me(), now())):
        flash(_("“%(name)s” is saved. It stands beside the list from now on.", name=form.name.data), "good")
        return redirect(back, 303)
    page = render_template(
        "materials/searches/new.html",
        form=form,
        said=facets.said([query])[query],
        title=_("Save this search"),
        submit_label=_("Save the search"),
        cancel_url=back,
        crumbs=[(_("Materials"), back), (_("Save this search"), "")],
    )
    return page, form.status


def _asked() -> MultiDict[str, str]:
    return facets.read(request.form.get("asked", "")) if request.method == "POST" else request.args


@materials.form("/searches", allow=read_materials)
def searches() -> Response | tuple[str, int]:
    """All names in one form; whatever button is pressed, the names that were typed are kept."""
    kept = list(session.scalars(searches_of(me())))
    if request.method == "POST":  # one that was saved meanwhile, in another window, keeps its name
        kept = [one for one in kept if f"name_{one.id}" in request.form]
    form = naming(kept)
    if form.validate_on_submit() and form.carried_out(lambda: _carry_out(form)):
        return redirect(url_for(".searches"), 303)
    page = render_template(
        "materials/searches/index.html",
        form=form,
        searches=kept,
        said=facets.said([one.query for one in kept]),
        removed=session.scalars(removed_of(me()).where(SavedSearch.removed_at > now() - PUT_BACK_WITHIN)).first(),
        most=MOST,
    )
    return page, form.status


def _carry_out(form: NamesForm) -> None:
    changed = actions.rename(form.names(), me())
    verb, _dash, raw = request.form.get("do", "").rpartition("-")
    number = int(raw) if raw.isdecimal() and len(raw) < 19 else 0
    if verb == "remove":
        flash(_("“%(name)s” is removed.", name=actions.remove(number, me(), now()).name), "info")
    elif verb == "put-back":
        flash(_("“%(name)s” is back.", name=actions.put_back(number, me()).name), "good")
    elif changed:
        flash(_("It is saved."), "good")
