"""What planners write: an activity with its halves and its series, another date for one, and why one falls out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import Any

from wtforms import BooleanField, Field, HiddenField, fields
from wtforms.validators import DataRequired, InputRequired, Optional, ValidationError
from wtforms.widgets import TextInput, TimeInput

from campaign.db import Bilingual, Side
from campaign.forms import Day, EditForm, Ticks, clean, text
from campaign.i18n import _, _l, current
from campaign.schedule import recurring
from campaign.schedule.models import ActivityType, When
from campaign.schedule.recurring import DAYS, ONCE, WEEKLY, Repeat, rule_of
from campaign.schedule.words import KINDS, weekdays
from campaign.schedule.writing import Plan, Spot

TITLE, BODY, VENUE = 120, 1200, 120
NOWHERE = "-"
MOST_COPIES = 10_000_000
REACH = (("own", _l("Our side alone")), ("joint", _l("Both countries: a joint activity")))
REACHES = (
    ("this", _l("This date only")),
    ("following", _l("This date and all that follow")),
    ("all", _l("All dates of the series")),
)


class Hour(Field):
    """A time of the day as the browser sends it; what cannot be read as one stays in the field."""

    widget = TimeInput()

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else (f"{self.data:%H:%M}" if self.data else "")

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = clean(valuelist[0]) if valuelist else ""
        self.data = None
        if not typed:
            return
        found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:[0-9.]+)?", typed)
        if not found:
            raise ValueError(_("Write the time as hours and minutes of 24, for example 15:30."))
        self.data = time(int(found[1]), int(found[2]))


class Whole(Field):
    """A whole number from 1 on, separators of thousands read."""

    widget = TextInput()

    def __init__(self, label: Any = None, most: int = MOST_COPIES, **kwargs: Any) -> None:
        super().__init__(label, validators=[Optional()], render_kw={"inputmode": "numeric"}, **kwargs)
        self.most = most

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ("" if self.data is None else str(self.data))

    def process_formdata(self, valuelist: list[str]) -> None:
        digits = re.sub(r"[,\s]", "", clean(valuelist[0]) if valuelist else "")
        self.data = None
        if not digits or digits == "0":
            return
        if not re.fullmatch(r"[0-9]{1,12}", digits) or not 1 <= int(digits) <= self.most:
            raise ValueError(_("Write a whole number from 1 to %(most)s.", most=f"{self.most:,}"))
        self.data = int(digits)


def _number(raw: Any) -> int:
    """0 for nothing chosen; what is no number at all is no choice of the list."""
    digits = str(raw or "0")
    return int(digits) if digits.isdecimal() and len(digits) < 19 else -1


class SelectField(fields.SelectField):
    """One of a list; what is not in it is said in our words."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValueError:
            raise ValidationError(_("Choose one of the list.")) from None


class Cards(fields.RadioField):
    """The same with all of the list in sight."""

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValueError:
            raise ValidationError(_("Choose one of the list.")) from None


class WhenForm(EditForm):
    """From when to when; without hours it lasts whole days."""

    starts_on = Day(_l("First day"), validators=[InputRequired(_l("Choose the first day."))])
    starts_time = Hour(_l("Begins at"), validators=[Optional()])
    ends_on = Day(_l("Last day"), validators=[Optional()], description=_l("Leave it empty when it ends the same day."))
    ends_time = Hour(_l("Ends at"), validators=[Optional()])
    is_all_day = BooleanField(_l("It lasts whole days, without hours"))

    @property
    def when(self) -> When:
        first = self.starts_on.data or date.min  # never in a form that was found valid
        last = self.ends_on.data or first
        if self.is_all_day.data:
            return When(first, last)
        return When(first, last, self.starts_time.data, self.ends_time.data)

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if not self.is_all_day.data:
            for field in (self.starts_time, self.ends_time):
                if field.data is None and not field.errors:
                    is_valid = blame(field, _("Write the hour, or tick that it lasts whole days."))
        return is_valid and self._is_in_order()

    def _is_in_order(self) -> bool:
        when = self.when
        begin, end = (
            (when.starts_on, when.starts_time or time()),
            (when.ends_on, when.ends_time or time(23, 59, 59)),
        )
        if end > begin:
            return True
        return blame(
            self.ends_on if when.ends_on < when.starts_on else self.ends_time, _("The end must be after the start.")
        )

    @staticmethod
    def fields_of(when: When) -> dict[str, Any]:
        return {
            "starts_on": when.starts_on,
            "starts_time": when.starts_time,
            "ends_on": when.ends_on if when.ends_on != when.starts_on else None,
            "ends_time": when.ends_time,
            "is_all_day": when.is_all_day,
        }


def blame(field: Field, sentence: str) -> bool:
    field.errors = [*field.errors, sentence]
    return False


FIRST = ("campaign", "type", "title_en", "title_es", "details_en", "details_es")


class ActivityForm(WhenForm):
    """Everything of an activity. Of the other country's half only region and place in words: who stands there is its
    own to say."""

    campaign = HiddenField()
    type = SelectField(
        _l("Type"),
        choices=[("", _l("Choose")), *((kind.value, words) for kind, words in KINDS.items())],
        validators=[InputRequired(_l("Choose what kind of activity it is."))],
    )
    title_en = text(_l("Title in English"), TITLE)
    title_es = text(_l("Title in Spanish"), TITLE)
    details_en = text(_l("Details in English"), BODY, area=True)
    details_es = text(_l("Details in Spanish"), BODY, area=True)
    reach = Cards(
        _l("Who takes part"),
        choices=list(REACH),
        validators=[InputRequired(_l("Choose whether both countries take part."))],
    )
    region = SelectField(_l("Region"), choices=[])
    place = SelectField(_l("Place"), coerce=_number, choices=[])
    venue = text(_l("Where exactly"), VENUE, description=_l("A bridge, a radio station, a link: what has no entry."))
    host = SelectField(_l("Run by"), coerce=_number, choices=[])
    person = SelectField(_l("Who answers for it"), coerce=_number, choices=[])
    other_region = SelectField(_l("Region of the other country"), choices=[])
    other_venue = text(_l("Where exactly in the other country"), VENUE)
    repeats = SelectField(_l("Repetition"), choices=list(recurring.CHOICES))
    every = Whole(_l("Every how many"), most=99)
    weekdays = Ticks(_l("On these days of the week"))
    until = Day(_l("The series ends on"), validators=[Optional()])
    times = Whole(_l("Or after how many dates"), most=400)
    is_public = BooleanField(_l("Show it to the public once the schedule is released"))
    twins: Mapping[str, str] = {}
    copies: tuple[str, ...] = ()  # names of the fields of copies, by material

    def __iter__(self) -> Iterator[Field]:
        """As they stand on the page: what it is before when it is, so that what is wrong is listed from above."""
        return iter(sorted(super().__iter__(), key=lambda field: field.name not in FIRST))

    def offer(self, choices: Mapping[str, Iterable[tuple[Any, str]]]) -> None:
        for name, offered in choices.items():
            self[name].choices = list(offered)
        self.weekdays.choices = list(zip(DAYS, weekdays(), strict=True))

    @property
    def is_joint(self) -> bool:
        return bool(self.reach.data == "joint")

    @property
    def rule(self) -> str:
        return rule_of(
            Repeat(
                self.repeats.data or ONCE,
                self.every.data or 1,
                tuple(day for day in DAYS if day in (self.weekdays.data or [])),
                self.until.data,
                self.times.data,
            ),
            self.starts_on.data or date.min,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        is_valid = bool(super().validate(extra_validators))
        if not self.title_en.data and not self.title_es.data:
            own = self.title_es if current() == "es" else self.title_en
            is_valid = blame(own, _("Write the title, in one language at least."))
        if not self.region.data and not self.region.errors:
            is_valid = blame(self.region, _("Choose a region, or that it has none."))
        if self.is_joint and not self.other_region.data and not self.other_region.errors:
            is_valid = self._propose_twin()
        return self._is_series_whole() and is_valid

    def _propose_twin(self) -> bool:
        """Choosing one side of a pair proposes its twin; it is taken only when the form is sent again."""
        twin = self.twins.get(self.region.data or "")
        if twin and twin in [str(choice[0]) for choice in self.other_region.choices or ()]:
            self.other_region.data = twin
            return blame(
                self.other_region, _("We filled in the twin of your region. Look at it and send the form again.")
            )
        return blame(self.other_region, _("Choose a region, or that it has none."))

    def _is_series_whole(self) -> bool:
        if not self.repeats.data:
            return True
        if self.until.data and self.times.data:
            return blame(self.times, _("Say one of the two: the last day, or how many dates."))
        if not self.until.data and not self.times.data and not (self.until.errors or self.times.errors):
            return blame(self.until, _("Say when the series ends: on a day, or after so many times."))
        if self.repeats.data == WEEKLY and self.weekdays.data and self._own_day() not in self.weekdays.data:
            return blame(self.weekdays, _("The first day falls on another weekday. Tick it too, or begin later."))
        return True

    def _own_day(self) -> str:
        first: date | None = self.starts_on.data
        return DAYS[(first.weekday() + 1) % 7] if first else ""

    def plan(self, side: Side, kept: Mapping[Side, Spot], needs: Mapping[tuple[Side, int], int]) -> Plan:
        """As typed; `kept` and `needs` are what stands of the other country's half, and of what is not shown."""
        spots = {
            side: Spot(
                _key(self.region.data),
                self.place.data or None,
                self.venue.data or "",
                self.host.data or None,
                self.person.data or None,
            )
        }
        if self.is_joint:
            spots[side.opposite] = self._other_half(kept.get(side.opposite, Spot()))
        own = {(side, int(name.rpartition("_")[2])): self[name].data for name in self.copies if self[name].data}
        others = {key: copies for key, copies in needs.items() if key[0] in spots and key[0] is not side}
        return Plan(
            type=ActivityType(self.type.data),
            title=Bilingual(self.title_en.data or "", self.title_es.data or ""),
            when=self.when,
            spots=spots,
            details=Bilingual(self.details_en.data or "", self.details_es.data or ""),
            is_public=bool(self.is_public.data),
            rule=self.rule,
            needs={**others, **own},
        )

    def _other_half(self, stored: Spot) -> Spot:
        """In another region its place of before is none any more."""
        key, venue = _key(self.other_region.data), self.other_venue.data or ""
        place = stored.place_id if key == stored.region_key else None
        return Spot(key, place, venue, stored.host_id, stored.person_id)


def _key(chosen: str | None) -> str:
    return "" if not chosen or chosen == NOWHERE else chosen


class MoveForm(WhenForm):
    """Another date, of one or of several."""

    reach = Cards(_l("What moves"), choices=list(REACHES), validators=[InputRequired(_l("Choose what moves."))])


class CancelForm(EditForm):
    """What falls out, and why: everybody who reads the schedule reads it."""

    reach = Cards(
        _l("What is cancelled"), choices=list(REACHES), validators=[InputRequired(_l("Choose what is cancelled."))]
    )
    reason = text(
        _l("Reason"),
        300,
        DataRequired(_l("Write the reason; everybody who reads the schedule reads it.")),
        description=_l("It stands in the schedule, for everybody who reads it."),
    )


def with_copies(materials: Iterable[tuple[int, str]]) -> type[ActivityForm]:
    """The form with one more field for each material of the campaign: how many copies are wanted at the own place."""
    numbers = {f"copies_{id}": Whole(name) for id, name in materials}
    return type("ActivityForm", (ActivityForm,), {**numbers, "copies": tuple(numbers)})
