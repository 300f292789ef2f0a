"""The addresses of an edition's other files, and the job sheet that goes with them to whoever prints."""

from flask import render_template, request
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import session, unlocked
from campaign.errors import Refused
from campaign.flyers.actions import stopped
from campaign.flyers.asked import config
from campaign.flyers.blueprint import flyers
from campaign.flyers.models import Edition
from campaign.flyers.outputs import actions
from campaign.flyers.outputs.job import FOLDS, JobForm, stock
from campaign.flyers.profiles.models import Profile, in_use
from campaign.forms import clean
from campaign.paper.layouts import LAYOUTS
from campaign.paper.shop import BLEED
from campaign.permissions import fetch_edition, see_edition
from campaign.web import download


@flyers.get("/editions/<id:edition>/shop.pdf", allow=fetch_edition, see=see_edition)
def shop_file(edition: Edition) -> Response:
    with unlocked():
        pdf = actions.shop_file(edition, config(), now(), _asked_profile(edition))
    return download(pdf, _named(edition, "print-shop", "pdf"), "application/pdf")


def _asked_profile(edition: Edition) -> Profile | None:
    """`?profile=7`, one in use of the side whose sheet it is; none where none is asked for."""
    asked = clean(request.args.get("profile"))[:20]
    if not asked:
        return None
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
    found = session.scalars(in_use(edition.country).where(Profile.id == number)).first()
    if found is None:
        raise Refused(actions.no_profile())
    return found


@flyers.get("/editions/<id:edition>/several.pdf", allow=fetch_edition, see=see_edition)
def several_file(edition: Edition) -> Response:
    with unlocked():
        pdf = actions.several_file(edition, config(), now())
    return download(pdf, _named(edition, "several", "pdf"), "application/pdf")


@flyers.get("/editions/<id:edition>/picture.jpg", allow=fetch_edition, see=see_edition)
def chat_picture(edition: Edition) -> Response:
    with unlocked():
        made = actions.chat_picture(edition, config(), now())
    return download(made, _named(edition, "picture", "jpg"), "image/jpeg")


@flyers.get("/editions/<id:edition>/job-sheet", allow=fetch_edition, see=see_edition)
def job_sheet(edition: Edition) -> str:
    """What the print room needs beside the file, on one page to print or to send; what does not fit a field is said."""
    form = JobForm(request.args)
    form.validate()
    return render_template(
        "flyers/job_sheet.html",
        edition=edition,
        layout=LAYOUTS[edition.layout],
        paper=edition.format.paper,
        bleed=BLEED,
        stopped=stopped(edition, now()),
        plan=actions.PLANS.get(edition.layout),
        form=form,
        stock=stock(edition.layout),
        folds=FOLDS.get(edition.layout),
    )


def _named(edition: Edition, output: str, kind: str) -> str:
    """ "F-0001-US-48141-letter-side-by-side-7f3a91c2-print-shop.pdf" """
    return f"{edition.file_name.removesuffix('.pdf')}-{output}.{kind}"
