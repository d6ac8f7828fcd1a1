"""The starter texts are whole, marked as templates, and loaded once as drafts that ask nothing of anybody."""

import json
import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.people.models import User
from moothall.policies import checks, clauses, guidance, starters, texts
from moothall.policies.actions import starter as act
from moothall.policies.models import Act, Placement, Policy, Relation, Text
from moothall.policies.starters import Starter

SignIn = Callable[[User], Client]
EVERY = starters.every()
WANTED = {
    "social-software-policy",
    "guidance-for-staff",
    "guidance-for-councillors",
    "house-rules-for-public-pages",
    "moderation-policy",
    "mail-import-and-monitoring-notice",
    "codes-of-conduct",
}


def test_all_that_were_promised_are_there() -> None:
    assert {starter.slug for starter in EVERY} == WANTED


@pytest.mark.parametrize("starter", EVERY, ids=lambda starter: starter.slug)
def test_a_text_is_whole_and_says_on_top_that_it_is_a_template(starter: Starter) -> None:
    cuts = clauses.read(starter.body)
    assert "This is a template, to be adapted." in cuts[1].body and cuts[1].number == "1.1"
    assert texts.summary_problem(starter.summary) == "" and len(starter.summary.splitlines()) == 3
    assert len(starter.body) < clauses.LONGEST and len(cuts) >= 10
    numbers = {cut.number for cut in cuts}
    assert {number for number, _act in starter.beside} <= numbers
    assert starter.body.count("[") == starter.body.count("]") > 0
    for said in re.findall(r"clause ([0-9]+\.[0-9]+)|and in ([0-9]+\.[0-9]+)", starter.body):
        assert {number for number in said if number} <= numbers
    assert checks.look(starter.body) == ()


def test_no_act_is_crowded_with_clauses() -> None:
    placed = [act for starter in EVERY for _number, act in starter.beside]
    assert all(placed.count(act) <= guidance.MOST for act in Act)
    assert set(placed) == set(Act)


def test_loading_begins_drafts_marked_as_templates_once(cast: Cast) -> None:
    made = act.load(by=cast.admin)
    assert {policy.slug for policy in made} == WANTED
    assert all(policy.template and policy.owner is None for policy in Policy.objects.all())
    assert Text.objects.count() == len(WANTED) and not Policy.objects.adopted().exists()
    assert Relation.objects.filter(policy__slug="guidance-for-councillors").count() == 2
    assert act.load(by=cast.admin) == [] and Policy.objects.count() == len(WANTED)
    assert Entry.objects.filter(verb="policy.starters_loaded").count() == 1


def test_clauses_are_placed_and_shown_to_nobody_before_adoption(cast: Cast) -> None:
    act.load(by=cast.admin)
    assert Placement.objects.count() == sum(len(starter.beside) for starter in EVERY)
    assert all(guidance.beside(each) == [] for each in Act)


def test_what_the_council_has_under_that_name_stays(cast: Cast) -> None:
    from moothall.policies.tests import make

    own = make.policy(by=cast.admin, title="Moderation policy")
    made = act.load(by=cast.admin)
    assert {policy.slug for policy in made} == WANTED - {"moderation-policy"}
    own.refresh_from_db()
    assert not own.template and own.built_upon.get().policy.slug == "house-rules-for-public-pages"


def test_only_administrators_load_them(cast: Cast, as_user: SignIn) -> None:
    for person in (cast.priya, cast.joan, cast.marcus, cast.auditor):
        with pytest.raises(PermissionDenied):
            act.load(by=person)
        assert as_user(person).post(reverse("policies:starter")).status_code == 403
    assert not Policy.objects.exists()
    assert as_user(cast.admin).get(reverse("policies:starter")).status_code == 405


def test_an_empty_list_offers_them_to_administrators_and_the_button_loads_them(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.admin)
    offered = client.get(reverse("policies:list")).content.decode()
    assert reverse("policies:starter") in offered
    assert reverse("policies:starter") not in as_user(cast.priya).get(reverse("policies:list")).content.decode()
    page = client.post(reverse("policies:starter"), follow=True).content.decode()
    assert "7 starter texts are here as drafts" in page
    page = client.post(reverse("policies:starter"), follow=True).content.decode()
    assert "All starter texts are here already" in page
    draft = client.get(reverse("policies:draft", args=["social-software-policy"])).content.decode()
    assert "template" in draft and "Write about a colleague" in draft


def test_the_command_says_what_it_did(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("starter_policies", "--json")
    assert set(json.loads(capsys.readouterr().out)["begun"]) == WANTED
    call_command("starter_policies")
    assert "All starter texts are here already." in capsys.readouterr().out
