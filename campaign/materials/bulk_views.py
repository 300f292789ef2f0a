"""Pages for changing several materials at once: what is to become of them, and undoing it right after."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import SelectField

from campaign.clock import now
from campaign.db import session
from campaign.forms import Form, Ticks
from campaign.i18n import _, _l, _n
from campaign.materials import bulk
from campaign.materials.blueprint import materials
from campaign.materials.bulk import Done, Wish
from campaign.materials.data import AUDIENCES, TOPICS
from campaign.materials.files.forms import TYPES, pairs
from campaign.materials.files.views import campaign_choices, offered
from campaign.materials.models import Material, MaterialType
from campaign.permissions import create_material, edit_material
from campaign.web import me

MOST = 200
AS_IT_IS = _l("Leave it as it is")


class ChosenForm(Form):
    """What is not chosen stays as it is."""

    type = SelectField(_l("What it is"), choices=pairs(TYPES, ("", AS_IT_IS)))
    campaign = SelectField(_l("Campaign"))
    audience = SelectField(_l("For whom"), choices=pairs(AUDIENCES, ("", AS_IT_IS)))
    add = Ticks(_l("Add to what it is about"), choices=pairs(TOPICS))
    drop = Ticks(_l("Take away from what it is about"), choices=pairs(TOPICS))

    @property
    def wish(self) -> Wish:
        campaign = self.campaign.data or ""
        return Wish(
            type=MaterialType(self.type.data) if self.type.data else None,
            audience=self.audience.data or None,
            add_topics=tuple(self.add.data or ()),
            drop_topics=tuple(self.drop.data or ()),
            is_moved=bool(campaign),
            campaign=offered().get(int(campaign)) if campaign else None,
        )


@materials.form("/chosen", allow=create_material)
def change_chosen() -> Response | tuple[str, int]:
    """GET shows which were ticked in the list; those that are not this person's to change are named, not hidden."""
    form = ChosenForm(formdata=request.form if request.method == "POST" else None)
    choices = [(str(number), words) for number, words in campaign_choices(offered())]
    form.campaign.choices = [("", AS_IT_IS), *choices]
    chosen = _chosen()
    back = url_for("materials.index")
    if form.validate_on_submit() and chosen and (done := _changed(form, chosen)):
        flash(_said(done), "good" if done.changed else "warn")
        return redirect(url_for("materials.index", changed=bulk.newest(me()) if done.changed else None), 303)
    page = render_template(
        "materials/change_chosen.html",
        form=form,
        chosen=chosen,
        title=_("Change what was chosen"),
        submit_label=_n("Change %(num)d material", "Change %(num)d materials", len(chosen)),
        cancel_url=back,
        crumbs=[(_("Materials"), back), (_("Change what was chosen"), "")],
    )
    return page, form.status


def _chosen() -> list[Material]:
    """Of what was ticked, what this person may change."""
    ids = [int(raw) for raw in request.values.getlist("pick") if raw.isdecimal() and len(raw) < 19][:MOST]
    found = session.scalars(select(Material).where(Material.id.in_(ids)).order_by(Material.id.desc())).all()
    return [material for material in found if edit_material(me(), material)]


def _changed(form: ChosenForm, chosen: list[Material]) -> Done | None:
    done: list[Done] = []
    wish = form.wish
    if wish.is_empty:
        form.form_errors.append(_("Nothing was chosen that should change."))
        return None
    return done[0] if form.carried_out(lambda: done.append(bulk.change([m.id for m in chosen], wish, me()))) else None


def _said(done: Done) -> str:
    said = [_n("%(num)d material is changed.", "%(num)d materials are changed.", len(done.changed))]
    said += [f"{material.code}: {reason}" for material, reason in done.left_out[:5]]
    if more := len(done.left_out[5:]):
        said.append(_n("%(num)d more was left out.", "%(num)d more were left out.", more))
    return " ".join(said)


@materials.post("/chosen/undo", allow=create_material)
def undo() -> Response:
    restored = bulk.undo(request.form.get("entry", 0, type=int), me(), now())
    session.commit()
    flash(_n("%(num)d material is as it was.", "%(num)d materials are as they were.", len(restored)), "good")
    return redirect(url_for("materials.index"), 303)
