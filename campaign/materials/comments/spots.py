"""Where on a sheet somebody points: the pixel that a browser says, an area of the list, and both in words."""

from werkzeug.datastructures import MultiDict

from campaign.accounts.models import User
from campaign.db import Side, session
from campaign.i18n import _l
from campaign.materials.comments.models import WIDE
from campaign.materials.comments.pages import SheetPage
from campaign.materials.models import Material
from campaign.materials.regions import regions_of
from campaign.regions.models import Region
from campaign.web import order

# The picture to point at stands in the page at each of these widths, in pixels, and a screen shows the widest one that
# it has room for: so the pixel that comes back says where, without a script.
WIDTHS = (680, 340, 238)
# Row by row, for whoever has no pointer.
AREAS = (
    *(_l("top left"), _l("top middle"), _l("top right")),
    *(_l("middle left"), _l("in the middle"), _l("middle right")),
    *(_l("bottom left"), _l("bottom middle"), _l("bottom right")),
)
Point = tuple[int, int]  # in parts of WIDE from the left and from the top


def pressed(said: MultiDict[str, str], page: SheetPage) -> Point | None:
    """Where the picture was pressed, or the middle of the area that was chosen; a picture that no pointer pressed says
    0, 0."""
    for width in WIDTHS:
        x, y = (said.get(f"at{width}.{axis}", 0, type=int) for axis in "xy")
        if (x, y) != (0, 0):
            return _part(x, width), _part(y, page.tall(width))
    return _middle(said.get("area", -1, type=int))


def _part(pixels: int, length: int) -> int:
    return min(WIDE, max(0, (pixels * WIDE + length // 2) // length))


def _middle(area: int) -> Point | None:
    if not 0 <= area < len(AREAS):
        return None
    row, column = divmod(area, 3)
    return (2 * column + 1) * WIDE // 6, (2 * row + 1) * WIDE // 6


def chosen(said: MultiDict[str, str]) -> Point | None:
    """The point that stands in an address, if it lies on a page."""
    x, y = (said.get(axis, -1, type=int) for axis in "xy")
    return (x, y) if 0 <= x <= WIDE and 0 <= y <= WIDE else None


def area(x: int, y: int) -> str:
    """The ninth of the page in which it lies, in words."""
    column, row = (min(2, part * 3 // WIDE) for part in (x, y))
    return str(AREAS[3 * row + column])


def sheets(material: Material, user: User) -> dict[Side, Region]:
    """Of each country for which it has sheets the region whose sheet stands for all of them, the reader's side first;
    they differ in what is local alone."""
    first = {region.country: region for region in reversed(session.scalars(regions_of(material)).all())}
    return {side: first[side] for side in order(user) if side in first}
