"""The rows of the table of languages: each material with how far both languages are, who leads, and whose they are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from campaign.accounts.models import User
from campaign.db import session
from campaign.materials.languages.models import Assignment, assigned
from campaign.materials.languages.standing import Language, Standings, pairs_of, standings
from campaign.materials.models import Material
from campaign.permissions import edit_material, see_draft


@dataclass(frozen=True)
class Line:
    """`standings` is None where the reader sees only what was sent, which is complete."""

    material: Material
    standings: Standings | None
    people: dict[str, Assignment]  # of the reader's side, by language
    is_editable: bool

    @property
    def leads(self) -> list[tuple[Language, int]]:
        """The languages that blocks are written in first, with how many."""
        return [(code, one.led) for code, one in (self.standings or {}).items() if one.led]


def lines(materials: Sequence[Material], user: User) -> list[Line]:
    """Two queries, however many."""
    ids = [material.id for material in materials if see_draft(user, material)]
    rows = defaultdict(list)
    for row in session.execute(pairs_of(ids)) if ids else ():
        rows[row.material_id].append(row)
    people = defaultdict[int, dict[str, Assignment]](dict)
    for one in session.scalars(assigned(ids, user.side)) if ids and user.side else ():
        people[one.material_id][one.language] = one
    return [
        Line(
            material,
            standings(material, rows[material.id]) if material.id in ids else None,
            people[material.id],
            edit_material(user, material) and see_draft(user, material),
        )
        for material in materials
    ]
