"""Taking over what a person chose from a translator's file; the person becomes its author, whoever translated it."""

from collections.abc import Mapping

from campaign.accounts.models import User
from campaign.db import Bilingual, session
from campaign.errors import Refused
from campaign.i18n import _
from campaign.materials import actions as materials
from campaign.materials.actions import Entry, touch
from campaign.materials.finding import note
from campaign.materials.models import Block, Material, blocks_of
from campaign.materials.translating.texts import SUMMARY, TITLE

Taken = Mapping[tuple[str, str], str]  # (name of the text, language) → its new words


def take_over(material: Material, taken: Taken, by: User, opened: int) -> None:
    """Only what was chosen changes, and nothing at all if somebody wrote in the draft since it was looked at; a side
    that changed alone marks its twin "needs review", as if it had been typed (laws 9 and 17)."""
    if not taken:
        raise Refused(_("Nothing was chosen, so nothing was changed."))
    blocks = {str(block.id): block for block in session.scalars(blocks_of(material.id))}
    numbers = dict.fromkeys(name for name, _code in taken if name not in (TITLE, SUMMARY))
    entries = [_entry(name, blocks.get(name), taken) for name in numbers]
    materials.edit(material, _pair(TITLE, material.title, taken), entries, None, by, opened)
    summary = _pair(SUMMARY, material.summary, taken)
    if summary != material.summary:
        material.summary = summary
        touch(material, by)
        note(material)


def _entry(name: str, block: Block | None, taken: Taken) -> Entry:
    """What was not chosen stays as it is; text for a block that is gone travels on with its own words alone."""
    words = _pair(name, block.words if block else Bilingual("", ""), taken)
    return Entry(int(name), words.en, words.es, block.pictogram if block else "")


def _pair(name: str, now: Bilingual, taken: Taken) -> Bilingual:
    return Bilingual(taken.get((name, "en"), now.en), taken.get((name, "es"), now.es))
