"""A photocopier as bad as an office has one: it blurs, knows only black and white, and shrinks by 2 %."""

from __future__ import annotations

from itertools import starmap
from math import sqrt
from operator import mul
from statistics import fmean

from PIL import Image, ImageFilter, ImageStat

from campaign.paper.page import Box

DPI = 300
BLUR = 1.6  # pixels, standard deviation: 0.14 mm, what an office scanner's optics and glass leave of an edge
THRESHOLD = 150  # darker than this is black
SHRINK = 0.98


def copied(grey: Image.Image, times: int = 2, blur: float = BLUR) -> Image.Image:
    """Copies of copies of a page in grey at 300 dpi."""
    for _ in range(times):
        black = grey.filter(ImageFilter.GaussianBlur(blur)).point(lambda light: 255 * (light >= THRESHOLD))
        size = (round(grey.width * SHRINK), round(grey.height * SHRINK))
        grey = black.resize(size, Image.Resampling.BILINEAR)
    return grey


def ink_share(grey: Image.Image) -> float:
    """Mean darkness, from 0 for blank paper to 1."""
    return 1 - float(ImageStat.Stat(grey).mean[0]) / 255


def likeness(original: Image.Image, copy: Image.Image, area: Box) -> float:
    """Pearson's correlation of an area of the original, in pixels, with the same area of its copy."""
    there = copy.resize(original.size, Image.Resampling.BILINEAR)
    place = (round(area.x), round(area.y), round(area.right), round(area.bottom))
    one, other = _centred(original.crop(place)), _centred(there.crop(place))
    power = sqrt(_dot(one, one) * _dot(other, other))
    return _dot(one, other) / power if power else 0.0


def _centred(picture: Image.Image) -> list[float]:
    data = picture.tobytes()
    mean = fmean(data)
    return [light - mean for light in data]


def _dot(one: list[float], other: list[float]) -> float:
    total: float = sum(starmap(mul, zip(one, other, strict=True)))
    return total
