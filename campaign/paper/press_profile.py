"""The ICC profile of a press, and pictures turned into its inks; a profile that is not one for CMYK is refused.

Without a press's profile a picture stays out of its file: nobody but the press knows what its inks do on its paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import cast

import pikepdf
from PIL import Image, ImageCms

from campaign.paper.errors import Finding, WrongColour

QUALITY = 95
_NEGATIVE = [1, 0] * 4  # a CMYK JPEG holds how much of each ink is lacking


@dataclass(frozen=True)
class PressProfile:
    data: bytes
    name: str
    transform: ImageCms.ImageCmsTransform


def press_profile(data: bytes) -> PressProfile:
    """WrongColour for bytes that are no profile, or one of a screen, a camera or other inks."""
    try:
        opened = ImageCms.ImageCmsProfile(BytesIO(data))
        found = f"{opened.profile.device_class} {opened.profile.xcolor_space}".strip()
        if found != "prtr CMYK":
            raise WrongColour(findings=[Finding("profile", words=found, needed="prtr CMYK")])
        srgb = ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(srgb, opened, "RGB", "CMYK", ImageCms.Intent.PERCEPTUAL)
        return PressProfile(data, ImageCms.getProfileDescription(opened).strip(), transform)
    except (ImageCms.PyCMSError, OSError) as error:
        raise WrongColour(findings=[Finding("profile", words="", needed="prtr CMYK")]) from error


def separate_picture(picture: pikepdf.Object, profile: PressProfile) -> None:
    """The same pixels in four inks, as a JPEG; a soft mask beside it stays."""
    rgb = pikepdf.PdfImage(cast(pikepdf.Stream, picture)).as_pil_image().convert("RGB")
    inks = ImageCms.applyTransform(rgb, profile.transform)
    assert inks is not None, "only a transform in place returns nothing"
    picture.write(_jpeg(inks), filter=pikepdf.Name.DCTDecode)
    picture.ColorSpace = pikepdf.Name.DeviceCMYK
    picture.BitsPerComponent = 8
    picture.Decode = pikepdf.Array(_NEGATIVE)


def _jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()
