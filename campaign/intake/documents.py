"""PDF documents, inside the child: read through, refused when they do something by themselves, kept as they came.

They are evidence, so not a byte is changed; nobody's browser ever shows them in a page of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import IO, Any

import pikepdf

from campaign.intake.limits import PDF, PDF_OBJECTS, PDF_PAGES
from campaign.intake.refusal import Unfit

ACTIVE = frozenset(
    f"/{name}"
    for name in (
        *("JavaScript", "JS", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "SubmitForm", "ImportData"),
        *("XFA", "GoToE", "Movie"),
    )
)
EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")
BEHIND = 1024  # bytes that may follow the mark of the end: writers leave a few, a second file needs more


def read_through(source: IO[bytes], kind: str) -> tuple[dict[str, Any], bytes]:
    """Its pages; nothing is made of it. Raises Unfit."""
    data = source.read()
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            pages = _counted(pdf)
            findings = ["fonts"] if _walked(pdf) else []
    except pikepdf.PasswordError:
        raise Unfit("locked_document") from None
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, RecursionError):
        raise Unfit("damaged") from None
    if len(data.rstrip(b"\0\t\r\n ")) - data.rfind(b"%%EOF") > BEHIND:
        raise Unfit("two_in_one" if b"%%EOF" in data else "damaged")
    return {"type": PDF, "pages": pages, "findings": findings}, b""


def _counted(pdf: pikepdf.Pdf) -> int:
    if pdf.is_encrypted:
        raise Unfit("locked_document")
    claimed = int(pdf.Root.Pages.get("/Count", 0))  # 200,000 pages cost half a gigabyte only to be counted
    if claimed > PDF_PAGES or (not claimed and not len(pdf.pages)):
        raise Unfit("pages", pages=claimed)
    if len(pdf.pages) > PDF_PAGES:
        raise Unfit("pages", pages=len(pdf.pages))
    if len(pdf.objects) > PDF_OBJECTS:
        raise Unfit("costly")
    return len(pdf.pages)


def _walked(pdf: pikepdf.Pdf) -> bool:
    """Every object is looked at; whether a font is not brought along. Raises Unfit for what acts by itself."""
    is_foreign = False
    for thing in pdf.objects:
        for part in _parts(thing):
            if _is_active(part):
                raise Unfit("active")
            is_foreign = is_foreign or is_foreign_font(part)
    return is_foreign


def _parts(thing: Any) -> Iterator[Any]:
    """The dictionaries in it, itself among them; not objects of their own, which come by themselves."""
    if isinstance(thing, pikepdf.Array):
        inside: Iterable[Any] = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        inside = [thing.get(name) for name in thing.keys()]  # noqa: SIM118  (a pikepdf object is no dict)
    else:
        return
    for one in inside:
        if isinstance(one, pikepdf.Object) and not one.is_indirect:
            yield from _parts(one)


def _is_active(thing: Any) -> bool:
    """A dictionary that says: run this, start that, here is a file."""
    said = {str(thing.get(name)) for name in ("/S", "/Type", "/Subtype") if isinstance(thing.get(name), pikepdf.Name)}
    return not ACTIVE.isdisjoint(map(str, thing.keys())) or not ACTIVE.isdisjoint(said)


def is_foreign_font(thing: Any) -> bool:
    """A font that whoever prints must have; a Type 3 font is drawn in the file, and a Type 0 font has a child."""
    if thing.get("/Type") != pikepdf.Name.Font or thing.get("/Subtype") in (pikepdf.Name.Type3, pikepdf.Name.Type0):
        return False
    described = thing.get("/FontDescriptor")
    return not isinstance(described, pikepdf.Dictionary) or not any(name in described for name in EMBEDDED)
