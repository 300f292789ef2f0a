"""Who is signed in and still may not go on: the gate asks here before it loads anything."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from campaign.permissions import owes_terms, works
from campaign.web import SAFE, me

OWN = ("accounts.", "partners.waiting")  # the own account, and the page that says how it stands
TERMS = ("accounts.", "partners.accept_terms")


def admit() -> Response | None:
    """People of an organization that does not work here see only how it stands. Partners who have not accepted the
    terms of use as they are now read on, but open no form and send none."""
    place = request.endpoint or ""
    if not works(me()):
        return None if place.startswith(OWN) else redirect(url_for("partners.waiting"), 303)
    if not owes_terms(me()) or place.startswith(TERMS) or not _writes():
        return None
    here = request.full_path.rstrip("?") if request.method in SAFE else request.path
    return redirect(url_for("partners.terms", next=here), 303)


def _writes() -> bool:
    """A form that is sent, or a page with a form to fill in."""
    methods = request.url_rule.methods if request.url_rule else None
    return not SAFE.issuperset(methods or ())
