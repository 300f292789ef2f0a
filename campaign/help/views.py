"""Pages of help; they read no row of anybody."""

from typing import Any

from flask import render_template

from campaign.accounts.models import ROLE_WORDS, Role
from campaign.help.rights import AREAS, Cell, matrix, words
from campaign.i18n import _l
from campaign.web import Blueprint, signed_in

help = Blueprint("help", __name__, url_prefix="/help")
ABROAD = frozenset({Role.secretariat, Role.observer})  # of no side: to them nothing is the other country's
KEYS: tuple[tuple[tuple[Any, ...], Any], ...] = (
    (("/",), _l("Search")),
    (("?",), _l("This help")),
    (("Ctrl S", "⌘ S"), _l("Save the form")),
    (("Ctrl Enter", "⌘ Enter"), _l("Send the form")),
    (("Esc",), _l("Close a menu")),
    ((_l("Shift + click"), _l("Shift + Space")), _l("Tick a range of a list")),
)


@help.get("/", allow=signed_in)
def index() -> str:
    return render_template("help/index.html", keys=KEYS)


@help.get("/rights", allow=signed_in)
def rights() -> str:
    return render_template(
        "help/rights.html", matrix=matrix(), areas=AREAS, roles=ROLE_WORDS, nothing=Cell(), words=words, abroad=ABROAD
    )
