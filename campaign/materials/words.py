"""What blocks, drawings and notices of a material are called on the screen."""

from campaign.db import Side
from campaign.facts.clearable import KeyState
from campaign.i18n import _, _l
from campaign.materials.models import BlockKind, Material, MaterialType, MayUse, Scope, Shown, Version, VersionState

KIND_WORDS = {
    BlockKind.headline: _l("Headline"),
    BlockKind.subline: _l("Line under the headline"),
    BlockKind.point: _l("Point"),
    BlockKind.fact: _l("Quoted fact"),
    BlockKind.alt: _l("What the picture shows"),
    BlockKind.picture: _l("Picture"),
}
TYPE_WORDS = {
    MaterialType.flyer: _l("Flyer"),
    MaterialType.poster: _l("Poster"),
    MaterialType.leaflet: _l("Leaflet"),
    MaterialType.wallet_card: _l("Wallet card"),
    MaterialType.video: _l("Video"),
    MaterialType.audio: _l("Audio"),
    MaterialType.social_post: _l("Social post"),
    MaterialType.toolkit: _l("Toolkit"),
    MaterialType.image: _l("Image"),
    MaterialType.logo: _l("Logo"),
}
SHOWN_WORDS = {
    Shown.unsaid: _l("Not said yet"),
    Shown.nobody: _l("Nobody can be recognised"),
    Shown.adults: _l("Adults"),
    Shown.minors: _l("Minors"),
}
MAY_USE_WORDS = {
    MayUse.unsaid: _l("Not said yet"),
    MayUse.yes: _l("Yes"),
    MayUse.unsure: _l("Not sure"),
    MayUse.no: _l("No"),
}
SCOPE_WORDS = {Scope.joint: _l("For both countries"), Scope.national: _l("For one country")}
STANDING_WORDS = {  # the names are those of standings.STANDINGS
    "draft": _l("Draft"),
    "us": _l("Waiting for the United States"),
    "mx": _l("Waiting for Mexico"),
    "changes": _l("Changes requested"),
    "in_force": _l("In force"),
    "out": _l("Out of force"),
}
PICTOGRAM_WORDS = {
    "own-medicine": _l("Own medicine"),
    "fake-pill": _l("Fake pill"),
    "call-911": _l("Call 911"),
    "at-home": _l("Kept at home"),
    "on-one-side": _l("On one side"),
    "slow-breath": _l("Slow breath"),
    "naloxone": _l("Naloxone"),
    "talk": _l("Talk"),
}


def type_words(material: Material) -> str:
    """What it is: a flyer, a poster, a video …"""
    return str(TYPE_WORDS[material.type])


def standing_words(version: Version | None) -> str:
    """How a material stands by its newest version, where no two keys are drawn."""
    if version is None:
        return str(STANDING_WORDS["draft"])
    if version.state is VersionState.submitted:
        waiting = [side for side in Side if version.key(side) is KeyState.in_review]
        return ", ".join(str(STANDING_WORDS[side.value.lower()]) for side in waiting)
    known = {
        VersionState.in_force: "in_force",
        VersionState.changes_requested: "changes",
        VersionState.refused: "changes",
    }
    return str(STANDING_WORDS[known.get(version.state, "out")])


def reason_words(reason: str) -> str:
    """Why a version is out of force, as a sentence."""
    kind, _colon, key = reason.partition(":")
    words = {
        "revoked": _("Clearance revoked"),
        "left": _("A country left the campaign"),
        "owner": _("Its owner withdrew it: %(reason)s", reason=key),
        "fact": _("The fact “%(key)s” changed", key=key),
        "image": _("The image %(code)s changed or was withdrawn", code=key),
        "sealed": _("Its content was destroyed"),
    }
    return words.get(kind, _("Out of force"))


def notice_words(notice: str) -> str:
    """Why the owner has a new draft, as a sentence."""
    kind, _colon, key = notice.partition(":")
    words = {
        "changes": _("Changes were requested"),
        "refused": _("It was refused"),
        "revoked": _("A clearance was revoked"),
        "left": _("A country left the campaign"),
        "owner": _("Its owner withdrew it: %(reason)s", reason=key),
        "fact": _("The fact “%(key)s” changed", key=key),
        "image": _("The image %(code)s changed or was withdrawn", code=key),
        "consent": _("A person who is shown took the consent back"),
        "sealed": _("Its content was destroyed"),
    }
    return words.get(kind, "")
