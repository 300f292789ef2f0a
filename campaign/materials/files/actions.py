"""What comes as files: beginning a material with one, adding, replacing, taking out; the bytes lie in the store.

A frozen version keeps the files that it holds, whatever becomes of the draft.
"""

from dataclasses import dataclass
from datetime import datetime

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.db import Bilingual, Side, session
from campaign.errors import Refused
from campaign.i18n import _
from campaign.intake.verdict import Verdict
from campaign.materials.actions import touch
from campaign.materials.files.models import File, FileLanguage, FileRole
from campaign.materials.finding import note
from campaign.materials.models import Block, BlockKind, Material, MaterialType, MayUse, Register, Scope, Shown
from campaign.partners.models import Organization


@dataclass(frozen=True)
class Kept:
    """A file that the gate took and the store keeps: as it came, and the copy for use."""

    name: str
    verdict: Verdict
    copy_type: str
    copy_sha256: str


@dataclass(frozen=True)
class Answers:
    """What whoever sends files is asked."""

    shown: Shown = Shown.unsaid
    may_use: MayUse = MayUse.unsaid


def create(
    kind: MaterialType,
    title: Bilingual,
    organization: Organization,
    side: Side,
    campaign: Campaign | None,
    answers: Answers,
    by: User,
    at: datetime,
) -> Material:
    """Begin a material that comes as files. Whoever hands it in decides about no country: joint or national is for an
    official to say, so it begins as its own country's."""
    if kind is MaterialType.flyer:
        raise Refused(_("A flyer is written here, block by block; it does not come as a file."))
    material = Material(
        type=kind,
        scope=Scope.national,
        country=side,
        register=Register.tu,
        title=title,
        campaign=campaign,
        organization=organization,
        side=side,
        shown=answers.shown,
        may_use=answers.may_use,
        author_ids=[by.id],
        edits=0,
        notice="",
        created_by_id=by.id,
        created_at=at,
    )
    session.add(material)
    session.flush()
    words = Bilingual("", "")
    session.add(Block(material_id=material.id, position=1, kind=BlockKind.alt, words=words, source=by.language))
    note(material)
    return material


def add(material: Material, kept: Kept, role: FileRole, language: FileLanguage, by: User, at: datetime) -> File:
    """A further file of the draft."""
    verdict = kept.verdict
    made = File(
        material=material,
        role=role,
        language=language,
        name=kept.name,
        type=verdict.type,
        size=verdict.size,
        sha256=verdict.sha256,
        copy_type=kept.copy_type,
        copy_sha256=kept.copy_sha256,
        facts=verdict.facts,
        findings=list(verdict.findings),
        scan=verdict.scan.value,
        added_by=by,
        added_at=at,
    )
    session.add(made)
    touch(material, by)
    note(material)
    return made


def replace(old: File, kept: Kept, by: User, at: datetime) -> File:
    """Another file in the place of this one; versions that hold the old one keep it."""
    take_out(old, by)
    return add(old.material, kept, old.role, old.language, by, at)


def take_out(file: File, by: User) -> None:
    """No longer of the draft; its bytes stay as long as a version or the record names them."""
    file.is_current = False
    touch(file.material, by)
    note(file.material)
