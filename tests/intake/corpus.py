"""Files that nobody should have to open: each made by code, with the verdict that it must get."""

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
import xlsxwriter
from PIL import Image, PngImagePlugin

SHEET = "xl/worksheets/sheet1.xml"


def picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, 0 if mode in ("1", "L", "I;16") else "teal").save(out, kind, **options)
    return out.getvalue()


def noisy(size: int = 300, kind: str = "PNG") -> bytes:
    """A picture that does not pack away to nothing."""
    out = BytesIO()
    Image.effect_noise((size, size), 90).convert("RGB").save(out, kind)
    return out.getvalue()


def workbook(rows: list[list[object]] | None = None, formula: str = "") -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Partners")
    for n, row in enumerate(rows or [["Name", "City"], ["Clínica Sol", "Ciudad Juárez"]]):
        sheet.write_row(n, 0, row)
    if formula:
        sheet.write_formula(1, 2, formula, None, 7)
    book.close()
    return out.getvalue()


def with_entry(name: str, data: bytes, book: bytes | None = None) -> bytes:
    """A workbook with one file more, or another one in place of its own."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(book or workbook())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, data)
    return out.getvalue()


def sheet_xml(cells: str, start: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = f'<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{start}{body}'.encode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_png(edge: int) -> bytes:
    """It says that it is so large, and is a few hundred bytes."""
    header = struct.pack(">IIBBBBB", edge, edge, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(bytes(99)))
        + _chunk(b"IEND", b"")
    )


def text_bomb() -> bytes:
    """A comment that unpacks to 100 MB."""
    info = PngImagePlugin.PngInfo()
    info.add_text("a", "b" * 100_000_000, zip=True)
    return picture(pnginfo=info)


def bad_sum() -> bytes:
    data = bytearray(noisy())
    data[len(data) // 2] ^= 0xFF
    return bytes(data)


def zip_bomb() -> bytes:
    return with_entry(SHEET, sheet_xml("<row/>" * 12_000_000))


def many_entries() -> bytes:
    out = BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        for n in range(600):
            archive.writestr(f"xl/media/{n}.txt", b"")
    return out.getvalue()


def far_cell() -> bytes:
    """Two cells, and sixteen milliards of empty ones between them."""
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return with_entry(SHEET, sheet_xml(far))


def lying_size() -> bytes:
    """The list of the archive says that a large file is small."""
    data = bytearray(with_entry(SHEET, sheet_xml("<row/>" * 300_000)))
    at = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    while SHEET.encode() not in data[at : at + 90]:
        at = data.index(b"PK\x01\x02", at + 4)
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(data)


def entity(encoding: str = "utf-8") -> bytes:
    start = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    xml = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row>', start).decode()
    return with_entry(SHEET, xml.encode(encoding))


def pdf(pages: int = 1, **root: object) -> bytes:
    document, out = pikepdf.new(), BytesIO()
    for _n in range(pages):
        document.add_blank_page(page_size=(200, 200))
    for name, value in root.items():
        document.Root[f"/{name}"] = value
    document.save(out, deterministic_id=True)
    return out.getvalue()


def acting_pdf() -> bytes:
    return pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS=pikepdf.String("app.alert(1)")))


def locked_pdf() -> bytes:
    document, out = pikepdf.new(), BytesIO()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return out.getvalue()


def claiming_pdf() -> bytes:
    """One page that says it is 200,000."""
    return pdf().replace(b"/Count 1", b"/Count 200000")


def rows(count: int, width: int = 2) -> bytes:
    line = ",".join(["x"] * width)
    return "\n".join([line] * (count + 1)).encode()


GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
TIFF = b"II*\x00\x08\x00\x00\x00" + bytes(90)
PPM = b"P6\n99999 99999\n255\n"

# name, as what, how it is made, and the kind of the refusal ('' where it is taken)
HOSTILE: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("nothing.png", "logo", lambda: b"", "empty"),
    ("one byte.png", "logo", lambda: b"\x89", "unknown"),
    ("html.png", "logo", lambda: b"<html><script>alert(1)</script>", "unknown"),
    ("svg.png", "logo", lambda: SVG, "unknown"),
    ("gif.png", "logo", lambda: GIF, "unknown"),
    ("tiff.png", "logo", lambda: TIFF, "unknown"),
    ("ppm.png", "logo", lambda: PPM, "unknown"),
    ("eps.jpg", "logo", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", "unknown"),
    ("exe.jpg", "logo", lambda: b"MZ\x90\x00" + bytes(200), "unknown"),
    ("pdf.png", "logo", pdf, "not_wanted"),
    ("xlsx.png", "logo", workbook, "not_wanted"),
    ("signature only.png", "logo", lambda: b"\x89PNG\r\n\x1a\n", "damaged_picture"),
    ("cut.png", "logo", lambda: noisy()[:-20_000], "damaged_picture"),
    ("cut.jpg", "logo", lambda: noisy(kind="JPEG")[:-9_000], "damaged_picture"),
    ("wrong sum.png", "logo", bad_sum, "damaged_picture"),
    ("many pixels.png", "logo", lambda: huge_png(30_000), "pixels"),
    ("most pixels.png", "logo", lambda: huge_png(2**31 - 1), "pixels"),
    ("claimed pixels.png", "logo", lambda: huge_png(9_000), "damaged_picture"),
    ("comment.png", "logo", text_bomb, "damaged_picture"),
    ("large.png", "logo", lambda: noisy() + bytes(5_100_000), "large"),
    ("nothing.xlsx", "table", lambda: b"", "empty"),
    ("picture.xlsx", "table", picture, "not_wanted"),
    ("zip bomb.xlsx", "table", zip_bomb, "bomb"),
    ("many entries.xlsx", "table", many_entries, "bomb"),
    ("lying.xlsx", "table", lying_size, "damaged"),
    ("far cell.xlsx", "table", far_cell, "costly"),
    ("xxe.xlsx", "table", entity, "entities"),
    ("xxe16.xlsx", "table", lambda: entity("utf-16"), "entities"),
    ("macro.xlsx", "table", lambda: with_entry("xl/vbaProject.bin", b"x"), "macros"),
    ("way out.xlsx", "table", lambda: with_entry("../../etc/cron.d/x", b"x"), "damaged"),
    ("plain zip.xlsx", "table", lambda: with_entry("x", b"", _only_zip()), "not_a_table"),
    ("cut.xlsx", "table", lambda: workbook()[:-100], "damaged"),
    ("old.xls", "table", lambda: OLE, "old_workbook"),
    ("binary.csv", "table", lambda: bytes(range(256)) * 9, "unknown"),
    ("mostly control.csv", "table", lambda: b"a,b\n\x01\x02\x03\x04,\x05\n", "unknown"),
    ("no letters.csv", "table", lambda: b"a,b\n\x81\x8d,1\n", "encoding"),
    ("html.csv", "table", lambda: b"<html>,<body>\n1,2\n", "unknown"),
    ("one column.csv", "table", lambda: b"hello\nworld\n", "not_a_table"),
    ("headings.csv", "table", lambda: b"name,city\n", "no_rows"),
    ("open quote.csv", "table", lambda: b'name,city\n"x,' + b"y\n" * 20_000, "cell"),
    ("long cell.csv", "table", lambda: b"name,city\n" + b"x" * 4_001 + b",y\n", "cell"),
    ("long.csv", "table", lambda: rows(5_001), "rows"),
    ("wide.csv", "table", lambda: rows(3, 201), "columns"),
    ("large.csv", "table", lambda: b"a,b\n" * 2_600_000, "large"),
    ("acts.pdf", "document", acting_pdf, "active"),
    ("locked.pdf", "document", locked_pdf, "locked_document"),
    ("claims.pdf", "document", claiming_pdf, "pages"),
    ("long.pdf", "document", lambda: pdf(201), "pages"),
    ("cut.pdf", "document", lambda: b"%PDF-1.7\n1 0 obj", "damaged"),
    ("table.pdf", "document", workbook, "not_wanted"),
]


def _only_zip() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    return out.getvalue()
