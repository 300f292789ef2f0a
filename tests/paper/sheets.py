"""Sheets for the tests: both editions, short and long; numbers and cities are real, organizations are made up."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, cast

from campaign.paper.sheet import Country, Helpline, Point, Sheet

N911: Helpline = {
    "number": "911",
    "name": {"en": "Emergency", "es": "Emergencia"},
    "note": {"en": "", "es": ""},
    "emergency": True,
}
N988: Helpline = {
    "number": "988",
    "name": {"en": "", "es": ""},
    "note": {"en": "Call or text, any hour", "es": "Llama o manda mensaje, a toda hora"},
    "emergency": False,
}
SAMHSA: Helpline = {
    "number": "1-800-662-4357",
    "name": {"en": "Find treatment", "es": "Busca tratamiento"},
    "note": {"en": "Free and private.", "es": "Gratis y privado."},
    "emergency": False,
}
VIDA: Helpline = {
    "number": "800 911 2000",
    "name": {"en": "Línea de la Vida", "es": "Línea de la Vida"},
    "note": {"en": "Free, 24 hours. They listen and guide you.", "es": "Gratis, 24 horas. Te escuchan y te orientan."},
    "emergency": False,
}
VIDA_SHORT: Helpline = {**VIDA, "note": {"en": "free, 24 hours", "es": "gratis, 24 horas"}}
SAMHSA_SHORT: Helpline = {**SAMHSA, "name": {"en": "", "es": ""}, "note": {"en": "treatment", "es": "tratamiento"}}
N988_SHORT: Helpline = {**N988, "note": {"en": "", "es": ""}}

FACTS: list[Point] = [
    {
        "slot": "point-1",
        "pictogram": "fake-pill",
        "en": "You cannot see, taste or smell fentanyl. "
        "It may be mixed into pills or powders, and people do not know it.",
        "es": "El fentanilo no se ve, no huele y no sabe a nada. "
        "Puede venir en pastillas o polvos, y la gente no lo sabe.",
    },
    {
        "slot": "point-2",
        "pictogram": "on-one-side",
        "en": "If the person is breathing, roll the body onto one side. Bend the top knee to hold it there. "
        "Turn the face to the side. This helps prevent choking.",
        "es": "Si la persona respira, ponla de lado. Dobla la rodilla de arriba para que no ruede. "
        "Voltea su cara hacia un lado. Así se evita que se ahogue.",
    },
    {
        "slot": "point-3",
        "pictogram": "call-911",
        "en": "Do you think someone has overdosed? Call 911 now. It is the same number on both sides of the border. "
        "Say where you are and that the person is not breathing well.",
        "es": "¿Crees que alguien tiene una sobredosis? Llama ya al 911. Es el mismo número de los dos lados de la "
        "frontera. Di dónde estás y que la persona no respira bien.",
    },
]

SHORT: list[Point] = [
    {
        "slot": "point-1",
        "pictogram": "own-medicine",
        "en": "Take only medicine from your doctor, your clinic or a real drugstore.",
        "es": "Toma solo medicina de tu médico, tu clínica o una farmacia real.",
    },
    {
        "slot": "point-2",
        "pictogram": "fake-pill",
        "en": "Pills sold online or by a friend can be fake. They look the same.",
        "es": "Las pastillas que venden en redes o te da un amigo pueden ser falsas.",
    },
    {
        "slot": "point-3",
        "pictogram": "call-911",
        "en": "The person will not wake up? Call 911 now. Stay.",
        "es": "¿La persona no despierta? Llama ya al 911. Quédate.",
    },
]

US: Sheet = {
    "country": "US",
    "draft": False,
    "title": {"en": "One fake pill can kill", "es": "Una pastilla falsa puede matar"},
    "headline": {"en": "One fake pill can kill", "es": "Una pastilla falsa puede matar"},
    "subline": {"en": "It looks like medicine. You cannot tell.", "es": "Parece medicina. No se nota la diferencia."},
    "points": FACTS,
    "helplines": [N911, N988, SAMHSA],
    "elsewhere": {"country": "MX", "lines": [N911, VIDA_SHORT]},
    "places": {"near": "El Paso", "far": "Ciudad Juárez"},
    "territory": {"key": "US-48141", "name": "El Paso County, Texas"},
    "contact": {
        "name": "Clínica Paso del Norte",
        "lines": ["1801 Mesa St, El Paso 79902", "Mon–Fri 8–17 · lun–vie 8–17", "(915) 555-0100"],
    },
    "strip": [
        {"mark": "US", "name": "Office of Border Health"},
        {"mark": "MX", "name": "Comisión de Salud Mental"},
    ],
    "address": "http://127.0.0.1:5000/e/ABCD1234",
    "code": "F-0001",
    "version": 3,
    "review_by": "2027-06-30",
    "alt": {
        "en": "A round pill whose score line divides English from Spanish.",
        "es": "Una pastilla redonda cuya ranura divide el inglés del español.",
    },
    "picture": None,
}

MX: Sheet = {
    **US,
    "country": "MX",
    "helplines": [N911, VIDA],
    "elsewhere": {"country": "US", "lines": [N911, N988_SHORT, SAMHSA_SHORT]},
    "places": {"near": "Ciudad Juárez", "far": "El Paso"},
    "territory": {"key": "MX-08037", "name": "Juárez, Chihuahua"},
    "contact": {
        "name": "Centro de Salud Anáhuac",
        "lines": ["Av. Tecnológico 1245, Juárez", "lun–vie 8–20 · Mon–Fri 8–20", "656 555 0100"],
    },
}


def talk(times: int) -> dict[str, str]:
    """So many sentences of seven words in both languages: 15 are the longest point laid out, 7 the longest line."""
    said = ("Stay with the person and keep talking. " * times).strip()
    return {"en": said, "es": said}


def changed(sheet: Sheet, **parts: Any) -> Sheet:
    """A deep copy with some parts replaced."""
    return cast(Sheet, deepcopy({**sheet, **parts}))


STEPS: list[Point] = [
    {"slot": "point-1", "pictogram": "talk", "en": "Try to wake the person", "es": "Trata de despertarla"},
    {"slot": "point-2", "pictogram": "call-911", "en": "Call 911", "es": "Llama al 911"},
    {"slot": "point-3", "pictogram": "naloxone", "en": "Give naloxone", "es": "Dale naloxona"},
    {"slot": "point-4", "pictogram": "slow-breath", "en": "Help with breathing", "es": "Ayúdale a respirar"},
    {"slot": "point-5", "pictogram": "on-one-side", "en": "Roll onto one side", "es": "Pon de lado a la persona"},
    {"slot": "point-6", "pictogram": "at-home", "en": "Stay with the person", "es": "Quédate con la persona"},
]
"""Steps for a card: at most 23 characters in English, 29 in Spanish."""

_CARD: dict[str, Any] = {
    "title": {"en": "Overdose: act now", "es": "Sobredosis: actúa ya"},
    "headline": {"en": "Overdose: act now", "es": "Sobredosis: actúa ya"},
    "subline": {"en": "", "es": ""},
    "points": STEPS,
}
CARD_US: Sheet = changed(US, **_CARD, helplines=[N911, N988_SHORT], elsewhere={"country": "MX", "lines": [N911]})
CARD_MX: Sheet = changed(MX, **_CARD, helplines=[N911, VIDA_SHORT], elsewhere={"country": "US", "lines": [N911]})

_OF: dict[str, tuple[Sheet, Sheet]] = {
    "wallet-card": (CARD_US, CARD_MX),
}
"""For layouts whose slots are too small for the long sheets."""


def of(layout: str, country: Country) -> Sheet:
    """What a layout is tried with: the longest sheet that it is made for."""
    us, mx = _OF.get(layout, (US, MX))
    return us if country == "US" else mx
