"""Going on alone: the same text without the other country's name, mark and wording (product §2). Nobody is asked, and
nothing of the joint text changes.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.accounts.notices import tell_side
from campaign.db import Bilingual, Side, Territory, session
from campaign.errors import NotAllowed
from campaign.facts.models import FactState, FactVersion
from campaign.i18n import _, current
from campaign.mail.kinds import NoticeKind
from campaign.materials.actions import create_flyer, why_not
from campaign.materials.content import quoted_facts, shown_image
from campaign.materials.finding import note
from campaign.materials.forks.models import Fork
from campaign.materials.models import Block, BlockKind, Material, Register, Scope, Version, blocks_of
from campaign.permissions import fork_version


def fork(version: Version, by: User, at: datetime) -> Material:
    """A national draft with what this version says in the own country. Whoever wrote the joint text is its author too
    (law 2); it needs its own clearance; the other side is told in the same transaction."""
    if by.side is None or not fork_version(by, version):
        raise NotAllowed(_("A planner of either country goes on alone with a joint flyer, nobody else."))
    content = json.loads(version.content)
    material = _begin(version, content, by, by.side, at)
    facts = quoted_facts(content)
    said = [one for one in content["blocks"] if Territory(one["scope"]).covers(by.side)]
    session.add_all(_block(material, n, one, facts, by) for n, one in enumerate(said, 1))
    if not any(one["kind"] == BlockKind.alt.value for one in said):  # needed when its picture is taken out
        empty = Bilingual("", "")
        session.add(
            Block(material_id=material.id, position=len(said) + 1, kind=BlockKind.alt, words=empty, source=by.language)
        )
    session.add(Fork(material_id=material.id, version_id=version.id))
    session.flush()
    note(material)
    _tell(version, by, at)
    return material


def _begin(version: Version, content: dict[str, Any], by: User, side: Side, at: datetime) -> Material:
    """Without a block yet; in the same campaign while the own side is still in it."""
    title, origin = Bilingual(content["title"]["en"], content["title"]["es"]), version.material
    campaign = None if origin.campaign is None or why_not(origin.campaign, Scope.national, side) else origin.campaign
    material = create_flyer(title, campaign, Scope.national, Register(content["register"]), by, at)
    material.author_ids = sorted({*version.author_ids, by.id})
    for block in session.scalars(blocks_of(material.id)).all():
        session.delete(block)
    session.flush()
    return material


def _block(material: Material, position: int, frozen: dict[str, Any], facts: dict[str, FactVersion], by: User) -> Block:
    """A fact is quoted with the wording that is in force now, where there is one."""
    quoted = _newest(facts[frozen["fingerprint"]]) if "fact" in frozen else None
    return Block(
        material_id=material.id,
        position=position,
        kind=BlockKind(frozen["kind"]),
        scope=Territory(frozen["scope"]),
        words=Bilingual(frozen.get("en", ""), frozen.get("es", "")),
        source=by.language,
        pictogram=frozen["pictogram"],
        quoted=quoted,
        image=shown_image(frozen) if "image" in frozen else None,
    )


def _newest(pinned: FactVersion) -> FactVersion:
    query = select(FactVersion).where(FactVersion.fact_id == pinned.fact_id, FactVersion.state == FactState.in_force)
    return session.scalars(query.order_by(FactVersion.n.desc()).limit(1)).one_or_none() or pinned


def _tell(version: Version, by: User, at: datetime) -> None:
    assert by.side is not None
    origin = version.material
    tell_side(
        by.side.opposite,
        lambda: _subject(origin),
        lambda: _text(by),
        f"/materials/{origin.id}",
        at,
        kind=NoticeKind.reviews,
    )


def _subject(origin: Material) -> str:
    title = origin.title.of(current()) or origin.title.twin(current())
    return _("The other country goes on alone with %(what)s", what=f"{origin.code} {title}")


def _text(by: User) -> str:
    return _(
        "%(name)s began a national flyer with the same text, without your country's name. The joint flyer and its "
        "clearances stay as they are.",
        name=by.name,
    )
