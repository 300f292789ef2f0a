"""Making small pictures of a copy for use and keeping them; what has them already is left as it is."""

from io import BytesIO
from tempfile import TemporaryFile

from sqlalchemy import select

from campaign.db import session
from campaign.intake.gate import preview
from campaign.intake.limits import PDF, PICTURES, PREVIEWED_PAGES
from campaign.materials.files.models import Preview
from campaign.storage import Store


def can_be_drawn(kind: str) -> bool:
    return kind == PDF or kind in PICTURES


def make(store: Store, sha256: str, kind: str, pages: int = PREVIEWED_PAGES) -> int:
    """Draw the first pages of a stored copy in every size; the caller commits. Raises FileNotFoundError, StoreGone."""
    return 0 if not can_be_drawn(kind) or is_made(sha256) else keep(draw(store, sha256, kind, pages))


def is_made(sha256: str) -> bool:
    return session.scalar(select(Preview.page).where(Preview.of_sha256 == sha256).limit(1)) is not None


def draw(store: Store, sha256: str, kind: str, pages: int = PREVIEWED_PAGES) -> list[Preview]:
    """Seconds of work that need no database; the pictures lie in the store already. Raises as `make` does."""
    with TemporaryFile() as copy:
        copy.writelines(store.open(sha256))
        copy.seek(0)
        drawn = preview(copy, kind, tuple(range(1, pages + 1)))
    return [
        Preview(
            of_sha256=sha256,
            page=one.page,
            edge=one.edge,
            width=one.width,
            height=one.height,
            sha256=store.put(BytesIO(one.webp)),
        )
        for one in drawn
    ]


def keep(drawn: list[Preview]) -> int:
    """Twice is once: the same bytes always look the same."""
    for row in drawn:
        session.merge(row)
    session.flush()
    return len(drawn)
