"""Where a line of a card leads: `benefit:4` to its page, `initiative:7/map` to the map."""

from functools import lru_cache

from django.urls import NoReverseMatch, reverse

PAGES = {
    "initiative": "change:initiative",
    "initiative/people": "change:stakeholders",
    "initiative/plans": "change:objectives",
    "initiative/map": "change:map",
    "initiative/benefits": "change:benefits",
    "initiative/card": "charter:card",
    "initiative/owner": "change:purpose",
    "initiative/guide": "change:purpose",
    "benefit": "change:benefit",
    "measure": "change:measure",
    "objective": "change:objective",
    "appraisal": "risks:appraisal",
    "step": "risks:response",
    "lesson": "lessons:lesson",
}
PURPOSE = "change:purpose"
LESSON, LESSONS = "lesson", "lessons"  # the page to write one, and those there are


def address_of(thing: str) -> str:
    """The page of a thing; empty where it has none, or where its room is switched off."""
    key, _slash, part = thing.partition("/")
    kind, _colon, ref = key.partition(":")
    if part == LESSON:
        page = _page("lessons:new")
        return page and f"{page}?about={key}&kind=failure"
    if part == LESSONS:
        return _page("lessons:list")
    name = PAGES.get(f"{kind}/{part}" if part else kind)
    if not name or not ref.isdecimal():
        return ""
    return _page(name, ref, part) if name == PURPOSE else _page(name, ref)


@lru_cache(maxsize=4096)
def _page(name: str, *refs: str) -> str:
    try:
        return reverse(name, args=[int(ref) if ref.isdecimal() else ref for ref in refs])
    except NoReverseMatch:
        return ""
