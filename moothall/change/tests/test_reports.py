"""The report of an initiative: what it tells and to whom, that it is a tagged PDF, and that it fetches nothing."""

import re
import sys
import zlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.change.actions import initiatives, stakeholders
from moothall.change.actions.stakeholders import EngagementWords
from moothall.change.models import AgeGroup, Benefit, EngagementStage, Form, Initiative, Measure, Raci, Side
from moothall.change.tests import make
from moothall.kit import clock, paper
from moothall.people import grants
from moothall.people.models import User
from moothall.people.tests import make as make_people

SignIn = Callable[[User], Client]
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.S)
HOSTILE = (
    "</title><svg><image href='http://evil.example/a'/></svg><link rel=attachment href=file:///etc/passwd>"
    "<script>alert(1)</script><style>*{background:url(http://evil.example/b)}</style>" + "w" * 90
)
MOST = 45


def inside(pdf: bytes) -> bytes:
    """A PDF with its compressed parts opened."""
    opened = [pdf]
    for found in STREAM.finditer(pdf):
        try:
            opened.append(zlib.decompress(found.group(1)))
        except zlib.error:
            continue
    return b"\n".join(opened)


@pytest.fixture
def begun(cast: Cast) -> Initiative:
    """An initiative that is delivered, owned by Priya and guided by Gareth."""
    return make.delivering(by=cast.gareth, owner=cast.priya, guide=cast.gareth)


def said(client: Client, begun: Initiative) -> str:
    response = client.get(reverse("change:report", args=[begun.pk]))
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_it_tells_the_problem_the_people_the_purpose_the_stakes_the_value_and_what_is_proved(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    told = said(as_user(cast.joan), begun)
    for expected in (
        "Talk is in e-mail, where nobody finds it.",
        "Business owner Priya Raman",
        "Accepted in person on",
        "Guide Gareth Pugh",
        "One council, easy to deal with “We will be one council that is easy to deal with.”",
        "How should staff collaborate? Decided on",
        "Friends of Harrowby Library",
        "Guests are plainly marked.",
        "Every path leads to a benefit and to an objective",
        "If: People have time to look.",
        "Less internal e-mail Not read yet",
        "For whom Staff of four pilot teams",
        "None is published yet.",
    ):
        assert expected in told, expected


def test_a_benefit_that_was_missed_stays_untold_until_its_lesson_is_published(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    client, untold = as_user(cast.joan), "Missing: “Less internal e-mail” is not met, and has no published lesson."
    assert untold not in said(client, begun), "its day has not come"
    with clock.at(clock.now() + timedelta(days=370)):
        told = said(client, begun)
        assert untold in told and "Less internal e-mail Missed" in told


def test_what_is_missing_before_delivery_is_said(cast: Cast, as_user: SignIn) -> None:
    told = said(as_user(cast.joan), make.initiative(by=cast.gareth))
    for expected in (
        "Missing: Nobody in the business owns it.",
        "Business owner Nobody yet",
        "It serves no objective that you can read.",
        "Nobody was involved yet.",
        "No benefit is planned yet.",
        "Nothing stands on the map yet",
    ):
        assert expected in told, expected


def test_readings_stand_in_the_picture_and_in_its_table(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    measure = Measure.objects.get(benefits__initiative=begun)
    make.reading(measure, by=cast.priya, value=61)
    with clock.at(clock.now() + timedelta(days=40)):
        make.reading(measure, by=cast.priya, value=50)
        make.reading(measure, by=cast.priya, value=None, why_none="The counter was broken")
        told = said(as_user(cast.joan), begun)
    assert "The counter was broken" in told and "Baseline 61" in told


def test_whoever_may_not_read_it_finds_no_report(cast: Cast, as_user: SignIn) -> None:
    closed = make.initiative(by=cast.gareth, closed=True)
    for name in ("report", "report_pdf"):
        url = reverse(f"change:{name}", args=[closed.pk])
        assert as_user(cast.joan).get(url).status_code == 404
        assert as_user(cast.marcus).get(url).status_code == 404
        assert as_user(cast.gareth).get(url).status_code == 200
        assert Client().get(url).status_code in (302, 403)


def test_a_plan_that_one_may_not_read_tells_neither_its_words_nor_its_numbers(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    measure = Measure.objects.get(benefits__initiative=begun)
    make.reading(measure, by=cast.priya, value=47)
    grants.replace(measure.objective.plan.container, [cast.priya.holder])
    told = said(as_user(cast.joan), begun)
    assert "measured against a plan that you can’t read" in told
    for hidden in ("page 22", "We will be one council", "e-mails a person a week", "47"):
        assert hidden not in told.replace("20247", ""), hidden
    assert "page 22" in said(as_user(cast.priya), begun)


def test_it_is_a_tagged_pdf_with_title_and_language_and_words_for_every_picture(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    response = as_user(cast.joan).get(reverse("change:report_pdf", args=[begun.pk]))
    assert response.status_code == 200 and response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="talk-in-the-open.pdf"'
    assert "no-store" in response["Cache-Control"]
    found = inside(response.content)
    for expected in (b"/MarkInfo", b"/Marked true", b"/StructTreeRoot", b"/Lang", b"/DisplayDocTitle true"):
        assert expected in found, expected
    assert re.search(rb"<pdfuaid:part[^>]*>1<|pdfuaid:part=\"1\"", found)
    figures = len(re.findall(rb"/S ?/Figure", found))
    assert figures >= 5 and figures == len(re.findall(rb"/Alt ?[(<]", found)), "every picture has words"


def test_hostile_words_neither_fetch_nor_break_it(
    cast: Cast, begun: Initiative, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    Benefit.objects.filter(initiative=begun).update(title=HOSTILE[:160], plan=HOSTILE, recipients=HOSTILE)
    make.stakeholder(begun, by=cast.gareth, name=HOSTILE[:160])
    Initiative.objects.filter(pk=begun.pk).update(problem=HOSTILE, outline=HOSTILE)
    asked: list[str] = []
    shelf = paper.on_shelf

    def noted(url: str) -> bytes:
        asked.append(url)
        return shelf(url)

    monkeypatch.setattr(paper, "on_shelf", noted)
    client = as_user(cast.joan)
    page = client.get(reverse("change:report", args=[begun.pk])).content.decode()
    assert "<script>alert" not in page and "<image" not in page
    made = client.get(reverse("change:report_pdf", args=[begun.pk]))
    assert made.status_code == 200 and made.content.startswith(b"%PDF")
    assert set(asked) <= set(paper.SHELF) and b"/EmbeddedFile" not in inside(made.content)


def test_without_pango_the_page_to_print_is_offered(
    cast: Cast, begun: Initiative, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # an import that fails
    response = as_user(cast.priya).get(reverse("change:report_pdf", args=[begun.pk]))
    assert response.status_code == 501
    assert reverse("change:report", args=[begun.pk]) in response.content.decode()


def test_reports_are_set_one_at_a_time(
    cast: Cast, begun: Initiative, as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper, "PATIENCE", 0.01)
    with paper._PRESS:
        response = as_user(cast.priya).get(reverse("change:report_pdf", args=[begun.pk]))
    assert response.status_code == 503 and response["Retry-After"]


def test_an_engagement_names_its_people_their_age_and_what_changed(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    team = make_people.team("Schools")
    who = make.stakeholder(begun, by=cast.gareth, name="Harrowby School", side=Side.EXTERNAL)
    inside_ = make.stakeholder(begun, by=cast.gareth, name="School transport", team=team, raci=Raci.CONSULTED)
    words = EngagementWords(
        stage=EngagementStage.DEVELOPMENT,
        form=Form.VISIT,
        asked="What do you read?",
        opened_on=clock.today(),
        elsewhere="In class 4",
        people=28,
        age_group=AgeGroup.UNDER_18,
        safeguarding_lead="Nia Rees",
        said="Pictures.",
        unchanged_why="There are pictures already.",
    )
    stakeholders.engage(begun, by=cast.gareth, words=words, stakeholders=[who, inside_])
    initiatives.touch_teams(begun, by=cast.gareth, teams=[make_people.team("Highways")])
    told = said(as_user(cast.joan), begun)
    assert "Harrowby School and School transport" in told and "28 people" in told and "People under 18" in told
    assert "Nothing: There are pictures already." in told
    assert "Highways was never asked" in told and "Consulted" in told


def test_it_asks_no_more_the_more_there_is(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client, url = as_user(cast.joan), reverse("change:report", args=[begun.pk])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    few = count()
    serves = Measure.objects.get(benefits__initiative=begun).objective
    for number in range(6):
        measure = make.measure(serves, by=cast.priya, title=f"Measure {number}")
        make.benefit(begun, measure, by=cast.gareth, owner=cast.priya, title=f"Benefit {number}")
        make.reading(measure, by=cast.priya, value=50)
        who = make.stakeholder(begun, by=cast.gareth, name=f"Team {number}")
        make.engagement(begun, who, by=cast.gareth)
    assert count() == few <= MOST
