"""Fixed words on paper, in both languages at once; the screen's language never changes them, so no gettext here."""

from __future__ import annotations

from datetime import date

from campaign.paper.sheet import Both, Country, Language

EMERGENCY: Both = {"en": "Emergency", "es": "Emergencia"}
OTHER_SIDE: Both = {"en": "English on the back", "es": "Español al reverso"}
LEARN_MORE: Both = {"en": "Learn more", "es": "Conoce más"}
REVIEW_BY: Both = {"en": "Review by", "es": "Revisar antes del"}
QR_ALT: Both = {
    "en": "QR code: the page of this flyer on the web",
    "es": "Código QR: la página de este volante en internet",
}
DRAFT: Both = {"en": "DRAFT", "es": "BORRADOR"}
DRAFT_STRIP: Both = {
    "en": "DRAFT. Not in force. Do not hand out.",
    "es": "BORRADOR. No vigente. No repartir.",
}
FULL_SIZE: Both = {"en": "Print at 100 %", "es": "Imprimir al 100 %"}
BOTH_SIDES: Both = {"en": "Two sides: flip on the long edge", "es": "Dos caras: voltear por el lado largo"}
IN_COUNTRY: dict[Country, Both] = {
    "US": {"en": "In the United States", "es": "En Estados Unidos"},
    "MX": {"en": "In Mexico", "es": "En México"},
}
SCENE_ALT: Both = {
    "en": "A desert at sunset: one person lies on one side, another kneels there and helps.",
    "es": "Un desierto al atardecer: una persona está de lado y otra, de rodillas, la ayuda.",
}
STEP_ALTS: dict[str, Both] = {
    "phone-911": {"en": "Call 911 for help.", "es": "Llama al 911 para pedir ayuda."},
    "spray-nose": {"en": "Spray naloxone into the nose.", "es": "Rocía naloxona en la nariz."},
    "on-one-side": {
        "en": "Once the person breathes, lay the body on one side.",
        "es": "Cuando la persona ya respire, acuéstala de lado.",
    },
}

_MONTHS: dict[Language, str] = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
}


def page_of(n: int, pages: int, language: Language) -> str:
    """“page 1 of 2” or “página 1 de 2”."""
    return f"page {n} of {pages}" if language == "en" else f"página {n} de {pages}"


def review_by(iso: str, language: Language) -> str:
    """`2027-06-30` → “Review by 30 Jun 2027” or “Revisar antes del 30 jun 2027”."""
    day = date.fromisoformat(iso)
    month = _MONTHS[language].split()[day.month - 1]
    return f"{REVIEW_BY[language]} {day.day} {month} {day.year}"
