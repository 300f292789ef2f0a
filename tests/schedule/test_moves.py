"""States of activities against product §4, typed here by hand: every state and every act of a planner, and where it
leads; an act that is not named is refused and changes nothing.
"""

from collections.abc import Callable
from datetime import time
from itertools import product

import pytest

from campaign import clock
from campaign.accounts.models import User
from campaign.clock import now
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.schedule import actions
from campaign.schedule.models import Activity, ActivityState, Occurrence, When, occurrences_of
from campaign.schedule.reports import actions as reports
from campaign.schedule.reports.actions import Said
from tests.conftest import ActingAs
from tests.schedule.samples import DAY, plan
from tests.schedule.test_reports import AFTER
from tests.world import NOW, World

pytestmark = pytest.mark.database

BEFORE = NOW  # nobody calls off what is over
STATES = ("planned", "confirmed", "held", "cancelled")
NEVER: dict[str, dict[str, str]] = {"cancelled": {}}  # it stays so: whoever wants it after all plans it anew
CANCELS = {"cancel": "cancelled"}
# Of one side alone: its planner has every word.
ALONE = {
    "planned": {
        **{"confirm": "confirmed", "edit": "confirmed", "move": "confirmed", "cancel_one": "planned", **CANCELS},
        **{"was_held": "held", "was_not_held": "cancelled"},
    },
    "confirmed": {
        **{"confirm": "confirmed", "edit": "confirmed", "move": "confirmed", "cancel_one": "confirmed", **CANCELS},
        **{"was_held": "held", "was_not_held": "cancelled"},
    },
    "held": {"was_held": "held", "was_not_held": "cancelled"},
    **NEVER,
}
# Joint, and the other side said nothing yet: this one cannot confirm it alone, nor say alone that it fell out.
FIRST = {
    "planned": {
        **{"confirm": "planned", "edit": "planned", "move": "planned", "cancel_one": "planned", **CANCELS},
        **{"was_held": "held", "was_not_held": "planned"},
    },
    "held": {"was_held": "held", "was_not_held": "planned"},
    **NEVER,
}
# Joint, and the other side said yes: this one's yes confirms it, but what this one changes asks the other one anew.
SECOND = {
    "planned": {**FIRST["planned"], "confirm": "confirmed"},
    "confirmed": {
        **{"confirm": "confirmed", "edit": "planned", "move": "planned", "cancel_one": "confirmed", **CANCELS},
        **{"was_held": "held", "was_not_held": "confirmed"},
    },
    "held": {"was_held": "held", "was_not_held": "confirmed"},
    **NEVER,
}
TABLES: dict[str, dict[str, dict[str, str]]] = {"alone": ALONE, "first": FIRST, "second": SECOND}


def _move(activity: Activity, one: Occurrence, by: User) -> None:
    actions.move(one, When(DAY, DAY, time(14), time(15)), by, now())


def _edit(activity: Activity, one: Occurrence, by: User) -> None:
    actions.edit(activity, plan("Another title", *activity.sides), activity.row_version, by, now())


def _report(took_place: bool) -> Callable[[Activity, Occurrence, User], object]:
    said = Said(DAY, "Park", took_place=took_place, reason="" if took_place else "Storm")
    return lambda activity, one, by: reports.file(one, said, 0, by, now())


ACTS: dict[str, Callable[[Activity, Occurrence, User], object]] = {
    "confirm": lambda activity, one, by: actions.confirm(activity, by, now()),
    "edit": _edit,
    "move": _move,
    "cancel": lambda activity, one, by: actions.cancel(activity, "No room", by, BEFORE),
    "cancel_one": lambda activity, one, by: actions.cancel_one(one, "No room", by, BEFORE),
    "was_held": _report(took_place=True),
    "was_not_held": _report(took_place=False),
}


def place(activity: Activity, one: Occurrence, kind: str, state: str) -> None:
    """As if it had come there: whoever had to say yes to it has."""
    activity.state = one.state = ActivityState(state)
    activity.reason = one.reason = "No room" if state == "cancelled" else ""
    is_past = state != "planned"
    activity.confirmed_us_at = now() if is_past and kind != "first" else None
    activity.confirmed_mx_at = now() if kind == "second" else None
    session.flush()


def test_the_states_are_those_typed_here() -> None:
    assert tuple(state.value for state in ActivityState) == STATES
    assert {act for table in TABLES.values() for acts in table.values() for act in acts} == set(ACTS)


@pytest.mark.parametrize(
    ("kind", "start", "act"),
    [row for row in product(TABLES, STATES, ACTS) if row[1] in TABLES[row[0]]],
)
def test_an_activity_moves_only_where_the_table_leads(
    world: World, acting_as: ActingAs, kind: str, start: str, act: str
) -> None:
    with clock.at(AFTER), acting_as("planner.us") as user:
        sides = (Side.US,) if kind == "alone" else tuple(Side)
        activity = actions.create(world.running, plan("Fair", *sides), user, now())
        one = session.scalars(occurrences_of(activity.id)).one()
        place(activity, one, kind, start)
        end = TABLES[kind][start].get(act)
        before = (activity.row_version, activity.when)
        try:
            ACTS[act](activity, one, user)
        except Refused:
            assert end is None, f"{act} was refused"
            assert (activity.state.value, activity.row_version, activity.when) == (start, *before)
        else:
            assert activity.state.value == end
        session.rollback()
