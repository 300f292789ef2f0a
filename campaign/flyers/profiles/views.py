"""One page for the profiles of the own side's presses: which there are, adding one, retiring one."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from campaign import db
from campaign.clock import now
from campaign.db import session
from campaign.flyers.asked import config
from campaign.flyers.blueprint import flyers
from campaign.flyers.profiles import actions
from campaign.flyers.profiles.forms import ProfileForm
from campaign.flyers.profiles.models import Profile, profiles_of
from campaign.i18n import _, current
from campaign.intake.gate import opened
from campaign.intake.limits import LARGEST_UPLOAD, Purpose
from campaign.permissions import keep_profile, keep_profiles
from campaign.storage import store_of
from campaign.uploads.words import megabytes
from campaign.web import me, order


@flyers.form("/profiles", allow=keep_profiles, largest=LARGEST_UPLOAD)
def profiles() -> Response | tuple[str, int]:
    form = ProfileForm()
    if form.validate_on_submit() and _taken(form):
        return redirect(url_for(".profiles"), 303)
    found = session.scalars(profiles_of(order(me())[0])).all()
    page = render_template("flyers/profiles.html", form=form, profiles=found, megabytes=megabytes)
    return page, form.status


def _taken(form: ProfileForm) -> bool:
    """A child looks at the file while nothing is locked; what is wrong with it is said at its field."""
    with db.unlocked(), opened(form.file.data.stream, Purpose.profile, config().clamd_url) as (verdict, file):
        if not verdict.is_accepted:
            form.file.errors = [*form.file.errors, verdict.reason.of(current())]
            return False
        sha256 = store_of(config()).put(file)
    done = form.carried_out(lambda: actions.add(form.name.data, verdict, sha256, me(), now()))
    if done:
        flash(_("The profile is kept. It can be chosen where a sheet is fetched for a print shop."), "good")
    return done


@flyers.post("/profiles/<id:profile>/retire", allow=keep_profile, see=keep_profile)
def retire_profile(profile: Profile) -> Response:
    actions.retire(profile, me())
    session.commit()
    flash(_("The profile is retired: no new file is made with it."), "warn")
    return redirect(url_for(".profiles"), 303)
