"""What must be right before a text may be frozen; every finding names the block, the language and the remedy."""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from campaign.accounts.models import country_phrase
from campaign.db import Side, session
from campaign.facts.models import FactState, FactVersion, helplines
from campaign.i18n import _
from campaign.materials.files.checks import file_problems
from campaign.materials.models import Block, BlockKind, Material
from campaign.materials.pictures import counting, gap
from campaign.materials.reasons.standing import explained
from campaign.wording.checks import look
from campaign.wording.finding import Finding

POINTS = 3
COUNTRY = {Side.US: ("United States", "Estados Unidos"), Side.MX: ("Mexico", "México")}


def problems(material: Material, blocks: list[Block], on: date) -> list[str]:
    """Sentences for the writer; an empty list means that the text may go to both countries."""
    blocks = counting(blocks)
    numbers = list(session.scalars(helplines(on)))
    if not material.is_flyer:
        said = [sentence for block in blocks for sentence in _alt_problems(block)] + _wording_problems(material, blocks)
        return said + file_problems(material, on)
    found = [sentence for block in blocks for sentence in _block_problems(block)]
    found += _shape_problems(material, blocks)
    found += [sentence for block in blocks for sentence in _fact_problems(material, block, on)]
    found += _picture_problems(material, blocks, on)
    found += [sentence for block in blocks for sentence in _number_problems(material, block, numbers)]
    found += _helpline_problems(material, numbers)
    return found + _wording_problems(material, blocks)


def findings(material: Material, block: Block) -> list[Finding]:
    """What the checks of the two languages say of a block that is written here, for whoever writes it."""
    if block.quoted or block.image:
        return []
    return findings_of(block.kind, block.en, block.es, material.register.value)


def findings_in(material: Material, blocks: Iterable[Block]) -> dict[int, list[Finding]]:
    """The same of each of these blocks, by its number in the database."""
    return {block.id: findings(material, block) for block in blocks}


def findings_of(kind: BlockKind, en: str, es: str, register: str) -> list[Finding]:
    """The same of any pair. What a picture shows is said to nobody, so no form of address is asked of it."""
    return look(en, es, register if kind is not BlockKind.alt else "")


def frozen_findings(content: dict[str, Any]) -> dict[int, list[Finding]]:
    """The same of a frozen text, by the place of the block, for whoever decides on it; only blocks with a finding."""
    found = {
        n: findings_of(BlockKind(block["kind"]), block["en"], block["es"], content["register"])
        for n, block in enumerate(content["blocks"], 1)
        if "en" in block
    }
    return {n: some for n, some in found.items() if some}


def _wording_problems(material: Material, blocks: list[Block]) -> list[str]:
    """What must be mended, and what may be right but has no reason yet."""
    titled = [
        _("Title: %(remedy)s", remedy=one.remedy) for one in look(material.title_en, material.title_es) if one.is_hard
    ]
    found = [(block.position, one) for block in blocks for one in findings(material, block)]
    reasons = explained(material.id, [one for _n, one in found])
    return titled + [_said(n, one) for n, one in found if one.is_hard or (one.is_soft and one.key not in reasons)]


def _said(n: int, one: Finding) -> str:
    if one.is_hard:
        return _("Block %(n)s, “%(words)s”: %(remedy)s", n=n, words=one.excerpt(), remedy=one.remedy)
    return _("Block %(n)s, “%(words)s”: change it, or write beside it why it may stay.", n=n, words=one.excerpt())


def _block_problems(block: Block) -> list[str]:
    """Both languages, and no side that a person has still to compare (law 9)."""
    if block.quoted or block.image:
        return []
    found = []
    if not block.en.strip():
        found.append(_("Block %(n)s has no English text.", n=block.position))
    elif block.needs_review == "en":
        found.append(_("Block %(n)s: the English needs review.", n=block.position))
    if not block.es.strip():
        found.append(_("Block %(n)s has no Spanish text.", n=block.position))
    elif block.needs_review == "es":
        found.append(_("Block %(n)s: the Spanish needs review.", n=block.position))
    return found


def _alt_problems(block: Block) -> list[str]:
    """What comes as files has one text beside them: what it shows, for whoever cannot see it (law 10)."""
    found = []
    if not block.words.is_complete:
        found.append(_("What it shows is not said in both languages."))
    elif block.needs_review:
        found.append(_("What it shows: one language changed, and nobody has compared the other with it."))
    return found


def _shape_problems(material: Material, blocks: list[Block]) -> list[str]:
    kinds = [block.kind for block in blocks]
    found = []
    if not material.title.is_complete:
        found.append(_("The title is missing in one language."))
    if kinds.count(BlockKind.headline) != 1:
        found.append(_("A flyer has exactly one headline."))
    if kinds.count(BlockKind.alt) + kinds.count(BlockKind.picture) != 1:
        found.append(_("A flyer has one picture at most, and says once in words what it shows."))
    if kinds.count(BlockKind.subline) > 1:
        found.append(_("A flyer has at most one line under the headline."))
    for side in material.territory.sides:
        points = [b for b in blocks if b.kind in (BlockKind.point, BlockKind.fact) and b.scope.covers(side)]
        if not 1 <= len(points) <= POINTS:
            found.append(
                _(
                    "The sheet for %(country)s has %(found)s points; it needs 1 to %(most)s.",
                    country=country_phrase(side),
                    found=len(points),
                    most=POINTS,
                )
            )
    return found


def _fact_problems(material: Material, block: Block, on: date) -> list[str]:
    """A quoted fact is in force, not past its review-by date (law 10), and valid where the flyer goes."""
    version = block.quoted
    if version is None:
        return []
    found = []
    if version.state is not FactState.in_force or version.review_by is None or version.review_by < on:
        found.append(
            _("Block %(n)s quotes the fact “%(key)s”, which is not in force.", n=block.position, key=version.fact.key)
        )
    if not any(version.fact.territory.covers(side) for side in material.territory.sides):
        found.append(_("Block %(n)s quotes a fact that is not valid in the country of this flyer.", n=block.position))
    return found


def _picture_problems(material: Material, blocks: list[Block], on: date) -> list[str]:
    """A picture is in force wherever the flyer goes, not past its date (law 10), and large enough for paper."""
    shown = [block.image for block in blocks if block.image]
    return [sentence for image in shown if (sentence := gap(image, material.territory.sides, on))]


@cache
def _number(dial: str) -> re.Pattern[str]:
    """Finds a number as people write it: "800-662-4357" is 1-800-662-4357, but 98.8 and 1,988 are not 988."""
    digits = re.sub(r"\D", "", dial)
    if len(digits) < 7:
        return re.compile(rf"(?<!\d)(?<!\d[-.,]){digits}(?![-.,]?\d)")
    core = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return re.compile(r"(?<!\d)(?:1[\s\-().]*)?" + r"[\s\-().]*".join(core) + r"(?!\d)")


def _number_problems(material: Material, block: Block, numbers: list[FactVersion]) -> list[str]:
    """A typed number that works only in one country must stand beside that country's name (law 8)."""
    if block.quoted or block.image:
        return []
    found = []
    for number in numbers:
        if all(number.fact.territory.covers(side) for side in block.scope.sides if material.territory.covers(side)):
            continue
        side = number.fact.territory.sides[0]
        for code, name in zip(("en", "es"), COUNTRY[side], strict=True):
            text = block.words.of(code)
            if _number(number.dial).search(text) and name not in text:
                found.append(
                    _(
                        "Block %(n)s gives %(number)s, which works only in %(country)s: name the country beside it.",
                        n=block.position,
                        number=number.dial,
                        country=country_phrase(side),
                    )
                )
    return list(dict.fromkeys(found))


def _helpline_problems(material: Material, numbers: list[FactVersion]) -> list[str]:
    """Every edition carries a number that works where it hangs (law 8)."""
    return [
        _(
            "There is no cleared helpline for %(country)s: a signatory must clear one first.",
            country=country_phrase(side),
        )
        for side in material.territory.sides
        if not any(number.fact.territory.covers(side) for number in numbers)
    ]
