"""What must be there before something that came as files may be frozen (laws 10 and 16), as sentences for the owner."""

from datetime import date

from campaign.db import session
from campaign.i18n import _
from campaign.materials.earlier.models import current_documents
from campaign.materials.files.models import File, FileLanguage, FileRole, current_files
from campaign.materials.models import Material, MaterialType, Shown
from campaign.materials.rights import rights_problems

SPOKEN = (MaterialType.video, MaterialType.audio)


def file_problems(material: Material, on: date) -> list[str]:
    """An empty list means that it may go to the countries that must clear it. What its sender said about using it is a
    hint; what counts is the licence that an official found."""
    files = session.scalars(current_files([material.id])).all()
    found = [] if material.title.is_complete else [_("The title is missing in one language.")]
    if not material.summary.is_complete:
        found.append(_("The summary is missing in one language."))
    if not any(file.role is FileRole.main for file in files):
        found.append(_("There is no file yet."))
    if material.shown is Shown.unsaid:
        found.append(_("Nobody has said yet who can be recognised in it."))
    found += rights_problems(material, on) + _earlier_problems(material, list(files))
    return found + (_spoken_problems(list(files)) if material.type in SPOKEN else [])


def _earlier_problems(material: Material, files: list[File]) -> list[str]:
    """A paper speaks of what there was when it was written down here, not of a file that came after."""
    newest = max((file.added_at for file in files if file.role is FileRole.main), default=None)
    if newest and any(said.said_at < newest for said in session.scalars(current_documents(material.id))):
        return [_("A file came after the earlier document was entered: enter the document anew, or take it out.")]
    return []


def _spoken_problems(files: list[File]) -> list[str]:
    """Whoever cannot hear it reads it, in both languages (law 10)."""
    found = []
    for role, missing in (
        (FileRole.captions, {"en": _("English captions are missing."), "es": _("Spanish captions are missing.")}),
        (
            FileRole.transcript,
            {"en": _("The English transcript is missing."), "es": _("The Spanish transcript is missing.")},
        ),
    ):
        there = {file.language for file in files if file.role is role}
        if FileLanguage.both not in there:
            found += [sentence for code, sentence in missing.items() if FileLanguage(code) not in there]
    return found
