"""Searching the whole hall for a live case: what is found, held, left out, and by no other way."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from conftest import Cast
from moothall.audit.models import Entry, Private
from moothall.disclosure.actions import attestations, cases, holding, searches
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.law.clocks import Happening
from moothall.disclosure.models import Attestation, AttestationKind, Case, NotSearched, SearchHit, StatutorySearch
from moothall.disclosure.queries import searches as queries
from moothall.disclosure.queries import unsearched
from moothall.disclosure.tests import make, make_searches
from moothall.kit import clock
from moothall.mail.models import Mailbox, Message
from moothall.mail.tests import make as make_mail
from moothall.notices.models import Notice
from moothall.people.models import User
from moothall.records.actions import holds
from moothall.records.actions.holds import StillNeeded
from moothall.records.models import Hold
from moothall.records.models.holds import NEUTRAL
from moothall.records.tests import make_holds
from moothall.search import statutory, writer
from moothall.search.queries import Filters, find
from moothall.spaces.models import Openness, Post
from moothall.spaces.tests import make as make_spaces

pytestmark = pytest.mark.django_db
CAME = date(2026, 9, 7)


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture(autouse=True)
def september() -> Iterator[None]:
    with clock.at(datetime(2026, 9, 22, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def hall(cast: Cast) -> Mailbox:
    """Mail and a private space of others, in which there is talk of agencies."""
    box = make_mail.mailbox("care@wexmoor.example", owner=cast.gareth)
    letters = [
        make_mail.eml("Agency rates", "The agency asks for £30 an hour.", message_id="<1@x>"),
        make_mail.eml("Lunch", "Soup today.", message_id="<2@x>"),
    ]
    make_mail.brought_in(box, letters)
    private = make_spaces.space(name="Rates", by=cast.priya, openness=Openness.PRIVATE)
    make_spaces.conversation(private, by=cast.priya, title="Costs", body="What does each agency cost us?")
    writer.rebuild()
    return box


@pytest.fixture
def case(samira: User) -> Case:
    return make.case(by=samira, received_on=CAME, owner=samira)


def closed(case: Case, by: User) -> Case:
    cases.record(case, Happening.ANSWERED, by=by)
    case.refresh_from_db()
    return case


def keys(search: StatutorySearch) -> set[str]:
    return set(search.hits.values_list("key", flat=True))


def test_a_search_finds_what_the_searcher_may_not_see_and_says_of_which_index(
    samira: User, case: Case, hall: Mailbox
) -> None:
    assert find(samira, "agency").total == 0
    made = make_searches.search(case, by=samira)
    message, post = Message.objects.get(subject="Agency rates"), Post.objects.get()
    assert keys(made) == {f"mail:{message.pk}", f"post:{post.pk}"}
    assert made.total == 2 and made.kinds == {"mail": 1, "post": 1}
    assert made.containers == {hall.container: 1, post.conversation.space.container: 1}
    assert made.generation and made.version and made.at == clock.now()
    again = make_searches.search(case, by=samira)
    assert again.digest == made.digest and again.generation and again.stamp


def test_a_search_is_on_record_with_its_words_outside_the_chain(samira: User, case: Case, hall: Mailbox) -> None:
    make_searches.search(case, by=samira)
    entry = Entry.objects.get(verb="case.searched")
    assert entry.details["found"] == 2 and "agency" not in str(entry.details)
    assert Private.objects.filter(entry=entry, content__query="agency", content__reason=make_searches.WHY).exists()


def test_a_search_is_narrowed_by_place_person_kind_and_day(samira: User, case: Case, hall: Mailbox) -> None:
    def total(query: str = "agency", **more: tuple[str, ...]) -> int:
        return make_searches.search(case, query, by=samira, **more).total  # type: ignore[arg-type]  # no reason

    assert total(containers=(hall.container,)) == 1
    assert total(kinds=("post",)) == 1
    assert total("", containers=(hall.container,)) == 2
    assert total(people=("nobody@example.com",)) == 0
    wanted = searches.Wanted("agency", since=date(2026, 9, 22), until=date(2026, 9, 22))
    found = searches.search(case, by=samira, wanted=wanted, reason="x")
    assert set(found.kinds) == {"post"} and found.filters == {"since": "2026-09-22", "until": "2026-09-22"}


def test_a_search_for_nothing_or_for_no_reason_is_refused(samira: User, case: Case, hall: Mailbox) -> None:
    for query, reason in (("", "x"), ("!!!", "x"), ("agency", " ")):
        with pytest.raises(Impossible):
            make_searches.search(case, by=samira, query=query, reason=reason)
    assert not StatutorySearch.objects.exists()


def test_nobody_searches_but_an_officer_who_works_on_the_case(cast: Cast, samira: User, hall: Mailbox) -> None:
    about = make.case(by=cast.priya, about=samira, owner=make.officer("Otto Keeper"))
    secret = make.case(by=cast.priya, sensitive=True, owner=User.objects.get(name="Otto Keeper"))
    for person, case in ((cast.admin, about), (cast.priya, about), (samira, about), (samira, secret)):
        with pytest.raises(PermissionDenied):
            make_searches.search(case, by=person)
    assert not StatutorySearch.objects.exists()


def test_nothing_is_searched_after_closing_by_any_path(samira: User, case: Case, hall: Mailbox) -> None:
    made = make_searches.search(case, by=samira)
    closed(case, samira)
    with pytest.raises(Impossible):
        make_searches.search(case, by=samira)
    fields = {"case": case, "reason": "x", "by": samira, "generation": "g", "version": "1", "stamp": 1, "total": 0}
    attempts: list[Callable[[], object]] = [
        lambda: StatutorySearch.objects.create(**fields),
        lambda: StatutorySearch.objects.bulk_create([StatutorySearch(**fields)]),
        lambda: SearchHit.objects.create(search=made, key="mail:1", container="mailbox:1"),
        lambda: SearchHit.objects.bulk_create([SearchHit(search=made, key="mail:1", container="mailbox:1")]),
        lambda: raw("INSERT INTO disclosure_searchhit (search_id, key, container) VALUES (%s, 'a:1', 'b:1')", made.pk),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def raw(sql: str, *given: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def test_a_search_and_its_hits_stay_as_they_were_made(samira: User, case: Case, hall: Mailbox) -> None:
    made = make_searches.search(case, by=samira)
    attempts: list[Callable[[], object]] = [
        lambda: StatutorySearch.objects.filter(pk=made.pk).update(query="other"),
        lambda: made.hits.update(key="mail:99"),
        lambda: made.hits.all().delete(),
        lambda: raw("DELETE FROM disclosure_statutorysearch WHERE id = %s", made.pk),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_whom_a_case_is_about_writes_no_search_for_it(cast: Cast, samira: User) -> None:
    about = make.case(by=cast.priya, about=samira, owner=make.officer("Otto Keeper"))
    fields = {"case": about, "reason": "x", "generation": "g", "version": "1", "stamp": 1, "total": 0}
    with pytest.raises(DatabaseError), transaction.atomic():
        StatutorySearch.objects.create(by=samira, **fields)


def test_the_first_search_holds_what_it_found_and_the_next_one_more(samira: User, case: Case, hall: Mailbox) -> None:
    make_searches.search(case, by=samira)
    case.refresh_from_db()
    assert case.hold is not None and case.hold.in_force and case.hold.case == case.reference
    assert case.hold.scopes.count() == 2
    make_searches.search(case, by=samira, query="soup")
    assert case.hold.scopes.count() == 3 and Hold.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.filter(subject="Agency rates").delete()
    held = queries.held(case)
    assert held is not None and sum(one.count for one in held.counts) == 3


def test_a_search_that_finds_nothing_holds_nothing(samira: User, case: Case, hall: Mailbox) -> None:
    assert make_searches.search(case, by=samira, query="zebra").total == 0
    case.refresh_from_db()
    assert case.hold is None and holding.keep(case, by=samira) is None


def test_the_hold_of_a_sensitive_case_says_nothing_of_it(samira: User, hall: Mailbox) -> None:
    secret = make.case(by=samira, sensitive=True, owner=samira)
    make_searches.search(secret, by=samira)
    hold = Hold.objects.get()
    assert hold.case == "" and hold.reason == NEUTRAL and secret.title not in hold.reason


def test_a_hold_does_not_go_while_its_case_is_open(samira: User, case: Case, hall: Mailbox) -> None:
    make_searches.search(case, by=samira)
    case.refresh_from_db()
    manager = make_holds.manager()
    assert case.hold is not None
    with pytest.raises(StillNeeded):
        holds.release(case.hold, by=manager, reason="Over.")
    with pytest.raises(Impossible):
        holding.let_go(case, by=samira, reason="Over.")
    held = case.hold.pk
    gone = {"released_at": clock.now(), "released_by": manager, "release_reason": "Over."}
    attempts: list[Callable[[], object]] = [
        lambda: Hold.objects.filter(pk=held).update(**gone),
        lambda: Hold.objects.filter(pk=held).delete(),
        lambda: raw(
            "UPDATE records_hold SET released_at = '2026-09-22 09:00:00+00', released_by_id = %s,"
            " release_reason = 'x' WHERE id = %s",
            manager.pk,
            held,
        ),
        lambda: Case.objects.filter(pk=case.pk).update(hold=None),
        lambda: raw("UPDATE disclosure_case SET hold_id = NULL WHERE id = %s", case.pk),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert Hold.objects.in_force().filter(pk=held).exists()


def test_a_hold_goes_after_closing_and_a_case_that_opens_again_gets_another(
    samira: User, case: Case, hall: Mailbox
) -> None:
    make_searches.search(case, by=samira)
    closed(case, samira)
    holding.let_go(case, by=samira, reason="Answered, and no review was asked for.")
    case.refresh_from_db()
    first = case.hold
    assert first is not None and not first.in_force
    cases.strike(case.events.get(kind=Happening.ANSWERED), by=samira, words="It was another.")
    case.refresh_from_db()
    assert case.is_open
    again = holding.keep(case, by=samira)
    assert again is not None and again != first and again.in_force


def test_what_a_councillor_holds_as_their_own_is_in_no_search(
    cast: Cast, samira: User, case: Case, hall: Mailbox
) -> None:
    rees = make_searches.councillor()
    box = make_mail.mailbox("rees@wexmoor.example", owner=rees)
    make_mail.brought_in(box, [make_mail.eml("Casework", "The agency sacked Mrs Pugh.", message_id="<9@x>")])
    assert make_searches.search(case, by=samira).total == 3
    make_searches.own(box.container, holder=rees)
    made = make_searches.search(case, by=samira)
    assert made.total == 2 and made.left_out == [box.container]
    assert make_searches.search(case, by=samira, containers=(box.container,), query="").total == 0
    with pytest.raises(DatabaseError), transaction.atomic():
        SearchHit.objects.create(search=made, key="mail:77", container=box.container)
    (own,) = unsearched.unsearched(case).own
    assert own.held.holder == rees and own.asked is None
    make_searches.own(box.container, holder=rees, held=False)
    assert make_searches.search(case, by=samira).total == 3


def test_only_the_councillor_who_holds_it_alone_or_a_records_manager_says_so(cast: Cast, samira: User) -> None:
    rees = make_searches.councillor()
    alone = make_mail.mailbox("rees@wexmoor.example", owner=rees)
    shared = make_mail.mailbox("leader@wexmoor.example", owner=rees, others=[cast.priya])
    council = make_mail.mailbox("roads@wexmoor.example", owner=cast.gareth)
    for by, holder, box in (
        (rees, rees, shared),
        (rees, rees, council),
        (cast.gareth, cast.gareth, council),
        (samira, rees, alone),
        (cast.admin, rees, alone),
        (make_holds.manager(), cast.gareth, council),
    ):
        with pytest.raises(PermissionDenied):
            make_searches.own(box.container, holder=holder, by=by)
    make_searches.own(alone.container, holder=rees)
    make_searches.own(shared.container, holder=rees, by=User.objects.get(name="Rhiannon Oakes"))
    with pytest.raises(Impossible):
        make_searches.own(alone.container, holder=rees)


def test_an_attestation_is_asked_for_given_once_and_stays(cast: Cast, samira: User, case: Case) -> None:
    asked = make_searches.asked(case, by=samira, person=cast.gareth)
    assert Notice.objects.filter(person=cast.gareth, thing="attestation", subject=asked.pk).exists()
    for stranger in (cast.priya, cast.admin):
        with pytest.raises(PermissionDenied):
            attestations.attest(asked, by=stranger, answer="Nothing.")
    with pytest.raises(Impossible):
        attestations.attest(asked, by=cast.gareth, answer=" ")
    given = attestations.attest(asked, by=cast.gareth, answer="Searched for “agency” on 22 September: two messages.")
    assert given.attested_at == clock.now()
    with pytest.raises(Impossible):
        attestations.attest(asked, by=cast.gareth, answer="Three.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Attestation.objects.filter(pk=asked.pk).update(answer="None.")
    assert [one.answer for one in unsearched.unsearched(case).attestations] == [given.answer]


def test_whom_a_case_is_about_is_asked_for_nothing_and_sees_nothing(cast: Cast, samira: User) -> None:
    case = make.case(by=samira, about=cast.gareth, owner=samira)
    with pytest.raises(Impossible):
        make_searches.asked(case, by=samira, person=cast.gareth)
    asked = Attestation.objects.create(
        case=case,
        kind=AttestationKind.PRIVATE,
        of_what="x",
        words="x",
        asked_of=cast.gareth,
        asked_on=clock.today(),
        asked_by=samira,
    )
    assert not Attestation.objects.visible_to(cast.gareth).exists()
    with pytest.raises(PermissionDenied):
        attestations.attest(asked, by=cast.gareth, answer="Nothing.")


def test_what_was_not_searched_is_derived_and_written_down(cast: Cast, samira: User, case: Case, hall: Mailbox) -> None:
    files = [("plan.pdf", "application/pdf", b"%PDF the plan")]
    make_mail.brought_in(hall, [make_mail.eml("With a file", files=files, message_id="<5@x>")])
    searches.say_not_searched(case, by=samira, what="The basement", why="It is flooded.")
    found = unsearched.unsearched(case)
    assert [row.what for row in found.rows] == ["The basement"]
    assert any(line.show == unsearched.MAIL for line in found.lines)
    listed, _cursor = unsearched.unread_mail(case, None)
    assert [one.name for one in listed] == ["plan.pdf"]
    with pytest.raises(DatabaseError), transaction.atomic():
        NotSearched.objects.all().delete()


def test_staff_are_told_how_often_and_nothing_of_sensitive_cases(cast: Cast, samira: User, hall: Mailbox) -> None:
    plain = make.case(by=samira, owner=samira)
    secret = make.case(by=samira, owner=samira, sensitive=True)
    about = make.case(by=samira, owner=samira, about=cast.gareth)
    for case in (plain, plain, secret, about):
        make_searches.search(case, by=samira)
    assert [(one.searches, one.requests) for one in queries.told(cast.priya)] == [(3, 2)]
    assert [(one.searches, one.requests) for one in queries.told(cast.gareth)] == [(2, 1)]
    assert list(queries.export(cast.gareth)) == [{"month": "2026-09", "searches": 2, "requests": 1}]


def test_the_engine_itself_leaves_out_what_it_is_told_to(samira: User, hall: Mailbox) -> None:
    everything = statutory.find("agency", filters=Filters(), without=())
    assert everything.total == 2
    assert statutory.find("agency", filters=Filters(), without={hall.container}).total == 1
    with pytest.raises(statutory.Senseless):
        statutory.find("-agency", filters=Filters(), without=())
