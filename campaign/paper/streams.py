"""Where colour hides in a PDF of ours: drawing streams, shadings, groups and pictures; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

PLAIN = ("/DeviceGray", "/DeviceCMYK", "/Pattern")
"""Colour spaces that a press knows; black alone is its grey."""
_FAMILY = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}


def drawing_streams(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Streams of operators: of pages (one each), forms, tiles, and glyphs that are drawn."""
    for page in document.pages:
        page.contents_coalesce()
        yield page.Contents
    for found in list(document.objects):
        if isinstance(found, pikepdf.Stream):
            if found.get("/Subtype") == pikepdf.Name.Form or found.get("/PatternType") == 1:
                yield found
        elif isinstance(found, pikepdf.Dictionary) and "/CharProcs" in found:
            yield from found.CharProcs.values()


def resources(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Dictionaries of what streams use; one that many use comes many times."""
    for page in document.pages:
        yield page.Resources
    for found in list(document.objects):
        if isinstance(found, pikepdf.Stream) and "/Resources" in found:
            yield found.Resources


def shadings(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Gradients, those inside patterns too."""
    for held in resources(document):
        yield from held.get("/Shading", pikepdf.Dictionary()).values()
        for pattern in held.get("/Pattern", pikepdf.Dictionary()).values():
            if "/Shading" in pattern:
                yield pattern.Shading


def groups(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Transparency groups that name the colour space in which they blend."""
    holders = [*(page.obj for page in document.pages), *document.objects]
    for holder in holders:
        if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream) and "/Group" in holder and "/CS" in holder.Group:
            yield holder.Group


def pictures(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Images that have colour; a stencil has that of its place."""
    for found in list(document.objects):
        is_image = isinstance(found, pikepdf.Stream) and found.get("/Subtype") == pikepdf.Name.Image
        if is_image and not found.get("/ImageMask", False):
            yield found


def space(named: pikepdf.Object) -> str:
    """The device space behind a colour space: a profile's by its channels, an index's by its table."""
    if isinstance(named, pikepdf.Array):
        kind = str(named[0])
        if kind == "/ICCBased":
            return _FAMILY.get(int(named[1].N), kind)
        if kind == "/Indexed":
            return space(named[1])
        return kind
    return str(named)
