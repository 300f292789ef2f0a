"""Files of one frozen version beside those of the version before it: which are the same, and which pages changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from campaign.accounts.models import User
from campaign.materials.files.models import File
from campaign.materials.files.showing import Picture, Shown, of_version
from campaign.materials.models import Version

MOST_PAGES = 10


@dataclass(frozen=True)
class PagePair:
    """One page, then and now; None where there was or is none."""

    n: int
    before: Picture | None
    after: Picture | None


@dataclass(frozen=True)
class FileChange:
    """One file; `state` is same, changed, new or gone. `pages` are those that can be looked at side by side."""

    state: str
    shown: Shown
    before: Shown | None
    pages: Sequence[PagePair]


def compared(version: Version, before: Version | None, user: User) -> list[FileChange]:
    """Matched by role and language, in their order; a version that is the first has only new files, called the same."""
    if version.material.is_flyer:
        return []
    now, then = of_version(version, user), of_version(before, user) if before else []
    if before is None:
        return [FileChange("same", one, None, ()) for one in now]
    left, rows = list(then), []
    for one in now:
        twin = _twin(one.file, left)
        if twin in left:
            left.remove(twin)
        rows.append(_change(one, twin))
    return rows + [FileChange("gone", one, None, ()) for one in left]


def _twin(file: File, left: Sequence[Shown]) -> Shown | None:
    """The same bytes wherever they stand, else what has the same role and language, else the same role."""
    tests = (
        lambda other: other.sha256 == file.sha256,
        lambda other: (other.role, other.language) == (file.role, file.language),
        lambda other: other.role is file.role,
    )
    return next((one for test in tests for one in left if test(one.file)), None)


def _change(one: Shown, twin: Shown | None) -> FileChange:
    if twin is None:
        return FileChange("new", one, None, ())
    if twin.file.sha256 == one.file.sha256:
        return FileChange("same", one, twin, ())
    pairs = zip_longest(twin.pictures[:MOST_PAGES], one.pictures[:MOST_PAGES])
    return FileChange("changed", one, twin, [PagePair(n, then, now) for n, (then, now) in enumerate(pairs, 1)])
