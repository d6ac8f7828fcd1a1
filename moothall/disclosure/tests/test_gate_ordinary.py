"""What programs write every day may go: a gate that refuses clean files is soon gone around."""

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
import weasyprint
from PIL import Image, ImageDraw

from moothall.disclosure.tests import make_files as make
from moothall.disclosure.tests.kept import kept_back
from moothall.disclosure.tests.make_files import OPEN

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PAGE = """<html lang="en"><head><title>answer</title><style>
td, th { border: 1px solid #333 } tr:nth-child(even) { background: #eee } mark { background: #ff0 }
.boxed { border: 2px solid #a00; border-radius: 8px; box-shadow: 2px 2px 4px #999; outline: 1px solid #00f }
.shaded { background: linear-gradient(#fff, #9cf) } .faint { opacity: 0.5 } u { text-decoration-style: wavy }
</style></head><body>
<p>The gully on <u>Mill Lane</u> was emptied on <del>3</del> 4 June, “as said” – • ■ □ ✓ _ ___ | …</p>
<p class="boxed">Boxed <mark>marked</mark> words</p><p class="shaded">Shaded words</p><p class="faint">Faint words</p>
<table><tr><th>Road<th>Date<tr><td>Mill Lane<td>4 June<tr><td>High Street<td>5 June</table><hr>
<svg width="200" height="60"><path d="M0 60 C 50 0 100 60 200 0" fill="none" stroke="red"/>
<text y="20">Chart</text></svg>
<ul><li>one<li>two</ul></body></html>"""


def _scan() -> Image.Image:
    """A scanned page with a black bar, which is part of the picture."""
    page = Image.new("L", (620, 877), 255)
    draw = ImageDraw.Draw(page)
    for row in range(60, 800, 40):
        draw.text((60, row), OPEN, fill=0)
    draw.rectangle((60, 300, 300, 320), fill=0)
    return page


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
def test_a_page_printed_by_chromium_may_go(tmp_path: Path) -> None:
    page, printed = tmp_path / "page.html", tmp_path / "answer.pdf"
    page.write_text(PAGE, "utf-8")
    subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
         "--no-pdf-header-footer", f"--print-to-pdf={printed}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert kept_back(printed.read_bytes()) == set()


def test_a_page_printed_by_weasyprint_may_go() -> None:
    assert kept_back(weasyprint.HTML(string=PAGE).write_pdf()) == set()


@pytest.mark.parametrize("mode", ["L", "RGB", "1", "P"])
def test_scanned_pages_stored_by_pillow_may_go(mode: str) -> None:
    out = io.BytesIO()
    page = _scan().convert(mode)
    page.save(out, "PDF", resolution=75, save_all=True, append_images=[page])
    assert kept_back(out.getvalue()) == set()


def test_pages_turned_into_pictures_by_pdfium_may_go() -> None:
    made = pdfium.PdfDocument.new()
    photo = io.BytesIO()
    _scan().save(photo, "JPEG")
    photo.seek(0)
    page = made.new_page(*make.SIZE)
    picture = pdfium.PdfImage.new(made)
    picture.load_jpeg(photo, inline=True)
    picture.set_matrix(pdfium.PdfMatrix().scale(*make.SIZE))
    page.insert_obj(picture)
    page.gen_content()
    out = io.BytesIO()
    made.save(out)
    assert kept_back(out.getvalue()) == set()


@pytest.mark.parametrize("mode", pikepdf.ObjectStreamMode.__members__.values(), ids=str)
def test_pages_saved_by_qpdf_may_go(mode: pikepdf.ObjectStreamMode) -> None:
    made = make.pdf(*[make.text(OPEN, f"Page {number}") for number in range(30)])
    assert kept_back(make.saved(made, object_stream_mode=mode)) == set()
    assert kept_back(make.saved(made, object_stream_mode=mode, recompress_flate=True)) == set()
