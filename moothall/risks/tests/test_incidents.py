"""Incidents and near misses: who reports, who reads, what is linked, and a breach's seventy-two hours."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit import buckets, clock
from moothall.kit.rate import Rate
from moothall.notices.models import Notice
from moothall.people.models import User
from moothall.risks import telling
from moothall.risks.actions import incidents as act
from moothall.risks.models import Breach, Incident, Occurrence, Risk
from moothall.risks.queries.incidents import ticking
from moothall.risks.tests import make, make_watch

SignIn = Callable[[User], Client]
LONDON = ZoneInfo("Europe/London")
pytestmark = pytest.mark.django_db


@pytest.fixture
def rhian(cast: Cast) -> User:
    return make_watch.manager()


def sent(**changed: str) -> dict[str, str]:
    return {
        "kind": "incident",
        "what": "A list went to the wrong team.",
        "happened_on": clock.today().isoformat(),
        "place": "",
        "named": "yes",
        "aware_at": "",
        **changed,
    }


def test_anyone_of_the_council_reports_in_a_minute_and_a_guest_cannot(cast: Cast, as_user: SignIn, rhian: User) -> None:
    answer = as_user(cast.gareth).post(reverse("risks:incident_new"), sent())
    made = Incident.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == made.get_absolute_url()
    assert made.reported_by == cast.gareth
    assert Notice.objects.get(kind=telling.REPORTED).person == rhian
    assert as_user(cast.marcus).get(reverse("risks:incident_new")).status_code == 403
    assert as_user(cast.marcus).post(reverse("risks:incident_new"), sent()).status_code == 403
    with pytest.raises(PermissionDenied):
        make_watch.incident(by=cast.marcus)


def test_what_was_typed_stays_where_something_is_wrong(cast: Cast, as_user: SignIn) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    answer = as_user(cast.gareth).post(reverse("risks:incident_new"), sent(happened_on=tomorrow))
    assert answer.status_code == 422
    assert "A list went to the wrong team." in answer.content.decode()
    assert "Enter a day that has come" in answer.content.decode()
    later = (clock.now() + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    answer = as_user(cast.gareth).post(reverse("risks:incident_new"), sent(personal_data="on", aware_at=later))
    assert answer.status_code == 422
    assert not Incident.objects.exists()


def columns_that_name_people() -> list[tuple[str, str | None]]:
    found = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is User:
                found.append((model._meta.db_table, field.column))
    return found


def rows_naming(user: User) -> dict[tuple[str, str | None], int]:
    counts = {}
    with connection.cursor() as cursor:
        for table, column in columns_that_name_people():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" = %s', [user.pk])  # noqa: S608
            counts[table, column] = cursor.fetchone()[0]
    return counts


def test_a_report_without_a_name_leaves_no_trace_of_who_made_it(
    cast: Cast,
    as_user: SignIn,
    rhian: User,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.getLogger("moothall.access"), "propagate", True)
    client = as_user(cast.gareth)
    client.get(reverse("home:desk"))
    before, last = rows_naming(cast.gareth), Entry.objects.order_by("-seq").values_list("seq", flat=True).first()
    with caplog.at_level(logging.DEBUG):
        client.get(reverse("risks:incident_new"))
        answer = client.post(reverse("risks:incident_new"), sent(named="no", personal_data="on"))
        assert answer.status_code == 302
        page = client.get(answer["Location"])
    assert "without your name" in page.content.decode()
    made = Incident.objects.get()
    assert made.reported_by is None
    assert rows_naming(cast.gareth) == before
    for entry in Entry.objects.filter(seq__gt=last or 0):
        assert entry.actor_id is None
        words = json.dumps([entry.details, entry.object_id, entry.object_type], default=str)
        assert cast.gareth.name not in words
        assert cast.gareth.email not in words
    told = Notice.objects.get(kind=telling.REPORTED)
    assert (told.person, told.by) == (rhian, None)
    for record in caplog.records:
        if getattr(record, "route", "").startswith("/risks/incidents/report"):
            assert record.person is None  # type: ignore[attr-defined]
    session = client.session
    assert set(session.keys()) <= {"_auth_user_id", "_auth_user_backend", "_auth_user_hash"}
    assert client.get(made.get_absolute_url()).status_code == 404, "nobody knows that it is theirs"
    assert "messages" not in client.cookies or not client.cookies["messages"].value


def test_what_is_counted_against_floods_does_not_say_who_reported(
    cast: Cast, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []

    class Store:
        def take(self, key: str, rate: Rate) -> float:
            counted.append(key)
            return 0

    monkeypatch.setattr(buckets, "store", Store)
    client = as_user(cast.gareth)
    client.post(reverse("risks:incident_new"), sent(named="no"))
    assert len(counted) == 1
    assert str(cast.gareth.pk) not in counted[0]
    client.post(reverse("risks:incident_new"), sent())
    assert counted[1].endswith(f"person:{cast.gareth.pk}")


def test_a_flood_of_reports_without_a_name_is_slowed_as_well(
    cast: Cast, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.MOOTHALL_LIMITS, "post", Rate(2, 3600))
    answers = [
        as_user(person).post(reverse("risks:incident_new"), sent(named="no")).status_code
        for person in (cast.gareth, cast.priya, cast.joan)
    ]
    assert answers == [302, 302, 429]


def test_the_log_names_whoever_asks_for_other_pages(
    cast: Cast, as_user: SignIn, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("moothall.access"), "propagate", True)
    with caplog.at_level(logging.INFO, logger="moothall.access"):
        as_user(cast.gareth).get(reverse("risks:incidents"))
    assert [record.person for record in caplog.records if hasattr(record, "person")] == [cast.gareth.pk]


def test_a_manager_who_reports_without_a_name_does_not_stand_out(cast: Cast, rhian: User) -> None:
    other = make_watch.manager("Other Manager")
    make_watch.incident(by=rhian, named=False)
    told = set(Notice.objects.filter(kind=telling.REPORTED).values_list("person", flat=True))
    assert told == {rhian.pk, other.pk}


@override_settings(MOOTHALL_ANONYMOUS_REPORTS=False)
def test_a_council_may_want_names(cast: Cast, as_user: SignIn) -> None:
    with pytest.raises(PermissionDenied):
        make_watch.incident(by=cast.gareth, named=False)
    page = as_user(cast.gareth).get(reverse("risks:incident_new")).content.decode()
    assert "nobody is to know" not in page
    as_user(cast.gareth).post(reverse("risks:incident_new"), sent(named="no"))
    assert Incident.objects.get().reported_by == cast.gareth


def test_the_same_form_sent_twice_reports_once(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    for named in ("no", "yes"):
        token = "6d4b9b52-2b1c-4a57-9a6b-0000000000" + ("01" if named == "no" else "02")
        for _again in range(2):
            client.post(reverse("risks:incident_new"), sent(named=named, token=token))
    assert Incident.objects.count() == 2


def test_each_reads_what_they_may(cast: Cast, as_user: SignIn, rhian: User) -> None:
    dai = make_watch.officer()
    mine = make_watch.incident(by=cast.gareth, what="Mine")
    people = make_watch.incident(by=cast.priya, what="Touching people", personal_data=True)
    plain = make_watch.incident(by=cast.priya, what="Plain one")

    def reads(user: User) -> set[Incident]:
        return {each for each in (mine, people, plain) if as_user(user).get(each.get_absolute_url()).status_code == 200}

    assert reads(cast.gareth) == {mine}
    assert reads(rhian) == {mine, people, plain}
    assert reads(dai) == {people}
    assert reads(cast.outsider) == reads(cast.admin) == reads(cast.auditor) == set()
    listed = as_user(dai).get(reverse("risks:incidents") + "?show=all").content.decode()
    assert "Touching people" in listed
    assert "Plain one" not in listed


def test_only_risk_managers_link_and_close(cast: Cast, as_user: SignIn, rhian: User) -> None:
    asked = make.appraisal(by=cast.priya)
    risk = make.risk(asked, by=cast.priya)
    made = make_watch.incident(by=cast.gareth)
    for person in (cast.gareth, cast.priya, cast.admin):
        with pytest.raises(PermissionDenied):
            act.link(made, by=person, risk=risk)
        with pytest.raises(PermissionDenied):
            act.close(made, by=person, words="So")
    own = as_user(cast.gareth)
    assert own.post(reverse("risks:incident_link", args=[made.pk]), {"risk": risk.pk}).status_code == 403
    assert own.get(reverse("risks:incident_close", args=[made.pk])).status_code == 403
    client = as_user(rhian)
    found = client.get(made.get_absolute_url() + "?find=careless").content.decode()
    assert "It is this one" in found
    for _twice in range(2):
        client.post(reverse("risks:incident_link", args=[made.pk]), {"risk": risk.pk})
    assert Occurrence.objects.count() == 1
    assert Notice.objects.get(kind=telling.OCCURRED).person == cast.priya
    assert client.post(reverse("risks:incident_link", args=[made.pk]), {"risk": "x"}).status_code == 404
    assert client.post(reverse("risks:incident_link", args=[made.pk]), {"risk": "999999"}).status_code == 404
    client.post(reverse("risks:incident_close", args=[made.pk]), {"words": "We moved the list."})
    made.refresh_from_db()
    assert made.closed_words == "We moved the list."
    assert Notice.objects.get(kind=telling.CLOSED).person == cast.gareth
    with pytest.raises(ValueError, match="once"):
        act.close(made, by=rhian, words="Again")
    client.post(reverse("risks:incident_unlink", args=[Occurrence.objects.get().pk]))
    assert not Occurrence.objects.exists()
    assert Risk.objects.filter(pk=risk.pk).exists()


# The clock of a breach ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "until"),
    [
        ("2026-03-28T12:00", "2026-03-31T13:00"),  # over the night in which an hour is left out
        ("2026-10-24T12:00", "2026-10-27T11:00"),  # over the night in which an hour comes twice
        ("2026-12-24T17:30", "2026-12-27T17:30"),  # over Christmas: no working days here
        ("2026-05-22T16:00", "2026-05-25T16:00"),  # Friday to a bank holiday
    ],
)
def test_seventy_two_hours_pass_through_weekends_and_changes_of_the_clock(cast: Cast, known: str, until: str) -> None:
    aware = datetime.fromisoformat(known).replace(tzinfo=LONDON)
    with clock.at(aware + timedelta(minutes=5)):
        made = make_watch.incident(by=cast.gareth, personal_data=True, aware_at=aware)
        fresh = Breach(incident=made, aware_at=aware)
    stored = Breach.objects.get(incident=made)
    for breach in (stored, fresh):
        assert breach.due_at.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M") == until
        assert breach.due_at - breach.aware_at.astimezone(UTC) == timedelta(hours=72)


def test_an_hour_that_comes_twice_is_taken_for_the_first(cast: Cast, as_user: SignIn) -> None:
    with clock.at(datetime(2026, 10, 25, 9, 0, tzinfo=UTC)):
        answer = as_user(cast.gareth).post(
            reverse("risks:incident_new"),
            sent(happened_on="2026-10-24", personal_data="on", aware_at="2026-10-25T01:30"),
        )
    assert answer.status_code == 302
    assert Breach.objects.get().aware_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_the_clock_runs_until_it_is_told_or_decided(cast: Cast, as_user: SignIn, rhian: User) -> None:
    known = datetime(2026, 6, 5, 16, 0, tzinfo=UTC)  # a Friday
    with clock.at(known):
        made = make_watch.incident(by=cast.gareth, personal_data=True)
        page = as_user(rhian).get(made.get_absolute_url()).content.decode()
        assert "72 hours 0 minutes are left" in " ".join(page.split())
        assert 'class="next"' in page
    breach = Breach.objects.get()
    with clock.at(known + timedelta(hours=71, minutes=30)):
        left = ticking(breach)
        assert left is not None
        assert (left.hours, left.minutes, left.is_over) == (0, 30, False)
        with pytest.raises(act.ClockRuns):
            act.close(made, by=rhian, words="So")
        with pytest.raises(ValueError, match="Decide first"):
            act.notified(breach, by=rhian, at=clock.now())
        act.decide_breach(breach, by=rhian, notify=True, reasons="Addresses of children")
    with clock.at(known + timedelta(hours=80)):
        client = as_user(rhian)
        page = " ".join(client.get(made.get_absolute_url()).content.decode().split())
        assert "The 72 hours are over: by 8 hours 0 minutes" in page
        with pytest.raises(ValueError, match="reasons for the delay"):
            act.notified(breach, by=rhian, at=clock.now())
        at = (known + timedelta(hours=79)).astimezone(LONDON).strftime("%Y-%m-%dT%H:%M")
        url = reverse("risks:breach_told", args=[made.pk])
        answer = client.post(url, {"at": at, "reference": "IC-1", "late_because": ""})
        assert answer.status_code == 422
        assert "longer than 72 hours" in answer.content.decode()
        answer = client.post(url, {"at": at, "reference": "IC-1", "late_because": "The system was down."})
        assert answer.status_code == 302
        breach.refresh_from_db()
        assert (breach.reference, breach.late_because) == ("IC-1", "The system was down.")
        assert ticking(breach) is None
        with pytest.raises(ValueError, match="told once"):
            act.notified(breach, by=rhian, at=clock.now(), late_because="Again")
        with pytest.raises(ValueError, match="before the Commissioner is told"):
            act.decide_breach(breach, by=rhian, notify=False, reasons="No")
        act.close(made, by=rhian, words="We wrote to everybody.")


def test_told_in_time_needs_no_excuse_and_before_it_was_known_is_refused(cast: Cast, rhian: User) -> None:
    known = datetime(2026, 6, 5, 16, 0, tzinfo=UTC)
    with clock.at(known):
        made = make_watch.incident(by=cast.gareth, personal_data=True)
    breach = made.breach
    with clock.at(known + timedelta(hours=72)):
        act.decide_breach(breach, by=rhian, notify=True, reasons="So")
        for wrong in (known - timedelta(minutes=1), clock.now() + timedelta(minutes=1)):
            with pytest.raises(ValueError, match="after the council knew"):
                act.notified(breach, by=rhian, at=wrong)
        done = act.notified(breach, by=rhian, at=clock.now(), late_because="Not needed")
    assert done.late_because == ""


def test_the_database_knows_of_no_delay_without_its_reasons(cast: Cast, rhian: User) -> None:
    known = datetime(2026, 6, 5, 16, 0, tzinfo=UTC)
    with clock.at(known):
        breach = make_watch.incident(by=cast.gareth, personal_data=True).breach
    act.decide_breach(breach, by=rhian, notify=True, reasons="So")
    for at, why in ((known + timedelta(hours=73), ""), (known - timedelta(hours=1), "Early")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Breach.objects.filter(pk=breach.pk).update(notified_at=at, late_because=why)
    for change in ({"aware_at": known + timedelta(hours=9)}, {"notify": False, "notified_at": known}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Breach.objects.filter(pk=breach.pk).update(**change)
    Breach.objects.filter(pk=breach.pk).update(notified_at=known + timedelta(hours=72))


def test_a_decision_not_to_tell_is_kept_with_its_reasons_and_can_be_taken_again(cast: Cast, rhian: User) -> None:
    dai = make_watch.officer()
    breach = make_watch.incident(by=cast.gareth, personal_data=True).breach
    with pytest.raises(PermissionDenied):
        act.decide_breach(breach, by=cast.gareth, notify=False, reasons="It is fine")
    with pytest.raises(ValueError, match="reasons"):
        act.decide_breach(breach, by=dai, notify=False, reasons=" ")
    act.decide_breach(breach, by=dai, notify=False, reasons="It was encrypted")
    breach.refresh_from_db()
    assert not breach.is_running
    act.decide_breach(breach, by=rhian, notify=True, reasons="The key was on the note")
    breach.refresh_from_db()
    assert breach.is_running
    assert Entry.objects.filter(verb="breach.decided").count() == 2


def test_a_report_that_touches_people_after_all_starts_the_clock_once(cast: Cast, as_user: SignIn, rhian: User) -> None:
    made = make_watch.incident(by=cast.gareth)
    dai = make_watch.officer()
    assert as_user(dai).get(made.get_absolute_url()).status_code == 404
    hour_ago = clock.now() - timedelta(hours=1)
    first = act.touches_people(made, by=rhian, aware_at=hour_ago)
    assert act.touches_people(made, by=rhian) == first
    assert as_user(dai).get(made.get_absolute_url()).status_code == 200
    assert as_user(cast.gareth).get(reverse("risks:breach", args=[made.pk])).status_code == 403
    assert as_user(cast.outsider).get(reverse("risks:breach", args=[made.pk])).status_code == 404


def test_the_last_day_of_a_clock_is_told_once(cast: Cast, rhian: User) -> None:
    known = datetime(2026, 6, 5, 16, 0, tzinfo=UTC)
    with clock.at(known):
        make_watch.incident(by=cast.gareth, personal_data=True)
    for hours, told in ((47, 0), (48, 1), (60, 0), (100, 0)):
        with clock.at(known + timedelta(hours=hours)):
            assert telling.clocks_running() == told


def test_hostile_words_stay_words(cast: Cast, as_user: SignIn, rhian: User) -> None:
    made = make_watch.incident(by=cast.gareth, what="<script>alert(1)</script>{{ settings.SECRET_KEY }}")
    for url in (made.get_absolute_url(), reverse("risks:incidents"), made.get_absolute_url() + "?find=<b>"):
        page = as_user(rhian).get(url).content.decode()
        assert "<script>alert" not in page
        assert settings.SECRET_KEY not in page
