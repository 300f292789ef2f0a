"""Saying something about a text, answering, settling and opening again; nothing here decides for a country."""

from datetime import datetime

from sqlalchemy import select

from campaign.accounts.models import Role, User
from campaign.accounts.notices import tell_side
from campaign.db import Side, lock_row, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.i18n import _, current
from campaign.mail.kinds import NoticeKind
from campaign.materials.comments.models import WIDE, Audience, Comment, Spot
from campaign.materials.comments.pages import pages_of
from campaign.materials.models import Block, Material
from campaign.partners.letters import tell_coordinators
from campaign.partners.models import PUBLIC_BODIES
from campaign.permissions import answer_comment, comment_on, comment_on_sheet, read_blocks, share_comment

EXCERPT = 200  # characters of a block, and of a comment in a notice


def choices(material: Material, by: User) -> list[Audience]:
    """Who may read what this person says of it. A partner speaks with its own side; the other country reads only what
    it decides on, too."""
    if by.is_partner:
        return [Audience.owner]
    has_owner = by.side is material.side and _is_partners(material)
    found = [Audience.side, *([Audience.owner] if has_owner else [])]
    return [*found, Audience.both] if material.country is None else found


def _is_partners(material: Material) -> bool:
    return material.organization.kind not in PUBLIC_BODIES


def write(
    material: Material, text: str, place: Block | Spot | None, audience: Audience, language: str, by: User, at: datetime
) -> Comment:
    """A comment on the whole, on one block, or on one spot of a sheet."""
    if by.side is None or not comment_on(by, material) or audience not in choices(material, by):
        raise NotAllowed(_("Who works on a text or decides on it comments on it, for its own side or for both."))
    comment = Comment(material=material, audience=audience, about="")
    if isinstance(place, Block):
        _put_on_block(comment, place, language, by)
    elif place is not None:
        _put_on_spot(comment, place, by)
    return _keep(comment, text, language, by, at)


def _put_on_block(comment: Comment, block: Block, language: str, by: User) -> None:
    material = comment.material
    if block.material_id != material.id or not read_blocks(by, material):
        raise Refused(_("That block is not in this text any more. Choose another one."))
    is_unsent = material.has_draft and not material.is_shared  # its words are not the other country's to read
    is_kept = not (comment.audience is Audience.both and is_unsent)
    comment.block_id, comment.about = block.id, block.text.of(language)[:EXCERPT] if is_kept else ""


def _put_on_spot(comment: Comment, spot: Spot, by: User) -> None:
    """Only what was sent has sheets that stay as they are; whoever reads of it sees them (a draft has no version, so
    that its page is never for both countries)."""
    version, material = spot.version, comment.material
    is_seen = version.material_id == material.id and comment_on_sheet(by, version)
    is_inside = 0 <= spot.x <= WIDE and 0 <= spot.y <= WIDE
    is_on_paper = is_seen and is_inside and spot.page in pages_of(version)
    if not (is_on_paper and material.territory.covers(spot.country)):
        raise Refused(_("That spot is on no sheet of this flyer. Choose another one."))
    comment.spot_version_id, comment.spot_country = version.id, spot.country
    comment.spot_x, comment.spot_y = spot.x, spot.y
    comment.spot_layout, comment.spot_size, comment.spot_page = spot.page.layout, spot.page.size, spot.page.n


def answer(comment: Comment, text: str, language: str, by: User, at: datetime) -> Comment:
    """Read by whoever reads what it answers."""
    head = _open(comment, by)
    made = Comment(material=head.material, block_id=head.block_id, answers_id=head.id, audience=head.audience, about="")
    return _keep(made, text, language, by, at)


def _keep(comment: Comment, text: str, language: str, by: User, at: datetime) -> Comment:
    assert by.side is not None, "nobody without a side comments"
    comment.text, comment.language = text, language
    comment.side, comment.written_by_id, comment.written_at = by.side, by.id, at
    comment.shared_at = at if comment.audience is Audience.both else None
    session.add(comment)
    session.flush()
    _tell(comment, by, at)
    return comment


def settle(comment: Comment, by: User, at: datetime) -> None:
    """Done with; it stays readable and can be opened again."""
    head = _open(comment, by)
    head.settled_by_id, head.settled_at = by.id, at


def reopen(comment: Comment, by: User) -> None:
    head = _head(comment, by)
    if head.settled_at is None:
        raise Overtaken(_("This comment is open already."))
    head.settled_by_id = head.settled_at = None


def share(comment: Comment, by: User, at: datetime) -> None:
    """Let the other country read it, with its answers; what was read cannot be taken back."""
    head = _head(comment, by)
    if not share_comment(by, head):
        raise NotAllowed(_("Only officials of the side that wrote it show it to the other country."))
    if head.audience is Audience.both:
        raise Overtaken(_("Both countries read this comment already."))
    for one in [head, *session.scalars(select(Comment).where(Comment.answers_id == head.id))]:
        one.audience, one.shared_at = Audience.both, at
    session.flush()
    _tell(head, by, at)


def _head(comment: Comment, by: User) -> Comment:
    head = session.get_one(Comment, comment.answers_id) if comment.answers_id else comment
    if not answer_comment(by, head):
        raise NotAllowed(_("Who reads a comment answers and settles it."))
    lock_row(head)
    return head


def _open(comment: Comment, by: User) -> Comment:
    head = _head(comment, by)
    if head.settled_at is not None:
        raise Overtaken(_("Somebody settled this comment. Open it again to go on."))
    return head


def _tell(comment: Comment, by: User, at: datetime) -> None:
    """The planners of each side that reads it, unless a planner of that side wrote it; and the partner whose text it
    is, unless it wrote that itself."""
    material = comment.material
    path = f"/materials/{material.id}/comments#comment-{comment.answers_id or comment.id}"
    is_seen = material.is_submitted or material.is_shared or by.side is not material.side
    sides = list(Side) if comment.audience is Audience.both and is_seen else [comment.side]
    for side in sides:
        if not (side is by.side and by.is_planner):
            tell_side(
                side,
                lambda: _subject(material),
                lambda: _body(comment, by.name),
                path,
                at,
                (Role.planner,),
                kind=NoticeKind.comments,
            )
    is_read = comment.audience is not Audience.side and _is_partners(material)
    if is_read and by.organization_id != material.organization_id:
        tell_coordinators(
            material.organization,
            lambda: _subject(material),
            lambda: _body(comment, by.name),
            path,
            at,
            NoticeKind.comments,
        )


def _subject(material: Material) -> str:
    title = material.title.of(current()) or material.title.twin(current())
    return _("Comment on %(what)s", what=f"{material.code} {title}")


def _body(comment: Comment, name: str) -> str:
    """As it was written, in the one language that it has."""
    said = comment.text if len(comment.text) <= EXCERPT else f"{comment.text[:EXCERPT]} …"
    return _("%(name)s wrote: “%(said)s”", name=name, said=said)
