"""What states of deliveries and files are called, what a file is in figures, and what is still missing of it."""

from collections.abc import Sequence
from typing import Any

from campaign.i18n import _, _l, _n, number
from campaign.intake.limits import MB, PDF, PICTURES
from campaign.intake.scanner import Scan
from campaign.intake.words import finding_words, scan_words
from campaign.materials.files.models import FileLanguage
from campaign.materials.models import MayUse, Shown
from campaign.uploads.models import Delivery, DeliveryState, Upload, UploadState

STATES = {
    DeliveryState.open: ("accent", _l("Not sent yet")),
    DeliveryState.sent: ("waiting", _l("Waits for an official")),
    DeliveryState.taken: ("good", _l("Taken in")),
    DeliveryState.declined: ("bad", _l("Declined")),
    DeliveryState.closed: ("mute", _l("Closed, never sent")),
}
FILES = {
    UploadState.receiving: ("accent", _l("On its way")),
    UploadState.checking: ("waiting", _l("Being checked")),
    UploadState.accepted: ("good", _l("Arrived")),
    UploadState.refused: ("bad", _l("Not taken")),
    UploadState.removed: ("mute", _l("Taken out")),
}
LANGUAGES: dict[FileLanguage, Any] = {
    FileLanguage.none: _l("No language, or not known"),
    FileLanguage.en: _l("English"),
    FileLanguage.es: _l("Spanish"),
    FileLanguage.both: _l("Both languages"),
}


def megabytes(size: int) -> str:
    """As a person compares it with a limit."""
    if size < MB // 10:
        return f"{number(max(1, size // 1000))} kB"
    return f"{number(round(size / MB, 1))} MB"


def figures(upload: Upload) -> str:
    """Pages, pixels, seconds, size: what was found in it, for whoever recognises it by that."""
    facts = upload.facts
    found = [_n("%(num)d page", "%(num)d pages", facts["pages"])] if "pages" in facts else []
    if "width" in facts and upload.type != PDF:
        found.append(f"{number(facts['width'])} × {number(facts['height'])} px")
    if facts.get("seconds"):
        found.append(_("%(count)s s", count=number(round(facts["seconds"]))))
    return " · ".join([*found, megabytes(upload.size)])


def remarks(upload: Upload) -> list[str]:
    """What was left out or guessed, and whether it was scanned; what nobody looked through is never called clean."""
    if upload.state is not UploadState.accepted:
        return []
    return [*(finding_words(one, upload.facts) for one in upload.findings), scan_words(Scan(upload.scan))]


def lead_icon(upload: Upload) -> str:
    """Where there is no small picture."""
    kind = upload.copy_type or upload.type
    if kind in PICTURES:
        return "image"
    return "hearing" if kind.startswith("audio/") else "file_present"


def missing(delivery: Delivery, uploads: Sequence[Upload]) -> list[tuple[str, str]]:
    """What officials will ask for, so that its sender may look for it now: title and text."""
    return [*_papers(delivery), *_other_language(uploads), *_spoken(uploads)]


def _papers(delivery: Delivery) -> list[tuple[str, str]]:
    found = []
    if delivery.shown is Shown.minors:
        found.append((_("Consent of the minors and of their guardians"), _("In writing, for everybody shown.")))
    elif delivery.shown is Shown.adults:
        found.append((_("Consent of the people shown"), _("In writing, for everybody who can be recognised.")))
    if delivery.may_use is not MayUse.yes:
        found.append((_("Permission of whoever made it"), _("Until it is settled, nothing of it is used.")))
    return found


def _other_language(uploads: Sequence[Upload]) -> list[tuple[str, str]]:
    alone = [upload for upload in uploads if upload.state is UploadState.accepted and upload.pair_id is None]
    in_english = [upload.name for upload in alone if upload.language is FileLanguage.en]
    in_spanish = [upload.name for upload in alone if upload.language is FileLanguage.es]
    found = [(_("The same in Spanish, if there is one"), _named(in_english))] if in_english else []
    return found + ([(_("The same in English, if there is one"), _named(in_spanish))] if in_spanish else [])


def _spoken(uploads: Sequence[Upload]) -> list[tuple[str, str]]:
    spoken = [one.name for one in uploads if one.copy_type.startswith(("video/", "audio/")) and one.copy_sha256]
    return [(_("Captions and a transcript in both languages"), _named(spoken))] if spoken else []


def _named(names: list[str]) -> str:
    """The first few by name."""
    more = _n("and one more", "and %(num)d more", len(names) - 3) if len(names) > 3 else ""
    return f"{', '.join(names[:3])} {more}".strip()
