"""Comments as pages show them: each with its answers, and what this reader may read of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from campaign.accounts.models import User, country_phrase
from campaign.db import Side, session
from campaign.i18n import _
from campaign.materials.comments.models import Comment, Spot, comments_on
from campaign.materials.comments.pages import LETTER, SheetPage, pages_of
from campaign.materials.comments.spots import area
from campaign.materials.models import Material, Version
from campaign.paper.layouts import USUAL
from campaign.permissions import comment_on, see_comment


@dataclass(frozen=True)
class Thread:
    """A comment and what was answered, oldest first. One on a spot has the number of its pin: among what this reader
    reads of the same sheet, settled or not, so that it stays."""

    head: Comment
    answers: Sequence[Comment]
    pin: int = 0
    newest: int = 0  # number of the newest version

    @property
    def is_open(self) -> bool:
        return self.head.settled_at is None

    @property
    def spot(self) -> Spot | None:
        head = self.head
        if head.spot_version is None or head.spot_country is None or head.spot_x is None or head.spot_y is None:
            return None
        return Spot(head.spot_version, head.spot_country, head.spot_x, head.spot_y, _page(head))

    def is_on(self, version: Version, country: Side, page: SheetPage) -> bool:
        head = self.head
        is_there = (head.spot_version_id, head.spot_country) == (version.id, country)
        return is_there and _page(head) == page

    @property
    def where(self) -> str:
        """Of its spot, in words."""
        return spot_words(self.spot) if self.spot else ""

    @property
    def is_of_old(self) -> bool:
        """Whether a newer version was sent: its page may look different."""
        return self.spot is not None and self.spot.version.n < self.newest


def _page(head: Comment) -> SheetPage:
    return SheetPage(head.spot_layout or USUAL, head.spot_size or "letter", head.spot_page or 1)


def sheet_pages(version: Version, country: Side, open: Iterable[Thread]) -> list[SheetPage]:
    """What is shown of a sheet: its first layout, and of the others what has a pin."""
    pages = pages_of(version)
    usual, threads = pages[0].format, list(open)
    return [page for page in pages if page.format == usual or any(one.is_on(version, country, page) for one in threads)]


def spot_words(spot: Spot) -> str:
    where = _(
        "on the sheet for %(country)s, version %(n)s, %(area)s",
        country=country_phrase(spot.country),
        n=spot.version.n,
        area=area(spot.x, spot.y),
    )
    return where if spot.page == LETTER else f"{where} · {spot.page.words}"


def threads(material: Material, user: User) -> list[Thread]:
    """In the order in which they were begun; one query, one more where there are spots, and none for whoever has no
    part in the talk."""
    if not comment_on(user, material):
        return []
    seen = [comment for comment in session.scalars(comments_on(material.id)) if see_comment(user, comment)]
    heads = [comment for comment in seen if comment.answers_id is None]
    pins = _pins(heads)
    newest = _newest(material.id) if pins else 0
    return [
        Thread(head, [one for one in seen if one.answers_id == head.id], pins.get(head.id, 0), newest) for head in heads
    ]


def _pins(heads: Iterable[Comment]) -> dict[int, int]:
    """The numbers on each sheet, as they were written."""
    on_sheet, pins = Counter[tuple[int, Side | None]](), dict[int, int]()
    for head in heads:
        if head.spot_version_id is not None:
            sheet = head.spot_version_id, head.spot_country
            on_sheet[sheet] += 1
            pins[head.id] = on_sheet[sheet]
    return pins


def _newest(material_id: int) -> int:
    return session.scalar(select(func.max(Version.n)).where(Version.material_id == material_id)) or 0


def open_threads(material: Material, user: User) -> list[Thread]:
    return [thread for thread in threads(material, user) if thread.is_open]
