"""How Spanish speaks to its reader: *tú* or *usted*, one of them in a material (law 9)."""

import re
from collections.abc import Iterator
from functools import cache

from campaign.i18n import _
from campaign.wording.finding import Finding
from campaign.wording.tables import rows
from campaign.wording.terms import bare

_BEGINS = r"(?:^|[.!?:¡¿\n]\s*|\bno |\by |\bo )"
_SAY = {
    "tu": r"\b(?:tu|tus|ti|contigo|te|puedes|tienes|quieres|debes|necesitas|eres|sabes|conoces|usas|crees)\b",
    "usted": r"\busted\b",
}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """An order counts at the beginning of a sentence or clause; elsewhere its form may be a third person's."""
    orders = rows("orders")
    return {
        name: re.compile(
            rf"{say}|{_BEGINS}(?P<order>{'|'.join(row[name] for row in orders)})(?:la|le|lo|me|nos)?s?\b", re.MULTILINE
        )
        for name, say in _SAY.items()
    }


def findings(es: str, register: str = "") -> Iterator[Finding]:
    """`register`: `tu` or `usted` as the material has it; without it, the two must not stand side by side."""
    tu, usted = _first("tu", es), _first("usted", es)
    if register == "usted" and tu:
        yield Finding("register", "es", tu, _("This material says usted to its reader; this says tú."))
    elif register == "tu" and usted:
        yield Finding("register", "es", usted, _("This material says tú to its reader; this says usted."))
    elif not register and tu and usted:
        yield Finding("register", "es", usted, _("One text says tú and usted to its reader: choose one."))


def _first(name: str, text: str) -> str:
    found = _patterns()[name].search(bare(text))
    if found is None:
        return ""
    start, end = found.span("order") if found["order"] else found.span()
    return text[start:end]
