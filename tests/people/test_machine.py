"""Random histories of accounts: nobody ever has deciding rights for both sides, every right was given by the side it is
for, and the mirrored history has the mirrored outcome.

Each step is played twice: by these people, and by the same people with the countries exchanged (law 5). Who gave what
is written down here a second time, from product §3.
"""

from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from campaign import commands
from campaign.accounts.models import Role, SignIn, User, user_by_email
from campaign.audit import chain
from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.errors import Refused
from campaign.people import actions, rights, transfers
from campaign.people.models import RoleRequest, Transfer
from tests.people import acts
from tests.tiers import histories
from tests.world import World

pytestmark = pytest.mark.database
EXAMPLES = histories(200, 8)
STEPS = 14
CAST = ("administrator", "planner", "signatory", "deputy", "partner-a")  # a pair of each, one a side
DECIDING = {Role.reviewer, Role.signatory}
ROLES = st.frozensets(st.sampled_from([role for role in Role if role is not Role.secretariat]), max_size=2)
SOME = st.integers(0, 11)
SIDES = st.sampled_from([0, 1])
ADMINISTRATORS = st.sampled_from([0, 0, 0, 0, 1, 2, 5, 6])


class Accounts(RuleBasedStateMachine):
    """`people`, `asked` and `moving` hold pairs: the one of this history and its mirror image."""

    world: World
    connection: Connection

    def __init__(self) -> None:
        super().__init__()
        session.remove()
        self.undone = self.connection.begin_nested()
        self.people = [tuple(self.world.users[f"{who}.{side}"] for side in ("us", "mx")) for who in CAST]
        self.asked: list[list[int]] = []
        self.moving: list[list[int]] = []
        self.decided_for: dict[int, set[Side]] = defaultdict(set)
        self.given: set[tuple[int, Side, Role]] = {
            (number, user.side, role)
            for pair in self.people
            for number in pair
            if (user := session.get_one(User, number)).side
            for role in user.roles
        }
        self.joined = 0

    def teardown(self) -> None:
        try:
            assert chain.verify(session()) == []
        finally:
            session.remove()
            self.undone.rollback()

    def person(self, number: int, side: int) -> User:
        return session.get_one(User, self.people[number % len(self.people)][side])

    def play(self, step: Callable[[int], object], actors: tuple[User, User] | None = None) -> list[object]:
        """Both histories; refused or not, they agree. Who is deactivated is let nowhere, so does nothing."""
        outcomes, made = [], []
        for lane in (0, 1):
            by = actors[lane] if actors else None
            if by is not None and not by.is_live:
                outcomes.append("out")
                continue
            try:
                with acting(by, by.side if by else None, "test", now()):
                    made.append(step(lane))
                    session.commit()
                outcomes.append("done")
            except Refused as refused:
                session.rollback()
                outcomes.append(type(refused).__name__)
        assert outcomes[0] == outcomes[1], outcomes
        return made

    def both(self, number: int, side: int) -> tuple[User, User]:
        return self.person(number, side), self.person(number, 1 - side)

    def give(self, person: User, roles: frozenset[Role], *by: User) -> None:
        """Written down only if all who gave are of that side and none is the person."""
        if person.side and all(one.side is person.side and one.id != person.id for one in by):
            self.given |= {(person.id, person.side, role) for role in roles}

    @rule(by=ADMINISTRATORS, side=SIDES, roles=ROLES, where=SIDES)
    def invite(self, by: int, side: int, roles: frozenset[Role], where: int) -> None:
        actors = self.both(by, side)
        self.joined += 1

        def step(lane: int) -> User | None:
            home = ("us", "mx")[where if lane == 0 else 1 - where]
            own = Side(("US", "MX")[where if lane == 0 else 1 - where])
            organization = self.world.organization(home)
            _row, token = actions.invite(organization, roles, own, actors[lane], now())
            user = actions.join(token, acts.newcomer(f"p{self.joined}.{lane}@example.org"), now())
            assert user is not None
            self.give(user, roles, actors[lane])
            return user

        made = self.play(step, actors)
        if made:
            pair = [user.id for user in made if isinstance(user, User)]
            self.people.append((pair[side], pair[1 - side]))

    @rule(by=ADMINISTRATORS, side=SIDES, subject=SOME, where=SIDES, roles=ROLES)
    def set_roles(self, by: int, side: int, subject: int, where: int, roles: frozenset[Role]) -> None:
        actors, people = self.both(by, side), self.both(subject, where)

        def step(lane: int) -> None:
            person = people[lane]
            rights.set_roles(person, roles, False, person.row_version, actors[lane], now())
            self.give(person, roles, actors[lane])

        self.play(step, actors)

    @rule(by=ADMINISTRATORS, side=SIDES, subject=SOME, where=SIDES)
    def ask(self, by: int, side: int, subject: int, where: int) -> None:
        actors, people = self.both(by, side), self.both(subject, where)
        made = self.play(lambda lane: rights.ask(people[lane], actors[lane], now()).id, actors)
        self.asked += [[int(str(one)) for one in made]] if made else []

    @rule(which=st.integers(0, 3), by=st.sampled_from([0, 2, 2, 2, 5, 6]), side=SIDES)
    def confirm(self, which: int, by: int, side: int) -> None:
        if not self.asked:
            return
        actors, pair = self.both(by, side), self.asked[-1 - which % len(self.asked)]

        def step(lane: int) -> None:
            asked = session.get_one(RoleRequest, pair[lane])
            rights.confirm(asked, actors[lane], now())
            if asked.is_given:
                self.give(asked.user, frozenset({Role.signatory}), asked.asked_by, actors[lane])

        self.play(step, actors)

    @rule(by=ADMINISTRATORS, side=SIDES, subject=SOME, where=SIDES, again=st.booleans())
    def deactivate(self, by: int, side: int, subject: int, where: int, again: bool) -> None:
        actors, people = self.both(by, side), self.both(subject, where)
        act = rights.reactivate if again else rights.deactivate
        self.play(lambda lane: act(people[lane], actors[lane], now()), actors)

    @rule(by=ADMINISTRATORS, side=SIDES, subject=SOME, where=SIDES)
    def release(self, by: int, side: int, subject: int, where: int) -> None:
        actors, people = self.both(by, side), self.both(subject, where)
        made = self.play(lambda lane: transfers.release(people[lane], actors[lane], now()).id, actors)
        self.moving += [[int(str(one)) for one in made]] if made else []

    @rule(by=ADMINISTRATORS, side=SIDES, back=st.sampled_from([False, False, True]))
    def admit(self, by: int, side: int, back: bool) -> None:
        if not self.moving:
            return
        actors, pair = self.both(by, side), self.moving[-1]

        def step(lane: int) -> None:
            transfer = session.get_one(Transfer, pair[lane])
            if back:
                transfers.take_back(transfer, actors[lane], now())
                return
            home = self.world.organization(transfer.to_side.value.lower())
            transfers.admit(transfer, home, actors[lane], now())

        self.play(step, actors)

    @rule(subject=SOME, side=SIDES, roles=st.frozensets(st.sampled_from(sorted(DECIDING, key=str)), min_size=1))
    def move(self, subject: int, side: int, roles: frozenset[Role]) -> None:
        """All the way: let go, admitted, and asked for what decides there."""
        self.release(0, side, subject, side)
        self.admit(0, 1 - side, False)
        self.set_roles(0, 1 - side, subject, side, roles - {Role.signatory})

    @rule(role=st.sampled_from([Role.administrator, Role.signatory]))
    def operator(self, role: Role) -> None:
        """Only where the side never had one: in this world that is nowhere, whatever was taken away since."""
        self.joined += 1
        for side in Side:
            email = f"o{self.joined}.{side.value}@example.org".lower()
            options = Namespace(email=email, side=side.value, role=role.value, name="", organization="")
            with suppress(Refused):
                commands._add(options)
                user = session.scalars(user_by_email(email)).one()
                self.given.add((user.id, side, role))
            session.rollback()

    @invariant()
    def the_laws_hold(self) -> None:
        everybody = session.scalars(select(User)).all()
        self.nobody_decides_for_both(everybody)
        self.every_right_was_given_by_its_side(everybody)
        self.who_is_nobodys_has_nothing(everybody)
        for side in Side:
            assert any(user.is_administrator for user in everybody if user.side is side and user.is_live), side

    def nobody_decides_for_both(self, everybody: Sequence[User]) -> None:
        """Not even one after the other; and no administrator decides."""
        for user in everybody:
            if user.side and user.roles & DECIDING:
                self.decided_for[user.id].add(user.side)
                assert not user.is_administrator, user.email
        assert {key: sides for key, sides in self.decided_for.items() if len(sides) > 1} == {}

    def every_right_was_given_by_its_side(self, everybody: Sequence[User]) -> None:
        ours = {number for pair in self.people for number in pair}
        assert {
            (user.id, user.side, role) for user in everybody if user.id in ours for role in user.roles
        } <= self.given

    def who_is_nobodys_has_nothing(self, everybody: Sequence[User]) -> None:
        """Neither roles nor a way in."""
        open_ones = select(func.count()).select_from(SignIn).join(User).where(SignIn.ended_at.is_(None))
        assert session.scalar(open_ones.where(User.is_live.is_(False))) == 0
        ours = {number for pair in self.people for number in pair}
        for user in everybody:
            if user.id in ours and user.side is None:
                assert (user.roles, user.is_live) == (frozenset(), False)


def test_random_histories(world: World, connection: Connection, capsys: pytest.CaptureFixture[str]) -> None:
    machine = type("Machine", (Accounts,), {"world": world, "connection": connection})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
