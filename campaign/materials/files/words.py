"""What roles, languages, types and sizes of files are called on the screen."""

from campaign.i18n import _, _l, _n, number
from campaign.intake import limits
from campaign.intake.limits import MB
from campaign.intake.scanner import Scan
from campaign.intake.words import finding_words, scan_words
from campaign.materials.files.models import File, FileLanguage, FileRole

ROLE_WORDS = {
    FileRole.main: _l("The material itself"),
    FileRole.captions: _l("Captions"),
    FileRole.transcript: _l("Transcript"),
}
LANGUAGE_WORDS = {
    FileLanguage.en: _l("English"),
    FileLanguage.es: _l("Spanish"),
    FileLanguage.both: _l("English and Spanish"),
    FileLanguage.none: _l("No words"),
}
KIND_WORDS = {
    limits.PNG: _l("Picture (PNG)"),
    limits.JPEG: _l("Picture (JPEG)"),
    limits.WEBP: _l("Picture (WebP)"),
    limits.AVIF: _l("Picture (AVIF)"),
    limits.HEIC: _l("Picture (HEIC)"),
    limits.TIFF: _l("Picture (TIFF)"),
    limits.GIF: _l("Picture (GIF)"),
    limits.SVG: _l("Drawing (SVG)"),
    limits.PDF: _l("Document (PDF)"),
    limits.DOCX: _l("Text document (DOCX)"),
    limits.PPTX: _l("Slides (PPTX)"),
    limits.XLSX: _l("Table (XLSX)"),
    limits.ODT: _l("Text document (ODT)"),
    limits.TXT: _l("Plain text (TXT)"),
    limits.CSV: _l("Table (CSV)"),
    limits.MP4: _l("Video (MP4)"),
    limits.M4A: _l("Sound (M4A)"),
    limits.MP3: _l("Sound (MP3)"),
}
ICONS = {
    limits.MP4: "photo_camera",
    limits.M4A: "hearing",
    limits.MP3: "hearing",
    limits.XLSX: "assessment",
    limits.CSV: "assessment",
    limits.PPTX: "image",
}


def kind_words(kind: str) -> str:
    return str(KIND_WORDS.get(kind, kind))


def size_words(size: int) -> str:
    """In the unit in which people read it: kB up to a megabyte, then MB with one decimal."""
    if size < MB:
        return _("%(number)s kB", number=number(max(1, round(size / 1000))))
    return _("%(number)s MB", number=number(round(size / MB, 1)))


def measures(file: File) -> str:
    """Pages, pixels or seconds, as the gate found them; '' where it found none."""
    facts = file.facts
    if "pages" in facts:
        return _n("%(num)d page", "%(num)d pages", facts["pages"])
    if "width" in facts and "height" in facts:
        return _("%(width)s × %(height)s pixels", width=number(facts["width"]), height=number(facts["height"]))
    return _("%(number)s seconds", number=number(round(facts["seconds"]))) if "seconds" in facts else ""


def remarks(file: File) -> list[str]:
    """What the gate left out or guessed, and whether anybody looked it through: never "clean"."""
    return [*(finding_words(kind, file.facts) for kind in file.findings), scan_words(Scan(file.scan))]
