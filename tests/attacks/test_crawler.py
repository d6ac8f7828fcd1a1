"""A crawler, signed in as each of the cast and as nobody, over every address with every id: no 500, no leak, no change.

Each private place hides a word of its own. Everybody tries what exists and what is next to it; two of them junk too.
MOOTHALL_ATTACK_ROUNDS=100 has everybody try everything, with every id that any table has; otherwise ids are the first
few of the room's own tables, among which every secret lies.
"""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Min
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.urls.converters import IntConverter, PathConverter, SlugConverter, UUIDConverter
from django.utils.http import urlencode

from conftest import Cast
from moothall.audit.models import Entry
from moothall.charter.tests import make as make_charter
from moothall.disclosure.actions import parts as asking
from moothall.disclosure.actions.cases import Asker
from moothall.disclosure.tests import make as make_requests
from moothall.files.models import Upload
from moothall.home import models as home_models
from moothall.home.models import Heartbeat
from moothall.kit import rate
from moothall.mail.tests import make as make_mail
from moothall.notices.gathering import gather
from moothall.people import actions as people_actions
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.risks.tests import make as make_risks
from moothall.search import writer
from moothall.spaces.actions import drafts, feeds, posts
from moothall.spaces.models import Openness, Space
from moothall.spaces.tests import make, make_polls
from tests.attacks import living

WHO = ("priya", "gareth", "joan", "marcus", "admin", "auditor", "outsider", "nobody")
ON_BOTH = set(WHO) if living.ROUNDS else {"priya", "admin", "nobody"}  # the others on SQLite alone
TRY_JUNK = set(WHO) if living.ROUNDS else {"admin", "nobody"}
MOST = 5000 if living.ROUNDS else 60  # combinations of an address with several parts
FEW = None if living.ROUNDS else 6  # ids of a room
READERS = {
    "quagga": {"priya", "marcus"},  # a private space with a guest
    "okapi": {"gareth"},  # a closed space
    "numbat": {"gareth"},  # a mailbox
    "dugong": {"priya"},  # a draft
    "wombat": {"priya"},  # a closed appraisal
    "axolotl": set[str](),  # a post that was removed
    "narwhal": {"gareth"},  # a part of a request that he is asked for
    "tapir": set[str](),  # what that request is called, and who asks
    "platypus": {"priya"},  # an entry of a journal
    "tamarin": {"joan", "admin"},  # what someone asks to be corrected
    "pangolin": {"priya", "gareth", "joan", "admin", "auditor", "outsider"},  # an open space
}
HUGE = (2**31, 2**63, 10**40)
JUNK = ("x", "%00", "%FF", "ü", "١", "..", "0-0", "a" * 300, "%0d%0aX:1", "'\"<script>", "space:1", "-1")
QUERIES = (
    {"page": "0", "after": "\x00"},
    {"page": "9" * 30, "after": "2026-01-01T00:00:00Z,1"},
    {"page": "-1", "after": "x"},
    {"after": "9" * 30, "next": "//evil.example"},
    {"q": "\x00 \ud7ff ( OR", "order": "x", "kind": "x"},
    {"q": "quagga okapi numbat dugong axolotl tamarin"},
    {"person": "x", "verb": "\x00", "object": "x", "since": "x", "until": "99999-01-01", "from": "x", "to": "x"},
)
MAY_CHANGE = {
    "django_session": "a visit",
    "spaces_readmark": "how far one has read",
    "notices_notice": "a notice whose thing was opened is read",
    "audit_entry": "what is put on record: an export, a letter that was opened",
    "audit_private": "what is put on record",
    "account_emailaddress": "allauth copies the address of an account the first time it is looked at",
}


@pytest.fixture
def world(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A hall with something to hide in each room."""
    limits = {name: rate.parse(name, "1000000/m") for name in settings.MOOTHALL_LIMITS}
    monkeypatch.setattr(settings, "MOOTHALL_LIMITS", limits)
    monkeypatch.setattr(home_models, "ALIVE", timedelta(days=1))  # however long this takes
    Heartbeat.objects.beat("the hall is ready")
    keeper = make_people.user("Keeper Wold")
    private = make.space(
        by=keeper,
        name="The quagga club",
        openness=Openness.PRIVATE,
        guests_allowed=True,
        members=[cast.priya, cast.marcus],
    )
    talk = make.conversation(private, by=cast.priya, title="A quagga", body="The quagga. @Marcus Finch")
    make.post(talk, by=cast.marcus, body="@Priya Raman the quagga @Gareth Pugh")
    make_polls.poll(private, by=cast.priya, question="Which quagga?", choices=("A quagga", "No quagga"), anonymous=True)
    closed = make.space(by=keeper, name="Closed", openness=Openness.CLOSED, members=[cast.gareth])
    make.conversation(closed, by=cast.gareth, title="An okapi", body="The okapi. @Keeper Wold")
    plain = make.space(by=keeper, name="Everyone", members=[cast.priya, cast.gareth])
    open_talk = make.conversation(plain, by=keeper, title="A pangolin", body="The pangolin.")
    posts.remove(make.post(open_talk, by=cast.gareth, body="An axolotl."), by=keeper, reason="It was wrong")
    drafts.keep(drafts.Place(open_talk), drafts.Words("A dugong"), person=cast.priya)
    box = make_mail.mailbox("box@wexmoor.example", owner=cast.gareth)
    letter = make_mail.eml("A numbat", "The numbat.", files=[("numbat.txt", "text/plain", b"numbat")])
    make_mail.brought_in(box, [letter, b"numbat is no mail"])
    people_actions.ask_correction(cast.joan, by=cast.joan, asked="I am no tamarin.")
    feeds.make_feed_key(by=cast.priya, label="At home")
    make_charter.entry("I met a platypus.", by=cast.priya)
    secret = make_risks.appraisal(by=cast.priya, question="What of the wombat?", closed=True)
    make_risks.risk(secret, by=cast.priya, name="The wombat gets out")
    officer = make_requests.officer()
    case = make_requests.case(
        by=officer, owner=officer, title="The tapir", words="A narwhal?", who=Asker("Tim Tapir", "tapir@example.com")
    )
    asking.ask(make_requests.part(case), by=officer, person=cast.gareth, sure=True)
    gather()
    writer.rebuild()
    return cast


@pytest.mark.parametrize("name", [pytest.param(who, marks=() if who in ON_BOTH else pytest.mark.words) for who in WHO])
def test_crawling_breaks_nothing_shows_nothing_and_changes_nothing(
    world: Cast, name: str, as_user: Callable[[User], Client]
) -> None:
    client = Client() if name == "nobody" else as_user(getattr(world, name))
    client.raise_request_exception = False
    hidden = {word for word, readers in READERS.items() if name not in readers}
    keeps_record = name in {
        "admin",
        "auditor",
    }
    before, wrong, asked, shown, cases = _tables(), [], 0, set(), set()
    for path in addresses(junk=name in TRY_JUNK):
        answer = client.get(path)
        asked += 1
        words = answer.getvalue().decode("utf-8", "replace").lower()
        if answer.status_code >= 500:
            wrong.append(f"{answer.status_code} {path}")
        if path.startswith("/audit/case/") and answer.status_code == 200:
            cases.add(path.split("/")[3])
        if answer.headers.get("Location", "").startswith(("//", "http")):
            wrong.append(f"leads away: {path} to {answer.headers['Location']}")
        words_here = {word for word in READERS if word in words and not _on_record(path, word, keeps_record)}
        shown |= words_here if "q=" not in path else set()
        if "q=" not in path:  # what was looked for stands on the page in any case
            wrong += [
                f"{word} leaks: {path}" for word in hidden if word in words and not _on_record(path, word, keeps_record)
            ]
        elif 'class="hit"' in words and name == "nobody":
            wrong.append(f"found something: {path}")
    changed = {table for table, digest in _tables().items() if before.get(table) != digest} - set(MAY_CHANGE)
    assert not wrong, (len(wrong), sorted(wrong)[:40])
    assert not changed
    assert asked > 500
    assert ({"spaces.space", "mail.mailbox", "people.user"} <= cases) if keeps_record else not cases
    assert shown == set(READERS) - hidden - {"axolotl", "tapir"}, "the crawler does not come to where the words are"


def addresses(*, junk: bool) -> Iterator[str]:
    """Every address of every pattern: with what exists, with its neighbours and, where that is asked for, with junk."""
    for prefix, pattern in patterns(get_resolver()):
        names = list(pattern.pattern.converters.items())
        values = [[*_there(prefix, key, kind), *(_junk(kind) if junk else ())] for key, kind in names]
        if not names and "(?P" in str(pattern.pattern):
            continue  # allauth's two by regular expression, tried by its own tests
        known = _case_files() if [key for key, _kind in names] == ["object_type", "object_id"] else ()
        several = itertools.islice(itertools.chain(known, _nearest_first(values)), MOST)
        for chosen in several if names else [()]:
            route = prefix + str(pattern.pattern)
            for (key, kind), value in zip(names, chosen, strict=True):
                route = route.replace(_spelt(key, kind), str(value))
            yield "/" + route
        if not names:
            yield from (f"/{prefix}{pattern.pattern}?{urlencode(query)}" for query in QUERIES if junk)
            if not junk:
                yield f"/{prefix}{pattern.pattern}"


def one_of_each(found: Iterable[str], *, but: str) -> Iterator[str]:
    """One address of each kind, the first, and all that begin like `but`; in the long attack all there are."""
    kinds = set[str]()
    for address in found:
        path = address.partition("?")[0]
        try:
            kind = resolve(path).view_name
        except Resolver404:
            kind = path
        if kind not in kinds or living.ROUNDS or path.startswith(but):
            kinds.add(kind)
            yield address


def _nearest_first(values: list[list[object]]) -> Iterator[tuple[object, ...]]:
    """Every combination, with what exists (it stands first in each list) before junk."""
    numbered = itertools.product(*(enumerate(of_one) for of_one in values))
    for chosen in sorted(numbered, key=lambda pairs: sum(number for number, _value in pairs)):
        yield tuple(value for _number, value in chosen)


def _case_files() -> Iterator[tuple[object, ...]]:
    """A thing of each kind that is on record: of all combinations of kinds and ids few are case files."""
    kinds = Entry.objects.exclude(object_type="").exclude(object_id="").values("object_type").order_by("object_type")
    yield from kinds.annotate(first=Min("object_id")).values_list("object_type", "first")


def _on_record(path: str, word: str, keeps_record: bool) -> bool:
    """The name of the private space stands in the entry of its opening, which those who check the record may read."""
    return keeps_record and word == "quagga" and path.startswith("/audit/")


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """All patterns, each with what stands before it."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix, entry


def _spelt(key: str, kind: object) -> str:
    words = {IntConverter: "int", PathConverter: "path", SlugConverter: "slug", UUIDConverter: "uuid"}
    return f"<{words.get(type(kind), 'str')}:{key}>"


def _there(prefix: str, key: str, kind: object) -> Iterator[object]:
    """What stands in that place of an address in this hall, and one next to it."""
    if isinstance(kind, UUIDConverter):
        yield from Upload.objects.values_list("pk", flat=True)
        yield "00000000-0000-0000-0000-000000000000"
    elif isinstance(kind, IntConverter):
        yield from (*sorted(_ids(prefix)), 0)
    elif isinstance(kind, PathConverter):  # of Django's own pages about tables
        yield from (1, 0)
    elif key == "handle":
        yield from User.objects.values_list("handle", flat=True)
    elif key == "slug":
        yield from Space.objects.values_list("slug", flat=True)
    elif key == "object_type":
        known = Entry.objects.exclude(object_type="").order_by("object_type").values_list("object_type", flat=True)
        yield from known.distinct()  # `spaces.space`, `people.user` and so on: whatever has a case file
    elif key == "object_id":
        ids = Entry.objects.exclude(object_id="").order_by("object_id").values_list("object_id", flat=True)
        yield from ids.distinct()
    else:
        yield 0


def _junk(kind: object) -> tuple[object, ...]:
    """What stands in that place of no address."""
    if isinstance(kind, UUIDConverter):
        return ()
    return HUGE if isinstance(kind, IntConverter) else (*HUGE, *JUNK)


def _ids(prefix: str) -> set[int]:
    """The first ids of the room's tables, or in the long attack all ids of all tables, and one more."""
    room = prefix.partition("/")[0]
    known = room if room in settings.ROOMS else "people"
    models = apps.get_models() if living.ROUNDS else apps.get_app_config(known).get_models()
    ids = {pk for model in models for pk in model._base_manager.values_list("pk", flat=True) if isinstance(pk, int)}
    return {*sorted(ids)[:FEW], max(ids, default=0) + 1}


def _tables() -> dict[str, str]:
    """A digest of each table's rows."""
    digests = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  names of our tables
            rows = sorted(map(repr, cursor.fetchall()))
            digests[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests
