"""All checks of one pair of texts, in the order in which a writer mends them."""

from campaign.wording import parity, reading, register, spelling, terms
from campaign.wording.finding import Finding


def look(en: str, es: str, spoken: str = "") -> list[Finding]:
    """`spoken`: the register of the material (`tu`, `usted`), if it has one. A side that is still empty is compared
    with nothing."""
    is_pair = bool(en.strip() and es.strip())
    compared = [*parity.findings(en, es), *terms.named_otherwise(en, es)] if is_pair else []
    heard = [*terms.findings(en, es), *register.findings(es, spoken), *reading.findings(en, es)]
    return [*compared, *heard, *spelling.findings(en, es)]
