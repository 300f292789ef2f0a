"""Forms of materials that come as files: the file itself, two questions, and the description in both languages."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Optional, ValidationError

from campaign.db import Bilingual
from campaign.forms import Brought, EditForm, Form, Ticks, text
from campaign.i18n import _, _l
from campaign.intake.limits import ALLOWED, EXTENSIONS, MB, Purpose
from campaign.materials.data import AUDIENCES, TOPICS
from campaign.materials.files.actions import Answers
from campaign.materials.files.models import FileLanguage, FileRole
from campaign.materials.files.words import LANGUAGE_WORDS, ROLE_WORDS
from campaign.materials.forms import SCOPES
from campaign.materials.models import MaterialType, MayUse, Shown
from campaign.materials.reasons.forms import fields as reason_fields
from campaign.materials.words import MAY_USE_WORDS, SHOWN_WORDS, TYPE_WORDS
from campaign.wording.finding import Finding

_LIMITS = ALLOWED[Purpose.material]
FILE_HINT = _l("A picture, a document, a sound or a video. At most 50 MB, a video 200 MB.")
assert (_LIMITS.bytes, _LIMITS.video_bytes) == (50 * MB, 200 * MB), "the hint says other limits"
ACCEPTED = ",".join([*EXTENSIONS, ".docx", ".pptx", ".xlsx", ".odt", ".heic"])
TYPES = {kind: words for kind, words in TYPE_WORDS.items() if kind is not MaterialType.flyer}
Pairs = list[tuple[str, Any]]


def pairs(words: Mapping[Any, Any], *first: tuple[str, Any]) -> Pairs:
    """Choices from a table of words; the key of an enumeration is its value."""
    return [*first, *((key.value if isinstance(key, Enum) else key, said) for key, said in words.items())]


def file_field() -> Any:
    return FileField(
        _l("File"),
        validators=[Brought(_l("Choose the file."))],
        description=FILE_HINT,
        render_kw={"accept": ACCEPTED},
    )


def language_field() -> Any:
    return RadioField(
        _l("Which language can be read or heard in it"),
        choices=pairs(LANGUAGE_WORDS),
        validators=[InputRequired(_l("Choose the language of the file."))],
    )


class NewFile(Form):
    """One file begins a material; only two things are asked beyond what it is."""

    title_en = text(_l("Title in English"), 120)
    title_es = text(_l("Title in Spanish"), 120)  # not Optional(): that would skip the question below
    type = SelectField(_l("What it is"), choices=pairs(TYPES))
    campaign = SelectField(_l("Campaign"), coerce=int)
    language = language_field()
    shown = RadioField(
        _l("Who can be recognised in it?"),
        choices=pairs({key: words for key, words in SHOWN_WORDS.items() if key is not Shown.unsaid}),
        validators=[InputRequired(_l("Say who can be recognised in it."))],
    )
    may_use = RadioField(
        _l("May we use it?"),
        choices=pairs({key: words for key, words in MAY_USE_WORDS.items() if key is not MayUse.unsaid}),
        validators=[InputRequired(_l("Say whether we may use it."))],
    )
    file = file_field()

    def validate_title_es(self, field: Any) -> None:
        if not (self.title_en.data or field.data):
            raise ValidationError(_("Write the title in at least one language."))

    @property
    def title(self) -> Bilingual:
        return Bilingual(self.title_en.data or "", self.title_es.data or "")

    @property
    def answers(self) -> Answers:
        return Answers(Shown(self.shown.data), MayUse(self.may_use.data))


class AddFile(Form):
    """A further file: another language, captions, a transcript."""

    role = RadioField(
        _l("What this file is for"),
        choices=pairs(ROLE_WORDS),
        validators=[InputRequired(_l("Choose what the file is for."))],
    )
    language = language_field()
    file = file_field()

    @property
    def chosen(self) -> tuple[FileRole, FileLanguage]:
        return FileRole(self.role.data), FileLanguage(self.language.data)


class ReplaceFile(Form):
    """Another file in the place of one."""

    file = file_field()


class Description(EditForm):
    """Everything that is known of it, both languages side by side; complete or not, it is kept."""

    title_en = text(_l("Title in English"), 120, Optional())
    title_es = text(_l("Title in Spanish"), 120, Optional())
    summary_en = text(_l("Summary in English"), 600, Optional(), area=True)
    summary_es = text(_l("Summary in Spanish"), 600, Optional(), area=True)
    alt_en = text(_l("What it shows, in English"), 600, Optional(), area=True)
    alt_es = text(_l("What it shows, in Spanish"), 600, Optional(), area=True)
    seen = BooleanField(_l("I compared both: they say the same"))
    type = SelectField(_l("What it is"), choices=pairs(TYPES))
    scope = SelectField(_l("Who must clear it"), choices=SCOPES)
    campaign = SelectField(_l("Campaign"), coerce=int)
    audience = SelectField(_l("For whom"), choices=pairs(AUDIENCES, ("", _l("Not said yet"))))
    topics = Ticks(_l("What it is about"), choices=pairs(TOPICS))
    regions = Ticks(_l("For which regions"), description=_l("None chosen: anywhere in its territory."))
    shown = SelectField(_l("Who can be recognised in it?"), choices=pairs(SHOWN_WORDS))
    may_use = SelectField(_l("May we use it?"), choices=pairs(MAY_USE_WORDS))
    credit = text(_l("Credit"), 240, Optional(), description=_l("Who made it, as it must be named"))
    source = text(_l("Source"), 400, Optional(), description=_l("Where it was found: an address or a name"))
    adapted_from = text(
        _l("Adapted from"), 20, Optional(), description=_l("The code of another material, for example M-0007")
    )

    def keep_only(self, names: Sequence[str]) -> None:
        """Fields that are not this person's to fill, or have nothing to choose from, are not on the form."""
        for name in [name for name in self._fields if name not in names]:
            del self[name]


def description(languages: Mapping[int, str], found: Iterable[Finding]) -> type[Description]:
    """With the language of each file of the draft beside the rest, and a field for each thing to consider in what it
    shows."""
    fields: dict[str, Any] = {
        f"language_{file_id}": SelectField(name, choices=pairs(LANGUAGE_WORDS)) for file_id, name in languages.items()
    }
    return type("FilesDescription", (Description,), fields | reason_fields(found))
