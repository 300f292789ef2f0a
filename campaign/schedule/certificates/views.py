"""The page on which certificates of a held date are made; the answer is the paper itself, and no name stays here."""

from flask import Response, render_template, url_for

from campaign import db
from campaign.i18n import _
from campaign.paper.sheet import ORDER
from campaign.permissions import report_occurrence, see_occurrence
from campaign.schedule.actions import name_of
from campaign.schedule.blueprint import schedule
from campaign.schedule.certificates import paper
from campaign.schedule.certificates.facts import Facts, facts_of
from campaign.schedule.certificates.forms import CertificateForm
from campaign.schedule.models import Occurrence
from campaign.schedule.papers.setting import NoType, html_of, pressed_in_parts
from campaign.schedule.reports.days import day_words
from campaign.schedule.reports.views import own_side
from campaign.web import download, me

AT_ONCE = 20  # pages of one printing: about 1 s CPU, well inside its limits on a busy machine


@schedule.form("/dates/<id:occurrence>/certificates", allow=report_occurrence, see=see_occurrence)
def certificates(occurrence: Occurrence) -> Response | tuple[str, int]:
    """GET shows the form; POST answers with the PDF: no name is ever in an address."""
    side = own_side()
    facts = facts_of(occurrence, side)
    form = CertificateForm(data={"signer": me().name, "post": me().post})
    name, day = name_of(occurrence.activity), day_words(occurrence, side)
    if form.validate_on_submit() and form.check() and (pdf := _made(form, facts)):
        return download(pdf, f"{facts.code}-certificates-constancias.pdf", "application/pdf")
    page = render_template(
        "schedule/certificates.html",
        form=form,
        occurrence=occurrence,
        name=name,
        day=day,
        facts=facts,
        title=_("Certificates of participation"),
        submit_label=_("Make the PDF"),
        cancel_url=url_for(".date_reports", occurrence=occurrence.id),
    )
    return page, form.status


def _made(form: CertificateForm, facts: Facts) -> bytes | None:
    """Printed while nothing is locked, and never kept; None where a letter cannot be printed."""
    order = ORDER[facts.halves[0].side.value]
    pages, title = paper.pages(facts, form.names.names, form.signers), paper.title(order)
    htmls = [html_of(pages[n : n + AT_ONCE], title, order[0]) for n in range(0, len(pages), AT_ONCE)]
    with db.unlocked():
        try:
            return pressed_in_parts(htmls, title)
        except NoType as error:
            refused = error
    form.names.without(refused.characters)
    if not form.errors:  # it stands in another line of the paper
        form.form_errors.append(refused.message)
    return None
