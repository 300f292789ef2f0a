"""What the child says when it does not take a file: a kind and the figures that belong to it, never a sentence."""

from __future__ import annotations


class Unfit(Exception):
    """This file is not taken; `found` are the figures that the sentence names."""

    def __init__(self, kind: str, **found: int | str) -> None:
        super().__init__(kind)
        self.kind = kind
        self.found = found
