"""Describing what comes as files, both languages at once; nobody overwrites another silently (law 17).

What the public reads of it, and whose names stand on it, is in the fingerprint: a change of that opens a draft and
makes an author. What only helps to find it is kept without.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.db import Bilingual, lock_row, session
from campaign.errors import Difference, Refused, Stale
from campaign.i18n import _
from campaign.materials import actions
from campaign.materials.actions import Entry, touch, why_not
from campaign.materials.data import in_order
from campaign.materials.files.models import FileLanguage, current_files
from campaign.materials.finding import note
from campaign.materials.models import Block, BlockKind, Material, MaterialType, MayUse, Scope, Shown, blocks_of
from campaign.materials.regions import MaterialRegion
from campaign.permissions import see_material


@dataclass(frozen=True)
class Words:
    """What was typed; `is_reviewed` says that a person compared both sides of the alternative text."""

    title: Bilingual
    summary: Bilingual
    alt: Bilingual
    credit: str = ""
    source: str = ""
    is_reviewed: bool = False


@dataclass(frozen=True)
class Terms:
    """What was chosen; None: not this person's to choose, or not asked."""

    type: MaterialType
    audience: str
    topics: Sequence[str]
    shown: Shown
    may_use: MayUse
    campaign: Campaign | None
    scope: Scope | None = None
    regions: Sequence[str] | None = None
    adapted_from: str = ""
    languages: Mapping[int, FileLanguage] = field(default_factory=dict)


def describe(material: Material, words: Words, terms: Terms, by: User, opened: int) -> None:
    """Keep all of it, complete or not; a form that was opened before somebody else saved is stale."""
    lock_row(material)
    block = alt_of(material)
    if opened != material.row_version:
        message = _("Someone else changed this text. Yours is safe below; compare and choose.")
        raise Stale(message, _differences(material, words, block), material.row_version)
    source = adapted(material, terms.adapted_from, by)
    actions.edit(material, words.title, [_entry(words, block)], None, by, opened)
    public = [_public(material)]
    material.summary, material.credit, material.source = words.summary, words.credit, words.source
    material.type, material.adapted_from_id = terms.type, source.id if source else None
    material.audience, material.topics = terms.audience, in_order(terms.topics)
    material.shown, material.may_use = terms.shown, terms.may_use
    _place(material, terms.campaign, terms.scope)
    public.append(_public(material))
    if _speak(material, terms.languages) or public[0] != public[1]:
        touch(material, by)
    if terms.regions is not None:
        set_regions(material, terms.regions)
    note(material)


def alt_of(material: Material) -> Block:
    """Its alternative text, which every material that comes as files was begun with."""
    return next(block for block in session.scalars(blocks_of(material.id)) if block.kind is BlockKind.alt)


def adapted(material: Material, code: str, by: User) -> Material | None:
    """The material with this code, among those that this person may see; '' is none."""
    if not code:
        return None
    number = code.upper().lstrip("FM").removeprefix("-")
    found = session.get(Material, int(number)) if number.isdecimal() and len(number) < 19 else None
    if found is None or found is material or found.code != _padded(code) or not see_material(by, found):
        raise Refused(_("There is no other material with the code “%(code)s”.", code=code))
    return found


def _padded(code: str) -> str:
    letter, _dash, number = code.upper().partition("-")
    return f"{letter}-{number.lstrip('0'):0>4}"


def _entry(words: Words, block: Block) -> Entry:
    return Entry(block.id, words.alt.en, words.alt.es, is_reviewed=words.is_reviewed)


def _public(material: Material) -> tuple[object, ...]:
    return (
        material.summary,
        material.credit,
        material.type,
        material.scope,
        material.campaign.id if material.campaign else None,
    )


def _place(material: Material, campaign: Campaign | None, scope: Scope | None) -> None:
    """In which campaign, and for whom; a version that was sent has its keys, so the scope stays from then on."""
    scope = scope or material.scope
    if scope is not material.scope and material.is_submitted:
        raise Refused(_("A version of it was sent already: whose clearance it needs cannot be changed any more."))
    is_moved = campaign is not material.campaign or scope is not material.scope
    if campaign is not None and is_moved and (misfit := why_not(campaign, scope, material.side)):
        raise Refused(misfit)
    material.campaign, material.scope = campaign, scope
    material.country = material.side if scope is Scope.national else None


def _speak(material: Material, languages: Mapping[int, FileLanguage]) -> bool:
    """Whether the language of a file changed."""
    is_changed = False
    for file in session.scalars(current_files([material.id])):
        spoken = languages.get(file.id, file.language)
        is_changed |= spoken is not file.language
        file.language = spoken
    return is_changed


def set_regions(material: Material, keys: Sequence[str]) -> None:
    """Where it is meant for; none: anywhere in its territory."""
    query = select(MaterialRegion).where(MaterialRegion.material_id == material.id)
    before = {row.region_key: row for row in session.scalars(query)}
    for key in before.keys() - set(keys):
        session.delete(before[key])
    session.add_all(MaterialRegion(material_id=material.id, region_key=key) for key in set(keys) - before.keys())


def _differences(material: Material, words: Words, block: Block) -> list[Difference]:
    """Both texts, where they differ."""
    pairs = [
        ("title", _("Title"), material.title, words.title),
        ("summary", _("Summary"), material.summary, words.summary),
        ("alt", _("What it shows"), block.words, words.alt),
    ]
    languages = (("en", _("English")), ("es", _("Spanish")))
    rows = [
        (f"{name}_{code}", f"{label} · {language}", stored.of(code), typed.of(code))
        for name, label, stored, typed in pairs
        for code, language in languages
    ]
    rows += [
        ("credit", _("Credit"), material.credit, words.credit),
        ("source", _("Source"), material.source, words.source),
    ]
    return [Difference(*row) for row in rows if row[2] != row[3]]
