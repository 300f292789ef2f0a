"""The file as a document (DOCX), for whoever writes in a word processor: two tables, the second of them the rows.

Cells that are not to be changed are content controls that the program locks. Written by hand: a document is a few XML
files in an archive, and a package that writes them would be one more to trust.
"""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from campaign.materials.translating.sheet import HEADINGS, Line, Sheet

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OOXML = "http://schemas.openxmlformats.org"
_WORD = f"{_OOXML}/wordprocessingml/2006/main"
_PACKAGE = f"{_OOXML}/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{TYPE}.main+xml"/></Types>'
)
RELATIONS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OOXML}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
# Twentieths of a point: letter paper on its side with margins of half an inch.
WIDTHS = (2200, 1700, 4200, 4200, 2100)
SECTION = (
    '<w:sectPr><w:pgSz w:w="15840" w:h="12240" w:orient="landscape"/>'
    '<w:pgMar w:top="720" w:right="720" w:bottom="720" w:left="720" w:header="360" w:footer="360" w:gutter="0"/>'
    "</w:sectPr>"
)
BORDERS = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="7D7565"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
LOCK = '<w:sdtPr><w:lock w:val="sdtContentLocked"/></w:sdtPr>'
LANGUAGES = ("", "", "en-US", "es-MX", "")
BREAK = "<w:br/>"


def document(sheet: Sheet) -> bytes:
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": _body(sheet)}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def _body(sheet: Sheet) -> str:
    head = _table((3900, 10500), [_row([_locked(label, is_bold=True), _locked(value)]) for label, value in sheet.head])
    told = "".join(_paragraph(_run(said)) for said in sheet.instructions)
    headings = _row([_locked(words, is_bold=True) for words in HEADINGS], is_heading=True)
    rows = _table(WIDTHS, [headings, *(_line(line) for line in sheet.lines)])
    body = f"{head}{_paragraph('')}{told}{_paragraph('')}{rows}{_paragraph('')}{SECTION}"
    return f'{_HEAD}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'


def _table(widths: tuple[int, ...], rows: list[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _row(cells: list[str], is_heading: bool = False) -> str:
    """The headings come again on every page."""
    look = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if is_heading else "") + "</w:trPr>"
    return f"<w:tr>{look}{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


def _line(line: Line) -> str:
    return _row(
        [
            _paragraph(_run(cell, language)) if language and not line.is_locked else _locked(cell, language)
            for cell, language in zip(line.cells, LANGUAGES, strict=True)
        ]
    )


def _locked(text: str, language: str = "", is_bold: bool = False) -> str:
    run = _run(text, language, is_bold)
    return _paragraph(f"<w:sdt>{LOCK}<w:sdtContent>{run}</w:sdtContent></w:sdt>" if text else "")


def _paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def _run(text: str, language: str = "", is_bold: bool = False) -> str:
    """Lines of one text stay in one paragraph."""
    look = ("<w:b/>" if is_bold else "") + '<w:sz w:val="20"/>' + (f'<w:lang w:val="{language}"/>' if language else "")
    said = BREAK.join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{look}</w:rPr>{said}</w:r>"
