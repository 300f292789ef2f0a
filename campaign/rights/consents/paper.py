"""The consent form to print: one letter page, both languages side by side, with notice and address of the rights.

The languages of the document do not depend on the screen's (law 19); the owning side's comes first (law 20).
"""

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from campaign.config import folder
from campaign.materials.models import Material
from campaign.paper.foot import RIGHT, code_of, short_address
from campaign.paper.press import press
from campaign.paper.sheet import ORDER, TAGS
from campaign.rights.notice import EN, ES, VERSION

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Consent to be shown",
        "intro": "I agree that the picture, film or recording of me (or of the minor whose guardian I am) is used in "
        "public-health campaigns against the misuse of opioids.",
        "material": "Material",
        "taken_by": "Organization",
        "uses": "I agree to",
        "use_names": ["print", "websites", "film and sound", "social media"],
        "places": "In",
        "place_names": ["the United States", "Mexico"],
        "until": "Until (day, month, year)",
        "name": "Name of the person shown",
        "signed": "Signature and date",
        "guardian": "For a minor: name and signature of the guardian",
        "minor": "For a minor: I was asked in words that I understand, and I agree (name or drawing)",
        "notice": "Privacy notice",
    },
    "es": {
        "title": "Consentimiento para aparecer",
        "intro": "Acepto que la imagen, el video o la grabación en que aparezco (o en que aparece la persona menor de "
        "edad bajo mi tutela) se use en campañas de salud pública contra el uso indebido de opioides.",
        "material": "Material",
        "taken_by": "Organización",
        "uses": "Acepto su uso en",
        "use_names": ["impresos", "sitios web", "video y audio", "redes sociales"],
        "places": "En",
        "place_names": ["Estados Unidos", "México"],
        "until": "Hasta (día, mes, año)",
        "name": "Nombre de la persona que aparece",
        "signed": "Firma y fecha",
        "guardian": "Si es menor de edad: nombre y firma de quien ejerce la tutela",
        "minor": "Si eres menor de edad: me lo explicaron con palabras que entiendo y acepto (nombre o dibujo)",
        "notice": "Aviso de privacidad",
    },
}


def consent_form(material: Material, base_url: str) -> bytes:
    """PDF/UA-1 of one page, 216 × 279 mm. Raises PaperError."""
    order = ORDER[material.side.value]
    code = code_of(f"{base_url}/rights/materials/{material.id}", order, RIGHT, 256.0, 26.0)
    notices = {"en": EN, "es": ES}
    return press(
        _environment()
        .get_template("consent.html")
        .render(
            material=material,
            columns=[(name, TAGS[name], WORDS[name], notices[name]) for name in order],
            lang=TAGS[order[0]],
            title=" · ".join(WORDS[name]["title"] for name in order),
            code=code,
            address=short_address(f"{base_url}/rights/materials/{material.id}"),
            notice_address=short_address(f"{base_url}/rights/privacy"),
            version=VERSION,
        )
    )


@cache
def _environment() -> Environment:
    places = FileSystemLoader(folder("templates") / "rights" / "print")
    return Environment(loader=places, autoescape=True, undefined=StrictUndefined)
