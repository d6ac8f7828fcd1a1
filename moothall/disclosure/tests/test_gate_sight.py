"""What is painted over a picture or over text keeps a page back, whatever it looks like; what is not, does not."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from moothall.disclosure.gate import What
from moothall.disclosure.inside.shapes import Matrix, Shape
from moothall.disclosure.tests import make_files as make
from moothall.disclosure.tests.kept import kept_back
from moothall.disclosure.tests.make_files import OPEN, SECRET

BLACK = make.box(60, 700, 300, 40)
WORD = "BT /F1 12 Tf 60 700 Td (Bevan) Tj ET "


def scanned(before: str = "", after: str = "", change: Callable[[pikepdf.Pdf], None] = lambda _made: None) -> bytes:
    """A page that is one picture, with more drawn before and after it."""
    with pikepdf.open(io.BytesIO(make.rasterised(boxed=False))) as made:
        page = made.pages[0].obj
        change(made)
        page.Contents = made.make_stream(before.encode() + page.Contents.read_bytes() + after.encode())
        return make.saved(made)


@pytest.mark.parametrize(
    "cover",
    [
        BLACK,
        "0 G 40 w 60 720 m 360 720 l S\n",
        "0 G 3 w 60 702 m 360 702 l 360 705 m 60 705 l 60 708 m 360 708 l S\n",
        BLACK + "1 g BT /F1 14 Tf 150 715 Td (s.40\\(2\\)) Tj ET\n",
        "0 g 0.6 G 3 w 60 700 300 40 re B\n",
        "0 g 60 700 300 40 re 60 640 300 10 re f\n",
        "q 0.996 0.087 -0.087 0.996 60 690 cm 0 g 0 0 300 40 re f Q\n",
        "0 g 60 700 m 80 760 340 760 360 700 c f\n",
        "1 g BT /F1 60 Tf 60 700 Td (IIIIII) Tj ET\n",
        "0 g 0 0 595 842 re 200 600 10 10 re f*\n",
        "q 300 0 0 40 60 700 cm /Im Do Q\n",
        "q 60 700 300 40 re W n 0 0 595 842 re f Q\n",
    ],
    ids=[
        "box", "thick stroke", "strokes", "box with a label", "box with a border", "two boxes", "turned box", "curve",
        "letters", "box with a hole", "picture", "cut box",
    ],
)  # fmt: skip
def test_what_is_painted_over_a_picture_keeps_it_back(cover: str) -> None:
    assert kept_back(scanned(after=cover)) == {What.COVERED}


def _shading(made: pikepdf.Pdf) -> None:
    by = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0], C1=[0], N=1)
    made.pages[0].obj.Resources.Shading = Dictionary(
        Sh=Dictionary(ShadingType=2, ColorSpace=Name.DeviceGray, Coords=[0, 0, 1, 0], Function=by, Extend=[True, True])
    )


def test_a_shading_over_a_picture_keeps_it_back() -> None:
    assert kept_back(scanned(after="q 60 700 300 40 re W n /Sh sh Q", change=_shading)) == {What.COVERED}


def _in_forms(made: pikepdf.Pdf) -> None:
    """The picture in a form, at a fifth of its size, and a box in another, of which both are moved."""
    page = made.pages[0].obj
    picture = made.make_stream(
        b"q 119 0 0 168 0 0 cm /Im Do Q", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 119, 168]
    )
    picture.Resources = Dictionary(XObject=Dictionary(Im=page.Resources.XObject.Im))
    cover = made.make_stream(
        b"0 0 10 4 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 99], Matrix=[10, 0, 0, 10, 0, 0]
    )
    page.Resources.XObject = Dictionary(Fm=picture, Box=cover)
    page.Contents = made.make_stream(b"q 5 0 0 5 0 0 cm /Fm Do Q\n")


def test_pictures_and_covers_in_forms_are_seen_where_they_come_to_lie() -> None:
    assert kept_back(scanned(after=BLACK, change=_in_forms)) == {What.COVERED}
    assert kept_back(scanned(after="q 1 0 0 1 60 700 cm /Box Do Q", change=_in_forms)) == {What.COVERED}


def _cropped(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.CropBox = Array([0, 0, 595, 600])


def test_a_picture_that_is_cut_keeps_a_page_back() -> None:
    assert kept_back(scanned(change=_cropped)) == {What.COVERED}
    assert kept_back(scanned("q 0 0 595 600 re W n ", " Q")) == {What.COVERED}
    assert kept_back(scanned("q 0 0 595 600 re 0 700 595 142 re W n ", " Q")) == {What.COVERED}
    assert kept_back(scanned("q 0 0 m 595 0 l 595 842 l 0 842 l 300 400 l h W n ", " Q")) == {What.COVERED}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1 g 0 0 595 842 re f\n", ""),
        ("q -1 -1 597 844 re W n ", " Q"),
        ("", "0 G 1 w 0 0 595 842 re S\n"),
        ("", "q 0 0 595 842 re W n Q\n"),
        ("", "q 595 0 0 842 0 841.5 cm Q BT /F1 12 Tf 60 700 Td (   ) Tj ET\n"),
        ("", "BT 3 Tr /F1 8 Tf 70 782 Td (lllllllllllllllllll) Tj ET\n"),
    ],
    ids=["ground below", "cut at its edge", "frame", "nothing", "blanks", "text that a machine read"],
)
def test_a_picture_that_nothing_lies_on_may_go(before: str, after: str) -> None:
    assert kept_back(scanned(before, after)) == set()


@pytest.mark.parametrize(
    "cover",
    [
        make.box(55, 696, 50, 16) + "1 g BT /F1 9 Tf 58 701 Td (REDACTED) Tj ET",
        make.box(55, 696, 50, 16) + "1 G 1 w 55 696 m 105 712 l S 55 712 m 105 696 l S",
        "1 G 14 w 55 704 m 105 704 l S 0 G 1 w 55 704 m 105 704 l S",
        "1 g 0 G 55 696 50 16 re B 0 g BT /F1 9 Tf 58 701 Td (s.40) Tj ET",
        " ".join(f"0 G 1 w 55 {y} m 105 {y} l S" for y in range(698, 712)),
        " ".join(f"0 g 55 {y} 50 1.2 re f" for y in range(698, 712)),
        "q 50 0 0 16 55 696 cm BI /W 2 /H 2 /CS /G /BPC 8 ID \0\xff\xff\0 EI Q",
    ],
    ids=["label", "hatch", "marker", "white box with a label", "many strokes", "many rules", "picture"],
)
def test_what_is_painted_over_text_keeps_it_back_whatever_it_looks_like(cover: str) -> None:
    assert kept_back(make.saved(make.pdf(make.text(OPEN) + WORD + cover)), "Somebody Else") == {What.HIDDEN}


def test_letters_that_are_called_bullets_are_seen_under_a_box() -> None:
    assert kept_back(_bullets(make.box(50, 690, 300, 30) + "1 g 60 697 90 10 re f"), "Somebody") == {What.HIDDEN}
    assert kept_back(_bullets("1 g"), "Somebody") == set(), "they are drawn in black, and seen"
    assert kept_back(_bullets("", "1 g "), "Somebody") == {What.HIDDEN}


def _bullets(after: str, before: str = "") -> bytes:
    made = make.pdf(b"")
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Arial, DW=600,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
    )  # fmt: skip
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Arial, Encoding=Name("/Identity-H"),
        DescendantFonts=Array([inner]),
    )  # fmt: skip
    font.ToUnicode = made.make_stream(
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <0080> ["
        + b"<2022>" * 128 + b"] endbfrange"
    )  # fmt: skip
    page = made.pages[0].obj
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    codes = "".join(f"{ord(letter) - 29:04X}" for letter in SECRET)
    page.Contents = made.make_stream(f"{before}BT /F1 12 Tf 60 700 Td <{codes}> Tj ET\n{after}".encode())
    return make.saved(made)


@pytest.mark.parametrize(
    "extra",
    [
        "0 G 0.6 w 60 698 m 100 698 l S",
        "0 g 60 703 40 0.8 re f",
        "0 G 1 w 50 690 500 30 re S",
        "0 g 50 690 500 30 re 51 691 498 28 re f*",
        "0 G 0.5 w 40 600 500 20 re 40 620 500 160 re S",
        "0.9 g 60 600 200 97 re f",
        "BT /F1 12 Tf 200 700 Td (- . _ | \\267 \\225 \\227 ___ ...... *) Tj ET",
        "BT /F1 12 Tf 60.3 700 Td (Bevan) Tj ET",
    ],
    ids=["underlined", "struck", "boxed", "framed", "table", "shade of the next line", "marks", "drawn twice"],
)
def test_lines_and_boxes_around_text_may_go(extra: str) -> None:
    assert kept_back(make.saved(make.pdf(make.text(OPEN) + WORD + extra)), "Somebody Else") == set()


def test_a_page_whose_size_is_the_one_of_all_pages_is_seen_whole() -> None:
    made = make.pdf(make.text(OPEN, top=960))
    made.Root.Pages.MediaBox = Array([0, 0, 595, 1000])
    del made.pages[0].obj["/MediaBox"]
    assert kept_back(make.saved(made)) == set()


def test_shapes_lie_where_they_are_painted() -> None:
    ring = (((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)), ((3.0, 3.0), (6.0, 3.0), (6.0, 6.0), (3.0, 6.0)))
    inside = (4.0, 4.0, 5.0, 5.0)
    assert not Shape(ring, filled=True, by_turns=True, width=None).touches(inside)
    assert Shape(ring, filled=True, by_turns=False, width=None).touches(inside)
    assert not Shape(ring, filled=False, by_turns=False, width=1.0).touches(inside)
    assert Shape(ring, filled=False, by_turns=False, width=2.5).touches(inside)
    turned = Matrix(0, 1, -1, 0, 10, 0).after(Matrix(2, 0, 0, 2, 1, 0))
    assert turned.of((1, 0)) == (10, 3)
    assert turned.scale == 2
