"""Writing a flyer in both languages at the screen: what is typed, and the steps of it that two journeys share."""

import re

from playwright.sync_api import Locator, expect

from tests.journeys.visitor import Visitor
from tests.journeys.words import Pair

HEADLINE = ("Where did it come from?", "¿De dónde salió?")
SUBLINE = ("A pill from a friend can hold fentanyl.", "La pastilla de un amigo puede traer fentanilo.")
POINT = (
    "Take only medicine from your doctor, your clinic or a licensed drugstore.",
    "Toma solo medicina de tu médico, tu clínica o una farmacia autorizada.",
)
POINT_CHANGED = (
    "Take only medicine from a doctor, a clinic or a licensed drugstore.",
    "Toma solo medicina de un médico, una clínica o una farmacia autorizada.",
)
ALT = (
    "A round white pill with a line across its middle. Each half carries the headline in one language.",
    "Una pastilla blanca y redonda con una línea al centro. Cada mitad lleva el título en un idioma.",
)
FACT = "safe_storage"


def begin(writer: Visitor, title: Pair) -> None:
    writer.field("Title in English").fill(title[0])
    writer.field("Title in Spanish").fill(title[1])
    writer.main.get_by_role("radio", name=writer.say("Both countries (joint)")).check()
    writer.main.get_by_role("radio", name="tú", exact=True).check()
    writer.press(writer.button("Begin writing"), "editor-new")


def block(writer: Visitor, kind: str, language: str) -> Locator:
    """The box of a block in one language: "English · 3 Point"."""
    name = re.compile(rf"^{language}\b.*·\s*\d+ {re.escape(writer.say(kind))}$")
    return writer.main.get_by_role("textbox", name=name)


def fill(writer: Visitor) -> None:
    """Everything but the fact, which is quoted at once: a button keeps what was typed."""
    texts = {"Headline": HEADLINE, "Line under the headline": SUBLINE, "Point": POINT, "What the picture shows": ALT}
    for kind, (english, spanish) in texts.items():
        block(writer, kind, "English").fill(english)
        block(writer, kind, "Español").fill(spanish)
    facts = writer.field("Fact to quote")
    value = facts.locator("option").filter(has_text=f"{FACT} ·").get_attribute("value")
    facts.select_option(value=value)
    writer.press(writer.button("Quote this fact"), "editor-fact-quoted")
    expect(block(writer, "What the picture shows", "Español")).to_have_value(ALT[1])


def complete(writer: Visitor) -> None:
    """A drawing for each of the two points; then nothing is missing."""
    for n, drawing in enumerate(("Own medicine", "Kept at home")):
        writer.field("Drawing").nth(n).select_option(label=writer.say(drawing))
    writer.press(writer.button("Save"), "editor-complete")
    writer.sees("Nothing is missing. Send it when you are content with the page.")


def change_one_side(writer: Visitor) -> None:
    """The writer's own language changes and the twin stays behind, until a person has compared both."""
    is_english = writer.say.language == "en"
    twin = "Spanish" if is_english else "English"
    block(writer, "Point", "English" if is_english else "Español").fill(writer.say.of(POINT_CHANGED))
    writer.press(writer.button("Save"), "editor-needs-review")
    writer.sees(f"{twin} needs review")
    writer.sees(f"Block %(n)s: the {twin} needs review.")
    writer.field("I compared both: they say the same").check()
    writer.press(writer.button("Save"), "editor-settled")
    expect(writer.main).not_to_contain_text(writer.say(f"{twin} needs review"))


def send(writer: Visitor) -> None:
    writer.press(writer.button("Send for clearance"), "flyer-sent")
    writer.sees("Waiting for both countries")
