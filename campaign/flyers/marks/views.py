"""The page of flyers whose names have changed, and the one press that sends them anew."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from campaign.clock import now
from campaign.flyers.blueprint import flyers
from campaign.flyers.marks import actions
from campaign.flyers.marks.finding import MOST, outdated
from campaign.forms import Form
from campaign.i18n import _l
from campaign.jobs.models import Job
from campaign.permissions import renew_marks
from campaign.web import me, order


class MarksForm(Form):
    """None is chosen beforehand."""

    pick = SelectMultipleField(
        _l("Flyers"), coerce=int, validate_choice=False, validators=[InputRequired(_l("Choose at least one flyer."))]
    )


@flyers.form("/marks", allow=renew_marks)
def marks() -> Response | str | tuple[str, int]:
    form, asked = MarksForm(), list[Job]()
    if form.validate_on_submit() and form.carried_out(
        lambda: asked.append(actions.ask(form.pick.data or [], me(), now()))
    ):
        return redirect(url_for("jobs.show", job=asked[0].id), 303)
    found = outdated(order(me())[0])
    return render_template("flyers/marks.html", form=form, found=found[:MOST], is_cut=len(found) > MOST), form.status
