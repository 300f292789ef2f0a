"""The other files of an edition, made of the very sheet that print staff prepared, while it may be printed."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from campaign.config import Config
from campaign.errors import Refused
from campaign.flyers.actions import fetch, stopped, version_sheet
from campaign.flyers.models import Edition
from campaign.flyers.press import RENDERER, NotPrintable, pictures_of, said
from campaign.flyers.profiles.models import Profile
from campaign.flyers.strips import strip_of
from campaign.i18n import _
from campaign.paper.errors import Finding, PaperError
from campaign.paper.finish import finish
from campaign.paper.finishing import finish_with
from campaign.paper.flat import flat
from campaign.paper.imposition import CARDS, HALVES, Plan, impose
from campaign.paper.layouts import LAYOUTS
from campaign.paper.page import Size
from campaign.paper.press import press as print_page
from campaign.paper.shop import shop_html
from campaign.paper.shop_check import shop_findings
from campaign.storage import files, store_of

PLANS: dict[str, Plan] = {"wallet-card": CARDS, "half-letter": HALVES}


def shop_file(edition: Edition, config: Config, at: datetime, profile: Profile | None = None) -> bytes:
    """PDF in CMYK with bleed and marks: nothing in RGB is handed out. NotPrintable where a picture has no inks: it
    takes those of `profile`, a press of the own side, which then is the output intent."""
    if reason := stopped(edition, at):
        raise Refused(reason)
    if profile is not None and (profile.side is not edition.country or profile.is_retired):
        raise Refused(no_profile())
    form = edition.format
    strip = strip_of(edition.place, at.date()) if edition.place else None
    sheet = version_sheet(edition.version, edition.region, config, at, form, strip=strip)

    def make() -> bytes:
        html = shop_html(form.layout, sheet, form.size, form.look)
        printed = print_page(html, pictures=pictures_of(sheet, config))
        pdf = _finished(printed, form.paper.mm, profile, config)
        _refuse(shop_findings(pdf, form.paper.mm))
        return pdf

    press = f" {profile.sha256}" if profile else ""
    return _made(f"shop {edition.sha256}{press}", "pdf", config, make)


def no_profile() -> str:
    """Said alike of one of the other side, of one that is retired and of one that never was."""
    return _("Your side has no such profile in use. Choose one on the page of the sheet.")


def _finished(printed: bytes, trim_mm: Size, profile: Profile | None, config: Config) -> bytes:
    """The store checks the bytes; only the child behind the fence opens them."""
    if profile is None:
        return finish(printed, trim_mm)
    return finish_with(printed, trim_mm, store_of(config).read(profile.sha256))


def several_file(edition: Edition, config: Config, at: datetime) -> bytes:
    """Ten cards, or two half letters, on an office sheet with marks to cut along. Refused for what fills its sheet."""
    if edition.layout not in PLANS:
        raise Refused(_("This layout fills its sheet; it is not put on one several times."))
    pdf, layout = fetch(edition, config, at), LAYOUTS[edition.layout]
    return _made(f"several {edition.sha256}", "pdf", config, lambda: impose(pdf, PLANS[edition.layout], layout.pages))


def chat_picture(edition: Edition, config: Config, at: datetime) -> bytes:
    """All its pages as one JPEG of at most 300 kB."""
    pdf = fetch(edition, config, at)
    return _made(f"chat {edition.sha256}", "jpg", config, lambda: flat(pdf))


def _refuse(findings: list[Finding]) -> None:
    if findings:
        raise PaperError("not for a print shop", findings)


def _made(what: str, kind: str, config: Config, make: Callable[[], bytes]) -> bytes:
    """Made once and kept beside the pages: the same sheet and renderer give the same bytes."""
    kept = config.data / "made" / f"{hashlib.sha256(f'{RENDERER} {what}'.encode()).hexdigest()}.{kind}"
    if not kept.is_file():
        try:
            files.write(kept, make())
        except PaperError as error:
            raise NotPrintable(said(error.findings)) from error
    return kept.read_bytes()
