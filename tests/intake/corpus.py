"""Files by code, pictures, tables and PDF: plain ones, and those that nobody should have to open."""

import hashlib
import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
import xlsxwriter
from PIL import Image, PngImagePlugin

SHEET = "xl/worksheets/sheet1.xml"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


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


def only_zip() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    return out.getvalue()
