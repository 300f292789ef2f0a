"""What makes a page HTML or not, and little else: of two pages of one shape either both are well-formed or neither is.

Words and values go; a start tag without a fault goes down to its name; of neighbours with the same inside one stays.
"""

import re
from functools import cache

PIECE = re.compile(r"""<!--.*?-->|<(?:[^<>"']|"[^"]*"|'[^']*')*>|&[#\w]*;?""", re.DOTALL)
ATTRIBUTE = r"""[a-zA-Z][\w:.-]*(?:="[^"]*"|='[^']*')?"""
SOUND_TAG = re.compile(rf"""<(/?[a-zA-Z][a-zA-Z0-9]*)((?:\s+{ATTRIBUTE})*)\s*(/?)>""")
NAME = re.compile(r"""([a-zA-Z][\w:.-]*)(?:="[^"]*"|='[^']*')?""")
VALUES = re.compile(r"""=(?:"[^"]*"|'[^']*')""")
SOUND_ENTITIES = frozenset({"&amp;", "&lt;", "&gt;", "&quot;", "&#34;", "&#39;", "&nbsp;"})
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
ONCE = ("<html>", "<head>", "<body>")  # a second one is a mistake, where a second row is none


def shape_of(html: str) -> str:
    """Neighbours become one only where every end tag closes what was opened last; else each piece stays."""
    pieces = [piece for found in PIECE.findall(html) if (piece := _plain(found))]
    outside: list[list[str]] = []
    inside: list[str] = []
    for piece in pieces:
        if piece.startswith("</"):
            if not outside or f"</{inside[0][1:]}" != piece:
                return "".join(pieces)
            whole, inside = "".join([*inside, piece]), outside.pop()
            if not inside or inside[-1] != whole or whole.startswith(ONCE):
                inside.append(whole)
        elif piece.startswith("<") and _has_end(piece):
            outside.append(inside)
            inside = [piece]
        else:
            inside.append(piece)
    return "".join(pieces) if outside else "".join(inside)


@cache
def _has_end(piece: str) -> bool:
    return piece[1] != "!" and not piece.endswith("/>") and piece[1:-1] not in VOID | {"input hidden"}


@cache
def _plain(piece: str) -> str:
    """A tag's name where nothing else of it can be wrong, and of an entity nothing."""
    if piece in SOUND_ENTITIES:
        return ""
    if piece.startswith("<!--"):
        return piece
    if not (tag := SOUND_TAG.fullmatch(piece)):
        return VALUES.sub("=", piece)
    name, attributes, closed = tag.groups()
    names = [one.lower() for one in NAME.findall(attributes)]
    if len(set(names)) < len(names) or (name.startswith("/") and names):
        return VALUES.sub("=", piece)
    hidden = " hidden" if name == "input" and re.search(r"""type=["']hidden""", attributes) else ""
    return f"<{name}{hidden}{closed}>"
