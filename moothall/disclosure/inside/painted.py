"""What is painted on a page over what was there before: whatever is laid on top can be taken off again."""

import ctypes
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from moothall.disclosure.inside.shapes import HIDES, Box, Matrix, Point, Shape, overlap, smaller, within

DEEPEST = 64  # forms within forms; PDFium itself goes less deep
MOST_THINGS = 200_000  # of one page
MOST_COMPARED = 3_000_000  # of one page: points of shapes with letters and pictures
SLACK = 2.0  # points by which a picture may be cut: less than a line of writing
EDGE = 1.0  # points of a picture that its neighbours may touch
UNSEEN = {pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP}
KINDS = {
    pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_SHADING,
}  # fmt: skip


class Unclear(Exception):  # noqa: N818  says what it is
    """There is more on the page, or deeper, than can be compared."""


@dataclass(frozen=True)
class Letter:
    """One letter, where it stands, and the thing it was drawn with."""

    text: str
    box: Box
    thing: int = 0

    @property
    def stands(self) -> bool:
        """Whether it is more than a blank."""
        return bool(self.text.strip()) and self.box[2] > self.box[0] and self.box[3] > self.box[1]


@dataclass(frozen=True)
class Thing:
    """Something that was painted, in the space of the page."""

    raw: Any
    kind: int
    box: Box
    space: Matrix
    clips: tuple[Shape, ...]

    @property
    def handle(self) -> int:
        """By which its letters know it."""
        return handle(self.raw)

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture."""
        return bool(self.kind == pdfium_c.FPDF_PAGEOBJ_IMAGE)

    @property
    def is_seen(self) -> bool:
        """Whether it paints at all: no bare clip, no invisible text."""
        if self.kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            return int(pdfium_c.FPDFTextObj_GetTextRenderMode(self.raw)) not in UNSEEN
        return self.kind != pdfium_c.FPDF_PAGEOBJ_PATH or any(_paints(self.raw))


def handle(raw: Any) -> int:
    """The number of a thing, 0 for none."""
    return ctypes.cast(raw, ctypes.c_void_p).value or 0 if raw else 0


@dataclass
class Page:
    """What is painted on a page, in order; raises `Unclear` where that cannot be compared."""

    page: pdfium.PdfPage
    letters: Sequence[Letter]
    edges: Box
    compared: int = 0
    things: list[Thing] = field(default_factory=list)

    def __post_init__(self) -> None:
        raw = self.page.raw
        drawn = [pdfium_c.FPDFPage_GetObject(raw, at) for at in range(pdfium_c.FPDFPage_CountObjects(raw))]
        for one in _things(drawn, Matrix(), ()):
            if len(self.things) >= MOST_THINGS:
                raise Unclear
            self.things.append(one)

    def covers_pictures(self) -> bool:
        """Whether a picture is cut, or anything is painted over one."""
        pictures: list[Box] = []
        drawn = self._drawn_letters()
        for one in self.things:
            if pictures and one.is_seen and self._on(one, pictures, drawn):
                return True
            if one.is_picture:
                if self._is_cut(one):
                    return True
                pictures.append(smaller(one.box, EDGE, EDGE))
        return False

    def covers_letters(self) -> bool:
        """Whether anything but text is painted over letters that were there before."""
        order = {one.handle: place for place, one in enumerate(self.things)}
        unseen = {one.handle for one in self.things if not one.is_seen}
        letters = sorted((one for one in self.letters if one.stands), key=lambda one: one.box[1])
        if not letters:
            return False
        bottoms, highest = [one.box[1] for one in letters], max(one.box[3] - one.box[1] for one in letters)
        first, hidden = min(order.get(one.thing, -1) for one in letters), [0.0] * len(letters)
        for place, one in enumerate(self.things[first + 1 :], first + 1):
            if one.kind == pdfium_c.FPDF_PAGEOBJ_TEXT or not one.is_seen:
                continue
            low, high = bisect_left(bottoms, one.box[1] - highest), bisect_left(bottoms, one.box[3])
            before = [at for at in range(low, high) if order.get(letters[at].thing, -1) < place]
            over = [at for at in before if overlap(one.box, letters[at].box)]
            if not over:
                continue
            shape = self._shape(one)
            for at in over:
                if one.is_picture and letters[at].thing in unseen:
                    continue  # what a machine read in the picture
                hidden[at] += self._hides(one, shape, letters[at].box)
                if hidden[at] > HIDES:
                    return True
        return False

    def _hides(self, one: Thing, shape: Shape | None, letter: Box) -> float:
        if shape is not None:
            self._count(shape.size)
            return shape.hides(letter) if _through(one.clips, letter) else 0.0
        return 1.0 if overlap(one.box, smaller(letter, 9e9, 9e9)) and _through(one.clips, letter) else 0.0

    def _on(self, one: Thing, pictures: Sequence[Box], drawn: dict[int, list[Letter]]) -> bool:
        """Whether a thing lies on one of these pictures."""
        if one.kind == pdfium_c.FPDF_PAGEOBJ_TEXT and one.handle in drawn:
            letters = [letter.box for letter in drawn[one.handle] if letter.stands]
            self._count(len(letters) * len(pictures))
            return any(overlap(letter, under) for letter in letters for under in pictures)
        under = [picture for picture in pictures if overlap(one.box, picture)]
        if not under:
            return False
        shape = self._shape(one)
        if shape is None:
            return any(_through(one.clips, picture) for picture in under)
        self._count(shape.size * len(under))
        return any(shape.touches(picture) and _through(one.clips, picture) for picture in under)

    def _drawn_letters(self) -> dict[int, list[Letter]]:
        drawn: dict[int, list[Letter]] = {}
        for one in self.letters:
            drawn.setdefault(one.thing, []).append(one)
        return drawn

    def _is_cut(self, picture: Thing) -> bool:
        """Whether a picture reaches beyond what is shown of it: what is cut off is still in the file."""
        return not within(picture.box, self.edges, SLACK) or any(
            not _is_upright(clip) or not within(picture.box, clip.box, SLACK) for clip in picture.clips
        )

    def _shape(self, one: Thing) -> Shape | None:
        return _path(one.raw, one.space) if one.kind == pdfium_c.FPDF_PAGEOBJ_PATH else None

    def _count(self, compared: int) -> None:
        self.compared += compared
        if self.compared > MOST_COMPARED:
            raise Unclear


def _things(drawn: Sequence[Any], space: Matrix, clips: tuple[Shape, ...], depth: int = 0) -> Iterator[Thing]:
    """What is painted, in order, forms opened."""
    if depth > DEEPEST:
        raise Unclear
    for raw in drawn:
        kind = pdfium_c.FPDFPageObj_GetType(raw)
        cut = (*clips, *_clips(raw, space))
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            inner = [pdfium_c.FPDFFormObj_GetObject(raw, at) for at in range(pdfium_c.FPDFFormObj_CountObjects(raw))]
            yield from _things(inner, space.after(_matrix(raw)), cut, depth + 1)
        elif kind in KINDS:
            yield Thing(raw, kind, space.of_box(_bounds(raw)), space, cut)


def _bounds(raw: Any) -> Box:
    found = [ctypes.c_float() for _edge in range(4)]
    if not pdfium_c.FPDFPageObj_GetBounds(raw, *found):
        raise Unclear
    left, bottom, right, top = (one.value for one in found)
    return (left, bottom, right, top)


def _matrix(raw: Any) -> Matrix:
    found = pdfium_c.FS_MATRIX()
    if not pdfium_c.FPDFPageObj_GetMatrix(raw, found):
        raise Unclear
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _paints(raw: Any) -> tuple[int, bool]:
    """How a path is filled, 0 for not at all, and whether it is stroked."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(raw, mode, stroke)
    return mode.value, bool(stroke.value)


def _path(raw: Any, space: Matrix) -> Shape | None:
    count = pdfium_c.FPDFPath_CountSegments(raw)
    whole = space.after(_matrix(raw))
    lines = _lines([pdfium_c.FPDFPath_GetPathSegment(raw, at) for at in range(count)], whole)
    filled, stroked = _paints(raw)
    width = ctypes.c_float()
    pdfium_c.FPDFPageObj_GetStrokeWidth(raw, width)
    if not lines:
        return None
    return Shape(
        lines, bool(filled), filled == pdfium_c.FPDF_FILLMODE_ALTERNATE, width.value * whole.scale if stroked else None
    )


def _clips(raw: Any, space: Matrix) -> Iterator[Shape]:
    """To what a thing is cut."""
    clip = pdfium_c.FPDFPageObj_GetClipPath(raw)
    for at in range(max(pdfium_c.FPDFClipPath_CountPaths(clip), 0) if clip else 0):
        count = max(pdfium_c.FPDFClipPath_CountPathSegments(clip, at), 0)
        lines = _lines([pdfium_c.FPDFClipPath_GetPathSegment(clip, at, one) for one in range(count)], space)
        if lines:
            yield Shape(lines, filled=True, by_turns=False, width=None)


def _lines(segments: Sequence[Any], space: Matrix) -> tuple[tuple[Point, ...], ...]:
    """The points of a path, line by line; curves go by the points that steer them."""
    lines: list[list[Point]] = []
    for segment in segments:
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        if not lines or pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO:
            lines.append([])
        lines[-1].append(space.of((x.value, y.value)))
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            lines[-1].append(lines[-1][0])
    return tuple(tuple(line) for line in lines if len(line) > 1)


def _is_upright(clip: Shape) -> bool:
    """Whether this is one rectangle along the edges of the page."""
    if len(clip.lines) != 1:
        return False
    across = {round(x, 1) for x, _y in clip.lines[0]}
    up = {round(y, 1) for _x, y in clip.lines[0]}
    return len(across) <= 2 and len(up) <= 2 and 4 <= len(clip.lines[0]) <= 6


def _through(clips: Sequence[Shape], box: Box) -> bool:
    """Whether what is cut to these can still lie on a box."""
    return all(overlap(clip.box, box) for clip in clips)
