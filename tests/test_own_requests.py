"""A request that is about one of us: whatever part they had in it before, they find nothing of it on any way."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.disclosure.actions import (
    attestations,
    cases,
    holding,
    letters,
    log,
    parts,
    passing,
    reasons,
    receipts,
    released,
    review,
    reviews,
    searches,
    terms,
)
from moothall.disclosure.actions.cases import Asked, Impossible
from moothall.disclosure.actions.log import Published
from moothall.disclosure.actions.searches import Wanted
from moothall.disclosure.law.letters import Kind as LetterKind
from moothall.disclosure.law.regimes import Regime
from moothall.disclosure.models import (
    Activity,
    Allocation,
    Attestation,
    Case,
    Kind,
    Letter,
    Outcome,
    Part,
    Purpose,
    ReleasedFile,
    ReviewItem,
    ReviewSet,
    Sample,
    Tag,
)
from moothall.disclosure.queries import board, desk, insight
from moothall.disclosure.queries import log as log_queries
from moothall.disclosure.queries import passing as things
from moothall.disclosure.queries import searches as told
from moothall.disclosure.tests import make, make_searches, make_sending
from moothall.disclosure.urls import urlpatterns
from moothall.kit import clock
from moothall.mail.models import Message
from moothall.mail.tests import make as make_mail
from moothall.notices import queries as notices
from moothall.notices.delivery import deliver
from moothall.notices.gathering import gather
from moothall.people import export
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.search import writer

pytestmark = pytest.mark.django_db
WORD = "quokka"
NOW = datetime(2026, 9, 30, 9, tzinfo=UTC)
ELSEWHERE = ("/", "/notices/?show=all", "/overview/", "/records/holds/", "/lessons/", "/mail/", "/people/", "/audit/")


@pytest.fixture(autouse=True)
def late_september() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def samira(cast: Cast) -> User:
    return make.officer()


@pytest.fixture
def otto(cast: Cast) -> User:
    """An officer, a records manager and an auditor, of a team."""
    roles = (Role.DISCLOSURE_OFFICER, Role.RECORDS_MANAGER, Role.AUDITOR)
    return make_people.user("Otto Keeper", roles=roles, team=make_people.team("Roads"))


@pytest.fixture
def case(cast: Cast, samira: User, otto: User) -> Case:
    """One in which he has every part that there is: he opened it, was asked, answers, stands in, approves, attests."""
    make_sending.held_terms(by=samira)
    box = make_mail.mailbox("care@wexmoor.example", owner=cast.gareth, others=[otto])
    make_mail.brought_in(box, [make_mail.eml(f"The {WORD}", f"The {WORD} came.", message_id="<1@x>")])
    writer.rebuild()
    thing = things.thing_of(otto, f"message:{Message.objects.get().pk}")
    assert thing is not None
    asked = Asked(f"The {WORD}", f"Why did the {WORD} come?", source=thing.token, received_on=date(2026, 9, 7))
    made = passing.pass_on(thing, asked, make.ASKER, by=otto)
    cases.give(made, by=otto, owner=otto)
    cases.record(made, Kind.NOTE, by=otto, words=f"A {WORD} is noted.")
    split = parts.split(made, by=otto, questions=[f"Which {WORD}, {number}?" for number in range(4)])
    parts.ask(split[0], by=samira, person=otto)
    assert otto.team is not None
    parts.ask(split[1], by=samira, team=otto.team)
    parts.ask(split[2], by=samira, person=cast.gareth)
    day = clock.today()
    terms.stand_in(by=samira, person=cast.gareth, stand_in=otto, first_on=day, last_on=day + timedelta(days=20))
    parts.ask(split[3], by=samira, person=otto)
    given = parts.answer(split[3], by=otto, outcome=Outcome.GIVEN, words=f"Its {WORD}ness.")
    parts.check(given, by=samira, agrees=True)
    parts.check(parts.answer(split[3], by=samira, outcome=Outcome.GIVEN, words=WORD), by=otto, agrees=True)
    parts.chase(Allocation.objects.get(part=split[0]), by=samira)
    parts.spend(made, by=otto, activity=Activity.LOCATE, minutes=20, words=WORD)
    make_searches.asked(made, by=samira, person=otto)
    make_searches.search(made, by=otto, query=WORD)
    found = make_searches.review_set(made, by=otto)
    review.decide(found.items.order_by("number")[0], by=otto, tag=Tag.IN_SCOPE, note=WORD)
    review.draw(made, by=otto, purpose=Purpose.SECOND, size=1)
    letters.ask_to_approve(letters.draft(made, by=samira, kind=LetterKind.ANSWER), by=samira, person=otto)
    make_sending.copy(made, by=samira, name=f"{WORD}.pdf")
    reviews.open_review(made, by=samira, words=f"I want the {WORD}.", owner=make.officer("Ines Moreau"))
    return Case.objects.get(pk=made.pk)


def pages() -> Iterator[str]:
    """Every page of the room that is not public, with every number that any of its tables has."""
    values: dict[str, tuple[object, ...]] = {"pk": tuple(range(1, 8)), "number": (0, 1), "show": ("mail", "assets")}
    for pattern in urlpatterns:
        names = list(pattern.pattern.converters)
        if "published" in str(pattern.pattern) or not set(names) <= set(values):
            continue
        for chosen in product(*(values[name] for name in names)):
            yield reverse(f"disclosure:{pattern.name}", kwargs=dict(zip(names, chosen, strict=True)))


def shown(client: Client, addresses: Iterator[str] | set[str]) -> set[str]:
    """Where the word stands, or something that is fetched."""
    found = set()
    for address in addresses:
        answer = client.get(address)
        words = answer.getvalue().decode("utf-8", "replace").lower()
        if answer.status_code == 200 and (
            WORD in words or "attachment" in answer.headers.get("Content-Disposition", "")
        ):
            found.add(address)
    return found


def closed_to(case: Case, otto: User, samira: User) -> None:
    cases.give(case, by=samira, owner=samira, about=otto)


@pytest.mark.words  # and on PostgreSQL the numbers of rows do not begin at 1
def test_he_finds_it_on_no_page(case: Case, otto: User, samira: User, as_user: Callable[[User], Client]) -> None:
    client = as_user(otto)
    before = shown(client, pages())
    assert len(before) > 40, sorted(before)
    closed_to(case, otto, samira)
    left = shown(client, before | set(pages()))
    assert not left, sorted(left)
    for page in ELSEWHERE:
        said = client.get(page).content.decode()
        assert page == "/mail/" or WORD not in said.lower(), page
        assert case.reference not in said, page
    for kind in ("letters", "released", "review_sets", "attestations", "parts"):
        rows = getattr(case, kind)
        assert rows.exists() and not rows.model.objects.visible_to(otto).filter(case=case).exists(), kind
    assert case.get_absolute_url() in shown(as_user(samira), {case.get_absolute_url()})


def test_nothing_counts_it_tells_it_or_mails_it_to_him(case: Case, otto: User, samira: User) -> None:
    closed_to(case, otto, samira)
    fresh = User.objects.get(pk=otto.pk)
    assert (
        board.tally(fresh).open == 0
        and not list(board.waiting_for(fresh))
        and not any(age.count for age in board.ageing(fresh))
    )
    assert desk.card(fresh) is None and not told.told(fresh) and not log_queries.could_be_published(fresh)
    found = insight.insight(fresh)
    assert not found.questions and not found.assets
    assert notices.unread(fresh) == 0
    with (
        override_settings(
            MOOTHALL_MAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend", MOOTHALL_MAIL_CONTENT="all"
        ),
        clock.at(NOW + timedelta(days=2, hours=3)),
    ):
        mail.outbox = []
        gather()
        deliver()
    letters_to_him = [one.message().as_string() for one in mail.outbox if otto.email in one.to]
    assert not [text for text in letters_to_him if WORD in text.lower() or case.reference in text]


def test_his_copy_of_what_is_held_about_him_has_nothing_of_it(case: Case, otto: User, samira: User) -> None:
    def copy() -> str:
        with export.zipped(otto, own=True) as file, zipfile.ZipFile(file) as archive:
            names = [name for name in archive.namelist() if name.startswith(("requests", "statutory"))]
            return " ".join(archive.read(name).decode() for name in names)

    assert WORD in copy() and f'"case": {case.pk}' in copy()
    closed_to(case, otto, samira)
    held = copy()
    assert WORD not in held and f'"case": {case.pk}' not in held and '"opened_case"' not in held
    assert '"searches"' not in held


def record_of(client: Client, case: Case) -> str:
    """All that a reader of the record is told: the list, every act by number, the case, an export."""
    pages = ["/audit/"]
    pages += [f"/audit/{seq}/" for seq in Entry.objects.values_list("seq", flat=True)]
    pages += [f"/audit/case/disclosure.case/{case.pk}/", f"/audit/case/records.hold/{case.hold_id}/"]
    said = "\n".join(re.sub(r"(?s)<select.*?</select>", "", client.get(page).content.decode()) for page in pages)
    answer = client.post("/audit/export/", {"personal": "on"})
    with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as archive:
        names = ("entries.jsonl", "entries.csv", "private.jsonl")
        return said + "\n".join(archive.read(name).decode() for name in names)


def test_he_reads_no_act_on_it_in_the_record_and_no_other_auditor_reads_more(
    case: Case, otto: User, samira: User, cast: Cast, as_user: Callable[[User], Client]
) -> None:
    case.refresh_from_db()
    address = f"/audit/case/disclosure.case/{case.pk}/"
    assert as_user(otto).get(address).status_code == 200 and "opened a case for a request" in record_of(
        as_user(otto), case
    )
    closed_to(case, otto, samira)
    cases.give(case, by=samira, owner=samira, about=otto, sensitive=True)
    acts = ("for a request", "a part of a", "case.", "part.", "disclosure.case", "sensitive", case.reference)
    for reader in (otto, cast.auditor, cast.admin):
        said = record_of(as_user(reader), case)
        assert not [said[max(0, said.index(act) - 200) :][:400] for act in acts if act in said], reader
        assert as_user(reader).get(address).status_code == 404
        for asked in (f"thing=disclosure.case:{case.pk}", f"thing=records.hold:{case.hold_id}", "verb=part.asked_for"):
            answer = as_user(reader).get(f"/audit/?{asked}").content.decode()
            assert "Nothing in the record fits" in answer, asked
    listed = [as_user(reader).get("/audit/").content.decode() for reader in (otto, cast.auditor)]
    assert len({page.count("an act on something that is closed") for page in listed}) == 1
    assert "an act on something that is closed" in listed[0]


def test_an_auditor_who_may_see_the_case_reads_what_was_done_to_it(
    case: Case, otto: User, samira: User, as_user: Callable[[User], Client]
) -> None:
    closed_to(case, otto, samira)
    other = make_people.user("Tess Penhale", roles=(Role.DISCLOSURE_OFFICER, Role.AUDITOR))
    assert (
        "opened a case for a request" in as_user(other).get(f"/audit/case/disclosure.case/{case.pk}/").content.decode()
    )


def test_he_does_nothing_to_it(case: Case, otto: User, samira: User) -> None:
    closed_to(case, otto, samira)
    case.refresh_from_db()
    part = Part.objects.filter(case=case, dropped_at=None)[0]
    letter, copy, item = Letter.objects.get(), ReleasedFile.objects.get(), ReviewItem.objects.all()[0]
    what = Published("x", "x", "x", Outcome.GIVEN)
    acts: list[Callable[[], object]] = [
        lambda: searches.search(case, by=otto, wanted=Wanted(WORD), reason="x"),
        lambda: searches.say_not_searched(case, by=otto, what="x", why="x"),
        lambda: holding.keep(case, by=otto),
        lambda: holding.let_go(case, by=otto, reason="x"),
        lambda: review.make(case, by=otto),
        lambda: review.gather(case, by=otto),
        lambda: review.decide(item, by=otto, tag=Tag.OUT_OF_SCOPE),
        lambda: review.draw(case, by=otto, purpose=Purpose.SECOND, size=1),
        lambda: cases.record(case, Kind.CLOSED, by=otto),
        lambda: cases.strike(case.events.all()[0], by=otto, words="x"),
        lambda: cases.give(case, by=otto, owner=otto),
        lambda: receipts.acknowledge(case, by=otto),
        lambda: parts.split(case, by=otto, questions=["x"]),
        lambda: parts.ask(part, by=otto, person=samira),
        lambda: parts.answer(part, by=otto, outcome=Outcome.GIVEN, words="x"),
        lambda: parts.claim(part, by=otto, citation="43(2)", answers={}),
        lambda: parts.spend(case, by=otto, activity=Activity.LOCATE, minutes=1),
        lambda: reasons.consult(part, by=otto, whom="x", asked="x", asked_on=clock.today()),
        lambda: reasons.estimate(case, by=otto, what="x", sample=["1", "2"], total=9),
        lambda: letters.draft(case, by=otto, kind=LetterKind.ANSWER),
        lambda: letters.rewrite(letter, by=otto, subject="x", text="x"),
        lambda: letters.approve(letter.last(), by=otto),
        lambda: letters.put_by(letter, by=otto),
        lambda: letters.send(letter, by=otto),
        lambda: released.sign(copy, by=otto),
        lambda: released.take_back(copy, by=otto),
        lambda: reviews.open_review(case, by=otto, words="x", owner=samira),
        lambda: log.publish(case, what, by=otto),
        lambda: attestations.attest(Attestation.objects.get(), by=otto, answer="x"),
        lambda: attestations.ask_to_attest(case, by=otto, kind="private", of_what="x", words="x", name="x"),  # type: ignore[arg-type]
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert ReviewSet.objects.count() == Sample.objects.count() == 1


def test_what_hangs_together_with_it_is_closed_to_him_too(case: Case, otto: User, samira: User) -> None:
    again = Case.objects.get(of=case)
    closed_to(case, otto, samira)
    again.refresh_from_db()
    assert again.about == otto and not Case.objects.visible_to(otto).exists()
    other = make.case(by=samira, owner=samira)
    its_review = reviews.open_review(other, by=samira, words="Again.", owner=otto)
    with pytest.raises(Impossible, match="somebody else"):
        cases.give(other, by=samira, owner=samira, about=otto)
    assert its_review.regime == Regime.REVIEW
    cases.give(its_review, by=samira, owner=User.objects.get(name="Ines Moreau"), about=otto)
    assert not Case.objects.visible_to(otto).exists()


def test_who_passes_the_same_mail_on_learns_of_no_case_about_them(
    case: Case, otto: User, samira: User, as_user: Callable[[User], Client]
) -> None:
    address = reverse("disclosure:pass_on") + f"?thing={case.source}"
    assert case.reference in as_user(otto).get(address).content.decode()
    closed_to(case, otto, samira)
    assert case.reference not in as_user(otto).get(address).content.decode()
