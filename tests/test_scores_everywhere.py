"""Every page of the demo council, read as each of its people: nowhere a score without its mitigation."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse

from moothall.home.demo import cast
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase
from moothall.people.models import User
from moothall.risks import urls
from moothall.risks.actions import appraisals, incidents
from moothall.risks.models import Decision, Risk
from moothall.risks.tests import make_watch
from moothall.risks.tests.reading_world import parsed, tree
from tests.scores_read import bands, faults

MOST = 1500  # pages for each person; the demo council has fewer
LEFT_OUT = ("/account/", "/static/", "/audit/", "/media/")  # no room's pages: the door, files, the record of acts
SEARCHES = ("/find/?q=records", "/find/?q=ban", "/find/?q=flood+risk", "/find/?q=social+software+severe")
# Acts without a page of their own, and files; each is named, so that a new page of the room is not forgotten.
ACTS = {"stop_serving", "rests_no_longer", "incident_unlink", "report_pdf", "export", "empty_register"}


@dataclass
class Read:
    """What reading the hall came to."""

    names: set[str] = field(default_factory=set)
    pages: int = 0
    scored: set[str] = field(default_factory=set)
    alone: dict[str, list[str]] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)


def test_no_page_of_the_demo_council_shows_a_score_alone(committed_db: CommittedDatabase) -> None:
    assert committed_db.run("demo").returncode == 0
    _more()
    read = Read()
    for part in cast.PEOPLE:
        client = Client()
        client.force_login(User.objects.get(name=part.name))
        _crawl(client, part.key, read)
    _crawl(Client(), "anybody", read)
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
    make_watch.comment(decided.round.appraisal, by=people["ewan"], differs=True)


def _crawl(client: Client, who: str, read: Read) -> None:
    seen: set[str] = set()
    todo = deque([*_entrances(), *SEARCHES])
    while todo:
        address = todo.popleft()
        if address in seen:
            continue
        seen.add(address)
        assert len(seen) < MOST, f"{who} finds no end"
        response = client.get(address)
        if response.status_code >= 500:
            read.broken[f"{who} {address}"] = response.status_code
        if response.status_code in (301, 302):
            todo.extend(_followed([response["Location"]], address))
            continue
        if response.streaming or "html" not in response.get("Content-Type", ""):
            continue
        page = parsed(response)
        name = resolve(urlsplit(address).path).view_name
        if response.status_code == 200:
            read.names.add(name)
        read.pages += 1
        if bands(page):
            read.scored.add(name.partition(":")[2])
        if found := faults(page, address):
            read.alone[f"{who} {address}"] = found
        todo.extend(_followed([node.attributes.get("href", "") for node in page.all() if node.tag == "a"], address))


def _entrances() -> Iterator[str]:
    """Every page of the hall that needs no number to be found."""
    yield "/"
    for prefix, patterns in _rooms(get_resolver(), ""):
        for pattern in patterns:
            try:
                yield from _followed([reverse(f"{prefix}{pattern.name}")], "/")
            except NoReverseMatch:
                continue


def _rooms(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, list[URLPattern]]]:
    yield prefix, [each for each in resolver.url_patterns if isinstance(each, URLPattern) and each.name]
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _rooms(each, f"{prefix}{each.namespace}:" if each.namespace else prefix)


def _followed(links: list[str], at: str) -> Iterator[str]:
    """The addresses of the hall among these links, each under one choice at a time."""
    for link in links:
        parts = urlsplit(urljoin(f"http://testserver{at}", link))
        if parts.netloc != "testserver" or parts.scheme not in ("http", "https") or parts.path.startswith(LEFT_OUT):
            continue
        asked = parse_qsl(parts.query)
        if parts.path.startswith("/find/") and asked:
            continue
        yield f"{parts.path}?{parts.query}" if len(asked) == 1 else parts.path


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
