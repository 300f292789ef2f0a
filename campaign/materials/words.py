"""What blocks, drawings and notices of a material are called on the screen."""

from campaign.i18n import _, _l
from campaign.materials.models import BlockKind

KIND_WORDS = {
    BlockKind.headline: _l("Headline"),
    BlockKind.subline: _l("Line under the headline"),
    BlockKind.point: _l("Point"),
    BlockKind.fact: _l("Quoted fact"),
    BlockKind.alt: _l("What the picture shows"),
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


def reason_words(reason: str) -> str:
    """Why a version is out of force, as a sentence."""
    kind, _colon, key = reason.partition(":")
    words = {"revoked": _("Clearance revoked"), "fact": _("The fact “%(key)s” changed", key=key)}
    return words.get(kind, _("Out of force"))


def notice_words(notice: str) -> str:
    """Why the owner has a new draft, as a sentence."""
    kind, _colon, key = notice.partition(":")
    words = {
        "changes": _("Changes were requested"),
        "refused": _("It was refused"),
        "revoked": _("A clearance was revoked"),
        "fact": _("The fact “%(key)s” changed", key=key),
    }
    return words.get(kind, "")
