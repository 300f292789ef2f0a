"""What a material is found by beside its title: the words of its text, and which of them only some may find.

What is in force, or was sent, everybody finds who sees the material at all; a word that stands only in the open draft
is kept behind a mark, and only who may read that draft has the mark. So a search never tells more than a page would.
"""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, case, select

from campaign.accounts.models import User
from campaign.db import Side, session
from campaign.fulltext import MARK, codes, matching, tokens
from campaign.i18n import both
from campaign.materials.content import quoted_facts, texts
from campaign.materials.data import AUDIENCES, TOPICS
from campaign.materials.files.models import current_files, files_of
from campaign.materials.models import IS_FLYER, WORDS, Material, Version, VersionState, blocks_of


def titled(query: Select[Material], words: str, marks: Sequence[str] = ()) -> Select[Material]:
    """Only those with this code, or with words that begin so in their title or in their text, in either language,
    accents or not. `marks` (of marks_of) open the words of drafts that the reader may read."""
    if not words:
        return query
    flyers, others = codes(words, "F")
    files, others = codes(others, "M")
    if flyers or files:
        query = query.where(*((Material.id == number) & IS_FLYER for number in flyers))
        query = query.where(*((Material.id == number) & ~IS_FLYER for number in files))
    return matching(query, WORDS, others, marks)


def note(material: Material) -> None:
    """Gather its words anew; every action that changes what it says, or who may read it, ends with this."""
    session.flush()
    version = session.scalars(_open_version(material.id)).first()
    public = set(tokens(" ".join([*_of_version(version), *_about(material)])))
    draft = set(tokens(" ".join(_of_draft(material)))) - public
    marked = (f"{mark}{word}" for mark in _marks(material) for word in sorted(draft))
    words = " ".join([*sorted(public), *marked])
    if material.words != words:
        material.words = words


def marks_of(user: User) -> tuple[str, ...]:
    """The marks of drafts that this person may read; agrees with permissions.see_draft."""
    if user.side is not None and (user.is_planner or user.is_reviewer or user.is_signatory):
        return (_of_side(user.side),)
    return (_of_organization(user.organization_id),) if user.is_partner else ()


def _marks(material: Material) -> list[str]:
    sides = list(Side) if material.is_shared else [material.side]
    return [*map(_of_side, sides), _of_organization(material.organization_id)]


def _of_side(side: Side) -> str:
    return f"{MARK}{side.value.lower()}"


def _of_organization(number: int) -> str:
    """The letter after the number keeps 1 apart from 12."""
    return f"{MARK}o{number}z"


def _open_version(material_id: int) -> Select[Version]:
    """The one in force, else the newest that was sent."""
    is_first = case((Version.state == VersionState.in_force, 0), else_=1)
    is_live = Version.state.in_((VersionState.in_force, VersionState.submitted))
    query = select(Version).where(Version.material_id == material_id, is_live)
    return query.order_by(is_first, Version.n.desc()).limit(1)


def _of_version(version: Version | None) -> Iterable[str]:
    if version is None:
        return
    content = json.loads(version.content)
    for pair in (content.get("title"), content.get("summary"), *texts(content, quoted_facts(content))):
        if pair and "en" in pair:
            yield f"{pair['en']} {pair['es']}"
    yield str(content.get("credit", ""))
    for _version_id, file in session.execute(files_of([version.id])).unique():
        yield file.name


def _about(material: Material) -> Iterable[str]:
    """Controlled terms, in both languages."""
    terms = [TOPICS[key] for key in material.topics or () if key in TOPICS]
    terms += [AUDIENCES[material.audience]] if material.audience in AUDIENCES else []
    for term in terms:
        pair = both(lambda term=term: str(term))  # type: ignore[misc]
        yield f"{pair.en} {pair.es}"


def _of_draft(material: Material) -> Iterable[str]:
    yield f"{material.summary_en} {material.summary_es} {material.credit} {material.source}"
    for block in session.scalars(blocks_of(material.id)):
        if block.image_version_id is None:
            yield f"{block.text.en} {block.text.es}"
    for file in session.scalars(current_files([material.id])):
        yield file.name
