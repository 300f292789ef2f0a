"""Fixed words on paper, in both languages at once; the screen's language never changes them, so no gettext here."""

from __future__ import annotations

from datetime import date

from campaign.paper.sheet import Both, Country, Language

EMERGENCY: Both = {"en": "Emergency", "es": "Emergencia"}
BACK: Both = {"en": "English on the back", "es": "Español al reverso"}
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
IN_COUNTRY: dict[Country, Both] = {
    "US": {"en": "In the United States", "es": "En Estados Unidos"},
    "MX": {"en": "In Mexico", "es": "En México"},
}

_MONTHS: dict[Language, str] = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
}


def review_by(iso: str, language: Language) -> str:
    """`2027-06-30` → “Review by 30 Jun 2027” or “Revisar antes del 30 jun 2027”."""
    day = date.fromisoformat(iso)
    month = _MONTHS[language].split()[day.month - 1]
    return f"{REVIEW_BY[language]} {day.day} {month} {day.year}"
