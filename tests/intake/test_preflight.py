"""Whether a PDF from outside is fit for print: what is found in good, poor and hostile files."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from campaign.intake.limits import Purpose
from campaign.intake.preflight import CPU_SECONDS
from campaign.paper.render import render
from tests.intake.conftest import Judge
from tests.paper import sheets

Found = dict[str, Any]


@pytest.fixture
def preflight(judged: Judge) -> Callable[[bytes], Found]:
    def look(data: bytes) -> Found:
        verdict = judged(data).verdict
        assert verdict.is_accepted, verdict.reason.en
        found: Found = verdict.facts["preflight"]
        return found

    return look


def kinds(found: Found) -> dict[str, Found]:
    return {one["kind"]: one for one in found["findings"]}


def drawn(operators: bytes, size: tuple[float, float] = (612, 792), **more: Any) -> bytes:
    """One page on which these operators draw; `more` stands in its dictionary, pictures and fonts are there by name."""
    document, out = pikepdf.new(), BytesIO()
    page = document.add_blank_page(page_size=size)
    picture = pikepdf.Stream(document, bytes([200, 90, 60]) * 72 * 72)
    picture.stream_dict.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=72,
            Height=72,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceRGB,
        )
    )
    ink = pikepdf.Stream(document, b"{ 0 exch 0 exch 0 exch }")
    ink.stream_dict.update(Dictionary(FunctionType=4, Domain=[0, 1], Range=[0, 1, 0, 1, 0, 1, 0, 1]))
    spot = Array([Name.Separation, Name("/PANTONE 185 C"), Name.DeviceCMYK, document.make_indirect(ink)])
    page.obj.Resources = Dictionary(
        Font=Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)),
        XObject=Dictionary(P=document.make_indirect(picture)),
        ColorSpace=Dictionary(S=spot),
        ExtGState=Dictionary(G=Dictionary(ca=0.5)),
    )
    page.obj.Contents = document.make_stream(operators)
    for name, value in more.items():
        page.obj[f"/{name}"] = value
    document.save(out, deterministic_id=True)
    return out.getvalue()


def test_our_own_flyer_is_fit(preflight: Callable[[bytes], Found]) -> None:
    found = preflight(render("letter-side-by-side", sheets.US))
    assert (found["pages"], found["looked"]) == (1, 1)
    assert found["sizes"] == [{"mm": [216, 279], "pages": [1], "count": 1}]
    assert set(kinds(found)) == {"no_bleed", "rgb"}
    assert found["shown"] == {}


def test_a_poor_page(preflight: Callable[[bytes], Found]) -> None:
    text = b"BT /F 12 Tf 300 5 Td (Call 911) Tj ET "
    picture = b"q 144 0 0 144 200 300 cm /P Do Q "
    found = preflight(drawn(text + picture + b"0 0 60 60 re f", (500, 650)))
    by_kind = kinds(found)
    assert set(by_kind) == {
        *("no_tags", "no_language", "no_title", "no_trim", "fonts", "rgb"),
        *("outside", "edge", "pictures", "few_pixels", "words_outside"),
    }
    assert by_kind["fonts"]["names"] == ["Helvetica"]
    assert (by_kind["few_pixels"]["amount"], by_kind["few_pixels"]["pages"]) == (36, [1])
    assert found["sizes"][0]["mm"] == [176, 229]
    left, top, wide, high = found["shown"]["1"]["outside"][0]
    assert (left, top + high) == (0, 1000)
    assert 100 < wide < 140
    assert found["shown"]["1"]["printable"][0] == pytest.approx(27, abs=3)


def test_inks_and_transparency(preflight: Callable[[bytes], Found]) -> None:
    found = kinds(preflight(drawn(b"/G gs /S cs 1 scn 100 100 50 50 re f 0 0 0 1 k 200 200 9 9 re f")))
    assert found["spot"]["names"] == ["PANTONE 185 C"]
    assert {"transparency", "cmyk"} <= set(found)


def test_a_space_that_is_only_declared_is_not_used(preflight: Callable[[bytes], Found]) -> None:
    assert "spot" not in kinds(preflight(drawn(b"0 g 100 100 50 50 re f")))


@pytest.mark.parametrize(("rotation", "corner"), [(0, "left bottom"), (90, "left top"), (180, "right top")])
def test_what_is_outside_is_shown_as_the_page_is_seen(
    preflight: Callable[[bytes], Found], rotation: int, corner: str
) -> None:
    """A mark in the lower left corner, on a page that is turned; it has a bleed that office printers never see."""
    cut = {"TrimBox": [20, 20, 592, 772], "BleedBox": [9, 9, 603, 783], "Rotate": rotation}
    found = preflight(drawn(b"22 22 6 6 re f", **{name: _plain(value) for name, value in cut.items()}))
    assert "no_bleed" not in kinds(found)
    left, top, _wide, _high = found["shown"]["1"]["outside"][0]
    assert f"{'left' if left < 500 else 'right'} {'top' if top < 500 else 'bottom'}" == corner


def _plain(value: Any) -> Any:
    return Array(value) if isinstance(value, list) else value


def test_a_picture_in_a_form_is_measured_on_the_page(preflight: Callable[[bytes], Found]) -> None:
    document = pikepdf.open(BytesIO(drawn(b"q 4 0 0 4 50 50 cm /W Do Q")))
    form = document.make_stream(b"q 72 0 0 72 0 0 cm /P Do Q")
    resources = document.pages[0].obj.Resources
    form.stream_dict.update(
        Dictionary(
            Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 99], Resources=Dictionary(XObject=resources.XObject)
        )
    )
    resources.XObject = Dictionary(W=form)
    out = BytesIO()
    document.save(out)
    assert kinds(preflight(out.getvalue()))["few_pixels"]["amount"] == 18


# Hostile: bounded, calm, and taken as before


def test_only_the_first_pages_are_looked_at(preflight: Callable[[bytes], Found]) -> None:
    document, out = pikepdf.new(), BytesIO()
    for _n in range(120):
        document.add_blank_page(page_size=(612, 792))
    document.save(out)
    found = preflight(out.getvalue())
    assert (found["pages"], found["looked"], found["sizes"][0]["count"]) == (120, 50, 50)
    assert len(found["sizes"][0]["pages"]) == 12


HOSTILE = {
    "huge": lambda: drawn(b"0 0 99 99 re f", MediaBox=Array([0, 0, 9_000_000, 9_000_000])),
    "thin": lambda: drawn(b"0 0 99 99 re f", MediaBox=Array([0, 0, 14_400, 2])),
    "endless box": lambda: drawn(b"f").replace(b"612", b"9" * 400),
    "no numbers": lambda: drawn(b"f").replace(b"612", b"nan").replace(b"792", b"inf"),
    "empty box": lambda: drawn(b"f", MediaBox=Array([0, 0, 0, 0])),
    "words for boxes": lambda: drawn(b"f", TrimBox=Name.None_, BleedBox=Array([Name.A] * 4), UserUnit=-1),
    "odd turn": lambda: drawn(b"0 0 99 99 re f", Rotate=45, CropBox=Array([900, 900, 901, 901])),
    "no end": lambda: drawn(b"q " * 300_000 + b"BT /F 1 Tf (" * 2_000),
    "broken xref": lambda: drawn(b"f").replace(b"0000000", b"9999999"),
    "flat picture": lambda: drawn(b"q 0 0 0 0 0 0 cm /P Do Q q 1e9 0 0 1e9 0 0 cm /P Do Q"),
    "much": lambda: drawn(b"0 0 600 700 re f* " * 200_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_is_too_odd(judged: Judge, name: str) -> None:
    found = judged(HOSTILE[name]())
    assert found.verdict.is_accepted or found.verdict.kind == "damaged"
    assert found.cpu < CPU_SECONDS + 1.5
    if found.verdict.is_accepted:
        assert found.verdict.facts["preflight"]["pages"] == 1


def test_what_takes_too_long_is_not_looked_at_and_taken(judged: Judge) -> None:
    """Forms that draw forms, eight times each: no page of it is ever ready."""
    document = pikepdf.open(BytesIO(drawn(b"/P Do")))
    inner = document.pages[0].obj.Resources.XObject.P
    for _level in range(12):
        form = document.make_stream(b"q .9 0 0 .9 1 1 cm /P Do Q " * 8)
        form.stream_dict.update(
            Dictionary(
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=[0, 0, 600, 700],
                Resources=Dictionary(XObject=Dictionary(P=inner)),
            )
        )
        inner = form
    document.pages[0].obj.Resources.XObject.P = inner
    out = BytesIO()
    document.save(out)
    found = judged(out.getvalue())
    assert found.verdict.is_accepted
    assert found.cpu < CPU_SECONDS + 1.5
    assert found.verdict.facts["preflight"]["looked"] == 0


def test_a_refusal_stays(judged: Judge) -> None:
    many = drawn(b"f").replace(b"/Count 1", b"/Count 50000")
    assert judged(many).verdict.kind == "pages"


def test_evidence_is_not_asked(judged: Judge) -> None:
    assert "preflight" not in judged(drawn(b"f"), Purpose.document).verdict.facts
