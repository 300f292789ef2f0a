"""Files by code, the rest of what the gate knows: office documents, drawings, films, sounds, and one HEIC as a phone
writes it (no library that is free for all can write one).
"""

import base64
import struct
import zipfile
from io import BytesIO

from PIL import Image

from campaign.intake.limits import ODT

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9j"
    "AAAAAERAAAIAAQAAAAAB4gABAAAAAAAAABoAAgAAAAAB/AABAAAAAAAAAFwAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAA"
    "ABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNg"
    "AAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZE"
    "AcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AA"
    "AAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAfm1kYXQAAAAW"
    "KAGvGYDvSaW//9szBHNHb/X61pj5uAAAAAZFeGlmAABNTQAqAAAACAADAQ4AAgAAAA0AAAAyARIAAwAAAAEABgAAiCUABAAAAAEAAABAAAAA"
    "AGNhbmFyeS1wbGFjZQAAAAEAAQACAAAAAk4AAAAAAAAA"
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OPEN = "urn:oasis:names:tc:opendocument:xmlns"
SVG = "http://www.w3.org/2000/svg"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


# Office documents


def archive(files: dict[str, str | bytes], comment: bytes = b"") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.comment = comment
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def docx(extra: dict[str, str | bytes] | None = None, body: str = "", comment: bytes = b"") -> bytes:
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}<w:p/></w:body></w:document>',
    }
    return archive(files | (extra or {}), comment)


def pptx() -> bytes:
    return archive({"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<p/>"})


def odt(body: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    spaces = (
        f'xmlns:draw="{OPEN}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:script="{OPEN}:script:1.0"'
    )
    files: dict[str, str | bytes] = {"mimetype": ODT, "content.xml": f"<content {spaces}>{body}</content>"}
    return archive(files | (extra or {}))


def related(kind: str, target: str) -> dict[str, str | bytes]:
    """A relation of the document to something outside."""
    one = f'<Relationship Id="r1" Type="{RELATION}/{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/document.xml.rels": f"<Relationships>{one}</Relationships>"}


def declared(size: int) -> bytes:
    """A small entry whose list says that it is so large."""
    data = bytearray(docx({"word/media/a.bmp": b"x" * 5000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(data)


def nested(depth: int) -> bytes:
    inner = docx()
    for _n in range(depth):
        inner = docx({"word/embeddings/a.docx": inner})
    return inner


# Drawings


def svg(body: str = '<rect width="9" height="9" fill="teal"/>', start: str = "", given: str = "") -> bytes:
    return f'{start}<svg xmlns="{SVG}" viewBox="0 0 20 10" {given}>{body}</svg>'.encode()


def laughing() -> bytes:
    """Each group shows the one before it ten times."""
    groups = '<g id="a0"><rect width="9" height="9"/></g>'
    for n in range(9):
        groups += f'<g id="a{n + 1}">' + f'<use href="#a{n}"/>' * 10 + "</g>"
    return svg(groups)


def multiplying() -> bytes:
    """No more such parts than may be, and four times four times four … rectangles."""
    groups = '<g id="a0"><rect width="20" height="10" opacity=".5"/></g>'
    for n in range(6):
        groups += f'<g id="a{n + 1}">' + f'<use href="#a{n}"/>' * 4 + "</g>"
    return svg(groups)


# Films and sounds


def box(name: bytes, *parts: bytes) -> bytes:
    data = b"".join(parts)
    return struct.pack(">I", len(data) + 8) + name + data


def film(tracks: tuple[bytes, ...] = (b"vide", b"soun"), brand: bytes = b"isom", elsewhere: bool = False) -> bytes:
    """Two seconds of nothing, 320 by 240."""
    header = box(b"mvhd", bytes(12), struct.pack(">II", 1000, 2000), bytes(80))
    made = [_track(handler, elsewhere) for handler in tracks]
    return box(b"ftyp", brand, bytes(4), brand, b"mp42") + box(b"moov", header, *made) + box(b"mdat", bytes(500))


def _track(handler: bytes, elsewhere: bool) -> bytes:
    size = struct.pack(">II", 320 << 16, 240 << 16) if handler == b"vide" else bytes(8)
    place = (
        box(b"url ", struct.pack(">I", 0), b"http://example.org/a.mp4\0") if elsewhere else box(b"url ", b"\0\0\0\1")
    )
    references = box(b"dinf", box(b"dref", struct.pack(">II", 0, 1), place))
    media = box(b"mdhd", bytes(12), struct.pack(">II", 1000, 2000), bytes(4))
    media += box(b"hdlr", bytes(8), handler, bytes(12), b"\0")
    return box(b"trak", box(b"tkhd", bytes(76), size), box(b"mdia", media, box(b"minf", references)))


def sound(frames: int = 40, notes: bytes = b"") -> bytes:
    """MP3 of silence: 128 kbit/s at 44.1 kHz, 417 bytes a frame."""
    tag = b"ID3\x04\0\0" + bytes([0, 0, len(notes) >> 7, len(notes) & 0x7F]) + notes if notes else b""
    return tag + (b"\xff\xfb\x90\xc0" + bytes(413)) * frames


# Pictures


def moving(kind: str = "GIF", frames: int = 3, comment: bytes = b"") -> bytes:
    pictures = [Image.new("RGB", (40, 30), (80 * n % 256, 9, 9)) for n in range(frames)]
    out = BytesIO()
    options = {"comment": comment} if comment else {}
    pictures[0].save(out, kind, save_all=True, append_images=pictures[1:], duration=100, loop=0, **options)
    return out.getvalue()


def photograph(kind: str = "JPEG", mode: str = "RGB") -> bytes:
    """With its place and a description, lying on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "canary-description"
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    Image.new(mode, (64, 48), "teal").save(out, kind, exif=exif)
    return out.getvalue()


def flat_gif(width: int, height: int) -> bytes:
    return (
        b"GIF89a"
        + struct.pack("<HH", width, height)
        + b"\0\0\0,\0\0\0\0"
        + struct.pack("<HH", width, height)
        + b"\0\2\0;"
    )


def wide_tiff(edge: int) -> bytes:
    """A list of fields that says so many pixels."""
    fields = [(256, edge), (257, edge), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, edge), (279, 4)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in fields)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(fields)) + entries + bytes(4)
