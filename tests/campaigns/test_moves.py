"""The states of tracks and campaigns against product §4, typed here by hand; every pair of states, allowed or refused."""

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from campaign.campaigns import actions
from campaign.campaigns.models import MOVES, Campaign, Track, TrackState, tracks_of
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import NotAllowed, Refused, Stale
from campaign.partners.models import Organization
from tests.conftest import ActingAs
from tests.world import EL_PASO, JUAREZ, World

ALLOWED = {("draft", "proposed"), ("proposed", "draft"), ("proposed", "agreed")}
ORDER = ["draft", "proposed", "agreed", "scheduled", "paused", "closed", "evaluated"]


def _agree(track: Track) -> None:
    signatory = "signatory.us" if track.side is Side.US else "signatory.mx"
    user = _people(signatory)
    actions.agree(track, user, now())


def _people(email: str):  # type: ignore[no-untyped-def]
    from campaign.accounts.models import user_by_email

    return session.scalars(user_by_email(f"{email}@example.org")).one()


ACTS: dict[str, Callable[[Track], None]] = {
    "proposed": actions.propose,
    "draft": actions.take_back,
    "agreed": _agree,
}
