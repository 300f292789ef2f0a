"""The corpus: what comes in, hostile and plain, with what the gate must say of each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image, ImageCms

from campaign.intake import limits
from tests.intake import containers as c
from tests.intake.corpus import (
    GIF,
    OLE,
    PPM,
    SVG,
    TIFF,
    acting_pdf,
    bad_sum,
    claiming_pdf,
    entity,
    far_cell,
    huge_png,
    locked_pdf,
    lying_size,
    many_entries,
    noisy,
    only_zip,
    pdf,
    picture,
    rows,
    text_bomb,
    with_entry,
    workbook,
    zip_bomb,
)

Make = Callable[[], bytes]
Hostile = tuple[str, str, Make, str]  # name, as what, how it is made, and the kind of the refusal
HOSTILE: list[Hostile] = [
    ("nothing.png", "logo", lambda: b"", "empty"),
    ("one byte.png", "logo", lambda: b"\x89", "unknown"),
    ("html.png", "logo", lambda: b"<html><script>alert(1)</script>", "unknown"),
    ("svg.png", "logo", lambda: SVG, "not_wanted"),
    ("gif.png", "logo", lambda: GIF, "not_wanted"),
    ("tiff.png", "logo", lambda: TIFF, "not_wanted"),
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
    ("plain zip.xlsx", "table", lambda: with_entry("x", b"", only_zip()), "not_a_table"),
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

HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SCRIPT = b"<script>alert(1)</script>"
LINK = "<draw:image xlink:href='http://example.org/a.png'/>"
LISTENER = "<script:event-listener script:event-name='dom:load'/>"
DDE = "<w:instrText>DDEAUTO c:/x cmd</w:instrText>"
DTD = '<!DOCTYPE svg [<!ENTITY a "b">]>'


def _as_material(name: str, make: Make, kind: str) -> Hostile:
    return name, "material", make, kind


HOSTILE += [
    _as_material("nothing", lambda: b"", "empty"),
    _as_material("only spaces.txt", lambda: b" \n\n", "empty"),
    _as_material("html.pdf", lambda: HTML, "unknown"),
    _as_material("html in text.txt", lambda: b"hello\n" + SCRIPT, "unknown"),
    _as_material("html in utf-16.txt", lambda: HTML.decode().encode("utf-16"), "unknown"),
    _as_material("shell.txt", lambda: b"#!/bin/sh\nrm -r x\n", "unknown"),
    _as_material("exe.txt", lambda: b"MZ\x90\x00" + bytes(200), "unknown"),
    _as_material("script.gif", lambda: b"GIF89a" + SCRIPT, "damaged_picture"),
    _as_material("script.gif as a comment", lambda: b"GIF89a/*" + bytes(9) + b"*/=1;alert(1)", "damaged_picture"),
    _as_material("riff.webp", lambda: b"RIFF\x20\0\0\0WEBPVP8 " + bytes(30), "damaged_picture"),
    _as_material("pixels.png", lambda: huge_png(30_000), "pixels"),
    _as_material("pixels.gif", lambda: c.flat_gif(65_535, 65_535), "pixels"),
    _as_material("pixels.tif", lambda: c.wide_tiff(50_000), "pixels"),
    _as_material("cut.heic", lambda: c.HEIC[:-60], "damaged_picture"),
    _as_material("cut.avif", lambda: picture("AVIF")[:-40], "damaged_picture"),
    _as_material("cut.webp", lambda: noisy(kind="WEBP")[:-4_000], "damaged_picture"),
    _as_material("cut.tif", lambda: noisy(kind="TIFF")[:-9_000], "damaged_picture"),
    _as_material("cut.gif", lambda: c.moving()[:-60], "damaged_picture"),
    _as_material("long.gif", lambda: _longer(c.moving(frames=2)), "movement"),
    _as_material("a million.gif", lambda: _many_frames(), "movement"),
    _as_material("quicktime.mov", lambda: c.film(brand=b"qt  ").replace(b"mp42", b"qt  "), "unknown"),
    _as_material("cut.mp4", lambda: c.film()[:-100], "damaged_media"),
    _as_material("declared 2 GB.mp4", lambda: c.film()[:-508] + b"\x7f\xff\xff\xffmdat", "damaged_media"),
    _as_material("elsewhere.mp4", lambda: c.film(elsewhere=True), "outside"),
    _as_material("no track.mp4", lambda: c.film(()), "damaged_media"),
    _as_material("begins only.mp4", lambda: c.film()[:24], "damaged_media"),
    _as_material("notes only.mp3", lambda: c.sound(0, SCRIPT), "damaged_media"),
    _as_material("archive behind.mp3", lambda: c.sound(3) + bytes(9_000), "damaged_media"),
    _as_material("macros.docx", lambda: c.docx({"word/vbaProject.bin": b"x"}), "macros"),
    _as_material("macros by type.docx", lambda: c.docx({"[Content_Types].xml": _MACRO_TYPE}), "macros"),
    _as_material("macros.odt", lambda: c.odt(extra={"Basic/Standard/a.xml": "<a/>"}), "macros"),
    _as_material("listener.odt", lambda: c.odt(LISTENER), "macros"),
    _as_material("outside.odt", lambda: c.odt(LINK), "outside"),
    _as_material("template.docx", lambda: c.docx(c.related("attachedTemplate", "http://example.org/a")), "outside"),
    _as_material("picture outside.docx", lambda: c.docx(c.related("image", "file://example.org/a.png")), "outside"),
    _as_material("starts a program.docx", lambda: c.docx(body=DDE), "programs"),
    _as_material("program inside.docx", lambda: c.docx({"word/embeddings/oleObject1.bin": b"x"}), "programs"),
    _as_material("dtd.docx", lambda: c.docx({"word/a.xml": DTD + "<a/>"}), "entities"),
    _as_material("dtd in utf-16.docx", lambda: c.docx({"word/a.xml": (DTD + "<a/>").encode("utf-16")}), "entities"),
    _as_material("broken.docx", lambda: c.docx({"word/a.xml": "<a>"}), "damaged"),
    _as_material("deep.docx", lambda: c.docx({"a/" * 20 + "a.xml": "<a/>"}), "damaged"),
    _as_material("way out.docx", lambda: c.docx({"../a.xml": "<a/>"}), "damaged"),
    _as_material("drive.docx", lambda: c.docx({"C:/a.xml": "<a/>"}), "damaged"),
    _as_material("nested.docx", lambda: c.nested(2), "bomb"),
    _as_material("declared 2 GB.docx", lambda: c.declared(2_000_000_000), "bomb"),
    _as_material("bomb.docx", lambda: c.docx({"word/media/a.bmp": bytes(60_000_000)}), "bomb"),
    _as_material("many.docx", lambda: c.docx({f"word/{n}.bin.png": b"" for n in range(3_100)}), "bomb"),
    _as_material("two in one.docx", lambda: c.docx() + HTML, "two_in_one"),
    _as_material("commented.docx", lambda: c.docx(comment=HTML), "two_in_one"),
    _as_material("two kinds.docx", lambda: c.docx({"xl/workbook.xml": "<a/>"}), "not_office"),
    _as_material("plain.zip", only_zip, "not_office"),
    _as_material("locked.odt", lambda: c.odt(extra={"META-INF/manifest.xml": "<encryption-data/>"}), "locked_workbook"),
    _as_material("endless.docx", lambda: c.docx({"word/a.xml": _many_elements()}), "costly"),
    _as_material("dtd in vml.docx", lambda: c.docx({"word/a.vml": DTD}), "entities"),
    _as_material("dtd in chart.docx", lambda: c.docx({"word/embeddings/a.xlsx": entity()}), "entities"),
    _as_material("old.doc", lambda: OLE, "old_workbook"),
    _as_material("xxe.xlsx", entity, "entities"),
    _as_material("script.svg", lambda: SVG, "acting_drawing"),
    _as_material("handler.svg", lambda: c.svg(given='onload="alert(1)"'), "acting_drawing"),
    _as_material("link.svg", lambda: c.svg('<a href="https://example.org"/>'), "acting_drawing"),
    _as_material("outside.svg", lambda: c.svg('<image href="file:///etc/passwd"/>'), "acting_drawing"),
    _as_material("style.svg", lambda: c.svg("<style>@import url(//example.org)</style>"), "acting_drawing"),
    _as_material("fill.svg", lambda: c.svg('<rect fill="url(http://example.org/a)"/>'), "acting_drawing"),
    _as_material("foreign.svg", lambda: c.svg("<foreignObject/>"), "acting_drawing"),
    _as_material("dtd.svg", lambda: c.svg(start=DTD), "entities"),
    _as_material("laughs.svg", c.laughing, "costly"),
    _as_material("nothing to see.svg", lambda: c.svg("<g/>"), "damaged_picture"),
    _as_material("cut.svg", lambda: c.svg()[:-3], "damaged"),
    _as_material("acts.pdf", acting_pdf, "active"),
    _as_material("launches.pdf", lambda: pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.Launch)), "active"),
    _as_material("sends.pdf", lambda: pdf(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm)), "active"),
    _as_material("xfa.pdf", lambda: pdf(AcroForm=pikepdf.Dictionary(XFA=pikepdf.Array([]))), "active"),
    _as_material("brings a file.pdf", lambda: pdf(Names=pikepdf.Dictionary(EmbeddedFiles=pikepdf.Array())), "active"),
    _as_material("locked.pdf", locked_pdf, "locked_document"),
    _as_material("201 pages.pdf", lambda: pdf(201), "pages"),
    _as_material("claims.pdf", claiming_pdf, "pages"),
    _as_material("archive behind.pdf", lambda: pdf() + c.docx() + noisy(40), "two_in_one"),
    _as_material("cut.pdf", lambda: pdf()[:200], "damaged"),
]


def _as_translation(name: str, make: Make, kind: str) -> Hostile:
    return name, "translation", make, kind


def _table(rows: int, cells: int = 2) -> str:
    row = f"<w:tr>{'<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>' * cells}</w:tr>"
    return f"<w:tbl>{row * rows}</w:tbl>"


HOSTILE += [
    _as_translation("nothing.xlsx", lambda: b"", "empty"),
    _as_translation("macro.docx", lambda: c.docx({"word/vbaProject.bin": b"x"}), "macros"),
    _as_translation("macro.xlsx", lambda: with_entry("xl/vbaProject.bin", b"x"), "macros"),
    _as_translation("outside.docx", lambda: c.docx(c.related("image", "http://example.org/a.png")), "outside"),
    _as_translation("dde.docx", lambda: c.docx(body=f"<w:p><w:r>{DDE}</w:r></w:p>"), "programs"),
    _as_translation("no table.docx", c.docx, "no_rows"),
    _as_translation("long.docx", lambda: c.docx(body=_table(limits.ROWS + 2)), "rows"),
    _as_translation("wide.docx", lambda: c.docx(body=_table(2, limits.COLUMNS + 1)), "columns"),
    _as_translation("two in one.docx", lambda: c.docx() + noisy(40), "two_in_one"),
    _as_translation("zip bomb.xlsx", zip_bomb, "bomb"),
    _as_translation("xxe.xlsx", entity, "entities"),
    _as_translation("slides.pptx", c.pptx, "not_a_table"),
    _as_translation("text.odt", c.odt, "old_workbook"),
    _as_translation("other program.xlf", lambda: b'<?xml version="1.0"?><xliff version="1.2"/>', "unknown"),
    _as_translation("table.csv", lambda: b"a,b\nc,d\n", "unknown"),
    _as_translation("picture.xlsx", picture, "not_wanted"),
    _as_translation("old.doc", lambda: OLE, "old_workbook"),
]
_MACRO_TYPE = '<Types><Default ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'


def _many_elements() -> str:
    """Just not dense enough to be a bomb."""
    return "<a>" + "".join(f'<b c="{n}"/>' for n in range(700_000)) + "</a>"


def _many_frames() -> bytes:
    """Each one point large."""
    frame = GIF[GIF.index(b",") : -1]
    return GIF[: GIF.index(b",")] + frame * 1_000_000 + b";"


def _longer(gif: bytes) -> bytes:
    """It says that its field is as large as may be, and each picture counts in full."""
    return gif[:6] + (8_000).to_bytes(2, "little") * 2 + gif[10:]


@dataclass(frozen=True)
class Plain:
    """A file that is taken, under whatever name; some of its facts, all of its findings."""

    name: str
    make: Make
    type: str
    findings: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


def _profiled(mode: str, space: Any) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()
    return picture("TIFF", mode=mode, icc_profile=profile)


def _saved(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def _newer(version: str) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf(2))) as document:
        document.save(out, force_version=version)
    return out.getvalue()


def _archival() -> bytes:
    """What makes it PDF/A: it says so in its metadata and names its colours."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf())) as document:
        with document.open_metadata() as metadata:
            metadata["pdfaid:part"], metadata["pdfaid:conformance"] = "2", "B"
        intent = pikepdf.Dictionary(Type=pikepdf.Name.OutputIntent, S=pikepdf.Name.GTS_PDFA1)
        document.Root.OutputIntents = pikepdf.Array([intent])
        document.save(out)
    return out.getvalue()


def _with_font() -> bytes:
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    return pdf(Fonts=font)


def _still(width: int, height: int, copy: str) -> dict[str, Any]:
    return {"width": width, "height": height, "copy": copy, "is_moving": False}


PLAIN = [
    Plain("photo.png", c.photograph, limits.JPEG, ("location",), _still(48, 64, limits.JPEG)),
    Plain("logo.exe", picture, limits.PNG, (), _still(60, 40, limits.PNG)),
    Plain("webp", lambda: picture("WEBP"), limits.WEBP, (), _still(60, 40, limits.JPEG)),
    Plain(
        "clear.webp", lambda: _saved(Image.new("RGBA", (60, 40)), "WEBP"), limits.WEBP, (), _still(60, 40, limits.PNG)
    ),
    Plain("avif", lambda: picture("AVIF"), limits.AVIF, (), _still(60, 40, limits.JPEG)),
    Plain("heic", lambda: c.HEIC, limits.HEIC, ("location",), {"copy": limits.JPEG}),
    Plain("tiff", lambda: picture("TIFF"), limits.TIFF, (), _still(60, 40, limits.JPEG)),
    Plain(
        "16 bits.tif",
        lambda: _saved(Image.new("I;16", (60, 40), 40_000), "TIFF"),
        limits.TIFF,
        (),
        _still(60, 40, limits.JPEG),
    ),
    Plain("16 bits.png", lambda: picture(mode="I;16"), limits.PNG, (), _still(60, 40, limits.PNG)),
    Plain("cmyk.jpg", lambda: picture("JPEG", mode="CMYK"), limits.JPEG, ("print_colours",), {"copy": limits.JPEG}),
    Plain("cmyk.tif", lambda: picture("TIFF", mode="CMYK"), limits.TIFF, ("print_colours",)),
    Plain("wrong profile.tif", lambda: _profiled("RGB", "LAB"), limits.TIFF, ("profile",)),
    Plain("moving.gif", c.moving, limits.GIF, (), {"is_moving": True, "frames": 3, "seconds": 0.3, "copy": limits.GIF}),
    Plain("large palette.png", lambda: picture(size=(4_500, 40), mode="P"), limits.PNG, ("made_smaller",)),
    Plain("large 16 bits.png", lambda: picture(size=(4_500, 40), mode="I;16"), limits.PNG, ("made_smaller",)),
    Plain("large line.tif", lambda: picture("TIFF", (4_500, 40), "1"), limits.TIFF, ("made_smaller",)),
    Plain("still.gif", lambda: GIF, limits.GIF, (), _still(1, 1, limits.PNG)),
    Plain("moving.webp", lambda: c.moving("WEBP"), limits.WEBP, ("animation",)),
    Plain("archive behind.jpg", lambda: picture("JPEG") + only_zip(), limits.JPEG, ("behind_the_end",)),
    Plain("drawing.svg", c.svg, limits.SVG, (), _still(2000, 1000, limits.PNG)),
    Plain("words.svg", lambda: c.svg("<text>a</text>" + '<path d="M0 0h5v5z"/>'), limits.SVG, ("parts_left_out",)),
    Plain("pdf", lambda: pdf(3), limits.PDF, (), {"pages": 3}),
    Plain("200 pages.pdf", lambda: pdf(200), limits.PDF, (), {"pages": 200}),
    Plain("2.0.pdf", lambda: _newer("2.0"), limits.PDF, (), {"pages": 2}),
    Plain("archival.pdf", _archival, limits.PDF),
    Plain("fonts.pdf", _with_font, limits.PDF, ("fonts",)),
    Plain("docx", c.docx, limits.DOCX),
    Plain("linked.docx", lambda: c.docx(c.related("hyperlink", "https://example.org")), limits.DOCX),
    Plain("chart.docx", lambda: c.docx({"word/embeddings/a.xlsx": workbook()}), limits.DOCX),
    Plain("pptx", c.pptx, limits.PPTX),
    Plain("xlsx", workbook, limits.XLSX),
    Plain("odt", c.odt, limits.ODT),
    Plain("note.txt", "Peñón\n".encode, limits.TXT, (), {"encoding": "utf-8-sig"}),
    Plain("old note.txt", lambda: "Peñón\n".encode("cp1252"), limits.TXT, ("guessed_encoding",)),
    Plain("table.csv", lambda: b"a,b\n1,2\n", limits.CSV),
    Plain("mp4", c.film, limits.MP4, (), {"seconds": 2.0, "width": 320, "height": 240}),
    Plain("m4a", lambda: c.film((b"soun",), b"M4A "), limits.M4A, (), {"seconds": 2.0}),
    Plain("mp3", c.sound, limits.MP3, (), {"seconds": 1.0}),
    Plain("mp3 with notes", lambda: c.sound(notes=b"note" * 20), limits.MP3),
    Plain("eicar, not scanned.txt", lambda: c.EICAR, limits.TXT),
]
