"""Pages of kits: the list, one kit with what it hands out, its words and order, what is put in and taken out, and its
archive.
"""

import flask
from flask import Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.clock import now
from campaign.config import Config
from campaign.db import session
from campaign.errors import Refused
from campaign.forms import clean
from campaign.i18n import _, current
from campaign.jobs.models import Job
from campaign.jobs.words import BADGES, STATES
from campaign.kits import actions
from campaign.kits.blueprint import kits
from campaign.kits.contents import contents
from campaign.kits.forms import ITEM_NOTE, KitForm, arranging
from campaign.kits.models import MOST_ITEMS, Item, Kit, Packed, counts_of, items_of, removed_of, visible_to
from campaign.kits.packing import is_right
from campaign.materials.files.words import size_words
from campaign.materials.finding import marks_of, titled
from campaign.materials.models import Material, newest_versions
from campaign.materials.models import visible_to as materials_visible_to
from campaign.materials.words import TYPE_WORDS
from campaign.paging import paged
from campaign.permissions import create_kit, edit_kit, fetch_kit, read_kits, see_kit, see_material
from campaign.regions.models import Region, find
from campaign.storage import store_of
from campaign.web import download, me

MOST_CAMPAIGNS = 200
MOST_REMOVED = 10


@kits.get("/", allow=read_kits)
def index() -> str:
    page = paged(visible_to(me()))
    counts = dict(session.execute(counts_of([kit.id for kit in page.items])).all())
    return render_template("kits/index.html", page=page, counts=counts, today=now().date())


@kits.form("/new", allow=create_kit)
def new() -> BaseResponse | tuple[str, int]:
    side = me().side
    assert side is not None, "the rule lets nobody through who has no side"
    form = KitForm()
    form.offer(session.scalars(campaigns_visible_to(me()).limit(MOST_CAMPAIGNS)), _regions(side.value))
    made: list[Kit] = []
    if form.validate_on_submit() and form.carried_out(lambda: made.append(actions.create(form.brief, me(), now()))):
        return redirect(url_for(".choose", kit=made[0].id), 303)
    return _page("kits/new.html", form, _("New kit"), _("Begin the kit"), url_for(".index"), _("New kit"))


def _regions(country: str, chosen: Region | None = None) -> list[Region]:
    """Those of the border set in this country, and the one that is chosen already."""
    found = list(session.scalars(find(set_key="border", country=country)))
    return found if chosen is None or chosen in found else [chosen, *found]


def _page(template: str, form: KitForm, title: str, label: str, back: str, last: str) -> tuple[str, int]:
    crumbs = [(_("Kits"), url_for("kits.index")), (last, "")]
    page = render_template(template, form=form, title=title, submit_label=label, cancel_url=back, crumbs=crumbs)
    return page, form.status


@kits.get("/<id:kit>", allow=see_kit, see=see_kit)
def show(kit: Kit) -> str:
    """What it hands out now, and for the rest why not; whoever may not see a material learns only that there is one."""
    entries = contents(kit, now())
    seen = [entry for entry in entries if see_material(me(), entry.item.material)]
    packed = session.get(Packed, kit.id)
    removed = session.scalars(removed_of(kit.id).limit(MOST_REMOVED)).unique().all() if edit_kit(me(), kit) else []
    return render_template(
        "kits/show.html",
        kit=kit,
        entries=seen,
        hidden=len(entries) - len(seen),
        removed=[item for item in removed if see_material(me(), item.material)],
        packed=packed,
        is_right=is_right(packed, kit, entries),
        job=session.get(Job, packed.job_id) if packed else None,
        title=kit.title.of(current()) or kit.title.twin(current()),
        types=TYPE_WORDS,
        badges=BADGES,
        states=STATES,
        today=now().date(),
        just_removed=request.args.get("removed", 0, type=int),
        typed=clean(request.args.get("code"))[:40],
        size_words=size_words,
    )


@kits.form("/<id:kit>/edit", allow=edit_kit, see=see_kit)
def edit(kit: Kit) -> BaseResponse | tuple[str, int]:
    form = KitForm.over(kit)
    campaigns = list(session.scalars(campaigns_visible_to(me()).limit(MOST_CAMPAIGNS)))
    if kit.campaign is not None and kit.campaign not in campaigns:
        campaigns.append(kit.campaign)
    form.offer(campaigns, _regions(kit.side.value, kit.region))
    back = url_for(".show", kit=kit.id)
    if form.validate_on_submit() and form.carried_out(lambda: actions.edit(kit, form.brief, form.opened)):
        flash(_("It is saved."), "good")
        return redirect(back, 303)
    name = kit.title.of(current()) or kit.title.twin(current())
    return _page("kits/edit.html", form, _("Edit the kit"), _("Save"), back, name)


# What lies in it


@kits.form("/<id:kit>/arrange", allow=edit_kit, see=see_kit)
def arrange(kit: Kit) -> BaseResponse | tuple[str, int]:
    """Numbers and notes of everything at once."""
    items = [item for item in session.scalars(items_of(kit.id)).unique() if see_material(me(), item.material)]
    form = arranging(kit, items, request.form)
    if form.validate_on_submit() and form.carried_out(lambda: actions.arrange(kit, form.places(), form.opened)):
        flash(_("It is saved."), "good")
        return redirect(url_for(".show", kit=kit.id), 303)
    return render_template("kits/arrange.html", kit=kit, form=form, items=items, most=ITEM_NOTE), form.status


@kits.get("/<id:kit>/choose", allow=edit_kit, see=see_kit)
def choose(kit: Kit) -> str:
    """The reader's materials, to be put in one by one."""
    words = clean(request.args.get("q"))
    page = paged(titled(materials_visible_to(me()), words, marks_of(me())), 20)
    ids = [material.id for material in page.items]
    return render_template(
        "kits/choose.html",
        kit=kit,
        page=page,
        words=words,
        inside=set(session.scalars(items_of(kit.id).with_only_columns(Item.material_id))),
        newest={version.material_id: version for version in session.scalars(newest_versions(ids))},
        types=TYPE_WORDS,
        most=MOST_ITEMS,
    )


@kits.post("/<id:kit>/add", allow=edit_kit, see=see_kit)
def add(kit: Kit) -> BaseResponse:
    """By its code, as it stands on paper and in lists; a code that leads nowhere stays in its field."""
    typed = clean(request.form.get("code"))[:40]
    try:
        material = _put_in(kit, typed)
    except Refused as refused:
        session.rollback()
        flash(refused.message, "bad")
        return redirect(url_for(".show", kit=kit.id, code=typed, _anchor="items"), 303)
    session.commit()
    flash(_("%(code)s was put in.", code=material.code), "good")
    return redirect(_back(kit), 303)


def _put_in(kit: Kit, typed: str) -> Material:
    material = _by_code(typed)
    if material is None or not see_material(me(), material):
        raise Refused(_("There is no material “%(code)s” that you may see. Write its code, like F-0142.", code=typed))
    actions.add(kit, material, me())
    return material


def _by_code(typed: str) -> Material | None:
    letter, _dash, number = typed.upper().partition("-")
    if letter not in ("F", "M") or not (number.isdecimal() and number.isascii() and len(number) < 10):
        return None
    material = session.get(Material, int(number))
    return material if material is not None and material.code.startswith(letter) else None


def _back(kit: Kit) -> str:
    """To the search from which it came, with its words."""
    words = clean(request.form.get("q"))[:120]
    if request.form.get("from") == "choose":
        return url_for(".choose", kit=kit.id, q=words or None)
    return url_for(".show", kit=kit.id)


@kits.post("/<id:kit>/move", allow=edit_kit, see=see_kit)
def move(kit: Kit) -> BaseResponse:
    item = _item(kit)
    actions.move(item, -1 if request.form.get("do") == "up" else 1)
    session.commit()
    return redirect(url_for(".show", kit=kit.id, _anchor=f"item-{item.id}"), 303)


@kits.post("/<id:kit>/remove", allow=edit_kit, see=see_kit)
def remove(kit: Kit) -> BaseResponse:
    """The next page offers to put it back."""
    item = _item(kit)
    actions.remove(item, now())
    session.commit()
    return redirect(url_for(".show", kit=kit.id, removed=item.id), 303)


@kits.post("/<id:kit>/put_back", allow=edit_kit, see=see_kit)
def put_back(kit: Kit) -> BaseResponse:
    item = _item(kit)
    actions.put_back(item)
    session.commit()
    return redirect(url_for(".show", kit=kit.id, _anchor=f"item-{item.id}"), 303)


def _item(kit: Kit) -> Item:
    number = request.form.get("item", 0, type=int)
    item = session.get(Item, number) if 0 < number < 2**63 else None
    if item is None or item.kit_id != kit.id:
        raise Refused(_("This does not lie in the kit any more. Load the page again."))
    return item


# Its archive


@kits.post("/<id:kit>/make", allow=fetch_kit, see=see_kit)
def make(kit: Kit) -> BaseResponse:
    actions.ask(kit, me(), now())
    session.commit()
    flash(_("The archive is being made; it appears on this page when it is ready."), "good")
    return redirect(url_for(".show", kit=kit.id), 303)


@kits.get("/<id:kit>/kit.zip", allow=fetch_kit, see=see_kit)
def fetch(kit: Kit) -> Response:
    """Only while it holds exactly what is in force now."""
    return handed(kit, session.get(Packed, kit.id))


def handed(kit: Kit, packed: Packed | None) -> Response:
    """Piece by piece from the store; refused once anything in it left force or was put on hold."""
    if packed is None or packed.sha256 is None:
        abort(404)
    if not is_right(packed, kit, contents(kit, now())):
        raise Refused(_("What this kit hands out has changed since its archive was made. Have it made anew."))
    config: Config = flask.current_app.extensions["campaign"]
    answer = download(b"", f"{kit.code}.zip", "application/zip")
    answer.response = store_of(config).open(packed.sha256)
    answer.headers["Content-Length"] = str(packed.size)
    return answer
