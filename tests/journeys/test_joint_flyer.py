"""From an idea to paper on both sides: plan, agree, write, clear with two keys, print, and take it back."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys import writing
from tests.journeys.conftest import Visit
from tests.journeys.sheets import check_printable
from tests.journeys.sides import COUNTRY, OTHER, RUNS
from tests.journeys.visitor import Visitor
from tests.journeys.words import Pair, Words

pytestmark = pytest.mark.browser


BRIEF: dict[str, Pair] = {
    "Aim": (
        "By March, fewer young people on both sides take pills that did not come from a drugstore.",
        "Que a marzo menos jóvenes de ambos lados tomen pastillas que no vienen de una farmacia.",
    ),
    "Audience": ("Students from 14 to 18 and their families", "Estudiantes de 14 a 18 años y sus familias"),
    "Message": ("Ask where a pill comes from.", "Pregunta de dónde viene una pastilla."),
}
LEADS = {"us": "Office of Border Health", "mx": "Dirección de Salud Fronteriza"}
REGIONS = {"us": ("US-48141", "El Paso County"), "mx": ("MX-08037", "Juárez")}
NUMBERS = {"us": ("988", "1-800-662-4357"), "mx": ("800 911 2000",)}


@dataclass
class Journey:
    """One run: who is at which screen, and what came of it so far."""

    visit: Visit
    say: Words
    width: int
    artefacts: Path
    sheets: dict[str, str] = field(default_factory=dict)  # side: path of the page behind the code on the paper

    @property
    def label(self) -> str:
        return f"{self.width} {self.say.language}"

    @property
    def campaign(self) -> Pair:
        return f"Ask about every pill · {self.label}", f"Pregunta por cada pastilla · {self.label}"

    @property
    def flyer(self) -> Pair:
        return f"{writing.HEADLINE[0]} · {self.label}", f"{writing.HEADLINE[1]} · {self.label}"

    @property
    def words(self) -> tuple[str, ...]:
        """What the sheet says in the end: one language of the point was changed, the other found to say the same."""
        changed, kept = writing.POINT_CHANGED, writing.POINT
        point = (changed[0], kept[1]) if self.say.language == "en" else (kept[0], changed[1])
        return *writing.HEADLINE, *writing.SUBLINE, *point

    @property
    def writer(self) -> str:
        """In the English journey a planner of the United States writes, in the Spanish one of Mexico."""
        return "planner.us" if self.say.language == "en" else "planner.mx"

    def at(self, name: str) -> Visitor:
        """This person's window, signed in."""
        visitor = self.visit(name, self.say, self.width)
        if visitor.page.url == "about:blank":
            visitor.sign_in()
        return visitor


@pytest.mark.parametrize(("width", "language"), RUNS)
def test_a_joint_flyer_from_plan_to_paper_and_back(visit: Visit, artefacts: Path, width: int, language: str) -> None:
    journey = Journey(visit, Words(language), width, artefacts)
    _plan(journey)
    _complete_the_other_half(journey)
    for side in ("us", "mx"):
        _agree(journey, side)
    _write(journey)
    for side in (OTHER[journey.writer[-2:]], journey.writer[-2:]):
        _clear(journey, side)
    for side in ("us", "mx"):
        _print(journey, side)
    _public(journey, ("This flyer is in force", "Este volante está vigente"), "in-force")
    _hold(journey)
    _lift(journey)
    _revoke(journey)
    _public(journey, ("Do not use this flyer", "No uses este volante"), "withdrawn")
    _printing_is_refused(journey)


# Plan and agree


def _plan(journey: Journey) -> None:
    """A planner of the United States begins, chooses the pair, fills the own half and proposes it."""
    planner = journey.at("planner.us")
    planner.go_to("Campaigns")
    planner.press(planner.link("New campaign"), "campaign-new")
    planner.main.get_by_role("radio", name=planner.say("Joint campaign")).check(force=True)
    for name, pair in {"Title": journey.campaign, **BRIEF}.items():
        planner.field(f"{name} in English").fill(pair[0])
        planner.field(f"{name} in Spanish").fill(pair[1])
    planner.press(planner.button("Save the draft"), "campaign-draft")
    planner.press(planner.link("Choose regions").first, "regions")
    planner.main.get_by_role("checkbox", name=re.compile("El Paso.*Juárez")).check()
    planner.press(planner.button("Add the ticked pairs"), "regions-chosen")
    planner.sees("Not saved yet.")
    planner.press(planner.button("Save regions"))
    _fill_track(planner, "us")
    planner.press(planner.button("Propose to Mexico"), "campaign-proposed")


def _complete_the_other_half(journey: Journey) -> None:
    """Mexico sees the campaign from now on, in its own list of what waits."""
    planner = journey.at("planner.mx")
    planner.press(planner.main.get_by_role("link", name=planner.say.of(journey.campaign), exact=True), "campaign")
    _fill_track(planner, "mx")
    planner.press(planner.button("Propose to the United States"), "campaign-proposed")


def _fill_track(planner: Visitor, side: str) -> None:
    planner.press(planner.link("Edit our track"), "track")
    planner.field("Lead organization").select_option(label=LEADS[side])
    planner.field("Starts on").fill((date.today() + timedelta(days=14)).isoformat())
    planner.field("Ends on").fill((date.today() + timedelta(days=120)).isoformat())
    planner.press(planner.button("Save the track"), "track-saved")
    expect(planner.main).to_contain_text(LEADS[side])


def _agree(journey: Journey, side: str) -> None:
    signatory = journey.at(f"signatory.{side}")
    waiting = signatory.row(signatory.say.of(journey.campaign))
    signatory.press(signatory.link("Review and agree", waiting), "campaign-to-agree")
    signatory.press(signatory.button(f"Agree for {COUNTRY[side]}"), "campaign-agreed")


# Write


def _write(journey: Journey) -> None:
    """Both languages block by block; one side changed alone is seen, compared and settled; then it is sent."""
    writer = journey.at(journey.writer)
    writer.go_to("Campaigns")
    writer.press(writer.main.get_by_role("link", name=writer.say.of(journey.campaign), exact=True), "campaign-agreed")
    writer.press(writer.link("Add a flyer").first, "flyer-new")
    writing.begin(writer, journey.flyer)
    writing.fill(writer)
    writing.complete(writer)
    here = writer.page.url
    _comment(journey)
    writer.open(here, "editor-commented")
    writing.change_one_side(writer)
    _settle(journey)
    writer.open(here)
    writing.send(writer)


SAID: Pair = ("Not everybody has a doctor of their own.", "No todas las personas tienen médico propio.")


def _comment(journey: Journey) -> None:
    """The draft is shown to the other country, whose reviewer says something about the point, for both to read."""
    writer, side = journey.at(journey.writer), journey.writer[-2:]
    writer.press(writer.link("See the flyer"), "flyer-draft")
    writer.press(writer.button({"us": "Share with Mexico", "mx": "Share with the United States"}[side]), "flyer-shared")
    reviewer = journey.at(f"reviewer.{OTHER[side]}")
    reviewer.open(writer.page.url, "flyer-to-review")
    reviewer.press(reviewer.link("All, and a new one"), "comments-none")
    point = reviewer.page.locator("#block option").filter(has_text=f"3 {reviewer.say('Point')}")
    reviewer.field("About").select_option(value=point.get_attribute("value"))
    reviewer.field("Comment").fill(reviewer.say.of(SAID))
    reviewer.press(reviewer.button("Keep the comment"), "comment-empty", status=422)
    expect(reviewer.field("Comment")).to_have_value(reviewer.say.of(SAID))
    reviewer.main.get_by_role("radio", name=reviewer.say("Both countries")).check(force=True)
    reviewer.press(reviewer.button("Keep the comment"), "comment-kept")
    expect(reviewer.main).to_contain_text(reviewer.say.of(SAID))


def _settle(journey: Journey) -> None:
    """From the block to the comment; answered, and done with."""
    writer = journey.at(journey.writer)
    beside = writer.main.locator(".block__comment").filter(has_text=writer.say.of(SAID))
    writer.press(beside.get_by_role("link"), "comments")
    comment = writer.main.locator(".comment").filter(has_text=writer.say.of(SAID))
    writer.press(comment.get_by_role("link", name=re.compile(f"^{writer.say('Answer')}")), "answer")
    writer.field("Answer").fill(writer.say.of(("Changed in both languages.", "Cambiado en los dos idiomas.")))
    writer.press(writer.button("Keep the answer"), "answered")
    writer.press(comment.get_by_role("button", name=re.compile(f"^{writer.say('Settle')}")), "settled")
    writer.sees("The comment is settled. It stays readable below and can be opened again.")


# Clear


def _clear(journey: Journey, side: str) -> None:
    """The first press is a mistake and costs nothing; the second one turns the key."""
    signatory = journey.at(f"signatory.{side}")
    signatory.open("/", "home-to-decide")
    waiting = signatory.row(signatory.say.of(journey.flyer))
    signatory.press(signatory.link("Review and decide", waiting), "decide")
    record = signatory.button(f"Record the decision for {COUNTRY[side]}")
    conditions = signatory.say.of(("Hand out only with a person present.", "Entregar solo en persona."))
    signatory.field("Conditions").fill(conditions)
    signatory.field("On whose authority").fill("")
    signatory.press(record, "decide-empty", status=422)
    expect(signatory.page.locator("#error-summary")).to_be_focused()
    expect(signatory.page.locator("#error-summary").get_by_role("link")).not_to_have_count(0)
    expect(signatory.field("Conditions")).to_have_value(conditions)
    signatory.main.get_by_role("radio", name=signatory.say("Clear"), exact=True).check()
    signatory.field("On whose authority").fill({"us": "Ruth Calloway", "mx": "Lucía Armenta Ríos"}[side])
    signatory.field("Document number").fill({"us": "OBH-2026-240", "mx": "Oficio DSF/0240/2026"}[side])
    signatory.field("I read both languages and the page as printed").check()
    signatory.press(record, "decided")
    signatory.sees("Your decision is recorded. Both countries see it now.")
    if side == journey.writer[-2:]:  # the second key
        signatory.sees("In force until %(date)s")
    else:
        signatory.sees(f"Waiting for {COUNTRY[OTHER[side]]}")


# Print, show, take back


def _print(journey: Journey, side: str) -> None:
    """The printer's own region, its file fetched twice, and its address."""
    printer = journey.at(f"printer.{side}")
    printer.press(printer.main.get_by_role("link", name=printer.say.of(journey.flyer), exact=True), "flyer-to-print")
    key, place = REGIONS[side]
    printer.field("Region").select_option(value=key)
    printer.press(printer.button("Prepare the sheet"), "edition")
    printer.sees("In force until %(date)s")
    pdf = printer.download(printer.link("Download the PDF"))
    (journey.artefacts / f"{key}-{journey.width}-{journey.say.language}.pdf").write_bytes(pdf)
    check_printable(
        pdf,
        wanted=(*journey.words, *LEADS.values(), place, key, "911", *NUMBERS[side]),
        unwanted=("DRAFT", "BORRADOR"),
    )
    assert printer.download(printer.link("Download the PDF")) == pdf
    expect(printer.main).to_contain_text(sha256(pdf).hexdigest()[:16])
    code = re.search(r"/e/([0-9A-HJKMNP-TV-Z]{8})\b", printer.main.inner_text())
    assert code, printer.main.inner_text()
    journey.sheets[side] = code.group(0)


def _public(journey: Journey, state: Pair, picture: str) -> None:
    """Whoever scans the sheet reads the answer in both languages, the own one first, and a number that works there."""
    for side, path in journey.sheets.items():
        for language in ("en", "es"):
            passer_by = journey.visit("nobody", Words(language), journey.width, folder=f"{journey.width}-public")
            passer_by.open(path, f"{picture}-{side}-{language}-of-{journey.say.language}")
            expect(passer_by.main.get_by_role("heading", level=1)).to_have_text(passer_by.say.of(state))
            for words in (*state, REGIONS[side][1], NUMBERS[side][0]):
                expect(passer_by.main).to_contain_text(words)


def _hold(journey: Journey) -> None:
    """Mexico's print staff stop their sheet with one line; its address says so at once, the other sheet's does not."""
    printer = journey.at("printer.mx")
    printer.press(printer.link("Put on hold"), "hold")
    printer.press(printer.button("Put on hold now"), "hold-empty", status=422)
    printer.field("Reason").fill(printer.say.of(("The pharmacy moved.", "La farmacia se mudó.")))
    printer.press(printer.button("Put on hold now"), "held")
    printer.sees("It is on hold from this moment, and the other country was told.")
    expect(printer.link("Download the PDF")).to_have_count(0)
    paused, good = ("Paused, do not hand out", "En pausa, no la repartas"), "This flyer is in force"
    for side, state in (("mx", paused[0]), ("us", good)):
        passer_by = journey.visit("nobody", Words("en"), journey.width, folder=f"{journey.width}-public")
        passer_by.open(journey.sheets[side], f"{'paused' if side == 'mx' else 'not-paused'}-of-{journey.say.language}")
        expect(passer_by.main.get_by_role("heading", level=1)).to_have_text(state)
        if side == "mx":
            expect(passer_by.main).to_contain_text(paused[1])


def _lift(journey: Journey) -> None:
    """Only a signatory lets it go; the start page leads there."""
    signatory = journey.at("signatory.mx")
    here = signatory.page.url
    signatory.open("/holds/", "holds")
    signatory.press(signatory.link("Lift the hold").first, "lift")
    signatory.press(signatory.button("Lift the hold"), "lifted")
    signatory.sees("The hold is lifted, and the other country was told.")
    signatory.open(here)
    printer = journey.at("printer.mx")
    printer.open(printer.page.url, "edition-again")
    printer.sees("In force until %(date)s")


def _revoke(journey: Journey) -> None:
    """Mexico takes its yes back, alone, with a reason; its name may not stay on the other country's sheets."""
    signatory = journey.at("signatory.mx")
    signatory.press(signatory.link("Revoke clearance"), "revoke")
    reason = signatory.say.of(
        ("The drugstore rule changes next week.", "La regla de farmacias cambia la próxima semana.")
    )
    signatory.field("Reason").fill(reason)
    signatory.press(signatory.button("Revoke clearance"), "revoked")
    signatory.sees("Your country's clearance is revoked. It acts at once.")
    expect(signatory.main).to_contain_text(reason)


def _printing_is_refused(journey: Journey) -> None:
    """Both printers still have the old page open: the button answers with a page that says why, not with a file."""
    for side in ("us", "mx"):
        printer = journey.at(f"printer.{side}")
        edition = printer.page.url
        printer.press(printer.link("Download the PDF"), "download-refused", status=409)
        printer.sees("This flyer is no longer in force here. Do not print it.")
        printer.open(edition, "edition-withdrawn")
        printer.sees("Do not print this sheet.")
        expect(printer.link("Download the PDF")).to_have_count(0)
