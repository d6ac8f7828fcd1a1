"""The pages of retention: who sees what, what is typed stays, and a rule’s way from the schedule to a certificate."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.kit import clock
from moothall.kit.registries import links_to
from moothall.notices.models import Notice
from moothall.people.models import User
from moothall.records import announcing, disposing
from moothall.records.actions import disposals
from moothall.records.models import Action, Application, Disposal, RetentionRule, ScheduleImport
from moothall.records.tests import make_retention as make
from moothall.spaces.models import Conversation, Openness, Space
from moothall.spaces.tests import make as make_spaces

SignIn = Callable[[User], Client]
LONG_AGO = datetime(2021, 5, 3, 9, tzinfo=UTC)
RULE = {
    "reference": "COM-1", "class_path": "Communication / talk", "title": "Everyday talk", "trigger": "last_activity",
    "years": "2", "months": "", "days": "", "action": "destroy", "authority": "Adopted by full council",
}  # fmt: skip


@pytest.fixture
def space(cast: Cast) -> Space:
    with clock.at(LONG_AGO):
        made = make_spaces.space(by=cast.priya, openness=Openness.PRIVATE, name="Reorganisation")
        make_spaces.conversation(made, by=cast.priya, title="Old rota")
    return made


def test_a_rule_goes_from_the_schedule_to_a_certificate(
    cast: Cast, space: Space, rekha: User, ramon: User, as_user: SignIn
) -> None:
    browser, other = as_user(rekha), as_user(ramon)
    browser.post(reverse("records:rule_add"), RULE)
    rule = RetentionRule.objects.get()
    answer = browser.post(
        reverse("records:rule_apply", args=[rule.pk]), {"to": "one", "page": space.get_absolute_url()}
    )
    application = Application.objects.get()
    assert answer["Location"] == application.get_absolute_url() and application.container == space.container
    seen = browser.get(application.get_absolute_url())
    assert seen.context["preview"].due == 1 and cast.priya.name in seen.content.decode()
    assert "Reorganisation" not in seen.content.decode()  # she may not know the name of a private space

    digest = seen.context["preview"].digest
    browser.post(reverse("records:application_on", args=[application.pk]), {"digest": digest})
    browser.post(reverse("records:application_propose", args=[application.pk]))
    run = Disposal.objects.get()
    assert browser.post(reverse("records:disposal_approve", args=[run.pk])).status_code == 403
    assert "Approve this disposal" in other.get(run.get_absolute_url()).content.decode()
    other.post(reverse("records:disposal_approve", args=[run.pk]))
    disposing.carry_out(run.pk)

    shown = browser.get(run.get_absolute_url()).content.decode()
    assert "Certificate of disposal" in shown and Disposal.objects.get().digest in shown
    told = browser.get(reverse("records:disposal_certificate", args=[run.pk])).json()
    listed = browser.get(reverse("records:disposal_list", args=[run.pk])).getvalue()
    digest, counted = disposing.digest_of(iter(listed.decode().splitlines()))
    assert told["list_sha256"] == digest and counted == {"disposed": 1}
    assert told["rule"]["authority"] == "Adopted by full council" and told["approved"]["by"] == ramon.name
    assert not Conversation.objects.exists()


def test_everybody_sees_the_schedule_and_only_those_who_look_after_it_see_where_it_is_applied(
    cast: Cast, space: Space, rekha: User, as_user: SignIn
) -> None:
    application = make.switched_on(make.rule(by=rekha), space.container, by=rekha)
    run = disposals.propose(application, by=rekha)
    rule = application.rule
    forbidden = [reverse("records:applications"), reverse("records:disposals")]
    hidden = [
        application.get_absolute_url(),
        run.get_absolute_url(),
        reverse("records:application_review", args=[application.pk]),
        reverse("records:disposal_list", args=[run.pk]),
    ]
    for person in (cast.priya, cast.joan, cast.marcus, cast.outsider):
        browser = as_user(person)
        assert browser.get(reverse("records:schedule")).status_code == 200
        shown = browser.get(rule.get_absolute_url())
        assert shown.status_code == 200 and application.get_absolute_url() not in shown.content.decode()
        assert {browser.get(url).status_code for url in forbidden} == {403}
        assert {browser.get(url).status_code for url in hidden} == {404}
    for person in (rekha, cast.admin, cast.auditor):
        assert as_user(person).get(application.get_absolute_url()).status_code == 200


def test_an_auditor_looks_and_changes_nothing(cast: Cast, space: Space, rekha: User, as_user: SignIn) -> None:
    application = make.switched_on(make.rule(by=rekha), space.container, by=rekha)
    run = disposals.propose(application, by=rekha)
    browser = as_user(cast.auditor)
    posts = [
        reverse("records:rule_add"), reverse("records:rule_change", args=[application.rule_id]),
        reverse("records:rule_apply", args=[application.rule_id]),
        reverse("records:application_on", args=[application.pk]),
        reverse("records:application_off", args=[application.pk]), reverse("records:schedule_start"),
        reverse("records:application_propose", args=[application.pk]), reverse("records:schedule_bring_in"),
        reverse("records:disposal_approve", args=[run.pk]), reverse("records:disposal_decline", args=[run.pk]),
    ]  # fmt: skip
    assert {browser.post(url, RULE).status_code for url in posts} == {403}


def test_what_was_typed_stays_and_the_error_says_what_to_enter(rekha: User, as_user: SignIn) -> None:
    answer = as_user(rekha).post(reverse("records:rule_add"), RULE | {"years": "", "title": "Kept words"})
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode() and "Enter how long it is kept" in answer.content.decode()
    make.rule(by=rekha)
    answer = as_user(rekha).post(reverse("records:rule_add"), RULE)
    assert answer.status_code == 422 and "is taken" in answer.content.decode()


def test_nothing_has_an_address_that_is_made_up(rekha: User, as_user: SignIn) -> None:
    rule = make.rule(by=rekha)
    for page in ("/people/", "https://elsewhere.example/", "space:x", "", "//[", "mailbox:99999999999999999999"):
        answer = as_user(rekha).post(reverse("records:rule_apply", args=[rule.pk]), {"to": "one", "page": page})
        assert answer.status_code == 422, page


def test_figures_that_changed_are_shown_again_before_anything_is_switched_on(
    cast: Cast, space: Space, rekha: User, as_user: SignIn
) -> None:
    application = make.applied(make.rule(by=rekha), space.container, by=rekha)
    answer = as_user(rekha).post(reverse("records:application_on", args=[application.pk]), {"digest": "0" * 64})
    assert answer.status_code == 422 and "have changed" in answer.content.decode()
    application.refresh_from_db()
    assert not application.is_live


def test_a_review_takes_ticks_a_verdict_and_a_reason(cast: Cast, space: Space, rekha: User, as_user: SignIn) -> None:
    application = make.switched_on(make.rule(make.line(action=Action.REVIEW), by=rekha), space.container, by=rekha)
    url, [talk] = reverse("records:application_review", args=[application.pk]), Conversation.objects.all()
    browser = as_user(rekha)
    shown = browser.get(url).content.decode()
    assert "Old rota" not in shown and f"Number {talk.pk} in {space.container}" in shown
    assert browser.post(url, {"verdict": "keep", "reason": "Needed", "refs": [talk.pk]}).status_code == 422
    assert browser.post(url, {"verdict": "destroy", "reason": "", "refs": [talk.pk]}).status_code == 422
    assert browser.post(url, {"verdict": "destroy", "reason": "Of no value", "refs": [9999]}).status_code == 422
    assert browser.post(url, {"verdict": "destroy", "reason": "Of no value", "refs": [talk.pk]}).status_code == 302
    assert "Nothing waits" in browser.get(url).content.decode()


def test_a_table_is_brought_in_and_nothing_of_it_is_lost(rekha: User, as_user: SignIn) -> None:
    table = (
        "Reference;Class;Title;Trigger;Period;Action;Authority;Notes\n"
        "A-1;Housing / repairs;Repairs;last activity;6 years;destroy;Adopted 2026;x\n"
        "A-2;Housing / lets;Lets;created;;;;\n"
        "A-3;Housing / sales;Sales;created;for ever;destroy;An Act;\n"
        ";Housing;No reference;created;1 year;destroy;An Act;\n"
        "A-1;Housing;Twice;created;1 year;destroy;An Act;\n"
        "A-4;Housing;=cmd|x;created;1 year;shred;An Act;\n"
    )
    browser = as_user(rekha)
    answer = browser.post(
        reverse("records:schedule_bring_in"), {"file": SimpleUploadedFile("s.csv", table.encode("cp1252"))}
    )
    made = ScheduleImport.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.added, made.amended, made.unchanged, len(made.refused)) == (2, 0, 0, 4)
    assert [row["number"] for row in made.refused] == [4, 5, 6, 7]
    repairs, lets = RetentionRule.objects.order_by("reference")
    assert (repairs.years, repairs.placeholder) == (6, False)
    assert lets.placeholder and lets.period.words == "no time"
    assert "none of: destroy, review, transfer" in browser.get(made.get_absolute_url()).content.decode()
    refused = browser.get(reverse("records:schedule_refused", args=[made.pk])).getvalue().decode()
    assert "for ever" in refused and "'=cmd|x" in refused

    out = browser.get(reverse("records:schedule_export")).getvalue()
    browser.post(reverse("records:schedule_bring_in"), {"file": SimpleUploadedFile("again.csv", out)})
    assert ScheduleImport.objects.latest("pk").unchanged == 2


def test_tables_that_are_none_are_refused_in_words(rekha: User, as_user: SignIn) -> None:
    for data in (b"\x89PNG\r\n\x1a\n\x81\x8d\x00", b"a,b\n1,2\n", b"reference,class,title\n", b"\xff\xfe\x00"):
        answer = as_user(rekha).post(reverse("records:schedule_bring_in"), {"file": SimpleUploadedFile("s.csv", data)})
        assert answer.status_code == 422, data


def test_placeholders_say_that_they_are_and_cannot_be_switched_on(cast: Cast, rekha: User, as_user: SignIn) -> None:
    browser = as_user(rekha)
    browser.post(reverse("records:schedule_start"))
    rules = RetentionRule.objects.all()
    assert rules and all(rule.placeholder and not any((rule.years, rule.months, rule.days)) for rule in rules)
    application = make.applied(rules[0], "space:*", by=rekha)
    shown = browser.get(application.get_absolute_url())
    assert "placeholder" in shown.content.decode() and "switch it on" not in shown.content.decode()


def test_members_are_told_how_long_what_they_write_is_kept(cast: Cast, space: Space, rekha: User) -> None:
    make.switched_on(make.rule(by=rekha), "space:*", by=rekha)
    [link] = links_to(cast.priya, space.container)
    assert link.title == "Kept 2 years after the last post, then destroyed"
    make.switched_on(make.rule(make.line("COM-2", action=Action.REVIEW), by=rekha), space.container, by=rekha)
    [link] = links_to(cast.priya, space.container)
    assert link.title.endswith("then reviewed, and kept or destroyed")


def test_who_may_approve_is_told_and_then_no_longer(cast: Cast, space: Space, rekha: User, ramon: User) -> None:
    application = make.switched_on(make.rule(by=rekha), space.container, by=rekha)
    run = disposals.propose(application, by=rekha)
    waiting = Notice.objects.filter(kind=announcing.APPROVAL)
    assert set(waiting.values_list("person", flat=True)) == {ramon.pk, cast.admin.pk}
    assert set(announcing.load_waiting(ramon, [run.pk])) == {run.pk} and not announcing.load_waiting(rekha, [run.pk])
    disposals.decline(run, by=ramon, reason="Wanted by audit")
    assert not waiting.filter(done_at=None).exists() and not announcing.load_waiting(ramon, [run.pk])


def test_a_review_that_is_due_is_told_once_until_nothing_waits(cast: Cast, space: Space, rekha: User) -> None:
    application = make.switched_on(make.rule(make.line(action=Action.REVIEW), by=rekha), space.container, by=rekha)
    assert (announcing.review_due(), announcing.review_due()) == (1, 1)
    told = Notice.objects.filter(kind=announcing.REVIEW, subject=application.pk)
    assert told.filter(person=rekha).count() == 1
    Conversation.objects.update(last_post_at=clock.now())
    assert announcing.review_due() == 0 and not told.exists()


def test_pages_cost_the_same_when_there_is_more(cast: Cast, space: Space, rekha: User, as_user: SignIn) -> None:
    application = make.switched_on(make.rule(by=rekha), space.container, by=rekha)
    run = disposals.propose(application, by=rekha)
    urls = [
        reverse("records:schedule"), application.rule.get_absolute_url(), reverse("records:applications"),
        application.get_absolute_url(), reverse("records:disposals"), run.get_absolute_url(),
    ]  # fmt: skip
    browser = as_user(rekha)

    def cost() -> list[int]:
        counts = []
        for url in urls:
            browser.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(url).status_code == 200
            counts.append(len(asked))
        return counts

    before = cost()
    for number in range(6):
        rule = make.rule(make.line(f"X-{number}"), by=rekha)
        other = make_spaces.space(by=cast.priya, name=f"More {number}")
        with clock.at(LONG_AGO):
            make_spaces.conversation(other, by=cast.priya)
            make_spaces.conversation(space, by=cast.priya)
        disposals.propose(make.switched_on(rule, other.container, by=rekha), by=rekha)
    assert cost() == before
