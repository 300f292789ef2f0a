"""HEIC, as phones write it: the same way as other pictures, once Pillow has been shown how to open it."""

from __future__ import annotations

from pi_heif import options, register_heif_opener

from campaign.intake.pictures import copy_for_use

__all__ = ["copy_for_use"]
options.DECODE_THREADS = 1  # threads of a child would count against its memory and be no faster
register_heif_opener()
