"""Pictures on paper."""

import re
from io import BytesIO
from pathlib import Path

import weasyprint

from moothall.kit.pictures.printing import SHEET, dress
from moothall.risks.pictures.curves import curves
from moothall.risks.pictures.heat import heat
from moothall.risks.tests.make_pictures import BANDS, OPTIONS, drawn, estimates, item, matrix

CSS = Path(__file__).parents[2] / "kit" / "static" / "kit" / "moothall.css"


def test_every_outer_picture_gets_its_sheet_and_inner_ones_do_not() -> None:
    html = '<p>a</p><svg a="b"><svg x="1"></svg></svg><svg/><svg><g></g></svg>'
    dressed = dress(html)
    assert dressed.count("<style>") == 2
    assert dressed.index("<style>") > dressed.index('<svg a="b">')
    assert re.sub(r"<style>.*?</style>", "", dressed, flags=re.DOTALL) == html


def test_the_colours_on_paper_are_those_of_the_screen() -> None:
    on_screen = CSS.read_text(encoding="utf-8").lower()
    used = set(re.findall(r"#[0-9a-f]{3,6}", SHEET))
    assert used - set(re.findall(r"#[0-9a-f]{3,6}", on_screen)) == set()
    for band in BANDS:
        (colour,) = re.findall(rf"--band-{band.tone}: (#\w+)", on_screen)
        assert f".cell--{band.tone} {{ fill: {colour} }}" in SHEET


def test_every_class_that_a_picture_draws_with_is_dressed() -> None:
    html = "".join(path.read_text(encoding="utf-8") for path in _templates())
    inside = "".join(re.findall(r"<(?:rect|circle|path|line|polyline|text)\b[^>]*>", html))
    names = {name for found in re.findall(r'class="([^"{]+)"', inside) for name in found.split()}
    assert {name for name in names if f".{name} " not in SHEET} <= {"halo"}


def test_pictures_become_an_accessible_pdf_that_shows_their_colours() -> None:
    pictures = drawn("heat", heat("map", "E", matrix(), [item("D1"), item("N1", (5, 5), (5, 5))]))
    pictures += drawn("curves", curves("lines", estimates(A=1, B=2), OPTIONS))
    page = f"<html lang='en'><title>Pictures</title><body>{dress(pictures)}</body></html>"
    out = BytesIO()
    weasyprint.HTML(string=page).write_pdf(out, pdf_variant="pdf/ua-1", uncompressed_pdf=True)
    painted = {
        "#" + "".join(f"{round(float(part) * 255):02x}" for part in found.split())
        for found in re.findall(rb"([\d.]+ [\d.]+ [\d.]+) rg", out.getvalue())
    }
    assert {"#d47f60", "#1d5b79", "#ad4a17"} <= painted


def _templates() -> list[Path]:
    return sorted((Path(__file__).parents[1] / "templates" / "risks" / "pictures").glob("*.html"))
