"""Puts the pages of many PDFs of ours behind one another, for a copier: same files, same bytes. It keeps the pages
only, not what a screen reader needs; for that there are the single files."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pikepdf

MOST_OPEN = 100  # files at once: a process may hold so many open, and pages are read from them only when written


def merge(files: Sequence[Path], target: Path, title: str) -> None:
    """Write one PDF with all pages in this order. About 4 ms a file; the memory that it takes does not grow with
    what is on the pages."""
    parts = [files[start : start + MOST_OPEN] for start in range(0, len(files), MOST_OPEN)]
    if len(parts) == 1:
        _write(files, target, title)
        return
    between = [target.with_suffix(f".{n}.part") for n in range(len(parts))]
    for some, file in zip(parts, between, strict=True):
        _write(some, file, title)
    merge(between, target, title)
    for file in between:
        file.unlink()


def _write(files: Sequence[Path], target: Path, title: str) -> None:
    with ExitStack() as stack, pikepdf.new() as made:
        for file in files:
            made.pages.extend(stack.enter_context(pikepdf.open(file)).pages)
        for page in made.pages:
            for name in {"/StructParents", "/Tabs"} & set(page.obj.keys()):
                del page.obj[name]
        made.docinfo["/Title"] = title
        made.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
