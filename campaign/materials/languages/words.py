"""What the states of a language, and the ways to order the table, are called on the screen."""

from typing import Any

from campaign.i18n import _l
from campaign.materials.languages.standing import State
from campaign.materials.models import BlockKind
from campaign.materials.words import KIND_WORDS

STATE_WORDS = {
    State.nothing: _l("Nothing written"),
    State.missing: _l("Some is missing"),
    State.review: _l("Needs review"),
    State.complete: _l("Complete"),
}
STATE_LOOKS = {
    State.nothing: ("bad", "error"),
    State.missing: ("waiting", "edit"),
    State.review: ("warm", "translate"),
    State.complete: ("good", "check_circle"),
}
WHO_WORDS = {"me": _l("Me"), "somebody": _l("Somebody else"), "nobody": _l("Nobody")}
SORT_WORDS = {
    "new": _l("Newest first"),
    "old": _l("Oldest first"),
    "open": _l("Most blocks open first"),
    "since": _l("Assigned longest first"),
}
PAIR_WORDS: dict[str, Any] = {
    "title": _l("Title"),
    "summary": _l("Summary"),
    **{kind.value: KIND_WORDS[kind] for kind in BlockKind},
}
