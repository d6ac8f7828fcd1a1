"""What may be released, and each way in which a redaction fails is found."""

import io
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from pikepdf import Array, Dictionary, Name, String

from moothall.disclosure import gate
from moothall.disclosure.gate import What
from moothall.disclosure.gate.checking import MOST_BYTES, _understood
from moothall.disclosure.inside.words import Withheld
from moothall.disclosure.tests import make_files as make
from moothall.disclosure.tests.kept import kept_back
from moothall.disclosure.tests.make_files import OPEN, SECRET
from moothall.kit import sandbox
from moothall.kit.inside.limits import MIB, Limits


@pytest.mark.parametrize("made", [make.clean, make.rasterised], ids=lambda made: made.__name__)
def test_what_was_redacted_for_good_may_go(made: Callable[[], bytes]) -> None:
    assert kept_back(made()) == set()


@pytest.mark.parametrize(
    ("made", "also"),
    [
        (make.black_box, What.HIDDEN),
        (make.unapplied, What.REDACTION),
        (make.metadata_remain, What.METADATA),
        (make.attachment_remains, What.ATTACHMENTS),
        (make.note_remains, What.NOTE),
        (make.bookmark_remains, What.BOOKMARKS),
        (make.saved_on_top, What.SAVED_AGAIN),
        (lambda: make.rasterised([OPEN, SECRET]), What.HIDDEN),
    ],
    ids=["black box", "unapplied", "metadata", "attachment", "note", "bookmark", "saved on top", "invisible text"],
)
def test_each_failed_redaction_is_kept_back(made: Callable[[], bytes], also: What) -> None:
    data = made()
    assert {What.WITHHELD, also} <= kept_back(data)
    assert also in kept_back(data, "Somebody Else"), "it is seen without knowing what was withheld"


def test_a_title_that_only_repeats_the_name_says_nothing() -> None:
    made = make.pdf(make.text(OPEN))
    made.docinfo["/Title"], made.docinfo["/Author"] = "answer", "(anonymous)"
    data = make.saved(made)
    assert kept_back(data, name="answer.pdf") == set()
    assert kept_back(data, name="other.pdf") == {What.INFO}


def test_a_box_over_a_picture_is_no_redaction() -> None:
    assert kept_back(make.box_over_picture()) == {What.COVERED}


@pytest.mark.parametrize(
    "instructions",
    [
        "BT /F1 12 Tf 60 700 Td [(Si) -20 (an B) 30 (evan) 10 (-Hug) -12 (hes)] TJ ET",
        "BT /F1 12 Tf 60 700 Td [(S) -400 (i) -400 (a) -400 (n) -900 (B) -400 (e) -400 (v) -400 (a) -400 (n) -400 (-)"
        " -400 (H) -400 (u) -400 (g) -400 (h) -400 (e) -400 (s)] TJ ET",
        "BT /F1 12 Tf 14 TL 60 700 Td (for Sian Bevan-) Tj T* (Hughes and) Tj ET",
        "BT /F1 12 Tf 14 TL 60 700 Td (for Sian Be-) Tj T* (van-Hughes and) Tj ET",
        "BT /F1 12 Tf 60 700 Td <5369616E20426576616E2D487567686573> Tj ET",
        r"BT /F1 12 Tf 60 700 Td (\123\151\141\156 \102\145\166\141\156-\110\165\147\150\145\163) Tj ET",
        "BT /F1 12 Tf 60 700 Td (SIAN BEVAN-HUGHES) Tj ET",
        "BT /F1 12 Tf 60 700 Td (Sian) Tj 40 0 Td (Bevan) Tj 40 0 Td (Hughes) Tj ET",
        "BT /F1 12 Tf 120 700 Td (Hughes) Tj -60 0 Td (Sian Bevan) Tj ET",  # drawn last to first
        "BT /F1 12 Tf 3 Tr 60 700 Td (Sian Bevan-Hughes) Tj ET",
        "BT /F1 12 Tf 1 g 60 700 Td (Sian Bevan-Hughes) Tj ET",  # white on white
        "BT /F1 12 Tf 900 700 Td (Sian Bevan-Hughes) Tj ET",  # beside the page
        "/Span <</ActualText (Sian Bevan-Hughes)>> BDC EMC",
        "/Span <</Alt <FEFF005300690061006E00200042006500760061006E002D004800750067006800650073>>> BDC EMC",
        "% Sian Bevan-Hughes, left by a program",
    ],
)
def test_however_a_page_writes_it_it_is_found(instructions: str) -> None:
    assert What.WITHHELD in kept_back(make.saved(make.pdf(make.text(OPEN) + instructions)))


def test_it_is_found_over_the_end_of_a_page() -> None:
    first, second = "BT /F1 12 Tf 60 60 Td (We asked Sian) Tj ET", "BT /F1 12 Tf 60 780 Td (Bevan-Hughes.) Tj ET"
    assert What.WITHHELD in kept_back(make.saved(make.pdf(first, second)))


@pytest.mark.parametrize(
    ("withheld", "written"),
    [
        ("José Muñoz", "Jos\xe9 Mu\xf1oz"),
        ("José Muñoz", "Jose Munoz"),
        ("Office 12", "Office 12"),
        ("01632 960 123", "01632960123"),
        ("01632960123", "(01632) 960-123"),
        ("s.bevan@wexmoor.example", "S.Bevan@wexmoor.example"),
        ("Smith", "the Smiths, or Smith's"),
        ("Ng", "Mr Ng said"),
    ],
)
def test_other_ways_to_write_it_are_the_same(withheld: str, written: str) -> None:
    assert Withheld([withheld]).in_text(written) == {1}
    assert Withheld([withheld]).in_text(written.upper()) == {1}


@pytest.mark.parametrize(
    ("withheld", "written"),
    [("Ross", "across the road"), ("Lee", "a fleet"), ("Ng", "during"), ("Ann", "planned"), ("Ng", "an N. G. road")],
)
def test_a_short_name_is_not_seen_in_every_word(withheld: str, written: str) -> None:
    assert Withheld([withheld]).in_text(written) == set()


def test_ligatures_and_composed_letters_are_taken_apart() -> None:
    assert Withheld(["Griffiths"]).in_text("Mr Gri\ufb03ths") == {1}
    assert Withheld(["Griffiths"]).in_text("Mr Gri\ufb00iths") == {1}
    assert Withheld(["Zoë Grün"]).in_text("Zoe\u0308 Gru\u0308n") == {1}
    assert Withheld(["Zoe\u0308 Grün"]).in_text("ZO\u00cb GR\u00dcN") == {1}
    assert Withheld(["Bevan"]).in_text("B\u00ade\u200bvan") == {1}


def test_a_font_with_its_own_table_is_read() -> None:
    made = make.pdf(b"")
    table = made.make_stream(
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfrange <0001> <0004> <0042>"
        b" <0010> <0012> [<0053> <00660066> <006E>] endbfrange 1 beginbfchar <0020> <006500760061006E> endbfchar"
    )
    kind = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Unknown, Encoding=Name("/Identity-H"))
    kind.ToUnicode = table
    made.pages[0].obj.Resources = Dictionary(Font=Dictionary(F1=kind))
    made.pages[0].obj.Contents = made.make_stream(b"BT /F1 12 Tf 60 700 Td [<0001> 20 <0020>] TJ ET")
    assert What.WITHHELD in kept_back(make.saved(made), "Bevan")


def _put(place: Callable[[pikepdf.Pdf], None]) -> bytes:
    made = make.pdf(make.text(OPEN))
    place(made)
    return make.saved(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _form(made: pikepdf.Pdf) -> None:
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("who"), V=String(SECRET),
                       Rect=[0, 0, 9, 9])  # fmt: skip
    one = made.make_indirect(field)
    made.Root.AcroForm = Dictionary(Fields=Array([one]))
    made.pages[0].obj.Annots = Array([one])


def _script(made: pikepdf.Pdf) -> None:
    act = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    made.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), act])))


def _layer(made: pikepdf.Pdf) -> None:
    group = made.make_indirect(Dictionary(Type=Name.OCG, Name=String(SECRET)))
    made.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))


def _left_behind(made: pikepdf.Pdf) -> None:
    made.Root.PieceInfo = Dictionary(Draw=Dictionary(Private=made.make_stream(SECRET.encode("utf-16-be"))))


def _thumbnail(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.Thumb = made.make_stream(SECRET.encode(), Width=1, Height=1)


def _name(made: pikepdf.Pdf) -> None:
    made.Root.Sections = Dictionary({f"/{SECRET.replace(' ', '')}": 1})


@pytest.mark.parametrize(
    ("place", "also"),
    [
        (_form, What.FORM),
        (_script, What.SCRIPT),
        (_layer, What.LAYERS),
        (_left_behind, What.PRIVATE),
        (_thumbnail, What.THUMBNAIL),
        (_name, What.WITHHELD),
    ],
)
def test_wherever_a_file_keeps_it_it_is_found(place: Callable[[pikepdf.Pdf], None], also: What) -> None:
    assert {What.WITHHELD, also} <= kept_back(_put(place))


def test_what_no_page_uses_is_found_behind_the_tables() -> None:
    """Bytes between objects, which no table lists: neither reader's library would see them."""
    clean = make.clean()
    dead = zlib.compress(make.text(SECRET).encode())
    start = clean.index(b"\n", 8) + 1
    spoilt = clean[:start] + b"99 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (len(dead), dead)
    assert What.WITHHELD in kept_back(spoilt + clean[start:])
    assert {What.WITHHELD, What.BEHIND} <= kept_back(clean + make.text(SECRET).encode())
    assert What.BEFORE in kept_back(b"MZ" + clean)


def test_an_object_that_is_left_over_keeps_a_file_back() -> None:
    """The table lists it, and nothing points at it."""
    clean = make.clean()
    assert kept_back(make.listed(clean, b"<</Was (the picture before the redaction)>>")) == {What.LOOSE}
    root = clean.index(b"/Root")
    used = make.listed(clean[:root] + b"/Info 99 0 R " + clean[root:], b"<<>>")
    number = used.rindex(b" 0 obj")
    used = used.replace(b"/Info 99 ", b"/Info %2d " % int(used[used.rindex(b"\n", 0, number) : number]))
    assert kept_back(used) == set(), "the table itself is in order"


def test_its_name_is_looked_at_too() -> None:
    assert kept_back(make.clean(), name="Statement_of_sian-bevan_hughes.pdf") == {What.NAME}


def test_a_text_or_csv_is_scanned() -> None:
    assert kept_back(b"who,when\nsomebody,4 June\n", name="log.csv") == set()
    assert kept_back(f"who,when\n{SECRET},4 June\n".encode(), name="log.csv") == {What.WITHHELD}
    assert kept_back(f"who\n{SECRET}\n".encode("utf-16"), name="log.txt") == {What.WITHHELD}
    assert kept_back("José Muñoz".encode("cp1252"), "Jose Munoz", name="log.txt") == {What.WITHHELD}


def _zip(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, "application/vnd.oasis.opendocument.spreadsheet" if name == "mimetype" else "<a/>")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEETS = {
    "xlsx": _zip("[Content_Types].xml", "xl/workbook.xml"),
    "xls": OLE + "Workbook".encode("utf-16-le"),
    "xls of 1990": b"\x09\x02\x06\x00\x00\x00\x10\x00",
    "locked xlsx": OLE + "EncryptedPackage".encode("utf-16-le"),
    "fods": b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">',
    "xml of 2003": b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    "slk": b"ID;PWXL;N;E\nC;Y1;X1\n",
}


@pytest.mark.parametrize("name", ["answer.pdf", "answer.csv", "answer.xlsx", "answer"])
@pytest.mark.parametrize("data", SHEETS.values(), ids=SHEETS.keys())
def test_a_spreadsheet_is_known_by_its_bytes(data: bytes, name: str) -> None:
    assert kept_back(data, name=name) == {What.SPREADSHEET}


def test_an_ods_is_known_by_its_kind_that_stands_first_and_uncompressed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert kept_back(out.getvalue(), name="a.zip") == {What.SPREADSHEET}


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (_zip("[Content_Types].xml", "word/document.xml"), "answer.docx", What.OFFICE),
        (OLE + "WordDocument".encode("utf-16-le"), "answer.pdf", What.OFFICE),
        (b"{\\rtf1 hello}", "answer.txt", What.OFFICE),
        (b"a,b\n1,2\n", "answer.xlsx", What.SPREADSHEET),
        (_zip("a.txt"), "answer.zip", What.KIND),
        (b"<html><table>", "answer.csv", What.KIND),
        (b"\x89PNG\r\n\x1a\n", "scan.png", What.KIND),
        (b"a\0b", "answer.txt", What.KIND),
        (make.clean(), "answer.csv", What.KIND),
        (b"", "answer.pdf", What.EMPTY),
    ],
)
def test_other_kinds_are_refused_in_words(data: bytes, name: str, why: What) -> None:
    assert kept_back(data, name=name) == {why}


def test_what_cannot_be_read_does_not_pass() -> None:
    locked = make.saved(make.pdf(make.text(OPEN)), encryption=pikepdf.Encryption(owner="a", user="b"))
    open_to_all = make.saved(make.pdf(make.text(OPEN)), encryption=pikepdf.Encryption(owner="a", user=""))
    assert What.ENCRYPTED in kept_back(locked)
    assert What.ENCRYPTED in kept_back(open_to_all)
    clean = make.clean()
    assert kept_back(clean[: len(clean) // 2])
    assert kept_back(clean[:-7])
    assert kept_back(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    assert kept_back(clean.replace(b"/Kids", b"/Kidz"))
    assert kept_back(b"%PDF-1.7\n%%EOF")


def test_bombs_loops_and_garbage_do_not_pass() -> None:
    bomb = make.pdf(b"")
    bomb.pages[0].obj.Contents = bomb.make_stream(b" " * (700 * MIB // 4))
    with_bomb = make.saved(bomb)
    assert len(with_bomb) < MIB
    small = Limits(seconds=20, cpu_seconds=10, memory=400 * MIB)
    verdict = gate.check("bomb.pdf", with_bomb, [SECRET], limits=small)
    assert {one.what for one in verdict.findings} & {What.TOO_MUCH, What.TOO_SLOW, What.FAILED}

    loop = make.pdf(b"/Me Do")
    form = loop.make_stream(b"/Me Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(Me=form))
    loop.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Me=form))
    assert kept_back(make.saved(loop)) == set(), "it is odd, and says nothing"

    deep = b"[" * 5000 + b"]" * 5000
    assert kept_back(make.clean().replace(b"/Type /Catalog", b"/Type /Catalog /Deep " + deep))


def test_a_reader_that_is_cut_off_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    verdict = gate.check("a.pdf", make.clean(), [], limits=Limits(seconds=0.05))
    assert {one.what for one in verdict.findings} == {What.TOO_SLOW}
    whole = b'{"what": "done", "facts": {"pages": 1}}\n'
    assert _understood(whole).findings == []
    for broken in (
        b"",
        b"{",
        b"[]",
        b'{"what": "hidden", "where": "", "at": 0, "number": 0}\n',
        b'{"what":"no"}\n' + whole,
    ):
        assert any(one.what is What.FAILED for one in _understood(broken).findings)

    def weak(*_given: object, **_more: object) -> None:
        raise sandbox.TooWeak

    monkeypatch.setattr(sandbox, "run", weak)
    assert kept_back(make.clean()) == {What.WEAK}


def test_what_is_too_large_is_not_opened() -> None:
    class Endless(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None
            assert 0 < size <= MOST_BYTES + 1
            return bytes(size)

    assert {one.what for one in gate.check("a.pdf", Endless(), []).findings} == {What.TOO_LARGE}


def test_a_string_that_nothing_could_match_is_not_taken() -> None:
    with pytest.raises(ValueError, match="letter"):
        gate.check("a.pdf", make.clean(), ["Bevan", " - "])


def test_a_finding_does_not_repeat_what_was_withheld() -> None:
    verdict = gate.check("a.pdf", make.black_box(), ["Somebody", SECRET])
    assert any(one.withheld == 2 for one in verdict.findings)
    assert not any(SECRET in one.words or "Bevan" in one.words for one in verdict.findings)


class TestCheckRelease:
    def run(self, *arguments: object, code: int, capsys: pytest.CaptureFixture[str]) -> str:
        try:
            call_command("check_release", *map(str, arguments))
            left = 0
        except SystemExit as leaving:
            left = int(leaving.code or 0)
        except CommandError as error:
            left = error.returncode
        assert left == code
        return capsys.readouterr().out

    def test_it_says_what_may_go_and_what_not(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        good, bad, withheld = tmp_path / "good.pdf", tmp_path / "bad.pdf", tmp_path / "names.txt"
        good.write_bytes(make.clean())
        bad.write_bytes(make.black_box())
        withheld.write_text(f"\n{SECRET}\n", "utf-8")
        assert "may be released" in self.run(good, "--withheld", withheld, code=0, capsys=capsys)
        said = self.run(good, bad, "--withheld", withheld, code=1, capsys=capsys)
        assert "KEPT BACK" in said
        assert "cannot be seen there" in said
        told = json.loads(self.run("--json", good, bad, "--withheld", withheld, code=1, capsys=capsys))
        assert [one["passed"] for one in told["files"]] == [True, False]
        assert "hidden" in {one["what"] for one in told["files"][1]["findings"]}

    def test_wrong_use_is_neither(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        good = tmp_path / "good.pdf"
        good.write_bytes(make.clean())
        self.run(tmp_path / "none.pdf", code=2, capsys=capsys)
        self.run(good, "--withheld", tmp_path / "none.txt", code=2, capsys=capsys)
        marks = tmp_path / "marks.txt"
        marks.write_text("---\n")
        self.run(good, "--withheld", marks, code=2, capsys=capsys)
