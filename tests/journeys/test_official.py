"""An official's day with a picture: find, describe, send, show on a flyer, replace with its effects seen, withdraw."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, expect

from tests.journeys import writing
from tests.journeys.conftest import Visit
from tests.journeys.sides import COUNTRY, OTHER, RUNS
from tests.journeys.visitor import Visitor
from tests.journeys.words import Pair, Words

pytestmark = pytest.mark.browser


SUMMARY = ("For sheets and posters on naloxone.", "Para hojas y carteles sobre la naloxona.")
ALT = ("A hand holds a white nasal spray.", "Una mano sostiene un aerosol nasal blanco.")
ALT_CHANGED = ("Two hands hold a white nasal spray.", "Dos manos sostienen un aerosol nasal blanco.")
NOBODY_DECIDES = (
    "Nobody decides on it any more. A key that was turned stays in the record and opens nothing; you have a draft with"
    " the same content."
)


@dataclass
class Journey:
    """One run: an official of one side, who has both titles for everything in it."""

    visit: Visit
    say: Words
    width: int
    folder: Path

    @property
    def label(self) -> str:
        return f"{self.width} {self.say.language}"

    @property
    def image(self) -> Pair:
        return f"Spray ready {self.label}", f"Aerosol listo {self.label}"

    @property
    def flyer(self) -> Pair:
        return f"Carry naloxone {self.label}", f"Lleva naloxona {self.label}"

    @property
    def kit(self) -> Pair:
        return f"For schools {self.label}", f"Para las escuelas {self.label}"

    @property
    def side(self) -> str:
        return "us" if self.say.language == "en" else "mx"

    @property
    def official(self) -> Visitor:
        return self.at(f"planner.{self.side}")

    def at(self, name: str) -> Visitor:
        """This person's window, signed in."""
        visitor = self.visit(name, self.say, self.width, folder=f"official-{self.width}-{self.say.language}")
        if visitor.page.url == "about:blank":
            visitor.sign_in()
        return visitor

    def open_material(self, picture: str) -> None:
        """As an official comes to it: by a word of its title."""
        official, title = self.official, self.say.of(self.image)
        official.open("/materials/")
        official.field("Words or code").fill(title)
        official.press(official.button("Search"))
        official.press(_titled(official, title), picture)


@pytest.mark.parametrize(("width", "language"), RUNS)
def test_a_picture_found_described_sent_replaced_and_withdrawn(
    visit: Visit, tmp_path: Path, width: int, language: str
) -> None:
    journey = Journey(visit, Words(language), width, tmp_path)
    _hand_in(journey)
    _find(journey)
    _license(journey)
    _describe(journey)
    _send_and_take_back(journey)
    _clear_by_both(journey, "picture")
    _show_on_a_flyer(journey)
    _clear_by_both(journey, "flyer")
    _put_into_a_kit(journey)
    _replace(journey)
    _compare_and_clear(journey)
    _flyer_is_out(journey)
    _withdraw(journey)


def _titled(visitor: Visitor, title: str) -> Locator:
    return visitor.main.get_by_role("link", name=title, exact=True)


# Find and describe


def _hand_in(journey: Journey) -> None:
    """A partner of the own side, with two answers and nothing else."""
    partner = journey.at(f"partner-a.{journey.side}")
    partner.open("/materials/files/new", "hand-in")
    titled = {"en": "Title in English", "es": "Title in Spanish"}[journey.say.language]
    partner.field(titled).fill(journey.say.of(journey.image))
    partner.field("What it is").select_option("image")
    for group, answer in (
        ("Who can be recognised in it?", "Nobody can be recognised"),
        ("May we use it?", "Yes"),
        ("Which language can be read or heard in it", "No words"),
    ):
        partner.main.get_by_role("group", name=partner.say(group)).get_by_role(
            "radio", name=partner.say(answer)
        ).first.check(force=True)
    partner.field("File").set_input_files(_picture(journey, "spray.png", hands=1))
    partner.press(partner.button("Hand it in"), "handed-in")


def _picture(journey: Journey, name: str, hands: int) -> str:
    made = Image.new("RGB", (1200, 800), "#f6f4ef")
    pen = ImageDraw.Draw(made)
    for n in range(hands):
        pen.ellipse((140 + 520 * n, 360, 540 + 520 * n, 740), fill="#9a4413")
    pen.rounded_rectangle((520, 120, 680, 620), 40, fill="#0b5a6f")
    made.save(journey.folder / name)
    return str(journey.folder / name)


def _find(journey: Journey) -> None:
    """Among all materials, narrowed by the filters for images and for drafts, then by a word of the title."""
    official, title = journey.official, journey.say.of(journey.image)
    official.go_to("Materials", "materials")
    filters = official.main.locator("summary").filter(has_text=official.say("Filters"))
    if filters.is_visible():
        filters.click()
    for facet, value in (("type", "image"), ("standing", "draft")):
        official.main.locator(f"input[name={facet}][value={value}]").check(force=True)
    official.press(official.button("Show"), "found-by-filter")
    official.field("Words or code").fill(title)
    official.press(official.button("Search"), "found-by-words")
    expect(official.main.locator(".list-count b").first).to_contain_text("1")
    official.press(_titled(official, title), "material-undescribed")
    official.sees("Before it can be sent")
    official.sees("No licence covers it.")


def _license(journey: Journey) -> None:
    """The official found a permission; it is the own country's partner who made the picture."""
    official = journey.official
    official.press(official.link("Licences and consents").first, "rights")
    official.press(official.link("Enter a licence").first, "licence")
    for answer in ("Lets us use it", "Own work", "In both countries"):
        official.main.get_by_role("radio", name=re.compile(f"^{re.escape(official.say(answer))}")).check(force=True)
    official.field("Holder of the right").fill("Mesa Street Clinic")
    official.field("From").fill("2026-01-01")
    official.press(official.main.locator("form.form--panel button[type=submit]"), "licensed")


def _describe(journey: Journey) -> None:
    """Half of it is kept too; then nothing is missing."""
    official, say = journey.official, journey.say
    journey.open_material("material-licensed")
    official.press(official.link("Describe").first, "describe")
    official.field("Title in English").fill(journey.image[0])
    official.field("Title in Spanish").fill(journey.image[1])
    official.press(official.button("Save").last, "described-half")
    official.sees("Everything that you typed is kept, complete or not.")
    for name, pair in (("Summary", SUMMARY), ("What it shows,", ALT)):
        for language, words in zip(("English", "Spanish"), pair, strict=True):
            official.field(f"{name} in {language}").fill(words)
    official.field("Who must clear it").select_option("joint")
    official.field("For whom").select_option(index=1)
    official.main.get_by_role("checkbox", name=say("Naloxone")).first.check(force=True)
    official.press(official.button("Save").last, "described")
    official.sees("Nothing is missing. Send it when you are content with it.")


# Send, take back, send again


def _send_and_take_back(journey: Journey) -> None:
    """What waits is taken back by its owner before any key is turned; the same content may be sent anew."""
    official = journey.official
    official.press(official.button("Send for clearance"), "sent")
    official.sees("Waiting for both countries")
    official.press(_withdraw_link(official, 1), "take-back")
    expect(official.main).to_contain_text(official.say(NOBODY_DECIDES))
    official.field("Reason").fill(journey.say.of(("One more look.", "Falta una revisión.")))
    official.press(official.button("Withdraw it now"), "taken-back")
    official.sees("The version is withdrawn. It acts at once, and the other country was told.")
    official.press(official.button("Send for clearance"), "sent-again")
    official.sees("Waiting for both countries")


def _withdraw_link(official: Visitor, n: int) -> Locator:
    return official.main.get_by_role("link", name=official.say("Withdraw version %(n)s", n=n), exact=True)


def _clear_by_both(journey: Journey, what: str) -> None:
    for side in (OTHER[journey.side], journey.side):
        _open_decision(journey, side, f"{what}-to-decide")
        _clear(journey, side, f"{what}-decided")


def _open_decision(journey: Journey, side: str, picture: str) -> Visitor:
    signatory = journey.at(f"signatory.{side}")
    signatory.open("/clearance/")
    title = journey.say.of(journey.flyer if picture.startswith("flyer") else journey.image)
    signatory.press(_titled(signatory, title).first, picture)
    return signatory


def _clear(journey: Journey, side: str, picture: str) -> None:
    signatory = journey.at(f"signatory.{side}")
    signatory.main.get_by_role("radio", name=signatory.say("Clear"), exact=True).check()
    signatory.field("Document number").fill({"us": "OBH-2026-260", "mx": "Oficio DSF/0260/2026"}[side])
    signatory.main.locator("input[name=has_read]").check()
    signatory.press(signatory.button(f"Record the decision for {COUNTRY[side]}"), picture)
    signatory.sees("Your decision is recorded. Both countries see it now.")


# On a flyer and in a kit


def _show_on_a_flyer(journey: Journey) -> None:
    official = journey.official
    official.open("/materials/new", "flyer-new")
    writing.begin(official, journey.flyer)
    writing.fill(official)
    code = official.main.locator("#images option").filter(has_text=journey.say.of(journey.image))
    official.field("Code of the image").fill(code.get_attribute("value") or "")
    official.press(official.button("Add a picture"), "flyer-picture")
    for n, drawing in enumerate(("Own medicine", "Kept at home")):
        official.field("Drawing").nth(n).select_option(label=official.say(drawing))
    official.press(official.button("Save").last, "flyer-complete")
    writing.send(official)


def _put_into_a_kit(journey: Journey) -> None:
    official = journey.official
    official.open("/kits/new", "kit-new")
    for code, n in (("English", 0), ("Spanish", 1)):
        official.field(f"Title in {code}").fill(journey.kit[n])
    official.press(official.main.locator("form.form--panel button[type=submit]"), "kit-empty")
    official.field("Words or code").fill(journey.say.of(journey.image))
    official.press(official.button("Search"), "kit-choose")
    official.press(official.main.get_by_role("button", name=re.compile(official.say("Put in"))).first, "kit-holds")


# Replace, compare, withdraw


def _replace(journey: Journey) -> None:
    """The flyer that leaves force and the kit are named before anything is done."""
    official = journey.official
    journey.open_material("picture-in-force")
    official.press(official.main.get_by_role("link", name=re.compile(official.say("Replace"))).first, "replace")
    official.sees("%(num)d flyer leaves force")
    official.sees("%(num)d kit hands out the new file from then on.")
    for used in (journey.flyer, journey.kit):
        expect(_titled(official, journey.say.of(used))).to_be_visible()
    official.field("File").set_input_files(_picture(journey, "spray-2.png", hands=2))
    official.press(official.button("Replace it in the draft"), "replaced")
    official.press(official.link("Describe").first)
    for code, n in (("English", 0), ("Spanish", 1)):
        official.field(f"What it shows, in {code}").fill(ALT_CHANGED[n])
    official.press(official.button("Send for clearance").first, "sent-second")
    official.sees("Waiting for both countries")


def _compare_and_clear(journey: Journey) -> None:
    """Each signatory sees the words that changed and both pictures, one over the other."""
    for side in (OTHER[journey.side], journey.side):
        signatory = _open_decision(journey, side, "picture-to-compare")
        signatory.sees("Beside the version before")
        slide = signatory.main.locator("[data-slide]")
        expect(slide.locator("img")).to_have_count(2)
        handle = slide.locator("input[type=range]")
        handle.focus()
        signatory.page.keyboard.press("Home")
        signatory.look("slid-to-the-version-before")
        expect(signatory.main.locator("ins").first).to_be_visible()
        _clear(journey, side, "second-decided")


def _flyer_is_out(journey: Journey) -> None:
    """No clearance of the flyer counts any more: its version is withdrawn, and its draft shows the new picture."""
    official = journey.official
    official.open("/materials/")
    official.field("Words or code").fill(journey.say.of(journey.flyer))
    official.press(official.button("Search"))
    official.press(_titled(official, journey.say.of(journey.flyer)), "flyer-out")
    official.sees("A new draft is waiting.")
    official.sees("The image %(code)s changed or was withdrawn")
    official.sees("Out of force")
    expect(official.button("Send for clearance")).to_be_visible()
    expect(official.main).to_contain_text(journey.say.of(ALT_CHANGED))
    printer = journey.at(f"printer.{journey.side}")
    printer.open("/flyers/", "flyers-to-print")
    expect(_titled(printer, journey.say.of(journey.flyer))).to_have_count(0)


def _withdraw(journey: Journey) -> None:
    """What stops with it stands before the button; the other country reads why on its first page."""
    official = journey.official
    journey.open_material("second-in-force")
    official.press(_withdraw_link(official, 3), "withdraw")
    official.sees("%(num)d kit leaves it out from then on.")
    expect(_titled(official, journey.say.of(journey.kit))).to_be_visible()
    reason = journey.say.of(("The spray has a new shape.", "El aerosol cambió de forma."))
    official.field("Reason").fill(reason)
    official.press(official.button("Withdraw it now"), "withdrawn")
    official.sees("Its owner withdrew it: %(reason)s")
    official.sees("Out of force")
    other = journey.at(f"planner.{OTHER[journey.side]}")
    other.open("/", "told")
    expect(other.main).to_contain_text(reason)
