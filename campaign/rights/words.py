"""What licences, consents and seals are called on the screen."""

from collections.abc import Iterable

from campaign.db import Territory
from campaign.i18n import _l, current
from campaign.materials.models import Material
from campaign.rights.consents.models import Age, ConsentEnd, Use
from campaign.rights.licences.models import Direction, LicenceKind
from campaign.rights.seals.models import Destroyed, SealState

TERRITORY_WORDS = {
    Territory.US: _l("In the United States"),
    Territory.MX: _l("In Mexico"),
    Territory.BOTH: _l("In both countries"),
}
DIRECTION_WORDS = {Direction.incoming: _l("Lets us use it"), Direction.outgoing: _l("Lets others use it")}
LICENCE_WORDS = {
    LicenceKind.own_work: _l("Own work"),
    LicenceKind.us_government: _l("Work of the US government"),
    LicenceKind.public_domain: _l("Public domain"),
    LicenceKind.cc_by: _l("CC BY 4.0"),
    LicenceKind.cc_by_sa: _l("CC BY-SA 4.0"),
    LicenceKind.cc_by_nc: _l("CC BY-NC 4.0"),
    LicenceKind.cc_by_nd: _l("CC BY-ND 4.0"),
    LicenceKind.permission: _l("Written permission"),
    LicenceKind.other: _l("Other licence"),
}
LICENCE_HINTS = {
    LicenceKind.own_work: _l("Made by the organization that hands it in"),
    LicenceKind.us_government: _l("Free of rights in the United States; in Mexico ask before you rely on it"),
    LicenceKind.public_domain: _l("Nobody has a right in it any more"),
    LicenceKind.cc_by: _l("Name the author"),
    LicenceKind.cc_by_sa: _l("Name the author; what you make of it has the same licence"),
    LicenceKind.cc_by_nc: _l("Name the author; never sold"),
    LicenceKind.cc_by_nd: _l("Name the author; never changed or cut"),
    LicenceKind.permission: _l("A letter, a contract or a message: add it, or write its number"),
    LicenceKind.other: _l("Add the document, or write its number"),
}
AGE_WORDS = {Age.adult: _l("Adult"), Age.minor: _l("Minor")}
USE_WORDS = {
    Use.print: _l("Print"),
    Use.web: _l("Websites"),
    Use.video: _l("Film and sound"),
    Use.social: _l("Social media"),
}
END_WORDS = {
    ConsentEnd.withdrawn: _l("The person took it back"),
    ConsentEnd.unneeded: _l("No longer needed"),
}
END_HINTS = {
    ConsentEnd.withdrawn: _l(
        "The material, and every flyer that shows it, are on hold in both countries at once; nobody lifts that."
    ),
    ConsentEnd.unneeded: _l(
        "The person is shown no more, or it was entered wrongly; nothing is stopped by this alone."
    ),
}
DESTROYED_WORDS = {Destroyed.consent: _l("Consent document"), Destroyed.file: _l("File")}
SEAL_WORDS = {
    SealState.asked: _l("Waits for a second person"),
    SealState.done: _l("Destroyed"),
    SealState.dropped: _l("Not carried out"),
}


def title_of(material: Material) -> str:
    return f"{material.code} · {material.title.of(current()) or material.title.twin(current())}"


def uses_words(uses: Iterable[str]) -> str:
    return ", ".join(str(words) for use, words in USE_WORDS.items() if use.value in set(uses))
