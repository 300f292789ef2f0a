"""XML from outside, inside the child: no definitions of its own (DTD), so nothing is fetched and nothing multiplies."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any
from xml.parsers import expat

from campaign.intake.refusal import Unfit

DEEPEST = 200
PIECE = 1 << 16


class Parser:
    """Reads one file to its end; names come as `namespace}name`. Raises Unfit."""

    def __init__(
        self,
        start: Callable[[str, dict[str, str]], object],
        text: Callable[[str], object] | None = None,
        end: Callable[[str], object] | None = None,
    ) -> None:
        self._start, self._end, self._depth = start, end, 0
        self._expat = expat.ParserCreate(namespace_separator="}")
        self._expat.buffer_text = True
        self._expat.StartDoctypeDeclHandler = self._refuse
        self._expat.EntityDeclHandler = self._refuse
        self._expat.StartElementHandler = self._on_start
        self._expat.EndElementHandler = self._on_end
        if text is not None:
            self._expat.CharacterDataHandler = text

    def read(self, source: IO[bytes]) -> None:
        try:
            while piece := source.read(PIECE):
                self._expat.Parse(piece, False)
            self._expat.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError):
            raise Unfit("damaged") from None

    def _on_start(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unfit("bomb")
        self._start(name, given)

    def _on_end(self, name: str) -> None:
        self._depth -= 1
        if self._end is not None:
            self._end(name)

    @staticmethod
    def _refuse(*_said: Any) -> None:
        raise Unfit("entities")
