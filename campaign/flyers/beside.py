"""The pages beside the editor: in which offered layout, and how they are looked at."""

from dataclasses import dataclass

from flask import request

from campaign.flyers.formats import Format, format_of, of_draft, pages_in, papers
from campaign.flyers.words import legend
from campaign.forms import clean
from campaign.materials.models import Material
from campaign.paper.preview import VIEWS


@dataclass(frozen=True)
class Beside:
    form: Format
    view: str
    formats: list[Format]  # that may be chosen

    @property
    def sides(self) -> range:
        return range(1, pages_in(self.form) + 1)

    @property
    def height(self) -> int:
        """Of the picture of a page, where it is 340 wide."""
        return round(340 * self.form.paper.height_mm / self.form.paper.width_mm)

    @property
    def legend(self) -> list[tuple[str, str, str, str]]:
        return legend([self.form.layout])


def beside(material: Material) -> Beside:
    """As the form that was sent says, else as the address does; without a word the usual layout as it is printed."""
    said = request.form if request.method == "POST" else request.args
    formats = papers(material.layouts) or [of_draft(material)]
    form, view = format_of(clean(said.get("format"))[:100]), clean(said.get("view"))
    return Beside(form if form in formats else formats[0], view if view in VIEWS else VIEWS[0], formats)
