"""What may be attached: by its name and by its content, both."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.errors import Refusal
from proposals import errors, files
from proposals.attachments import _checked


def package(*names: str, first: tuple[str, str] | None = None) -> bytes:
    """A ZIP archive with these files in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if first:
            archive.writestr(zipfile.ZipInfo(first[0]), first[1])
        for name in names:
            archive.writestr(name, "<x/>")
    return buffer.getvalue()


def odf(kind: str, *names: str) -> bytes:
    return package("content.xml", *names, first=("mimetype", files.ODF + kind))


GOOD = {
    "devis.pdf": b"%PDF-1.7\n",
    "plan.png": b"\x89PNG\r\n\x1a\n....",
    "photo.jpg": b"\xff\xd8\xff\xe0",
    "photo.JPEG": b"\xff\xd8\xff\xe0",
    "photo.webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "texte.odt": odf("text"),
    "budget.ods": odf("spreadsheet"),
    "expose.odp": odf("presentation"),
    "texte.docx": package("[Content_Types].xml", "word/document.xml"),
    "budget.xlsx": package("[Content_Types].xml", "xl/workbook.xml"),
    "expose.pptx": package("[Content_Types].xml", "ppt/presentation.xml"),
    "liste.csv": "nom;ville\nL’Établi;Metz\n".encode(),
    "liste-2.csv": "nom;ville\r\nÉtabli;Metz\r\n".encode("cp1252"),
    "notes.txt": b"bonjour",
    "notes.md": "# Été".encode(),
}


@pytest.mark.parametrize("name", GOOD)
def test_sensible_files_are_taken(name: str) -> None:
    assert _checked(name, GOOD[name], 10_000).recognised(GOOD[name])


BAD: list[tuple[str, bytes, type[Refusal]]] = [
    ("vide.pdf", b"", errors.FileEmpty),
    ("gros.txt", b"x" * 10_001, errors.FileTooLarge),
    ("page.html", b"<script>alert(1)</script>", errors.FileKindRefused),
    ("dessin.svg", b"<svg onload='alert(1)'/>", errors.FileKindRefused),
    ("page.pdf.html", b"%PDF-1.7", errors.FileKindRefused),
    ("programme.pdf.exe", b"MZ", errors.FileKindRefused),
    ("archive.zip", package("a"), errors.FileKindRefused),
    ("modele.docm", GOOD["texte.docx"], errors.FileKindRefused),
    ("sans-extension", b"%PDF-1.7", errors.FileKindRefused),
    ("page.html.pdf", b"<html><script>alert(1)</script>", errors.FileIsSomethingElse),
    ("image.png", b"<svg onload='alert(1)'/>", errors.FileIsSomethingElse),
    ("photo.jpg", GOOD["plan.png"], errors.FileIsSomethingElse),
    ("photo.webp", b"RIFF\x00\x00\x00\x00AVI ", errors.FileIsSomethingElse),
    ("notes.txt", b"MZ\x00\x90", errors.FileIsSomethingElse),
    ("liste.csv", b"a\x1b]0;x\x07", errors.FileIsSomethingElse),
    ("texte.odt", odf("spreadsheet"), errors.FileIsSomethingElse),
    ("texte.odt", GOOD["texte.docx"], errors.FileIsSomethingElse),
    ("texte.odt", b"PK\x03\x04" + b"\x00" * 26 + b"mimetype" + (files.ODF + "text").encode(),
     errors.FileIsSomethingElse),
    ("texte.docx", GOOD["budget.xlsx"], errors.FileIsSomethingElse),
    ("texte.docx", b"PK\x03\x04 broken", errors.FileIsSomethingElse),
    ("texte.docx", package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
     errors.FileHasMacros),
    ("texte.odt", odf("text", "Basic/Standard/Module1.xml"), errors.FileHasMacros),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "refusal"), BAD, ids=[f"{n}-{r.__name__}" for n, _, r in BAD])
def test_what_is_refused_and_why(name: str, content: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        _checked(files.safe_name(name), content, 10_000)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\win.pdf", "win.pdf"),
        ("C:\\Users\\Léa\\devis.pdf", "devis.pdf"),
        ("/", "file"),
        ("..", "file"),
        (".pdf", "pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("fdp.\u202egpj", "fdp.gpj"),
        ("  compte   rendu . pdf", "compte rendu. pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("\x00nul.txt", "nul.txt"),
    ],
)
def test_a_name_is_made_safe(name: str, kept: str) -> None:
    assert files.safe_name(name) == kept


@given(st.text(max_size=300))
def test_any_name_becomes_a_name(name: str) -> None:
    kept = files.safe_name(name)
    assert kept
    assert len(kept) <= 140
    assert not set(kept) & set('/\\\r\n\x00"<>')
    assert kept not in (".", "..")
