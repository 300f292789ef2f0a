"""The name of an uploaded file: what people read beside it, never where it lies.

Whatever the sender wrote, the name that is kept can be shown, sorted and saved again on every system.
"""

import re
import unicodedata

LONGEST = 120
LONGEST_ENDING = 12
DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")  # control, bidi, halves of pairs, private, breaks of lines
UNSAVABLE = re.compile(r'[<>:"|?*]')


def kept_name(sent: str | bytes | None, otherwise: str = "file") -> str:
    """NFC, without the folders before it, without signs that cannot be seen, at most 120 characters with its ending."""
    text = _decoded(sent).replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in text if unicodedata.category(letter) not in INVISIBLE)
    name = UNSAVABLE.sub("_", " ".join(unicodedata.normalize("NFC", seen).split())).strip(" .")
    if DEVICES.match(name):
        name = f"_{name}"
    return _shortened(name) or otherwise


def _decoded(sent: str | bytes | None) -> str:
    """Bytes that are no UTF-8 are read as older systems wrote them; so are those that Python smuggled into a text."""
    try:
        data = sent.encode("utf-8", "surrogateescape") if isinstance(sent, str) else sent or b""
    except UnicodeEncodeError:  # half of a pair, which no encoding wrote
        return str(sent)
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _shortened(name: str) -> str:
    """Cut before the ending, not through it, and not through a letter and its accent."""
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    cut = LONGEST - len(dot + ending)
    while cut and unicodedata.combining(stem[cut]):
        cut -= 1
    return stem[:cut].rstrip(" .") + dot + ending
