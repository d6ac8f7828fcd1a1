"""The pages of measures: what is typed and what is computed, who may read off, and how a reading is corrected."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.change import amounts
from moothall.change.actions import measures
from moothall.change.actions.measures import ReadingWords
from moothall.change.models import Measure, Objective, Reading
from moothall.change.queries.courses import course
from moothall.change.tests import make
from moothall.kit import clock
from moothall.kit.registries import Measured, Metric, metrics
from moothall.people.models import User
from moothall.risks.tests import make as make_risks

SignIn = Callable[[User], Client]


@pytest.fixture
def officer(db: None) -> User:
    return make.performance_officer()


@pytest.fixture
def objective(officer: User) -> Objective:
    return make.objective(make.plan(by=officer), by=officer)


@pytest.fixture
def measure(cast: Cast, objective: Objective) -> Measure:
    return make.measure(objective, by=cast.gareth, since=100)


@pytest.fixture
def metric() -> Iterator[Metric]:
    made = Metric(
        key="tests.letters",
        label="Letters a person",
        unit="letters a person a week",
        how="All letters by all people.",
        read=lambda first, last: Measured(Decimal("12.5")),
        falls=True,
    )
    metrics.add(made)
    yield made
    metrics.remove(made.key)


def day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def said(by: User, **changed: str) -> dict[str, str]:
    return {
        "title": "Answers within a day",
        "unit": "in 100 questions",
        "direction": "up",
        "baseline": "41",
        "baseline_on": day(-10),
        "target": "80",
        "target_on": day(355),
        "planned": f"{day(100)} 55\n{day(200)}: 70",
        "frequency": "monthly",
        "first_due": day(20),
        "method": "Counted in the spaces of four teams.",
        "owner": by.handle,
        "metric": "",
        "token": str(uuid4()),
        **changed,
    }


def read(value: str = "50", on: int = 0, **changed: str) -> dict[str, str]:
    empty = {"why_none": "", "comment": "", "evidence": ""}
    return {"read_on": day(on), "value": value, "token": str(uuid4()), **empty, **changed}


def test_a_measure_is_written_with_its_course_and_made_once(cast: Cast, objective: Objective, as_user: SignIn) -> None:
    client, form, url = as_user(cast.gareth), said(cast.gareth), reverse("change:measure_new", args=[objective.pk])
    answer = client.post(url, form)
    measure = Measure.objects.get()
    assert answer["Location"] == measure.get_absolute_url()
    assert client.post(url, form)["Location"] == measure.get_absolute_url()
    assert Measure.objects.count() == 1
    assert list(measure.planned.order_by("due_on").values_list("value", flat=True)) == [55, 70]
    page = client.get(measure.get_absolute_url()).content.decode()
    assert "From 41 in 100 questions" in page and "Not read yet" in page


@pytest.mark.parametrize(
    "wrong",
    [
        ("target", "41", "Enter more than the baseline of 41"),
        ("target", "12", "Enter more than the baseline of 41"),
        ("target_on", day(-10), "Enter a day after the one of the baseline"),
        ("target_on", "2999-12-31", "at most fifty years"),
        ("baseline_on", day(1), "Enter a day that has come"),
        ("baseline_on", "1066-10-14", "last fifty years"),
        ("first_due", day(-10), "after the one of the baseline"),
        ("first_due", day(356), "not after the one of the target"),
        ("baseline", "NaN", "Enter a number"),
        ("baseline", "Infinity", "Enter a number"),
        ("baseline", "1e30", "Enter a number"),
        ("target", "1" + "0" * 30, "Ensure this value has at most 30 characters"),
        ("target", "1" + "0" * 20, "Enter a number"),
        ("target", "0.0000001", "Enter a number"),
        ("target", "٤٢", "Enter a number"),
        ("planned", "tomorrow 5", "Line 1: enter a day and a number"),
        ("planned", f"{day(100)} 5\n{day(100)} 6", "Line 2: that day stands in a line before"),
        ("planned", f"{day(400)} 5", "is not between the days"),
        ("direction", "sideways", "sideways is not one of the available choices"),
        ("metric", "no.such", "No room of this hall counts that"),
        ("owner", "Nobody Known", "Nobody is called that"),
        ("method", "", "Enter how it is measured"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    cast: Cast, objective: Objective, as_user: SignIn, wrong: tuple[str, str, str]
) -> None:
    field, value, words = wrong
    form = said(cast.gareth, title="A title to keep", **{field: value})
    answer = as_user(cast.gareth).post(reverse("change:measure_new", args=[objective.pk]), form)
    page = answer.content.decode()
    assert answer.status_code == 422 and "A title to keep" in page
    assert words in page
    assert f'id="id_{field}_error"' in page or field == "metric"
    assert not Measure.objects.exists()


def test_less_is_better_is_checked_the_other_way(cast: Cast, objective: Objective, as_user: SignIn) -> None:
    client, url = as_user(cast.gareth), reverse("change:measure_new", args=[objective.pk])
    answer = client.post(url, said(cast.gareth, direction="down"))
    assert answer.status_code == 422 and "Enter less than the baseline of 41" in answer.content.decode()
    assert client.post(url, said(cast.gareth, direction="down", target="−3")).status_code == 302
    assert Measure.objects.get().target == -3


def test_a_metric_says_its_own_unit_and_direction(
    cast: Cast, objective: Objective, metric: Metric, as_user: SignIn
) -> None:
    client, url = as_user(cast.gareth), reverse("change:measure_new", args=[objective.pk])
    assert metric.key in client.get(url).content.decode()
    page = client.get(url, {"metric": metric.key}).content.decode()
    assert "Less is better." in page and "All letters by all people." in page and 'value="12.5"' in page
    assert 'name="unit"' not in page and 'name="direction"' not in page
    form = said(cast.gareth, metric=metric.key, unit="smiles", direction="up", baseline="12.5", target="5", planned="")
    assert client.post(url, {**form, "target": "50"}).status_code == 422
    assert client.post(url, {**form, "first_due": day(-1)}).status_code == 422
    assert client.post(url, form).status_code == 302
    made = Measure.objects.get()
    assert (made.unit, made.direction, made.metric) == ("letters a person a week", "down", metric.key)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "All letters by all people." in page and "/read/" not in page
    assert client.get(reverse("change:read", args=[made.pk]))["Location"] == made.get_absolute_url()
    with pytest.raises(ValueError, match="reads it off itself"):
        make.reading(made, by=cast.gareth, value=1)


def test_what_is_realised_is_computed_and_typed_nowhere(cast: Cast, measure: Measure, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    forged = {"realised": "100", "share": "1", "baseline": "50", "target": "49", "fed_for": day(0), "by": "1"}
    answer = client.post(reverse("change:read", args=[measure.pk]), read("50.5") | forged)
    assert answer.status_code == 302
    measure.refresh_from_db()
    assert (measure.baseline, measure.target) == (Decimal(61), Decimal(40))
    made = Reading.objects.get()
    assert made.by == cast.gareth and made.fed_for is None
    page = client.get(measure.get_absolute_url()).content.decode()
    assert "50 in 100 of the way" in page
    for url in ("measure_edit", "read", "measure_retire"):
        form = client.get(reverse(f"change:{url}", args=[measure.pk])).content.decode()
        assert "realised" not in form.split("<form class")[1].split("</form>")[0]


def test_no_form_moves_a_baseline(cast: Cast, measure: Measure, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    moved = {"baseline": "45", "baseline_on": day(-1), "target": "44", "unit": "x", "direction": "up", "metric": "y"}
    kept = (measure.baseline, measure.baseline_on, measure.target, measure.unit, measure.direction, measure.metric)
    form = {"title": "Fewer e-mails", "method": "As before.", "owner": cast.priya.handle, **moved}
    assert client.post(reverse("change:measure_edit", args=[measure.pk]), form).status_code == 302
    measure.refresh_from_db()
    assert measure.title == "Fewer e-mails" and measure.owner == cast.priya
    assert kept == (
        measure.baseline, measure.baseline_on, measure.target, measure.unit, measure.direction, measure.metric
    )  # fmt: skip


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"read_on": day(1)}, "Enter a day that has come"),
        ({"read_on": day(-101)}, "the baseline was read then"),
        ({"value": ""}, "Enter the value, or say why there is none"),
        ({"value": "50", "why_none": "Flood"}, "not both"),
        ({"value": "NaN"}, "Enter a number"),
        ({"value": "-inf"}, "Enter a number"),
        ({"value": "10^30"}, "Enter a number"),
        ({"value": "1" + "0" * 29}, "Enter a number"),
        ({"evidence": "javascript:alert(1)"}, "Enter an address that begins with https://"),
    ],
)
def test_what_is_no_reading_is_refused_and_stays_typed(
    cast: Cast, measure: Measure, as_user: SignIn, form: dict[str, str], words: str
) -> None:
    sent = {**read(comment="Words to keep"), **form}
    answer = as_user(cast.gareth).post(reverse("change:read", args=[measure.pk]), sent)
    assert answer.status_code == 422 and words in answer.content.decode()
    assert "Words to keep" in answer.content.decode() and not Reading.objects.exists()


def test_a_reading_is_entered_once_and_a_gap_with_its_reason(cast: Cast, measure: Measure, as_user: SignIn) -> None:
    client, url, form = as_user(cast.gareth), reverse("change:read", args=[measure.pk]), read("52", -2)
    assert client.post(url, form).status_code == 302
    assert client.post(url, form).status_code == 302
    assert Reading.objects.count() == 1
    client.post(url, read("", why_none="The server was down"))
    page = client.get(measure.get_absolute_url()).content.decode()
    assert "The server was down" in page and "No reading" in page


def test_a_wrong_reading_stays_struck_out_with_the_right_one_beside_it(
    cast: Cast, measure: Measure, as_user: SignIn
) -> None:
    wrong = make.reading(measure, by=cast.gareth, value=5)
    client, url = as_user(cast.gareth), reverse("change:correct", args=[wrong.pk])
    assert 'value="5"' in client.get(url).content.decode()
    answer = client.post(url, read("50"))
    assert answer.status_code == 422 and "Enter why it is corrected" in answer.content.decode()
    form = read("50", comment="A nought was lost")
    assert client.post(url, form).status_code == 302
    assert client.post(url, form).status_code == 302
    assert client.post(url, read("51", comment="Again")).status_code == 302  # led away: it was corrected already
    assert list(Reading.objects.order_by("pk").values_list("value", flat=True)) == [5, 50]
    page = client.get(measure.get_absolute_url()).content.decode()
    assert "<s>5 e-mails a person a week</s>" in page and "A nought was lost" in page
    latest = course(measure).latest
    assert latest is not None and latest.value == 50
    with pytest.raises(ValueError, match="says why"):
        measures.read(
            measure, by=cast.gareth, words=ReadingWords(clock.today(), Decimal(1)), corrects=Reading.objects.last()
        )


def test_only_who_answers_for_it_reads_and_keeps_it(
    cast: Cast, officer: User, measure: Measure, as_user: SignIn
) -> None:
    made = make.reading(measure, by=cast.gareth, value=50)
    keeping = [
        reverse(f"change:measure_{name}", args=[measure.pk]) for name in ("edit", "plan", "watch", "retire", "remove")
    ]
    reading = [reverse("change:read", args=[measure.pk]), reverse("change:correct", args=[made.pk])]
    other = as_user(cast.priya)
    assert other.get(measure.get_absolute_url()).status_code == 200
    for url in keeping + reading:
        assert other.get(url).status_code == 403
        assert other.post(url, read()).status_code == 403
    assert "/read/" not in other.get(measure.get_absolute_url()).content.decode()
    guest = as_user(cast.marcus)
    assert guest.get(reverse("change:measures")).status_code == 403
    for url in [measure.get_absolute_url(), *keeping, *reading]:
        assert guest.get(url).status_code == 404
    assert {as_user(officer).get(url).status_code for url in keeping + reading} == {200}
    with pytest.raises(PermissionDenied):
        make.reading(measure, by=cast.priya, value=1)
    assert Reading.objects.count() == 1


def test_a_course_is_planned_until_it_is_read(cast: Cast, measure: Measure, as_user: SignIn) -> None:
    client, url = as_user(cast.gareth), reverse("change:measure_plan", args=[measure.pk])
    assert client.post(url, {"planned": f"{day(10)} 55"}).status_code == 302
    assert f"{day(10)} 55" in client.get(url).content.decode()
    make.reading(measure, by=cast.gareth, value=50)
    answer = client.post(url, {"planned": f"{day(10)} 50"})
    assert answer.status_code == 422 and "A plan is made before" in answer.content.decode()
    assert [point.value for point in measure.planned.all()] == [55]


def test_what_was_read_is_retired_and_not_taken_out(cast: Cast, measure: Measure, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    make.reading(measure, by=cast.gareth, value=50)
    answer = client.post(reverse("change:measure_remove", args=[measure.pk]))
    assert answer.status_code == 422 and "It was read already" in answer.content.decode()
    retire = reverse("change:measure_retire", args=[measure.pk])
    assert client.post(retire, {"why": " "}).status_code == 422
    assert client.post(retire, {"why": "Merged into another"}).status_code == 302
    assert "Merged into another" in client.get(measure.get_absolute_url()).content.decode()
    assert client.post(reverse("change:read", args=[measure.pk]), read()).status_code == 302
    assert Reading.objects.count() == 1
    fresh = make.measure(measure.objective, by=cast.gareth, title="By mistake")
    client.post(reverse("change:measure_remove", args=[fresh.pk]))
    assert not Measure.objects.filter(pk=fresh.pk).exists()


def test_it_watches_a_risk_that_one_may_read(cast: Cast, measure: Measure, as_user: SignIn) -> None:
    mine = make_risks.risk(make_risks.appraisal(by=cast.gareth), by=cast.gareth)
    theirs = make_risks.risk(make_risks.appraisal(by=cast.priya, closed=True), by=cast.priya, name="Hidden matter")
    client, url = as_user(cast.gareth), reverse("change:measure_watch", args=[measure.pk])
    page = client.get(url).content.decode()
    assert mine.name in page and "Hidden matter" not in page
    assert client.post(url, {"risk": mine.pk, "trigger": ""}).status_code == 422
    assert client.post(url, {"risk": theirs.pk, "trigger": "5"}).status_code == 422
    assert client.post(url, {"risk": "x' OR 1=1", "trigger": "5"}).status_code == 422
    assert client.post(url, {"risk": mine.pk, "trigger": "65"}).status_code == 302
    measure.refresh_from_db()
    assert measure.watches == mine and measure.trigger == 65
    with pytest.raises(PermissionDenied):
        measures.watch(measure, by=cast.gareth, risk=theirs, trigger=Decimal(1))
    assert client.post(url, {"risk": "", "trigger": "65"}).status_code == 302
    measure.refresh_from_db()
    assert measure.watches is None and measure.trigger is None


def test_the_list_is_narrowed_to_mine_overdue_and_fed(
    cast: Cast, objective: Objective, metric: Metric, as_user: SignIn
) -> None:
    titles = {"late": 60, "fresh": 0}
    for title, since in titles.items():
        make.measure(objective, by=cast.gareth, title=title, since=since)
    make.measure(objective, by=cast.priya, title="counted", metric=metric.key)
    client = as_user(cast.gareth)

    def seen(show: str) -> set[str]:
        page = client.get(reverse("change:measures"), {"show": show}).content.decode()
        return {title for title in (*titles, "counted") if f">{title}</a>" in page}

    assert seen("live") == {"late", "fresh", "counted"} == seen("no such")
    assert seen("mine") == {"late", "fresh"}
    assert seen("late") == {"late"}
    assert seen("fed") == {"counted"}
    assert seen("retired") == set()


def test_pages_ask_the_same_however_much_there_is(cast: Cast, objective: Objective, as_user: SignIn) -> None:
    client = as_user(cast.gareth)
    one = make.measure(objective, by=cast.gareth, since=300)

    def fill(rounds: int) -> None:
        for number in range(rounds):
            make.measure(objective, by=cast.gareth, title=f"Late {number}", since=100)
            if number % 4:
                continue
            wrong = make.reading(one, by=cast.gareth, value=50, on=clock.today() - timedelta(days=number + 1))
            measures.read(
                one, by=cast.gareth, words=ReadingWords(wrong.read_on, Decimal(51), comment="So"), corrects=wrong
            )

    def count() -> list[int]:
        found = []
        urls = (reverse("change:measures"), reverse("change:measures") + "?show=late", one.get_absolute_url())
        for url in urls:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url).status_code == 200
            found.append(len(queries))
        return found

    fill(20)
    few = count()
    fill(20)
    assert count() == few
    assert max(few) <= 22


@pytest.mark.parametrize(
    ("words", "value"),
    [("1,250.5", "1250.5"), ("−3", "-3"), ("£40", "40"), ("12%", "12"), ("0.000001", "0.000001"), ("+7", "7")],
)
def test_numbers_are_read_as_people_write_them(words: str, value: str) -> None:
    assert amounts.amount(words) == Decimal(value)


@pytest.mark.parametrize(
    "words", ["", "nan", "1e5", "1" * 16, "0x10", "1.2.3", "--1", "٣", "1/3", "sNaN", "1 000 000 000 000 000"]
)
def test_what_is_no_number_is_none(words: str) -> None:
    assert amounts.amount(words) is None


def test_numbers_are_told_exactly() -> None:
    assert amounts.exact(Decimal("1250.500000")) == "1,250.5"
    assert amounts.exact(Decimal("-0.000001")) == "−0.000001"
    assert amounts.told(Decimal("12.000000"), "%") == "12%"
