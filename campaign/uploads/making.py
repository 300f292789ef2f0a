"""From files that the gate took to materials: one for each, or one for a pair in two languages."""

from collections.abc import Sequence
from datetime import datetime

from campaign.accounts.models import User
from campaign.db import Bilingual, session
from campaign.intake.scanner import Scan
from campaign.intake.verdict import Verdict
from campaign.materials.files import actions as files
from campaign.materials.files.actions import Answers, Kept
from campaign.materials.files.models import FileLanguage, FileRole
from campaign.materials.models import Material
from campaign.uploads.guess import kind_of
from campaign.uploads.models import Upload, UploadState


def make(uploads: Sequence[Upload], by: User, at: datetime) -> None:
    """Of everything that was accepted and is no material yet; done twice it makes nothing twice."""
    made = {upload.id: upload.material_id for upload in uploads}
    here = {upload.id: upload for upload in uploads if upload.state is UploadState.accepted}
    for upload in here.values():
        if upload.material_id is not None:
            continue
        pair = here.get(upload.pair_id or 0)
        known = made.get(pair.id) if pair else None
        material = session.get_one(Material, known) if known else _begin(upload, pair, by, at)
        files.add(material, kept(upload), FileRole.main, upload.language, by, at)
        upload.material_id = made[upload.id] = material.id
        session.flush()


def _begin(upload: Upload, pair: Upload | None, by: User, at: datetime) -> Material:
    delivery = upload.delivery
    return files.create(
        kind_of(upload.copy_type if upload.facts.get("copy") else upload.type, int(upload.facts.get("pages", 0))),
        _title(upload, pair),
        delivery.organization,
        delivery.side,
        delivery.campaign,
        Answers(delivery.shown, delivery.may_use),
        by,
        at,
    )


def _title(upload: Upload, pair: Upload | None) -> Bilingual:
    """Each title in its own file's language; one that names none, in its sender's."""
    said = {_language(one): one.title for one in (pair, upload) if one}
    return Bilingual(said.get("en", ""), said.get("es", ""))


def _language(upload: Upload) -> str:
    known = {FileLanguage.en: "en", FileLanguage.es: "es"}
    return known.get(upload.language, upload.delivery.language)


def kept(upload: Upload) -> Kept:
    """As the gate said it."""
    assert upload.sha256 is not None, "it was accepted"
    assert upload.copy_sha256 is not None, "it was accepted"
    verdict = Verdict(
        upload.type,
        findings=tuple(upload.findings),
        facts=upload.facts,
        size=upload.size,
        sha256=upload.sha256,
        scan=Scan(upload.scan),
    )
    return Kept(upload.name, verdict, upload.copy_type, upload.copy_sha256)
