"""PDF documents, inside the child: read through, refused when they do something by themselves, kept as they came.

They are evidence, so not a byte is changed; nobody's browser ever shows them in a page of ours.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any

import pikepdf

from campaign.intake.limits import PDF, PDF_PAGES
from campaign.intake.refusal import Unfit

ACTIVE = (
    "/JavaScript",
    "/JS",
    "/Launch",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/RichMedia",
    "/SubmitForm",
    "/ImportData",
)


def read_through(source: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """The document itself. Raises Unfit."""
    data = source.read()
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            pages = _counted(pdf)
            if any(_is_active(thing) for thing in pdf.objects):
                raise Unfit("active")
    except pikepdf.PasswordError:
        raise Unfit("locked_document") from None
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, RecursionError):
        raise Unfit("damaged") from None
    return {"type": PDF, "pages": pages, "findings": []}, data


def _counted(pdf: pikepdf.Pdf) -> int:
    if pdf.is_encrypted:
        raise Unfit("locked_document")
    claimed = int(pdf.Root.Pages.get("/Count", 0))  # 200,000 pages cost half a gigabyte only to be counted
    if claimed > PDF_PAGES or (not claimed and not len(pdf.pages)):
        raise Unfit("pages", pages=claimed)
    if len(pdf.pages) > PDF_PAGES:
        raise Unfit("pages", pages=len(pdf.pages))
    return len(pdf.pages)


def _is_active(thing: Any) -> bool:
    """A dictionary that says: run this, start that, here is a file; or one that stands inside it."""
    if isinstance(thing, pikepdf.Array):
        return any(_is_active(one) for one in thing if _is_inside(one))
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return False
    parts = {str(name): thing.get(name) for name in thing.keys()}  # noqa: SIM118  (a pikepdf object is no dict)
    said = {str(parts[name]) for name in ("/S", "/Type", "/Subtype") if isinstance(parts.get(name), pikepdf.Name)}
    return bool((parts.keys() | said) & set(ACTIVE)) or any(
        _is_active(one) for one in parts.values() if _is_inside(one)
    )


def _is_inside(thing: Any) -> bool:
    """Not an object of its own, which comes by itself."""
    return isinstance(thing, pikepdf.Object) and not thing.is_indirect
