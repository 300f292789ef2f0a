"""The tag tree of a PDF against what is marked on its pages, in both directions (ISO 32000-1, 14.7.4)."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

PAINTING = frozenset(["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"'])
Id = tuple[int, int]  # number and generation of an object
Kid = pikepdf.Object | int


def faults(document: pikepdf.Pdf) -> list[str]:
    """What is marked and not in the tree, in the tree and not marked, or painted without a mark; [] when all agree."""
    parents = dict(_numbers(document.Root.StructTreeRoot.ParentTree))
    return [
        *(fault for n, page in enumerate(document.pages) for fault in _of_page(n, page, parents)),
        *(f"{_name(one)} hangs nowhere" for one in _elements(document) if not _hangs(one)),
    ]


def spoken(document: pikepdf.Pdf) -> list[list[tuple[int, str]]]:
    """For each page its marks in the order of the tree, each with its language."""
    found: dict[Id, list[tuple[int, str]]] = {page.obj.objgen: [] for page in document.pages}
    for page, mark, language in _walk(document.Root.StructTreeRoot, str(document.Root.Lang)):
        found[page].append((mark, language))
    return list(found.values())


def figures(document: pikepdf.Pdf) -> list[tuple[str, str]]:
    """Language and alternative text of each figure, in no order."""
    found = (one for one in _elements(document) if one.S == "/Figure")
    return [(str(one.get("/Lang", "")), str(one.get("/Alt", ""))) for one in found]


def _walk(element: pikepdf.Object, language: str) -> Iterator[tuple[Id, int, str]]:
    language = str(element.get("/Lang", language))
    for kid in _kids(element):
        mark = _mark(kid, element)
        if mark:
            yield *mark, language
        elif isinstance(kid, pikepdf.Dictionary):
            yield from _walk(kid, language)


def _of_page(n: int, page: pikepdf.Page, parents: dict[int, pikepdf.Object]) -> Iterator[str]:
    marks, unmarked = _marks(page)
    row = dict(enumerate(parents.get(int(page.obj.get("/StructParents", -1)), [])))
    yield from (f"page {n}: {operator} without a mark" for operator in unmarked)
    for mark in marks:
        if marks.count(mark) > 1:
            yield f"page {n}: mark {mark} is there twice"
        if not isinstance(row.get(mark), pikepdf.Dictionary):
            yield f"page {n}: mark {mark} has no element"
        elif (page.obj.objgen, mark) not in _own(row[mark]):
            yield f"page {n}: the element of mark {mark} does not hold it"
    for mark, element in row.items():
        if isinstance(element, pikepdf.Dictionary) and mark not in marks:
            yield f"page {n}: {_name(element)} holds mark {mark}, which is not there"


def _marks(page: pikepdf.Page) -> tuple[list[int], list[str]]:
    """The marks of a page in the order of painting, and what is painted outside of marks and artifacts."""
    marks: list[int] = []
    unmarked: list[str] = []
    inside: list[bool] = []
    for step in pikepdf.parse_content_stream(page):
        operator = str(step.operator)
        if operator in ("BMC", "BDC"):
            own = step.operands[1].get("/MCID") if operator == "BDC" else None
            marks += [] if own is None else [int(own)]
            inside.append(own is not None or str(step.operands[0]) == "/Artifact")
        elif operator == "EMC":
            inside.pop()
        elif operator in PAINTING and not any(inside):
            unmarked.append(operator)
    return marks, unmarked


def _own(element: pikepdf.Object) -> list[tuple[Id, int] | None]:
    """Page and mark of what an element holds itself."""
    return [_mark(kid, element) for kid in _kids(element)]


def _mark(kid: Kid, element: pikepdf.Object) -> tuple[Id, int] | None:
    """None for a kid that is an element."""
    if isinstance(kid, int):
        return element.Pg.objgen, kid
    if kid.get("/Type") != "/MCR":
        return None
    return (kid.Pg if "/Pg" in kid else element.Pg).objgen, int(kid.MCID)


def _hangs(element: pikepdf.Object) -> bool:
    """Whether the way up leads to the root and each one is known to its parent."""
    while element.get("/Type") != "/StructTreeRoot":
        parent = element.get("/P")
        if parent is None or not any(_is_same(kid, element) for kid in _kids(parent)):
            return False
        element = parent
    return True


def _is_same(one: Kid, other: pikepdf.Object) -> bool:
    return not isinstance(one, int) and one.objgen == other.objgen


def _kids(element: pikepdf.Object) -> list[Kid]:
    kids = element.get("/K")
    found = list(kids) if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]
    return [kid if isinstance(kid, pikepdf.Dictionary) else int(kid) for kid in found]


def _numbers(tree: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    """A number tree's pairs (7.9.7)."""
    flat = list(tree.get("/Nums", []))
    yield from zip(map(int, flat[::2]), flat[1::2], strict=True)
    for kid in tree.get("/Kids", []):
        yield from _numbers(kid)


def _elements(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    found = (one for one in document.objects if isinstance(one, pikepdf.Dictionary))
    return [one for one in found if one.get("/Type") == "/StructElem"]


def _name(element: pikepdf.Object) -> str:
    return f"{element.S} {element.objgen[0]}"
