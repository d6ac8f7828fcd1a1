import logging
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from moothall.people import grants
from moothall.people.models import User
from moothall.people.tests import make as people
from moothall.search import index, queries, writer

from .make import SPRING, Note, Notes

pytestmark = pytest.mark.django_db


def found(user: User | AnonymousUser, text: str, **narrowed: object) -> list[str]:
    """The keys of what a person finds; the total has to agree."""
    results = queries.find(user, text, **narrowed)  # type: ignore[arg-type]
    assert results.total == len(results.hits)
    return [hit.key for hit in results.hits]


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("lone working", True),
        ("LONE Worked", True),
        ("works", True),
        ('"lone working"', True),
        ("“lone working”", True),
        ('"working lone"', False),
        ('"lone devices"', False),
        ("lone-working", True),
        ("lone missing", False),
        ("lone -devices", False),
        ("lone -missing", True),
        ("-missing", True),
        ("-devices", False),
        ('lone -"working devices"', False),
        ("the", True),
        ("the and of", False),
        ("lone !!! working ???", True),
        ("cafe", True),
        ("café", True),
        ("ty", True),
        ("rota.xlsx", True),
        ("rota", True),
        ("gareth.pugh@wexmoor.example", True),
        ("Harrowby’s", True),
        ("title:lone", False),
        ("Harrowby opening", True),
    ],
)
def test_what_is_typed_finds_what_is_meant(notes: Notes, priya: User, text: str, finds: bool) -> None:
    notes.add(
        "The lone working devices came to the café at Tŷ Newydd. Harrowby's is next.",
        title="Opening at Harrowby",
        names="rota.xlsx gareth.pugh@wexmoor.example",
    )
    notes_drained()

    assert found(priya, text) == (["note:1"] if finds else [])


def notes_drained() -> None:
    writer.drain()
    assert writer.pending() == 0


def test_a_word_in_the_title_counts_most(notes: Notes, priya: User) -> None:
    notes.add("libraries are mentioned here, in passing, among other words")
    notes.add("nothing to do with it, at greater length than the other", title="Libraries")
    notes_drained()

    assert found(priya, "library") == ["note:2", "note:1"]


def test_newest_first_goes_by_date(notes: Notes, priya: User) -> None:
    for days in (3, 1, 2):
        notes.add("bench", date=SPRING - timedelta(days=days))
    notes.add("bench", date=datetime(1969, 5, 1, tzinfo=UTC))
    notes_drained()

    assert found(priya, "bench", order="newest") == ["note:2", "note:3", "note:1", "note:4"]
    assert found(priya, "") == ["note:2", "note:3", "note:1", "note:4"], "without words, newest first is best"


def test_the_total_is_exact_and_pages_do_not_overlap(notes: Notes, priya: User) -> None:
    for number in range(25):
        notes.add(f"bench number {number}", date=SPRING + timedelta(days=number))
    notes_drained()

    pages = [queries.find(priya, "bench", limit=10, offset=offset, order="newest") for offset in (0, 10, 20, 30)]

    assert [page.total for page in pages] == [25] * 4
    assert [len(page.hits) for page in pages] == [10, 10, 5, 0]
    assert len({hit.key for page in pages for hit in page.hits}) == 25


def test_results_can_be_narrowed(notes: Notes, priya: User) -> None:
    grants.give("space:2", priya.holder)
    notes.add("bench", space=1, who=("user:5",), date=datetime(2025, 6, 1, 12, tzinfo=UTC))
    notes.add("bench", space=2, who=("user:6", "a@b.example"), date=datetime(2026, 6, 1, 12, tzinfo=UTC))
    notes_drained()

    assert found(priya, "bench", containers=["space:2"]) == ["note:2"]
    assert found(priya, "bench", people=["user:5"]) == ["note:1"]
    assert set(found(priya, "bench", people=["user:5", "a@b.example"])) == {"note:1", "note:2"}
    assert found(priya, "bench", since=date(2026, 6, 1)) == ["note:2"]
    assert found(priya, "bench", until=date(2026, 5, 31)) == ["note:1"]
    assert found(priya, "bench", since=date(2026, 6, 1), until=date(2026, 6, 1)) == ["note:2"]
    assert set(found(priya, "bench", kinds=["note"])) == {"note:1", "note:2"}
    assert found(priya, "bench", kinds=["mail"]) == []
    assert found(priya, "bench", containers=["space:3"]) == []
    assert set(found(priya, "bench", since=date.min, until=date.max)) == {"note:1", "note:2"}


def test_counts_leave_out_their_own_filter(notes: Notes, priya: User) -> None:
    grants.give("space:2", priya.holder)
    for space in (1, 1, 2, 9):
        notes.add("bench", space=space, who=(f"user:{space}",))
    notes_drained()

    counts = queries.count(priya, "bench", queries.Filters(containers=("space:1",)), {"ever": (None, date.max)})

    assert counts.containers == {"space:1": 2, "space:2": 1}, "space 9 is not hers to count"
    assert counts.kinds == {"note": 2}
    assert counts.people == {"user:1": 2}
    assert counts.dates == {"ever": 2}


def test_nobody_finds_anything_without_being_somebody(notes: Notes, priya: User) -> None:
    notes.add("bench")
    notes_drained()
    gone = User.objects.get(pk=priya.pk)
    gone.is_active = False

    assert found(priya, "bench") == ["note:1"]
    assert found(AnonymousUser(), "bench") == []
    assert found(gone, "bench") == []
    assert found(people.user("Olwen Side"), "bench") == []


@pytest.mark.parametrize("seed", range(5))
def test_a_person_finds_exactly_what_the_database_shows_them(notes: Notes, seed: int) -> None:
    rng = random.Random(seed)
    team = people.team("Libraries")
    crowd = [people.user(f"Person {n}", team=team if n % 2 else None) for n in range(6)]
    holders = [user.holder for user in crowd] + [f"team:{team.pk}", "kind:staff", "kind:guest"]
    for space in range(1, 9):
        grants.replace(f"space:{space}", rng.sample(holders, rng.randint(0, 3)))
    for _ in range(60):
        notes.add(rng.choice(["bench", "bench lamp", "lamp"]), space=rng.randint(1, 9))
    notes_drained()
    for space in rng.sample(range(1, 9), 4):
        grants.replace(f"space:{space}", rng.sample(holders, rng.randint(0, 3)))

    for person in crowd:
        user = User.objects.get(pk=person.pk)
        visible = {f"note:{pk}" for pk, note in notes.rows.items() if grants.may_see(user, f"space:{note.space}")}
        with_word = {key for key in visible if "bench" in notes.rows[int(key[5:])].body}
        results = queries.find(user, "bench", limit=100)
        assert {hit.key for hit in results.hits} == with_word
        assert results.total == len(with_word), "a total that counts more tells of things that may not be seen"
        assert {hit.key for hit in queries.find(user, "", limit=100).hits} == visible
        assert sum(queries.count(user, "bench", queries.Filters(), {}).containers.values()) == len(with_word)


def test_what_the_database_no_longer_shows_is_dropped_and_logged(
    notes: Notes, priya: User, caplog: pytest.LogCaptureFixture
) -> None:
    notes.add("bench")
    notes.add("bench")
    notes.add("bench")
    notes_drained()
    notes.rows[1].space = 9  # moved, and the index has not heard
    del notes.rows[2]

    with caplog.at_level(logging.WARNING, "moothall.search"):
        results = queries.find(priya, "bench")

    assert [hit.key for hit in results.hits] == ["note:3"]
    assert results.total == 1
    assert "note:1" in caplog.text and "note:2" in caplog.text


HOSTILE = [
    '"unbalanced',
    'a "b" "c',
    "*:*",
    "*",
    "container:space:2",
    "space:2",
    "kind:note OR container:space:2",
    "bench) OR (container:space:2",
    "[* TO *]",
    "/.*/",
    "bench~2",
    "-",
    '-""',
    '""',
    "--- +++ \\ \\\\",
    "\0",
    "be\0nch",
    "😀",
    "🇬🇧 👩‍👩‍👧",
    "\ud800",
    "٣ १",
    "bench " * 2000,
    "x" * 10_000,
    "(" * 5000,
    '"' * 5000,
    "\u202ebench",
    " ",
    "\n\t",
    "{{ 7*7 }} ${7*7} %s %(a)s",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_is_typed_fails_or_widens_sight(notes: Notes, priya: User, text: str) -> None:
    notes.add("bench in space one", space=1)
    notes.add("bench in space:2 container kind note", space=2)
    notes_drained()

    results = queries.find(priya, text)

    assert {hit.key for hit in results.hits} <= {"note:1"}
    assert results.total <= 1
    queries.count(priya, text, queries.Filters(), queries.ranges())


@pytest.mark.parametrize("value", ["*", "", "space:2", "\0", "x" * 10_000, 'a" OR "b'])
def test_no_filter_widens_sight(notes: Notes, priya: User, value: str) -> None:
    notes.add("bench", space=2)
    notes_drained()

    for name in ("kinds", "containers", "people"):
        assert found(priya, "bench", **{name: [value]}) == []


def test_only_signs_find_nothing_and_say_so(notes: Notes, priya: User) -> None:
    notes.add("bench")
    notes_drained()

    results = queries.find(priya, "?! …")

    assert results.senseless
    assert results.total == 0
    assert not queries.find(priya, "bench").senseless


def test_more_words_than_are_used_are_said_to_be_cut(notes: Notes, priya: User) -> None:
    notes.add("bench")
    notes_drained()

    assert queries.find(priya, " ".join(f"w{n}" for n in range(50))).cut
    assert not queries.find(priya, "bench").cut


@pytest.mark.parametrize(
    ("body", "text", "snippet"),
    [
        ("a lone working clause", '"lone working"', "a <mark>lone working</mark> clause"),
        ("a lone-working clause", "lone working", "a <mark>lone-working</mark> clause"),
        ("<b>bench</b> & <script>", "bench", "&lt;b&gt;<mark>bench</mark>&lt;/b&gt; &amp; &lt;script&gt;"),
        ("“Café” tŷ – bench ŷŷ", "bench", "“Café” tŷ – <mark>bench</mark> ŷŷ"),
        ("😀 benches 😀", "bench", "😀 <mark>benches</mark> 😀"),
        ("nothing of the kind", "note", "nothing of the kind"),
    ],
)
def test_snippets_mark_what_matched_and_nothing_else(
    notes: Notes, priya: User, body: str, text: str, snippet: str
) -> None:
    notes.add(body)
    notes_drained()

    assert queries.find(priya, text).hits[0].snippet == snippet


def test_a_snippet_of_a_long_text_is_where_all_words_match(notes: Notes, priya: User) -> None:
    notes.add("The bench. " + "filler " * 600 + "A green bench stands here. " + "filler " * 600)
    notes_drained()
    assert "A <mark>green bench</mark> stands here" in queries.find(priya, "green bench").hits[0].snippet


def test_a_snippet_of_a_long_text_shows_where_it_matched(notes: Notes, priya: User) -> None:
    notes.add("filler " * 400 + "the bench is here " + "filler " * 400)
    notes_drained()

    snippet = queries.find(priya, "bench").hits[0].snippet

    assert "the <mark>bench</mark> is here" in snippet
    assert snippet.startswith("…") and snippet.endswith("…")
    assert len(snippet) < 300


def test_a_word_beyond_what_is_shown_is_found_all_the_same(notes: Notes, priya: User) -> None:
    notes.add("filler " * (index.SHOWN_CHARS // 7 + 10) + "needle in the haystack")
    notes_drained()

    results = queries.find(priya, '"needle in the haystack"')

    assert results.total == 1
    assert results.hits[0].snippet.startswith("filler filler")


def test_a_kind_whose_room_is_off_is_not_found(notes: Notes, priya: User) -> None:
    from moothall.search.sources import sources

    notes.add("bench")
    notes_drained()
    sources.clear()

    assert found(priya, "bench") == []
    assert queries.count(priya, "bench", queries.Filters(), {}).kinds == {}


def test_a_note_moved_to_another_space_is_found_there(notes: Notes, priya: User) -> None:
    from moothall.search import outbox

    olwen = people.user("Olwen Side")
    grants.give("space:2", olwen.holder)
    notes.add("bench")
    notes_drained()
    notes.rows[1] = Note("bench", space=2)
    outbox.changed("note", [1])
    notes_drained()

    assert (found(priya, "bench"), found(olwen, "bench")) == ([], ["note:1"])
