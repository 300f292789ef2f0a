"""What whoever reviews a version or decides on it reads: every block against what was in force before, what the checks
say, the files, the papers and the open comments."""

import json
from collections import Counter
from typing import Any

from campaign.accounts.models import User
from campaign.db import session
from campaign.materials.changes import changes, last_cleared, mark_changes, public_changes
from campaign.materials.checks import frozen_findings
from campaign.materials.comments.showing import open_threads
from campaign.materials.earlier.models import documents_of
from campaign.materials.files.about import about
from campaign.materials.files.compare import compared
from campaign.materials.models import BlockKind, Version, versions_of
from campaign.materials.reasons.standing import explained
from campaign.materials.words import KIND_WORDS


def reading(version: Version, user: User) -> dict[str, Any]:
    """For the templates materials/_changes.html and clearance/_files.html, and the panel beside them."""
    before = last_cleared(version, list(session.scalars(versions_of(version.material_id))))
    content = json.loads(version.content)
    rows = changes(content, json.loads(before.content) if before else None)
    found = frozen_findings(content)
    each = [one for some in found.values() for one in some]
    return {
        "version": version,
        "before": before,
        "rows": rows,
        "findings": found,
        "reasons": explained(version.material_id, each, version.submitted_at),
        "marks": mark_changes(content["marks"], json.loads(before.content)["marks"]) if before else [],
        "counts": Counter(row.state for row in rows),
        "kinds": {kind.value: KIND_WORDS[kind] for kind in BlockKind},
        "files": compared(version, before, user),
        "about": None if version.material.is_flyer else about(version.material, version, user),
        "public": public_changes(version, before),
        "earlier": [said for _version_id, said in session.execute(documents_of([version.id]))],
        "comments": open_threads(version.material, user),
    }
