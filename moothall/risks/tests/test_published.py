"""Published appraisals in the feeds of the council: whole, without a name of anybody, and no score alone."""

import json
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.risks import published
from moothall.risks.actions import appraisals
from moothall.risks.models import Band
from moothall.risks.tests import make

FEED = "lessons:published_json"


def items(key: str = "appraisals") -> list[dict[str, Any]]:
    """The things of the feed."""
    found: list[dict[str, Any]] = json.loads(Client().get(reverse(FEED, args=[key])).content)["items"]
    return found


def test_a_published_appraisal_is_in_the_feed_whole(cast: Cast) -> None:
    asked = make.decided(by=cast.priya, approver=cast.gareth).round.appraisal
    assert items() == []
    appraisals.publish(asked, by=cast.priya)
    (one,) = items()
    data = one["_moothall"]["data"]
    assert one["title"] == data["question"] == asked.question
    assert one["url"].endswith(reverse("risks:public_appraisal", args=[asked.pk]))
    assert len(data["options"]) == asked.rounds.get().options.count()
    assert data["decision"]["balance"]
    assert asked.problem in one["content_html"]
    appraisals.unpublish(asked, by=cast.priya)
    assert items() == []


def test_nobodys_name_is_in_it(cast: Cast) -> None:
    asked = make.decided(by=cast.priya, approver=cast.gareth).round.appraisal
    appraisals.publish(asked, by=cast.priya)
    said = json.dumps(items()) + Client().get(reverse("lessons:published_atom", args=["appraisals"])).content.decode()
    for name in ("Priya", "Raman", "Gareth", "Pugh", "Team leader", "Supervisor"):
        assert name not in said


def test_no_score_stands_without_what_is_done_and_without_its_other_end(cast: Cast) -> None:
    asked = make.decided(by=cast.priya, approver=cast.gareth).round.appraisal
    appraisals.publish(asked, by=cast.priya)
    (one,) = items()
    lines = [line for risk in one["_moothall"]["data"]["risks"] for line in risk["under"].values()]
    scored = [line for line in lines if "shift" in line]
    assert scored
    for line in scored:
        assert line["done"]
        assert set(line["shift"]) == {"without", "with"}
    for line in lines:
        if line not in scored:
            assert "band" not in json.dumps(line)
    for entry in one["content_html"].split("<li>"):
        if any(f" {band.label}" in entry for band in Band) and "Without that" not in entry:
            assert "it would be" not in entry


def test_a_closed_appraisal_is_not_in_it_unless_it_is_published(cast: Cast) -> None:
    make.appraisal(by=cast.priya, question="Secret?", closed=True)
    assert "Secret?" not in json.dumps(items("everything"))


def test_it_costs_the_same_however_many_there_are(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            list(published.load([stamp.key for stamp in published.stamps()]))
        return len(asked)

    for _number in range(2):
        appraisals.publish(make.appraisal(by=cast.priya), by=cast.priya)
    before = cost()
    for _number in range(4):
        appraisals.publish(make.appraisal(by=cast.priya), by=cast.priya)
    assert cost() == before
