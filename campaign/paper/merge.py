"""Puts many PDFs of ours behind one another: same files, same bytes. What a screen reader needs goes along, each file
as a part of one tag tree in its own language; more than MOST files at once are for a copier, without tags.

Works on what our press printed, not on anyone else's: marks stand on pages only, and no element has a name of its own.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from html import escape
from io import BytesIO
from pathlib import Path

import pikepdf

MOST = 150  # files at once: a process may hold so many open, and the tags of each take a megabyte of memory
_XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<rdf:Description rdf:about="" pdfuaid:part="1"/><rdf:Description rdf:about=""><dc:title><rdf:Alt>
<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def merge(files: Sequence[Path], target: Path, title: str) -> None:
    """Write one PDF with all pages in this order. About 7 ms a file with its tags; the memory that it takes does not
    grow with what is on the pages."""
    if len(files) <= MOST:
        _write(files, target, title)
        return
    parts = [files[start : start + MOST] for start in range(0, len(files), MOST)]
    between = [target.with_suffix(f".{n}.part") for n in range(len(parts))]
    for some, file in zip(parts, between, strict=True):
        _write(some, file, title, has_tags=False)
    _write(between, target, title, has_tags=False)
    for file in between:
        file.unlink()


def merged(pdfs: Sequence[bytes], title: str) -> bytes:
    """The same in memory, with all tags, for what is never to lie in a file: a few documents, not MOST."""
    made = BytesIO()
    _write([BytesIO(pdf) for pdf in pdfs], made, title)
    return made.getvalue()


def _write(
    files: Sequence[Path] | Sequence[BytesIO], target: Path | BytesIO, title: str, has_tags: bool = True
) -> None:
    with ExitStack() as stack, pikepdf.new() as made:
        sources = [stack.enter_context(pikepdf.open(file)) for file in files]
        tree = _Tree(made) if has_tags and all("/StructTreeRoot" in source.Root for source in sources) else None
        for source in sources:
            made.pages.extend(source.pages)
            if tree:
                tree.add(source)
        made.docinfo["/Title"] = title
        if tree:
            tree.finish()
            made.Root.Metadata = _metadata(made, title)
        else:
            _untag(made)
        made.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _metadata(made: pikepdf.Pdf, title: str) -> pikepdf.Object:
    data = _XMP.format(title=escape(title)).encode()
    return made.make_stream(data, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def _untag(made: pikepdf.Pdf) -> None:
    for page in made.pages:
        for name in {"/StructParents", "/Tabs"} & set(page.obj.keys()):
            del page.obj[name]


class _Tree:
    """The tag tree of the new file: a document whose parts are the documents of the files."""

    def __init__(self, made: pikepdf.Pdf) -> None:
        self._made, self._parts, self._rows = made, pikepdf.Array(), pikepdf.Array()
        self._languages: list[str] = []
        self._pages = 0

    def add(self, source: pikepdf.Pdf) -> None:
        """Its pages are there already: so the copied tags point at the copied pages."""
        self._languages.append(str(source.Root.Lang))
        tree = self._made.copy_foreign(source.Root.StructTreeRoot)
        for document in tree.K:
            document.S, document.Lang = pikepdf.Name.Part, pikepdf.String(self._languages[-1])
            self._parts.append(document)
        self._number(tree.ParentTree)

    def _number(self, parents: pikepdf.Object) -> None:
        """Each page takes its own place in the new file as its number, and its row of elements with it."""
        flat = list(parents.Nums)
        rows = dict(zip(map(int, flat[::2]), flat[1::2], strict=True))
        for n in range(self._pages, len(self._made.pages)):
            page = self._made.pages[n].obj
            self._rows.extend(pikepdf.Array([n, rows[int(page.StructParents)]]))
            page.StructParents = n
        self._pages = len(self._made.pages)

    def finish(self) -> None:
        """The catalog speaks the language of the first file."""
        made = self._made
        root = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        whole = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=root, K=self._parts)
        document = made.make_indirect(whole)
        for part in self._parts:
            part.P = document
        root.K = pikepdf.Array([document])
        root.ParentTree = made.make_indirect(pikepdf.Dictionary(Nums=self._rows))
        root.ParentTreeNextKey = self._pages
        made.Root.StructTreeRoot = root
        made.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        made.Root.Lang = pikepdf.String(self._languages[0])
        made.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
