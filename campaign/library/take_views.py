"""The sheet behind a public page as a file: for the phone's own way of sharing, and to print."""

from flask import abort, request
from werkzeug.wrappers import Response

from campaign.clock import now
from campaign.db import session, unlocked
from campaign.flyers import actions as flyers
from campaign.flyers.asked import asked_page_of, config
from campaign.flyers.models import Edition, by_code
from campaign.flyers.outputs.actions import chat_picture
from campaign.flyers.press import picture
from campaign.forms import clean
from campaign.library.views import library
from campaign.web import anyone, download

WIDTH = 1000  # pixels: sharp on a phone, and light


@library.get("/e/<code>/sheet.pdf", allow=anyone)
def sheet_file(code: str) -> Response:
    """Only while it may be printed; then it is exactly what print staff fetch."""
    edition = _edition(code)
    return download(_bytes(edition), edition.file_name, "application/pdf")


@library.get("/e/<code>/sheet.webp", allow=anyone)
def sheet_picture(code: str) -> Response:
    edition = _edition(code)
    page = asked_page_of(request.args.get("side", ""), edition.layout)
    made = picture(_bytes(edition), config().data / "made", WIDTH, page, edition.format)
    name = edition.file_name.replace(".pdf", ".webp")
    return download(made, name, "image/webp", inline=True)


@library.get("/e/<code>/sheet.jpg", allow=anyone)
def sheet_for_chat(code: str) -> Response:
    """All its pages on one light picture: a chat shows a WebP as a sticker, and the back has a part in what is said."""
    edition = _edition(code)
    with unlocked():
        made = chat_picture(edition, config(), now())
    return download(made, edition.file_name.replace(".pdf", ".jpg"), "image/jpeg")


def _edition(code: str) -> Edition:
    found = session.scalar(by_code(clean(code)))
    if found is None:
        abort(404)
    return found


def _bytes(edition: Edition) -> bytes:
    return flyers.fetch(edition, config(), now())
