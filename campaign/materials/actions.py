"""Writing a bilingual text block by block, sharing it, and freezing it; nothing here decides anything for a country."""

from dataclasses import dataclass
from datetime import datetime

from campaign.accounts.models import User
from campaign.campaigns.models import ENDED, Campaign, CampaignKind, sides_that_left
from campaign.db import Bilingual, Side, Territory, lock_row, session
from campaign.errors import Difference, NotAllowed, Refused, Stale
from campaign.facts.clearable import KeyState, freeze, start_of
from campaign.facts.models import FactState, FactVersion
from campaign.i18n import _
from campaign.materials.checks import problems
from campaign.materials.content import content_of
from campaign.materials.earlier.models import VersionDocument, current_documents, documents_of
from campaign.materials.files.models import VersionFile, current_files
from campaign.materials.finding import note
from campaign.materials.models import (
    Block,
    BlockKind,
    Material,
    MaterialType,
    Register,
    Scope,
    Shown,
    Version,
    VersionFact,
    VersionImage,
    VersionState,
    blocks_of,
    versions_of,
)
from campaign.materials.pictures import counting, gap


@dataclass(frozen=True)
class Entry:
    """What was typed into one block; `is_reviewed` says that a person compared both sides and found them equal."""

    block_id: int
    en: str
    es: str
    pictogram: str = ""
    is_reviewed: bool = False


@dataclass(frozen=True)
class Change:
    """A change of the order of blocks: `add` (kind, and the fact to quote or the image to show), `remove`, `up` or
    `down` (block_id)."""

    verb: str
    block_id: int = 0
    kind: BlockKind = BlockKind.point
    quoted: FactVersion | None = None
    image: Version | None = None


def create_flyer(
    title: Bilingual, campaign: Campaign | None, scope: Scope, register: Register, by: User, at: datetime
) -> Material:
    """Begin a flyer with the blocks that every sheet has; its organization owns it, its side sees it."""
    if by.side is None:
        raise NotAllowed(_("A flyer is begun by a side."))
    if campaign is not None and (misfit := why_not(campaign, scope, by.side)):
        raise Refused(misfit)
    material = Material(
        type=MaterialType.flyer,
        scope=scope,
        country=by.side if scope is Scope.national else None,
        register=register,
        title=title,
        campaign=campaign,
        organization_id=by.organization_id,
        side=by.side,
        author_ids=[by.id],
        edits=0,
        notice="",
        created_by_id=by.id,
        created_at=at,
    )
    session.add(material)
    session.flush()
    source = by.language
    for position, kind in enumerate((BlockKind.headline, BlockKind.subline, BlockKind.point, BlockKind.alt), 1):
        words = title if kind is BlockKind.headline else Bilingual("", "")
        session.add(Block(material_id=material.id, position=position, kind=kind, words=words, source=source))
    note(material)
    return material


def why_not(campaign: Campaign, scope: Scope, side: Side) -> str:
    """Why this side cannot have such a material in this campaign, as a sentence; '' when it fits.

    Joint text belongs into a joint campaign that both sides still share; in the others each country has its own.
    """
    if campaign.state in ENDED:
        return _("This campaign has ended; nothing new is begun in it.")
    if campaign.kind is CampaignKind.national and campaign.side is not side:
        return _("This is a national campaign of the other country; it takes only that country's materials.")
    if scope is Scope.joint and campaign.kind is not CampaignKind.joint:
        return _("Only a joint campaign has joint flyers; in this one each country has its own.")
    return _after_leaving(campaign, scope, side)


def _after_leaving(campaign: Campaign, scope: Scope, side: Side) -> str:
    """A side that left adds nothing, and the other one cannot have what both would have to clear."""
    left = set(session.scalars(sides_that_left(campaign.id)))
    if side in left:
        return _("Your country has left this campaign; nothing new of yours is sent or begun in it.")
    if scope is Scope.joint and left:
        return _("The other country has left this campaign; only national flyers can be used in it now.")
    return ""


def edit(
    material: Material, title: Bilingual, entries: list[Entry], change: Change | None, by: User, opened: int
) -> None:
    """Keep what was typed, complete or not, then change the blocks as asked;
    what is typed is never lost to a button.
    """
    _save(material, title, entries, by, opened)
    if change is not None:
        _change(material, change, by)
    note(material)


def _change(material: Material, change: Change, by: User) -> None:
    if change.verb == "add":
        _add_block(material, change, by)
        return
    block = session.get(Block, change.block_id)
    if block is None or block.material_id != material.id:
        raise Refused(_("This block is no longer there."))
    if change.verb == "remove":
        _remove_block(material, block, by)
    else:
        _move_block(material, block, -1 if change.verb == "up" else 1, by)


def _save(material: Material, title: Bilingual, entries: list[Entry], by: User, opened: int) -> None:
    """A side that changed alone marks its twin "needs review" (law 9)."""
    lock_row(material)
    as_stored = blocks_of(material.id).execution_options(populate_existing=True)
    blocks = {block.id: block for block in session.scalars(as_stored)}
    if opened != material.row_version:
        raise Stale(
            _("Someone else changed this text. Yours is safe below; compare and choose."),
            _differences(material, title, blocks, entries),
            material.row_version,
        )
    changed = material.title != title
    material.title = title
    for entry in entries:
        block = blocks.get(entry.block_id)
        changed |= _restore(material, entry, by) if block is None else _save_block(block, entry)
    if changed:
        touch(material, by)
    session.flush()


def _restore(material: Material, entry: Entry, by: User) -> bool:
    """Text for a block that somebody else removed meanwhile comes back as a point; nothing typed is lost (law 17)."""
    if not entry.en and not entry.es:
        return False
    _append(material, Block(kind=BlockKind.point, words=Bilingual(entry.en, entry.es), source=by.language))
    return True


def _save_block(block: Block, entry: Entry) -> bool:
    before = (block.en, block.es, block.needs_review, block.pictogram)
    if block.quoted is None and block.image is None:
        typed = Bilingual(entry.en, entry.es)
        block.needs_review, block.source = _review(block, typed, entry.is_reviewed)
        block.words = typed
    block.pictogram = entry.pictogram
    return before != (block.en, block.es, block.needs_review, block.pictogram)


def _review(block: Block, typed: Bilingual, is_reviewed: bool) -> tuple[str, str]:
    """Which side needs review after this edit, and which one leads."""
    en, es = typed.en != block.en, typed.es != block.es
    if en and es:
        return "", block.source
    if en or es:
        led, twin = ("en", "es") if en else ("es", "en")
        if not block.words.of(led) and typed.of(twin):
            return "", twin  # the first translation follows its source
        if block.needs_review == led or not typed.of(twin):
            return "", block.source if block.needs_review == led else led
        return ("" if is_reviewed else twin), led
    return ("" if is_reviewed else block.needs_review), block.source


def touch(material: Material, by: User) -> None:
    """The person is an author now, and there is something new to submit."""
    material.author_ids = sorted({*material.author_ids, by.id})
    material.has_draft = True
    material.edits += 1


def _differences(
    material: Material, title: Bilingual, blocks: dict[int, Block], entries: list[Entry]
) -> list[Difference]:
    rows = []
    if material.title != title:
        rows.append(Difference("title_en", _("Title · English"), material.title_en, title.en))
        rows.append(Difference("title_es", _("Title · Spanish"), material.title_es, title.es))
    for entry in entries:
        block = blocks.get(entry.block_id)
        if block is not None and (block.quoted or block.image):
            continue
        stored, place = (block.words, str(block.position)) if block else (Bilingual("", ""), _("Removed block"))
        for code, name in (("en", _("English")), ("es", _("Spanish"))):
            theirs, yours = stored.of(code), Bilingual(entry.en, entry.es).of(code)
            if theirs != yours:
                rows.append(Difference(f"{code}-{entry.block_id}", f"{place} · {name}", theirs, yours))
    return rows


def _add_block(material: Material, change: Change, by: User) -> None:
    """A quoted fact prints only where it is valid."""
    kind, quoted, image = change.kind, change.quoted, change.image
    if (kind is BlockKind.fact) != (quoted is not None):
        raise Refused(_("Choose the fact to quote."))
    if (kind is BlockKind.picture) != (image is not None):
        raise Refused(_("There is no such image. Choose one from the list, or write its code, such as M-0007."))
    if quoted is not None:
        _may_quote(material, quoted)
    if image is not None:
        _may_show(material, image)
    scope = quoted.fact.territory if quoted else Territory.BOTH
    words = Bilingual("", "")
    _append(material, Block(kind=kind, scope=scope, words=words, source=by.language, quoted=quoted, image=image))
    touch(material, by)
    session.flush()


def _append(material: Material, block: Block) -> None:
    """The new block stands last, but before the picture's words."""
    blocks = list(session.scalars(blocks_of(material.id)))
    block.material_id = material.id
    block.position = max((other.position for other in blocks), default=0) + 1
    session.add(block)
    session.flush()
    if blocks and blocks[-1].kind is BlockKind.alt:
        _swap(blocks[-1], block)


def _may_quote(material: Material, quoted: FactVersion) -> None:
    if quoted.state is not FactState.in_force:
        raise Refused(_("Only a fact that is in force can be quoted."))
    if material.country and not quoted.fact.territory.covers(material.country):
        raise Refused(_("This fact is not valid in the country of this flyer."))
    if any(quoted.fact.is_stopped(side) for side in material.territory.sides):
        raise Refused(_("This fact is on hold; it can be quoted again when a signatory lifts the hold."))


def _may_show(material: Material, image: Version) -> None:
    """One image, in force wherever the flyer goes; another one takes its place."""
    if image.material.type is not MaterialType.image:
        raise Refused(_("%(code)s is no image; only an image can be a flyer's picture.", code=image.material.code))
    if missing := gap(image, material.territory.sides):
        raise Refused(missing)
    for block in session.scalars(blocks_of(material.id)).all():
        if block.kind is BlockKind.picture:
            session.delete(block)
    session.flush()


def _remove_block(material: Material, block: Block, by: User) -> None:
    if block.kind in (BlockKind.headline, BlockKind.alt):
        raise Refused(_("Every flyer has a headline and the words for its picture."))
    session.delete(block)
    touch(material, by)
    session.flush()


def _move_block(material: Material, block: Block, step: int, by: User) -> None:
    """Change places with the neighbour above (-1) or below (1); at the end nothing happens."""
    blocks = counting(session.scalars(blocks_of(material.id)).all())
    place = next(n for n, other in enumerate(blocks) if other.id == block.id) + step
    if 0 <= place < len(blocks):
        _swap(block, blocks[place])
        touch(material, by)


def _swap(one: Block, other: Block) -> None:
    first, second = one.position, other.position
    one.position = -first  # the pair (material, position) is unique at every moment
    session.flush()
    other.position = first
    session.flush()
    one.position = second
    session.flush()


def share(material: Material) -> None:
    """Let the other side's planners read and edit the draft; their edits make them authors."""
    if material.country is not None:
        raise Refused(_("A national flyer belongs to one side."))
    material.is_shared = True
    note(material)


def submit(material: Material, by: User, at: datetime) -> Version:
    """Freeze the draft and send it to the countries that must clear it; a frozen version never changes."""
    blocks = list(session.scalars(blocks_of(material.id)))
    if not material.has_draft:
        raise Refused(_("There is no draft to submit."))
    if material.campaign is not None and (misfit := _after_leaving(material.campaign, material.scope, material.side)):
        raise Refused(misfit)
    if found := problems(material, blocks, at.date()):
        raise Refused(" ".join(found))
    text, fingerprint = freeze(content_of(material, blocks))
    newest = session.scalars(versions_of(material.id)).first()
    documents = [
        one.id for one in session.scalars(current_documents(material.id)) if material.territory.covers(one.country)
    ]
    if newest is not None and newest.fingerprint == fingerprint and _is_as_sent(newest, documents, at):
        raise Refused(_("Nothing has changed since version %(n)s.", n=newest.n))
    version = _version(material, blocks, text, fingerprint, (newest.n if newest else 0) + 1, by, at)
    session.add(version)
    session.flush()
    pinned = {block.quoted.id for block in blocks if block.quoted}
    session.add_all(VersionFact(version_id=version.id, fact_version_id=id) for id in sorted(pinned))
    images = {block.image.id for block in blocks if block.image}
    session.add_all(VersionImage(version_id=version.id, image_version_id=id) for id in sorted(images))
    files = session.scalars(current_files([material.id])).all()
    session.add_all(VersionFile(version_id=version.id, file_id=file.id) for file in files)
    session.add_all(VersionDocument(version_id=version.id, document_id=id) for id in documents)
    _withdraw_open(newest)
    material.has_draft, material.is_submitted, material.notice = False, True, ""
    note(material)
    return version


def _is_as_sent(newest: Version, documents: list[int], at: datetime) -> bool:
    """Nothing new for who decides: another paper from before is, as long as nothing was decided for good."""
    if newest.has_ended(at.date()):
        return False
    sent = sorted(document.id for _version_id, document in session.execute(documents_of([newest.id])))
    return newest.state is VersionState.in_force or sent == sorted(documents)


def _version(
    material: Material, blocks: list[Block], text: str, fingerprint: str, n: int, by: User, at: datetime
) -> Version:
    keys = {
        side: KeyState.in_review if start_of(material.territory, side) is KeyState.not_started else KeyState.not_needed
        for side in Side
    }
    sources = [source for block in blocks for source in (block.quoted, block.image) if source]
    dates = [source.review_by for source in sources if source.review_by]
    return Version(
        material=material,
        n=n,
        content=text,
        fingerprint=fingerprint,
        state=VersionState.submitted,
        reason="",
        us_key=keys[Side.US],
        mx_key=keys[Side.MX],
        author_ids=sorted({*material.author_ids, by.id}),
        review_by=min(dates, default=None),
        submitted_by=by,
        submitted_at=at,
        in_force_at=None,
        shows_people=material.shown in (Shown.adults, Shown.minors),
    )


def _withdraw_open(newest: Version | None) -> None:
    """A newer version replaces one that still waits; one that is in force stays until the newer one is cleared."""
    if newest is not None and newest.state in (VersionState.submitted, VersionState.changes_requested):
        newest.state, newest.reason = VersionState.superseded, "version"
