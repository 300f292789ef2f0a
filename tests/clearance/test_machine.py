"""Random histories by random people: the laws hold at every step, and the mirrored history has the mirrored outcome.

Each step is played twice: on one flyer as it is, on its twin with the countries exchanged (law 5). What may happen and
what must follow is worked out here a second time, in plain words, from law 1 to 4, 10 and 14.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from campaign import clock
from campaign.audit import chain
from campaign.clearance.models import Clearance, Decision
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.facts.models import FactVersion
from campaign.materials.models import BlockKind, Scope, Version, versions_of
from campaign.materials.pictures import images_of
from tests.holds import stops
from tests.materials import acts, images
from tests.rights.given import license
from tests.tiers import histories
from tests.world import NOW, World

pytestmark = pytest.mark.database
EXAMPLES = histories(400, 25)
PEOPLE = st.sampled_from(
    ["signatory.us", "signatory.mx", "signatory2.us", "signatory2.mx"] * 3 + ["planner.us", "reviewer.mx"]
)
AUTHORS = st.sampled_from(["planner.us", "planner.us", "planner.mx", "signatory.us", "signatory2.mx"])
TEXTS = st.sampled_from(["One.", "Two.", "Three."])
REASONS = st.sampled_from(["It changed."] * 5 + [" "])
ENDS = st.sampled_from([None, None, 5, 60])
FACTS = ("recovery_position", "fentanyl_hidden")  # each twin quotes its own
YEAR = timedelta(days=365)
HELPLINES_UNTIL = date(2027, 2, 16)  # the world's are cleared on 18 November for 90 days; a sheet needs one


def mirrored(who: str) -> str:
    role, _dot, side = who.partition(".")
    return f"{role}.{'mx' if side == 'us' else 'us'}"


def side_of(who: str) -> Side:
    return Side(who[-2:].upper())


@dataclass
class Yes:
    """A clearance as this test remembers it: until when, and whether it was taken back and left its marks."""

    ends: date | None
    is_revoked: bool = False
    left_marks: bool = False

    def may_be_taken(self, marks: bool) -> bool:
        """Once; and once more what was left with its marks, to take these too."""
        return not self.is_revoked or (self.left_marks and not marks)

    def stands(self, on: date) -> bool:
        return not self.is_revoked and (self.ends is None or self.ends >= on)


@dataclass
class Frozen:
    """A version as this test remembers it."""

    id: int
    authors: set[str]
    content: tuple[str, str]  # its own words, and those of the fact that it quotes
    picture: "Picture"
    began_on: date | None = None  # both stood together
    is_replaced: bool = False
    is_out: bool = False  # revoked, or its fact changed: the same content may be sent anew
    is_open: bool = True
    is_sent_back: bool = False
    yes: dict[Side, Yes] = field(default_factory=dict)

    @property
    def is_live(self) -> bool:
        """It came into force, and nothing but a date has ended that."""
        return self.began_on is not None and not self.is_replaced and not self.is_out


@dataclass
class Picture:
    """A version of the image that was cleared by both on one day."""

    id: int
    began_on: date
    yes: dict[Side, Yes]
    is_over: bool = False  # replaced, or revoked everywhere

    @property
    def review_by(self) -> date:
        ends = [yes.ends for yes in self.yes.values() if yes.ends and not yes.is_revoked]
        return min([self.began_on + YEAR, *ends])

    def counts(self, side: Side, on: date) -> bool:
        """In force there on that day."""
        own, other = self.yes[side], self.yes[side.opposite]
        return not self.is_over and on <= self.review_by and own.stands(on) and (other.stands(on) or other.left_marks)

    def counted(self, side: Side) -> bool:
        """It would be, but for a date."""
        return self.counts(side, self.began_on)


@dataclass
class Wording:
    """A wording of the fact: waiting, in force until a day, or over."""

    id: int
    words: str
    authors: set[str]
    yes: dict[Side, date | None] = field(default_factory=dict)
    is_open: bool = True
    is_in_force: bool = False
    review_by: date | None = None

    def is_good(self, on: date) -> bool:
        return self.is_in_force and self.review_by is not None and on <= self.review_by


class Lane:
    """One flyer with its fact, and the memory of what was done to them."""

    def __init__(self, version: Version, fact: FactVersion, scope: Scope, is_mirror: bool) -> None:
        self.key, self.is_mirror, self.material = fact.fact.key, is_mirror, version.material
        self.needed = set(Side) if scope is Scope.joint else {self.side(Side.US)}
        self.authors = {self.person("planner.us")}
        self.has_draft, self.text = False, acts.POINT.en
        shown = session.scalars(images_of(version)).one()
        self.image, self.held = shown.material, set[Side]()
        self.pictures = [Picture(shown.id, NOW.date(), {side: Yes(None) for side in Side})]
        self.versions = [Frozen(version.id, set(self.authors), (self.text, fact.en), self.pictures[0])]
        self.wordings = [Wording(fact.id, fact.en, set(), dict.fromkeys(Side), False, True, fact.review_by)]

    def person(self, who: str) -> str:
        return mirrored(who) if self.is_mirror else who

    def side(self, side: Side) -> Side:
        return side.opposite if self.is_mirror else side

    @property
    def quoted(self) -> Wording:
        """The draft quotes the newest wording that was ever in force."""
        return [wording for wording in self.wordings if wording.review_by][-1]

    def version(self, back: int) -> Frozen | None:
        return self.versions[-back] if len(self.versions) >= back else None

    # -- what must follow

    def in_force(self, version: Frozen, side: Side, on: date) -> bool:
        return self.cleared(version, side, on) and side not in self.held

    def cleared(self, version: Frozen, side: Side, on: date) -> bool:
        """Whatever is on hold."""
        if not version.is_live or side not in self.needed:
            return False
        if self.review_by(version) < on or not version.yes[side].stands(on):
            return False
        if not version.picture.counts(side, on):
            return False
        others = [version.yes[other] for other in self.needed - {side}]
        return all(yes.stands(on) or yes.left_marks for yes in others)

    def review_by(self, version: Frozen) -> date:
        same = [w.review_by for w in self.wordings if w.words == version.content[1] and w.review_by]
        ends = [yes.ends for yes in version.yes.values() if yes.ends and not yes.is_revoked]
        return min([same[-1], version.picture.review_by, *ends])

    def has_ended(self, version: Frozen, on: date) -> bool:
        return version.is_out or (version.is_live and self.review_by(version) < on)

    def places(self, on: date) -> list[tuple[bool, bool]]:
        """Version by version, in the order (the lane's US, the lane's MX)."""
        return [tuple(self.in_force(v, self.side(s), on) for s in Side) for v in self.versions]  # type: ignore[misc]

    def drop(self, words_gone: str) -> None:
        """Words of the fact that are no longer right take out every version that quotes them."""
        for version in self.versions:
            if (version.is_open or version.is_sent_back or version.is_live) and version.content[1] == words_gone:
                version.is_out, version.is_open, self.has_draft = True, False, True

    def follow(self) -> None:
        """The image changed: what shows it goes where it is gone; what is on its way needs it in all its countries."""
        for version in self.versions:
            gone = [side for side in self.needed if not version.picture.counted(side)]
            is_on_its_way = version.is_open or version.is_sent_back
            if gone and (is_on_its_way or (version.is_live and len(gone) == len(self.needed))):
                version.is_out, version.is_open, self.has_draft = True, False, True

    def may_show(self, on: date) -> bool:
        return all(self.pictures[-1].counts(side, on) and side not in self.held for side in self.needed)


class Histories(RuleBasedStateMachine):
    """Two lanes, one history."""

    world: World
    connection: Connection
    sent: dict[Scope, list[int]]  # the first version of each twin, sent before the histories begin

    def __init__(self) -> None:
        super().__init__()
        session.remove()
        self.undone = self.connection.begin_nested()
        self.now = NOW
        self.lanes: list[Lane] = []
        self.decided = self.count()

    def teardown(self) -> None:
        try:
            self.nobody_cleared_the_own_text_or_for_the_other_country()
            assert chain.verify(session()) == []
        finally:
            session.remove()
            self.undone.rollback()

    def count(self) -> int:
        return session.scalar(select(func.count()).select_from(Clearance)) or 0

    @initialize(scope=st.sampled_from([Scope.joint] * 4 + [Scope.national]), us=ENDS, mx=ENDS)
    def begin(self, scope: Scope, us: int | None, mx: int | None) -> None:
        """Most histories worth telling begin with a flyer that both countries cleared."""
        for n, (key, version_id) in enumerate(zip(FACTS, self.sent[scope], strict=True)):
            self.lanes.append(Lane(session.get_one(Version, version_id), self.world.fact(key), scope, bool(n)))
        self.clear("signatory.us", 1, us, True)
        self.clear("signatory.mx", 1, mx, True)

    def play(self, step: Callable[[Lane], bool]) -> None:
        """Do it in both lanes; it must be done or refused alike (law 5)."""
        with clock.at(self.now):
            done = [step(lane) for lane in self.lanes]
        assert done[0] is done[1], "the mirror differs"

    def agree(self, is_lawful: bool, act: Callable[..., Any], *arguments: Any, **more: Any) -> bool:
        """Done when the laws allow it; else refused, and nothing is left behind."""
        before = self.count()
        try:
            act(self.world, *arguments, **more)
            done, why = True, ""
        except Refused as refused:
            done, why = False, refused.message
        assert done is is_lawful, why or "done although a law forbids it"
        assert done or self.count() == before
        return done

    @property
    def today(self) -> date:
        return self.now.date()

    # -- what people do

    @rule(who=AUTHORS, text=TEXTS)
    def write(self, who: str, text: str) -> None:
        def step(lane: Lane) -> bool:
            words = acts.blocks(acts.here(lane.material), BlockKind.point)[0].words
            self.agree(True, acts.write, lane.person(who), lane.material, text, text)
            if words.en != text:
                lane.authors.add(lane.person(who))
                lane.has_draft = True
            lane.text = text
            return True

        self.play(step)

    @rule(who=AUTHORS)
    def send(self, who: str) -> None:
        def step(lane: Lane) -> bool:
            content = (lane.text, lane.quoted.words)
            newest = lane.versions[-1] if lane.versions else None
            is_new = newest is None or (newest.content, newest.picture) != (content, lane.pictures[-1])
            is_new = is_new or (newest is not None and lane.has_ended(newest, self.today))
            is_lawful = lane.has_draft and lane.quoted.is_good(self.today) and lane.may_show(self.today) and is_new
            is_lawful = is_lawful and self.today <= HELPLINES_UNTIL
            if done := self.agree(is_lawful, acts.send, lane.material, lane.person(who)):
                version = session.scalars(versions_of(lane.material.id)).first()
                assert version is not None
                for older in lane.versions:
                    older.is_open = older.is_sent_back = False
                lane.versions.append(Frozen(version.id, lane.authors | {lane.person(who)}, content, lane.pictures[-1]))
                lane.has_draft = False
            return done

        self.play(step)

    @rule(who=PEOPLE, back=st.sampled_from([1, 1, 1, 2]), days=ENDS, seen=st.sampled_from([True, True, True, False]))
    def clear(self, who: str, back: int, days: int | None, seen: bool) -> None:
        def step(lane: Lane) -> bool:
            version, person = lane.version(back), lane.person(who)
            if version is None:
                return False
            ends = self.today + timedelta(days=days) if days else None
            row, fingerprint = session.get_one(Version, version.id), None if seen else "0" * 64
            is_lawful = seen and self.may_decide(lane, version, person)
            if done := self.agree(is_lawful, acts.clear, row, person, fingerprint, expires_on=ends):
                version.yes[side_of(person)] = Yes(ends)
                self.came(lane, version)
            return done

        self.play(step)

    def may_decide(self, lane: Lane, version: Frozen, person: str) -> bool:
        """Laws 1 and 2, and once for each country; a yes that ran out while the other was awaited is no yes."""
        side = side_of(person)
        if not person.startswith("signatory") or side not in lane.needed or person in version.authors:
            return False
        return version.is_open and side not in version.yes

    def came(self, lane: Lane, version: Frozen) -> None:
        if set(version.yes) < lane.needed:
            return
        version.yes = {side: yes for side, yes in version.yes.items() if yes.stands(self.today)}
        if set(version.yes) < lane.needed:
            return
        version.began_on, version.is_open = self.today, False
        for older in lane.versions[: lane.versions.index(version)]:
            older.is_replaced = True
        if not lane.has_draft:
            lane.authors = set()

    @rule(text=TEXTS, us=ENDS, mx=ENDS)
    def next_version(self, text: str, us: int | None, mx: int | None) -> None:
        """What random people rarely do in the right order: write, send, and both clear."""
        self.write("planner.mx", text)
        self.send("planner.us")
        self.clear("signatory2.mx", 1, mx, True)
        self.clear("signatory2.us", 1, us, True)

    @rule(text=TEXTS, first=ENDS, days=st.sampled_from([1, 6]))
    def slow_version(self, text: str, first: int | None, days: int) -> None:
        """The second key comes days after the first, which may have run out meanwhile."""
        self.write("planner.mx", text)
        self.send("planner.us")
        self.clear("signatory2.mx", 1, first, True)
        self.wait(days)
        self.clear("signatory2.us", 1, None, True)
        self.clear("signatory2.mx", 1, None, True)

    @rule(who=st.sampled_from(["signatory.us", "signatory2.mx"]), text=TEXTS)
    def own_words(self, who: str, text: str) -> None:
        self.write(who, text)
        self.send("planner.us")
        self.clear(who, 1, None, True)

    @rule(who=st.sampled_from(["signatory.us", "signatory2.mx"]), marks=st.booleans())
    def revoke_and_send_anew(self, who: str, marks: bool) -> None:
        self.revoke(who, 1, marks, "It changed.")
        self.send("planner.mx")

    @rule(words=st.sampled_from(["", "", "A."]), us=ENDS, mx=ENDS)
    def next_wording(self, words: str, us: int | None, mx: int | None) -> None:
        self.reword_fact("planner.us", words)
        self.clear_fact("signatory.us", us)
        self.clear_fact("signatory.mx", mx)

    @rule(who=PEOPLE, reason=REASONS, is_final=st.booleans())
    def send_back(self, who: str, reason: str, is_final: bool) -> None:
        decide = acts.refuse if is_final else acts.request_changes

        def step(lane: Lane) -> bool:
            version, person = lane.version(1), lane.person(who)
            if version is None:
                return False
            is_lawful = bool(reason.strip()) and self.may_decide(lane, version, person)
            if done := self.agree(is_lawful, decide, session.get_one(Version, version.id), person, reason):
                version.is_open, version.is_sent_back, lane.has_draft = False, not is_final, True
            return done

        self.play(step)

    @rule(who=PEOPLE, back=st.sampled_from([1, 1, 2]), marks=st.booleans(), reason=REASONS)
    def revoke(self, who: str, back: int, marks: bool, reason: str) -> None:
        def step(lane: Lane) -> bool:
            version, person = lane.version(back), lane.person(who)
            if version is None:
                return False
            given = version.yes.get(side_of(person))
            is_lawful = person.startswith("signatory") and bool(reason.strip())
            is_lawful = is_lawful and given is not None and given.may_be_taken(marks)
            if done := self.agree(is_lawful, acts.revoke, session.get_one(Version, version.id), person, marks, reason):
                assert given is not None
                was_live = version.is_open or version.is_live
                given.is_revoked, given.left_marks = True, marks
                version.is_open = False
                if was_live and not any(lane.cleared(version, side, self.today) for side in Side):
                    version.is_out, lane.has_draft = True, True
            return done

        self.play(step)

    @rule(who=AUTHORS, words=st.sampled_from(["", "A.", "B."]))
    def reword_fact(self, who: str, words: str) -> None:
        """Other words, or ('') the same words confirmed."""

        def step(lane: Lane) -> bool:
            newest, person = lane.wordings[-1], lane.person(who)
            changes = {"source": f"Opened again {len(lane.wordings)}", **({"en": words, "es": words} if words else {})}
            version = acts.reword(self.world, lane.key, person, **changes)
            newest.is_open = False
            lane.wordings.append(Wording(version.id, words or newest.words, {person}))
            return True

        self.play(step)

    @rule(who=PEOPLE, days=ENDS)
    def clear_fact(self, who: str, days: int | None) -> None:
        def step(lane: Lane) -> bool:
            fact, person = lane.wordings[-1], lane.person(who)
            ends = self.today + timedelta(days=days) if days else None
            is_lawful = person.startswith("signatory") and fact.is_open and person not in fact.authors
            is_lawful = is_lawful and side_of(person) not in fact.yes
            row = session.get_one(FactVersion, fact.id)
            if done := self.agree(is_lawful, acts.clear, row, person, expires_on=ends):
                fact.yes[side_of(person)] = ends
                self.fact_came(lane, fact)
            return done

        self.play(step)

    def fact_came(self, lane: Lane, fact: Wording) -> None:
        if len(fact.yes) < 2:
            return
        fact.yes = {side: end for side, end in fact.yes.items() if end is None or end >= self.today}
        if len(fact.yes) < 2:
            return
        for older in lane.wordings[:-1]:
            older.is_in_force = False
        fact.is_open, fact.is_in_force = False, True
        fact.review_by = min([self.today + YEAR, *(end for end in fact.yes.values() if end)])
        for words in {older.words for older in lane.wordings} - {fact.words}:
            lane.drop(words)

    @rule(who=PEOPLE, is_refusal=st.booleans())
    def stop_fact(self, who: str, is_refusal: bool) -> None:
        """Refused while it waits, or revoked when it was cleared."""
        stop = acts.refuse if is_refusal else acts.revoke

        def step(lane: Lane) -> bool:
            fact, person = lane.wordings[-1], lane.person(who)
            has_said_yes = side_of(person) in fact.yes
            is_lawful = person.startswith("signatory") and (
                fact.is_open and not has_said_yes and person not in fact.authors if is_refusal else has_said_yes
            )
            if done := self.agree(is_lawful, stop, session.get_one(FactVersion, fact.id), person):
                if fact.is_in_force:
                    lane.drop(fact.words)
                fact.is_open = fact.is_in_force = False
                fact.yes.pop(side_of(person), None)
            return done

        self.play(step)

    @rule(us=ENDS, mx=ENDS)
    def replace_image(self, us: int | None, mx: int | None) -> None:
        """Another version, sent and cleared by both on one day."""

        def step(lane: Lane) -> bool:
            shown = session.get_one(Version, lane.pictures[-1].id)
            said = f"Picture {'again ' * len(lane.pictures)}"
            planner = lane.person("planner.us")
            license(
                self.world, shown.material, planner, until_on=self.today + timedelta(365)
            )  # the last may have ended
            version = images.redescribed(self.world, shown, planner, said)
            made = Picture(version.id, self.today, {})
            for who, days in (("signatory.us", us), ("signatory.mx", mx)):
                ends = self.today + timedelta(days=days) if days else None
                self.agree(True, acts.clear, version, lane.person(who), expires_on=ends)
                made.yes[side_of(lane.person(who))] = Yes(ends)
            lane.pictures[-1].is_over = True
            lane.pictures.append(made)
            lane.follow()
            return True

        self.play(step)

    @rule(who=PEOPLE, marks=st.booleans())
    def revoke_image(self, who: str, marks: bool) -> None:
        def step(lane: Lane) -> bool:
            shown, person = lane.pictures[-1], lane.person(who)
            given = shown.yes[side_of(person)]
            is_lawful = person.startswith("signatory") and given.may_be_taken(marks)
            if done := self.agree(is_lawful, acts.revoke, session.get_one(Version, shown.id), person, marks):
                given.is_revoked, given.left_marks = True, marks
                shown.is_over = shown.is_over or not any(shown.counts(side, self.today) for side in Side)
                lane.follow()
            return done

        self.play(step)

    @rule(who=st.sampled_from(["reviewer.us", "planner.mx", "signatory.us", "signatory.mx"]))
    def hold_or_lift_image(self, who: str) -> None:
        """A signatory lifts a hold that stands; else everybody here places one, once."""

        def step(lane: Lane) -> bool:
            person = lane.person(who)
            side = side_of(person)
            if side in lane.held and person.startswith("signatory"):
                (hold,) = [one for one in stops.all_on(lane.image) if one.country is side and one.lifted_at is None]
                self.agree(True, stops.lift, hold, person)
                lane.held.remove(side)
                return True
            is_lawful = side not in lane.held
            if done := self.agree(is_lawful, stops.place, lane.image, person):
                lane.held.add(side)
            return done

        self.play(step)

    @rule(days=st.sampled_from([1, 6, 6, 60, 300]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    # -- what is always true

    @invariant()
    def in_force_is_what_law_4_says(self) -> None:
        for lane in self.lanes:
            found = [self.places(lane, version.id, self.now) for version in lane.versions]
            assert found == lane.places(self.today)
            for version in lane.versions:
                if version.is_live:
                    assert session.get_one(Version, version.id).review_by == lane.review_by(version)

    def places(self, lane: Lane, version_id: int, at: datetime) -> tuple[bool, ...]:
        version = session.get_one(Version, version_id)
        return tuple(acts.in_force(version, lane.side(side), at) for side in Side)

    def nobody_cleared_the_own_text_or_for_the_other_country(self) -> None:
        for row in session.scalars(select(Clearance).where(Clearance.id > 0)):
            subject = row.version or row.fact_version
            assert subject is not None
            is_withdrawal = row.decision is Decision.revoked  # whoever signs for a country may always say stop
            assert is_withdrawal or row.by_id not in subject.author_ids
            assert row.by.side is row.country
            assert row.fingerprint == subject.fingerprint

    @invariant()
    def decisions_are_only_added(self) -> None:
        found = self.count()
        assert found >= self.decided
        self.decided = found

    @invariant()
    def at_most_one_version_is_in_force(self) -> None:
        for lane in self.lanes:
            assert sum(any(places) for places in lane.places(self.today)) <= 1


def sent(world: World, key: str, writer: str, scope: Scope) -> int:
    """A flyer that quotes only this fact and shows an image of its own, on its way."""
    material = images.flyer(world, images.image(world, writer), writer, scope)
    with acts.act(world, writer):
        for block in acts.blocks(material, BlockKind.fact):
            if block.quoted and block.quoted.fact.key != key:
                session.delete(block)
    return acts.send(world, material, writer).id


def play(machine: type[Histories], world: World, connection: Connection, examples: int) -> None:
    """Many random histories over the world; each begins with flyers on their way."""
    writers = list(zip(FACTS, ("planner.us", "planner.mx"), strict=True))
    machine.world, machine.connection = world, connection
    machine.sent = {scope: [sent(world, key, writer, scope) for key, writer in writers] for scope in Scope}
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


@pytest.mark.long
def test_random_histories(world: World, connection: Connection) -> None:
    play(Histories, world, connection, EXAMPLES)
