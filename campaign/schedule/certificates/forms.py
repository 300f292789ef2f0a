"""Who is to have a certificate, and who signs; what is wrong with a line is said with its number, nothing is lost."""

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import DataRequired

from campaign.forms import Form, clean, excess, text
from campaign.i18n import _, _l
from campaign.schedule.papers.setting import printable

MOST, LONGEST = 200, 120
_SAID = 5  # lines named in one error


class Names(TextAreaField):
    """Its limit is that of the lines: the browser cuts nothing off what is pasted."""

    @property
    def names(self) -> list[str]:
        return [name for _n, name in self.lines]

    @property
    def lines(self) -> list[tuple[int, str]]:
        """With the number that the line has on the screen; empty ones are none."""
        found = [(n, " ".join(line.split())) for n, line in enumerate((self.data or "").split("\n"), 1)]
        return [(n, name) for n, name in found if name]

    def pre_validate(self, form: object) -> None:
        lines = self.lines
        if not lines:
            self._wrong([_("Write at least one name.")])
        elif len(lines) > MOST:
            many = _("At most %(most)s names at once; here are %(found)s.", most=MOST, found=len(lines))
            self._wrong([many, _("Make the first ones, then the others.")])
        else:
            self._wrong([sentence for n, name in lines if (sentence := _wrong_line(n, name))])

    def without(self, characters: str) -> None:
        """The lines in which something stands that we have no type for."""
        found = [(n, name) for n, name in self.lines if set(name) & set(characters)]
        self._wrong([_no_type(n, [one for one in dict.fromkeys(name) if one in characters]) for n, name in found])

    def _wrong(self, sentences: list[str]) -> None:
        more = [_("… and %(count)s more.", count=len(sentences) - _SAID)] if len(sentences) > _SAID else []
        if sentences:
            self.errors = [*self.errors, *sentences[:_SAID], *more]


def _wrong_line(n: int, name: str) -> str:
    if (sentence := excess(name, LONGEST)) and len(name) > LONGEST:
        return _("Line %(n)s: %(sentence)s", n=n, sentence=sentence)
    kept = {*printable(name), " "}
    lost = [one for one in dict.fromkeys(name) if one not in kept]
    return _no_type(n, lost) if lost else ""


def _no_type(n: int, characters: list[str]) -> str:
    return _("Line %(n)s: we have no type for “%(found)s”.", n=n, found=" ".join(characters[:8]))


def _signer(label: Any, *validators: Any) -> Any:
    return text(label, LONGEST, *validators)


class CertificateForm(Form):
    names = Names(
        _l("Names"),
        filters=[clean],
        description=_l("One per line, as they are to stand on the paper; at most 200. They are not kept."),
        render_kw={"rows": 10, "autocomplete": "off", "spellcheck": "false"},
    )
    signer = _signer(_l("Who signs"), DataRequired(_l("Write the name of the person who answers for it.")))
    post = _signer(_l("Post"), DataRequired(_l("Write the post of the person who signs.")))
    second_signer = _signer(_l("Who signs second"))
    second_post = _signer(_l("Post of the second"))

    @property
    def signers(self) -> list[tuple[str, str]]:
        both = [(self.signer.data, self.post.data), (self.second_signer.data, self.second_post.data)]
        return [(name, post) for name, post in both if name]

    def check(self) -> bool:
        is_alone = bool(self.second_post.data) and not self.second_signer.data
        if is_alone:
            self.second_signer.errors = [*self.second_signer.errors, _("Write who signs, or leave the post empty.")]
        return not self.errors
