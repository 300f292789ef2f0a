"""A clinic joins: it registers on a phone in Spanish, waits, is approved in English, and adds its first place."""

import re
import time
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.visitor import Visitor
from tests.journeys.words import Words

pytestmark = pytest.mark.browser

NAME, EMAIL = "Clínica Loma Blanca, A. C.", "rosa.ibanez@loma-blanca.example.org"
SECRET = "cuatro-nubes-sobre-el-llano"
PATIENCE = 30  # seconds until the worker has carried a letter


def test_a_clinic_joins(visit: Visit, instance: Path) -> None:
    clinic = visit("clinic", Words("es"), 390, folder="partner-390-es")
    planner = visit("planner.mx", Words("en"), 1280, folder="partner-1280-en")
    _register(clinic)
    clinic.open(_link(instance, "/partners/join/"), "join")
    _choose_password(clinic)
    _sign_in(clinic, "waiting")
    clinic.sees("Your registration has arrived. You are told by mail as soon as it is decided.")
    clinic.open("/campaigns/")
    clinic.sees("Your registration has arrived. You are told by mail as soon as it is decided.")
    _approve(planner)
    letter = _letter(instance, "Aprobada: ")
    assert letter.index("su organización puede trabajar") < letter.index("Your organization may work")
    clinic.open("/partners/", "partners")
    clinic.press(clinic.main.get_by_role("link", name=NAME), "own-page")
    _add_place(clinic)


def _register(clinic: Visitor) -> None:
    clinic.open("/accounts/sign-in")
    clinic.press(clinic.page.get_by_role("link", name="Español"))
    clinic.press(clinic.link("Register your organization"), "register")
    clinic.press(clinic.button("Send the link"), "register-empty", status=422)
    clinic.field("Name of the organization").fill(NAME)
    clinic.field("Kind").select_option("clinic")
    clinic.main.get_by_role("radio", name="México").check()
    clinic.field("Phone").fill("656 123 4599")
    clinic.field("Your name").fill("Rosa Ibáñez Cota")
    clinic.field("Your post").fill("Jefa de enfermería")
    clinic.field("Your e-mail address").fill(EMAIL)
    clinic.main.get_by_role("radio", name=clinic.say("Spanish")).check()
    clinic.press(clinic.button("Send the link"), "registered")


def _choose_password(clinic: Visitor) -> None:
    clinic.field("Your name as a list sorts it").fill("Ibáñez Cota Rosa")
    clinic.field("Time zone").select_option("America/Ciudad_Juarez")
    clinic.field("Password").fill(SECRET)
    clinic.main.get_by_role("checkbox").check()
    clinic.press(clinic.button("Join"), "joined")


def _sign_in(clinic: Visitor, picture: str) -> None:
    clinic.field("E-mail address").fill(EMAIL)
    clinic.field("Password").fill(SECRET)
    clinic.press(clinic.button("Sign in"), picture)


def _approve(planner: Visitor) -> None:
    planner.sign_in()
    planner.go_to("Partners", "partners")
    planner.press(planner.main.get_by_role("link", name=NAME), "waiting-clinic")
    planner.sees("It waits for you.")
    planner.press(planner.button("Approve"), "approved")


def _add_place(clinic: Visitor) -> None:
    clinic.press(clinic.link("Add a place"), "place-form")
    clinic.field("Name").fill("Recepción")
    clinic.field("County or municipio").select_option("MX-08037")
    clinic.field("Address").fill("Av. Hermanos Escobar 1200\nCd. Juárez, Chih.")
    clinic.field("ZIP code or código postal").fill("32320")
    clinic.field("Phone").fill("656 123 4599")
    clinic.press(clinic.button("Save the place"), "place-saved")
    clinic.sees("The place is entered.")


def _link(instance: Path, path: str) -> str:
    found = re.search(rf"{path}[\w-]+", _letter(instance, path))
    assert found is not None
    return found[0]


def _letter(instance: Path, words: str) -> str:
    """The newest letter to the clinic with these words, as it was delivered; the worker has a moment."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for path in sorted((instance / "outbox").glob("p*.eml"), reverse=True):
            letter = message_from_bytes(path.read_bytes(), policy=policy.default)
            text = f"{letter['Subject']}\n{letter.get_content()}"
            if letter["To"] == EMAIL and words in text:
                return text
        time.sleep(0.2)
    pytest.fail(f"no letter to {EMAIL} says {words}")
