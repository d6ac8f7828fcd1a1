# ruff: noqa: S608  the names are those of our own tables
"""Reports of blocks and reviews of access stay under a hold; comments on policies stay in any case."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.people.models import User
from moothall.policies.actions import agreement
from moothall.policies.models import Comment
from moothall.policies.tests import make as make_policies
from moothall.records import holding, naming
from moothall.records.access import split
from moothall.records.actions import access, holds, reports
from moothall.records.models import AccessDecision, AccessReview, Report
from moothall.records.tests import make_holds, make_systems
from moothall.spaces.models import Space
from moothall.spaces.tests import make

SignIn = Callable[[User], Client]


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def refused(work: Callable[[], object], *, by_hold: bool = True) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        work()
    assert holding.is_refusal(caught.value) == by_hold


def replaced(model: type[Report | AccessReview | Comment]) -> None:
    """What pushes rows out without deleting them."""
    table = model._meta.db_table
    if connection.vendor == "sqlite":
        with pytest.raises(IntegrityError), transaction.atomic():
            sql(f"REPLACE INTO {table} SELECT * FROM {table}")
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        sql(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE")


@pytest.fixture
def block(cast: Cast) -> Report:
    return make_systems.block(by=cast.gareth, name="Instagram")


@pytest.mark.parametrize("by_what", ["report", "user"])
def test_a_held_report_stays_as_it_was_made_and_can_be_answered_once(cast: Cast, block: Report, by_what: str) -> None:
    manager, other = make_holds.manager(), make_systems.block(by=cast.priya, name="TikTok")
    token = f"report:{block.pk}" if by_what == "report" else cast.gareth.holder
    hold = make_holds.hold(token, by=manager)
    rows = Report.objects.filter(pk=block.pk)
    refused(block.delete)
    refused(rows.delete)
    refused(lambda: sql("DELETE FROM records_report"))
    for change in ({"purpose": "x"}, {"met": ""}, {"asked_by": cast.priya}, {"asked_at": clock.now()}):
        refused(lambda change=change: rows.update(**change))  # type: ignore[misc]
    replaced(Report)
    block = reports.answer_report(Report.objects.get(pk=block.pk), by=manager, answer="It is open now.", opened=True)
    refused(lambda: rows.update(answer="It never was shut."))
    refused(lambda: rows.update(answered_by=cast.priya))
    assert Report.objects.get(pk=block.pk).answer == "It is open now."
    Report.objects.filter(pk=other.pk).delete()
    holds.release(hold, by=manager, reason="Settled.")
    rows.delete()
    assert not Report.objects.exists()


def test_who_answered_it_holds_a_report_too(cast: Cast, block: Report) -> None:
    manager = make_holds.manager()
    reports.answer_report(block, by=manager, answer="No.", opened=False)
    make_holds.hold(manager.holder, by=manager)
    refused(lambda: sql("DELETE FROM records_report"))


def test_a_report_is_named_by_its_page_or_its_number(cast: Cast, block: Report, as_user: SignIn) -> None:
    manager = make_holds.manager()
    assert naming.thing(f"https://hall.example{block.get_absolute_url()}") == naming.Token("report", block.pk)
    assert naming.thing(f"report {block.pk}") == naming.Token("report", block.pk)
    hold = make_holds.hold(f"report:{block.pk}", by=manager)
    page = as_user(manager).get(hold.get_absolute_url()).text
    assert "Instagram: Answer residents" in page and reverse("records:report", args=[block.pk]) in page


@pytest.fixture
def review(cast: Cast) -> AccessReview:
    space = make.space(by=cast.priya, members=[cast.gareth])
    found = split(space.container)
    assert found is not None
    return access.open_review(next(iter(found[0].places([space.pk]))), by=None)


@pytest.mark.parametrize("by_what", ["space", "decided on", "decided by"])
def test_a_held_review_of_access_stays_and_can_be_finished(cast: Cast, review: AccessReview, by_what: str) -> None:
    manager = make_holds.manager()
    access.decide(review, by=cast.priya, user=cast.gareth, outcome=AccessDecision.Outcome.KEEP, words="Works here")
    review.refresh_from_db()
    token = {"space": review.container, "decided on": cast.gareth.holder, "decided by": cast.priya.holder}[by_what]
    hold = make_holds.hold(token, by=manager)
    rows = AccessReview.objects.filter(pk=review.pk)
    assert holding.held(rows).exists() and holding.holds_on(review).get() == hold
    refused(lambda: rows._raw_delete("default"))
    refused(lambda: sql("DELETE FROM records_accessreview"))
    refused(lambda: rows.update(container="space:99999"))
    refused(lambda: rows.update(due_on="2030-01-01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("DELETE FROM records_accessdecision")
    replaced(AccessReview)
    rows.update(closed_at=clock.now(), closed_by=cast.priya)
    refused(lambda: rows.update(closed_by=cast.gareth))
    assert rows.get().closed_by == cast.priya


def test_a_review_of_another_place_is_not_held(cast: Cast, review: AccessReview) -> None:
    make_holds.hold(f"space:{Space.objects.get().pk}", by=make_holds.manager())
    other = AccessReview.objects.create(container="space:99999", due_on=clock.today())
    assert list(holding.free(AccessReview.objects.all())) == [other]
    other.delete()
    refused(review.delete)


@pytest.mark.parametrize("hold_on", ["nobody", "the author"])
def test_a_comment_on_a_policy_stays_with_or_without_a_hold(cast: Cast, hold_on: str) -> None:
    policy = make_policies.policy(by=cast.admin)
    said = agreement.comment(policy, by=cast.gareth, number="1.1", body="Why?")
    if hold_on == "the author":
        make_holds.hold(cast.gareth.holder, by=make_holds.manager())
    rows = Comment.objects.filter(pk=said.pk)
    refused(said.delete, by_hold=False)
    refused(rows.delete, by_hold=False)
    refused(lambda: sql("DELETE FROM policies_comment"), by_hold=False)
    refused(lambda: rows.update(body="Never mind."), by_hold=False)
    refused(lambda: rows.update(author=cast.priya), by_hold=False)
    replaced(Comment)
    assert list(rows.values_list("body", flat=True)) == [said.body]
