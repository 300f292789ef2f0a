"""The last step before a print shop: exact boxes and inks instead of RGB in a PDF of `shop.py`; it moves nothing.

Works on PDFs that our press printed, not on anyone else's. The same PDF and profile give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

import pikepdf

from campaign.paper.errors import Broken, Finding, WrongColour
from campaign.paper.inks import build
from campaign.paper.page import PT, Size
from campaign.paper.press_profile import PressProfile, press_profile, separate_picture
from campaign.paper.shop import BLEED, MARGIN
from campaign.paper.streams import PLAIN, drawing_streams, groups, pictures, resources, shadings, space

_IN_INKS = {"rg": pikepdf.Operator("k"), "RG": pikepdf.Operator("K")}
_CMYK = pikepdf.Name.DeviceCMYK

Step = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage


def finish(pdf: bytes, trim_mm: Size, profile: bytes | None = None) -> bytes:
    """The file for a print shop, of one or more pages of one size. All vectors and type take the builds of `inks.py`;
    pictures in RGB take the inks of `profile` (an ICC file of the press), which then is the output intent.

    Raises WrongColour for such a picture without a profile and for a profile that is none for CMYK; Broken where the
    sheet is not 12.7 mm larger than the trim on each side, or has colour that no drawing of ours has.
    """
    press = None if profile is None else press_profile(profile)
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            _set_boxes(page, trim_mm)
        _separate(document)
        _separate_pictures(list(pictures(document)), press)
        if press is not None:
            _intend(document, press)
        out = BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def boxes(trim_mm: Size) -> dict[str, list[float]]:
    """MediaBox, BleedBox and TrimBox of a sheet in points."""
    w, h = trim_mm
    return {
        name: [(MARGIN - out) * PT, (MARGIN - out) * PT, (MARGIN + w + out) * PT, (MARGIN + h + out) * PT]
        for name, out in (("/MediaBox", MARGIN), ("/BleedBox", BLEED), ("/TrimBox", 0.0))
    }


def _set_boxes(page: pikepdf.Page, trim_mm: Size) -> None:
    made = boxes(trim_mm)
    if any(abs(float(a) - b) > 0.1 * PT for a, b in zip(page.mediabox, made["/MediaBox"], strict=True)):
        raise Broken("not a sheet for a print shop", [Finding("box", words="MediaBox")])
    for name, box in made.items():
        page.obj[name] = pikepdf.Array(round(side, 3) for side in box)
    for name in ("/CropBox", "/ArtBox"):
        if name in page.obj:
            del page.obj[name]


# -- colours of ours


def _separate(document: pikepdf.Pdf) -> None:
    for stream in drawing_streams(document):
        stream.write(pikepdf.unparse_content_stream([_step(step) for step in pikepdf.parse_content_stream(stream)]))
    for shading in shadings(document):
        _separate_shading(shading)
    for group in groups(document):
        if space(group.CS) == "/DeviceRGB":
            group.CS = _CMYK
    for page in document.pages:
        page.obj.Group = pikepdf.Dictionary(Type=pikepdf.Name.Group, S=pikepdf.Name.Transparency, CS=_CMYK)
    for held in resources(document):
        if "/ColorSpace" in held:
            del held.ColorSpace  # the renderer's own list: what is not plain was refused above


def _step(step: Step) -> Step:
    if isinstance(step, pikepdf.ContentStreamInlineImage):
        raise Broken("a picture inside a stream")
    name = str(step.operator)
    if name in _IN_INKS:
        return pikepdf.ContentStreamInstruction(_inks(step.operands), _IN_INKS[name])
    if name in ("cs", "CS") and str(step.operands[0]) not in PLAIN:
        raise Broken(f"colour space {step.operands[0]}")
    return step


def _inks(channels: Iterable[object]) -> list[pikepdf.Object]:
    red, green, blue = (round(float(str(channel)) * 255) for channel in channels)
    return list(pikepdf.Array(build(red, green, blue)))


def _separate_shading(shading: pikepdf.Object) -> None:
    """The ends of a gradient take our builds; between them the inks change evenly."""
    if space(shading.ColorSpace) != "/DeviceRGB":
        return
    _separate_function(shading.Function)
    if "/Background" in shading:
        shading.Background = pikepdf.Array(_inks(shading.Background))
    shading.ColorSpace = _CMYK


def _separate_function(function: pikepdf.Object) -> None:
    if int(function.FunctionType) == 3:
        for part in function.Functions:
            _separate_function(part)
    elif int(function.FunctionType) == 2:
        for end in ("/C0", "/C1"):
            if len(function[end]) == 3:  # one that two gradients share is done
                function[end] = pikepdf.Array(_inks(function[end]))
    else:
        raise Broken(f"a gradient by function {function.FunctionType}")


# -- pictures


def _separate_pictures(found: list[pikepdf.Object], press: PressProfile | None) -> None:
    coloured = [picture for picture in found if space(picture.ColorSpace) not in PLAIN]
    if coloured and press is None:
        sizes = [f"{picture.Width} × {picture.Height}" for picture in coloured]
        raise WrongColour(findings=[Finding("rgb", "picture", words=size, needed="CMYK") for size in sizes])
    for picture in coloured:
        assert press is not None, "refused above"
        separate_picture(picture, press)


def _intend(document: pikepdf.Pdf, press: PressProfile) -> None:
    """Says for which press the inks of the pictures are meant."""
    document.Root.OutputIntents = pikepdf.Array([
        pikepdf.Dictionary(
            Type=pikepdf.Name.OutputIntent,
            S=pikepdf.Name.GTS_PDFX,
            OutputConditionIdentifier=pikepdf.String("Custom"),
            Info=pikepdf.String(press.name),
            DestOutputProfile=document.make_stream(press.data, N=4),
        )
    ])  # fmt: skip
