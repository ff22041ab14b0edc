"""What may be attached: known by its content and by its name, both at once. Pure.

What a browser would run (HTML, SVG) and documents that run by themselves (macros) are not among them.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

LONGEST_NAME = 120
ODF = "application/vnd.oasis.opendocument."
OOXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """A kind of file: how it is served, and how its bytes are recognised."""

    media_type: str
    recognised: Callable[[bytes], bool]


def safe_name(name: str) -> str:
    """The last part of a name, without path, control or direction-changing characters; "file" if empty."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    clean = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", shown)).strip(" .")
    stem, dot, extension = clean.rpartition(".")
    if not dot:
        stem, extension = clean, ""
    return (stem[:LONGEST_NAME].strip(" .") or "file") + (f".{extension[:12]}" if dot else "")


def extension(name: str) -> str:
    """ "pdf" for "Compte rendu.PDF"; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _starts(*signatures: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(signatures)


def _webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _names(content: bytes) -> list[str]:
    """The files in a ZIP archive; none where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return []


def _odf(kind: str) -> Callable[[bytes], bool]:
    """OpenDocument 1.3 part 2, §3.3: the first entry is "mimetype", stored as it is."""
    marked = b"mimetype" + (ODF + kind).encode()
    return lambda content: (
        content[:4] == b"PK\x03\x04" and content[30:].startswith(marked) and bool(_names(content))
    )


def _ooxml(folder: str) -> Callable[[bytes], bool]:
    """ECMA-376 part 2: a package with its list of types, and the folder of its application."""

    def recognised(content: bytes) -> bool:
        names = _names(content)
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    return recognised


def _text(content: bytes) -> bool:
    """UTF-8 or Windows-1252 without control characters."""
    if b"\x00" in content:
        return False
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return not any(unicodedata.category(c) == "Cc" and c not in "\t\r\n\f" for c in text)


KINDS = {
    "pdf": Kind("application/pdf", _starts(b"%PDF-")),
    "png": Kind("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    "jpg": Kind("image/jpeg", _starts(b"\xff\xd8\xff")),
    "jpeg": Kind("image/jpeg", _starts(b"\xff\xd8\xff")),
    "webp": Kind("image/webp", _webp),
    "odt": Kind(ODF + "text", _odf("text")),
    "ods": Kind(ODF + "spreadsheet", _odf("spreadsheet")),
    "odp": Kind(ODF + "presentation", _odf("presentation")),
    "docx": Kind(OOXML + "wordprocessingml.document", _ooxml("word/")),
    "xlsx": Kind(OOXML + "spreadsheetml.sheet", _ooxml("xl/")),
    "pptx": Kind(OOXML + "presentationml.presentation", _ooxml("ppt/")),
    "csv": Kind("text/csv; charset=utf-8", _text),
    "txt": Kind("text/plain; charset=utf-8", _text),
    "md": Kind("text/markdown; charset=utf-8", _text),
}


def has_macros(content: bytes) -> bool:
    """Whether an office document carries macros (VBA project, Basic or scripts of OpenDocument)."""
    return any(
        name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in _names(content)
    )
