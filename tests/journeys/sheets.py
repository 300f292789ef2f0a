"""What a person at a printing press would find out about a PDF: pages, fonts, words."""

import re
from io import BytesIO

import pikepdf
import pypdfium2

FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def squeezed(words: str) -> str:
    """Without spaces and hyphenation, because lines break where the sheet needs it."""
    return re.sub(r"[\s\u00ad\ufffe\ufeff]+", "", words)


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(str(page.get_textpage().get_text_range()) for page in document)


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def fonts_of(pdf: bytes) -> dict[str, bool]:
    """Each font of the file by name, and whether its outlines are in the file."""
    with pikepdf.open(BytesIO(pdf)) as document:
        things = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary)]
        described = [thing for thing in things if str(thing.get("/Type", "")) == "/FontDescriptor"]
        fonts = [thing for thing in things if str(thing.get("/Type", "")) == "/Font"]
        plain = [font for font in fonts if "/DescendantFonts" not in font and "/FontDescriptor" not in font]
        found = {str(font["/FontName"]): any(name in font for name in FILES) for font in described}
        return found | {str(font.get("/BaseFont", "")): False for font in plain}


def check_printable(pdf: bytes, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> None:
    """One page, in force, its own words, every font inside."""
    assert pdf.startswith(b"%PDF-")
    assert pages_of(pdf) == 1
    fonts = fonts_of(pdf)
    assert fonts
    assert all(fonts.values()), fonts
    text = words_of(pdf)
    missing = [words for words in wanted if squeezed(words) not in squeezed(text)]
    assert not missing, f"{missing} not in:\n{text}"
    found = [words for words in unwanted if squeezed(words) in squeezed(text)]
    assert not found, f"{found} in:\n{text}"
