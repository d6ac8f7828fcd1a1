"""Every page of the demo council, read as its people: nowhere a score without its mitigation.

MOOTHALL_ATTACK_ROUNDS=1 reads all of it as each of them; otherwise one of each standing reads, and nobody signed in.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from moothall.home.demo import cast
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase
from moothall.people.models import User
from moothall.risks import starters, urls
from moothall.risks.actions import appraisals, comments, decisions, incidents, registers
from moothall.risks.actions.starters import begin_from_starter
from moothall.risks.models import (
    Appraisal,
    Category,
    Challenge,
    Comment,
    Decision,
    Exposure,
    Incident,
    Option,
    RegisterImport,
    Response,
    Risk,
)
from moothall.risks.queries.rounds import latest_round
from moothall.risks.tests import make_registers as files
from moothall.risks.tests import make_watch
from moothall.risks.tests.reading_world import tree
from tests.attacks import living
from tests.scores_read import bands, faults, may_score

LINK = re.compile(r"<a\b[^>]*?\bhref=\"([^\"]*)")
MOST = 1500  # pages for each person; the demo council has fewer
LEFT_OUT = ("/account/", "/static/", "/audit/", "/media/")  # no room's pages: the door, files, the record of acts
PAPER = "report_pdf"  # the same words as the page to print, set on paper at length
READERS = {"ruth", "priya", "gareth", "joan", "marcus"}  # risk manager, owners, councillor, guest
WHOLE = {"ruth"}
A_FEW = 2  # pages of one kind, outside the room of risks, that each person reads; all of them in the long attack
KNOWING = ("/risks/", "/change/", "/find/", "/records/", "/policies/", "/notices/")  # and the desk
SEARCHES = ("/find/?q=records", "/find/?q=ban", "/find/?q=flood+risk", "/find/?q=social+software+severe")
# Acts without a page of their own, and files; each is named, so that a new page of the room is not forgotten.
ACTS = {"stop_serving", "rests_no_longer", "incident_unlink", "report_pdf", "export", "empty_register", "incident_link"}

ABOUT: dict[type[Model], tuple[str, ...]] = {
    Appraisal: (
        *("appraisal", "edit", "people", "publish", "close", "open_again", "work", "options", "risk_new", "steps"),
        *("response_new", "propose", "challenges", "decide", "review", "report", "comment", "at_hand", "bring_in"),
        *("public_appraisal", "public_comment"),
    ),
    Option: ("option", "option_edit", "option_compare", "rests"),
    Risk: ("risk", "risk_edit"),
    Exposure: ("exposure", "classify", "compare"),
    Response: ("response", "response_edit"),
    Challenge: ("challenge_answer",),
    Comment: ("moderate",),
    RegisterImport: ("register_import",),
    Incident: ("incident", "incident_link", "incident_close", "incident_people", "breach", "breach_told"),
}


@dataclass
class Read:
    """What reading the hall came to."""

    names: set[str] = field(default_factory=set)
    pages: int = 0
    scored: set[str] = field(default_factory=set)
    alone: dict[str, list[str]] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)


@pytest.mark.words
def test_no_page_of_the_demo_council_shows_a_score_alone(committed_db: CommittedDatabase) -> None:
    assert committed_db.run("demo").returncode == 0
    _more()
    read = Read()
    for part in cast.PEOPLE:
        if part.key not in READERS and not living.ROUNDS:
            continue
        client = Client()
        client.force_login(User.objects.get(name=part.name))
        _crawl(client, part.key, read, whole=part.key in WHOLE or bool(living.ROUNDS))
    _crawl(Client(), "anybody", read, whole=True)
    assert read.alone == {}
    assert read.broken == {}
    rooms = {name.partition(":")[0] for name in read.names}
    assert rooms >= {"home", "people", "notices", "spaces", "mail", "policies", "records", "risks", "search"}
    own = {pattern.name for pattern in urls.urlpatterns} - ACTS
    assert own - {name.partition(":")[2] for name in read.names if name.startswith("risks:")} == set()
    assert read.scored >= {
        *("appraisal", "risk", "report", "register", "exposure", "response", "classify", "public_appraisal"),
    }


def _more() -> None:
    """What the demo council has not done yet: published, reported, challenged under way, a register brought in."""
    people = {part.key: User.objects.get(name=part.name) for part in cast.PEOPLE}
    decided = Decision.objects.select_related("round__appraisal").get()
    appraisals.publish(decided.round.appraisal, by=people["priya"])
    happened = make_watch.incident(by=people["tom"], personal_data=True, aware_at=clock.now() - timedelta(hours=5))
    incidents.link(happened, by=people["ruth"], risk=Risk.objects.filter(round=decided.round).order_by("pk")[0])
    make_watch.incident(by=people["tom"])
    told = make_watch.incident(by=people["leila"], personal_data=True)
    incidents.decide_breach(told.breach, by=people["ruth"], notify=True, reasons="Many people")
    make_watch.comment(decided.round.appraisal, by=people["ewan"], differs=True)
    comments.say_in_public(decided.round.appraisal, name="Ann Resident", body="And the library?")
    (template,) = starters.every()
    keys = {risk.key for risk in template.risks[:1]} | {risk.key for risk in template.risks[-1:]}
    begun = latest_round(begin_from_starter(template, by=people["ruth"], keys=keys, owner=people["priya"]))
    decisions.propose(begun, by=people["ruth"], option=begun.options.get(place=4), balance="We think so")
    content = files.data(files.row(ref="N20", likelihood="5", impact="5"))
    registers.bring_in(begun, by=people["ruth"], incoming=files.said(content, by=people["ruth"], round=begun))


def _crawl(client: Client, who: str, read: Read, *, whole: bool) -> None:
    """Read all that this person is led to; not `whole`: in the rooms that can know of a score."""
    seen: set[str] = set()
    todo, kinds = deque([*_entrances(), *_things(), *SEARCHES]), Counter[str]()
    while todo:
        address = todo.popleft()
        if address in seen or not (whole or address == "/" or address.startswith(KNOWING)):
            continue
        seen.add(address)
        assert len(seen) < MOST, f"{who} finds no end"
        if _enough(address, kinds, whole=whole):
            continue
        response = client.get(address)
        if response.status_code == 500:
            read.broken[f"{who} {address}"] = response.status_code
        if response.status_code in (301, 302):
            todo.extend(_followed([response["Location"]], address))
            continue
        if response.streaming or "html" not in response.get("Content-Type", ""):
            continue
        html = response.content.decode()
        name = resolve(urlsplit(address).path).view_name
        if response.status_code in (200, 409):  # the second says what is missing
            read.names.add(name)
            kinds[name] += 1
        read.pages += 1
        todo.extend(_followed([unescape(link) for link in LINK.findall(html)], address))
        if not may_score(html):
            continue
        page = tree(html)
        if bands(page):
            read.scored.add(name.partition(":")[2])
        if found := faults(page, address):
            read.alone[f"{who} {address}"] = found


def _enough(address: str, kinds: Counter[str], *, whole: bool) -> bool:
    """Whether a few pages of its kind were there already; in the room of risks whoever reads all reads every page."""
    try:
        kind = resolve(urlsplit(address).path).view_name
    except Resolver404:
        return False
    if kind.endswith(PAPER):
        return True
    return kinds[kind] >= A_FEW and not (whole and kind.startswith("risks:")) and not living.ROUNDS


def _entrances() -> Iterator[str]:
    """Every page of the hall that needs no number to be found."""
    yield "/"
    for prefix, patterns in _rooms(get_resolver(), ""):
        for pattern in patterns:
            try:
                yield from _followed([reverse(f"{prefix}{pattern.name}")], "/")
            except NoReverseMatch:
                continue


def _things() -> Iterator[str]:
    """Every page about something of this room, whether a link leads there or not."""
    for model, names in ABOUT.items():
        for pk in model._default_manager.values_list("pk", flat=True):
            yield from (reverse(f"risks:{name}", args=[pk]) for name in names)
    yield from (reverse("risks:appetite_set", args=[each.value]) for each in Category)
    yield from (reverse("risks:starter", args=[each.slug]) for each in starters.every())


def _rooms(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, list[URLPattern]]]:
    yield prefix, [each for each in resolver.url_patterns if isinstance(each, URLPattern) and each.name]
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _rooms(each, f"{prefix}{each.namespace}:" if each.namespace else prefix)


def _followed(links: list[str], at: str) -> Iterator[str]:
    """The addresses of the hall among these links; in this room each choice of a page for itself as well."""
    for link in links:
        parts = urlsplit(urljoin(f"http://testserver{at}", link))
        if parts.netloc != "testserver" or parts.scheme not in ("http", "https") or parts.path.startswith(LEFT_OUT):
            continue
        is_ours = parts.path.startswith("/risks/") and len(parse_qsl(parts.query)) == 1
        yield f"{parts.path}?{parts.query}" if is_ours else parts.path


def test_whoever_plants_a_score_alone_is_found_out() -> None:
    both = (
        '<p class="shift"><span class="band band--was">Without: severe</span>'
        '<span class="band band--high">With: high</span></p>'
    )
    drawn = '<svg><circle class="from"/><circle class="to--doing"/></svg>'
    table = "<table><tr><th>Risk</th><th>Without mitigation</th><th>With mitigation</th></tr></table>"
    said = "<table><tr><th>Risk</th><th>Option A</th></tr><tr><td>Without: severe. With: high</td></tr></table>"
    grid = '<svg><rect class="cell cell--high"/></svg>'
    for fine in (
        both,
        f'<figure class="chart">{drawn}{table}</figure>',
        f'<figure class="chart">{grid}{said}</figure>',
        '<figure class="chart"><svg><rect class="cell cell--stale"/></svg></figure>',
    ):
        assert faults(tree(fine), "/") == [], fine
    for alone in (
        '<span class="band band--high">high</span>',
        '<p class="shift"><span class="band band--high">With: high</span></p>',
        '<p class="shift"><span class="band band--was">Without: severe</span></p>',
        f'{both}<p class="shift"><span class="band">With: low</span></p>',
        "<p>With: high</p>",
        "<table><tr><th>Risk</th><th>Band</th></tr><tr><td>High</td></tr></table>",
        f'<figure class="chart">{drawn}</figure>',
        f'<figure class="chart"><svg><circle class="to--not"/></svg>{table}</figure>',
        f'<figure class="chart">{grid}{said.replace("Without: severe. With: high", "High")}</figure>',
    ):
        assert faults(tree(alone), "/") != [], alone
    assert faults(tree('<span class="band">high</span>'), "/risks/scales/") == [], "what a band means is no score"
