"""What teams are there for: who says it, and that it holds all the way down."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people import actions, queries
from moothall.people.models import Function, Team, User
from moothall.people.tests import make

SignIn = Callable[[User], Client]


@pytest.fixture
def digital(cast: Cast) -> Team:
    """Digital in Resources in the council, with two teams below it."""
    resources = make.team("Resources", make.team("Wexmoor"))
    digital = make.team("Digital", resources)
    make.team("Web", make.team("Applications", digital))
    make.team("Finance", resources)
    return digital


def functions() -> dict[str, str]:
    return dict(Team.objects.values_list("name", "function"))


def test_what_a_team_is_there_for_holds_for_all_below_it_and_nobody_else(cast: Cast, digital: Team) -> None:
    assert actions.set_function(digital, by=cast.admin, function=Function.TECHNOLOGY) == 3
    assert functions() == {
        "Wexmoor": "service",
        "Resources": "service",
        "Digital": "technology",
        "Applications": "technology",
        "Web": "technology",
        "Finance": "service",
    }
    entry = Entry.objects.get(verb="team.function_set")
    assert (entry.details["before"], entry.details["after"], entry.details["teams"]) == ("service", "technology", 3)
    assert actions.set_function(digital, by=cast.admin, function=Function.SERVICE) == 3
    assert set(functions().values()) == {"service"}


def test_saying_what_is_so_already_changes_and_records_nothing(cast: Cast, digital: Team) -> None:
    actions.set_function(digital, by=cast.admin, function=Function.TECHNOLOGY)
    council = Team.objects.get(name="Wexmoor")
    assert actions.set_function(council, by=cast.admin, function=Function.SERVICE) == 0
    assert functions()["Digital"] == "technology"
    assert Entry.objects.filter(verb="team.function_set").count() == 1


def test_a_new_team_is_there_for_what_the_one_above_it_is(cast: Cast, digital: Team) -> None:
    actions.set_function(digital, by=cast.admin, function=Function.TECHNOLOGY)
    assert make.team("Networks", digital).function == Function.TECHNOLOGY  # a row that was read before
    assert make.team("Payroll", Team.objects.get(name="Resources")).function == Function.SERVICE
    assert make.team("Police").function == Function.SERVICE


def test_a_team_within_technology_cannot_be_made_anything_else(cast: Cast, digital: Team) -> None:
    actions.set_function(digital, by=cast.admin, function=Function.TECHNOLOGY)
    web = Team.objects.get(name="Web")
    for function in (Function.SERVICE, Function.COMMUNICATIONS):
        with pytest.raises(actions.FunctionFollowsError):
            actions.set_function(web, by=cast.admin, function=function)
    assert functions()["Web"] == "technology"


def test_only_administrators_say_it(cast: Cast, digital: Team, as_user: SignIn) -> None:
    page = reverse("people:team_function", args=[digital.pk])
    for person in (cast.priya, cast.joan, cast.marcus, cast.auditor):
        with pytest.raises(PermissionDenied):
            actions.set_function(digital, by=person, function=Function.TECHNOLOGY)
        client = as_user(person)
        assert client.get(reverse("people:teams")).status_code == 403
        assert client.get(reverse("people:team_add")).status_code == 403
        assert client.get(page).status_code == 403
        assert client.post(page, {"function": "technology"}).status_code == 403
        assert client.post(reverse("people:team_add"), {"name": "Mine"}).status_code == 403
    assert set(functions().values()) == {"service"} and "Mine" not in functions()


def test_the_database_knows_no_other_function(cast: Cast, digital: Team) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.update(function="wizardry")


def test_the_page_says_it_and_what_follows(cast: Cast, digital: Team, as_user: SignIn) -> None:
    client = as_user(cast.admin)
    address = reverse("people:team_function", args=[digital.pk])
    assert "The 2 teams below it will be there for the same." in client.get(address).text
    answer = client.post(address, {"function": "technology"}, follow=True)
    assert "It is changed for 3 teams." in answer.text
    web = reverse("people:team_function", args=[Team.objects.get(name="Web").pk])
    page = client.get(web).text
    assert "It is there for what Applications is there for: Technology." in page and 'name="function"' not in page
    refused = client.post(web, {"function": "service"})
    assert refused.status_code == 422 and "Change that one" in refused.text
    assert client.post(address, {"function": "wizardry"}).status_code == 422
    assert client.post(address, {"function": ""}).status_code == 422
    assert client.get(reverse("people:team_function", args=[10**9])).status_code == 404


def test_a_team_is_added_by_page_and_takes_over_what_is_above_it(cast: Cast, digital: Team, as_user: SignIn) -> None:
    actions.set_function(digital, by=cast.admin, function=Function.TECHNOLOGY)
    client, address = as_user(cast.admin), reverse("people:team_add")
    assert client.post(address, {"name": "Networks", "parent": digital.pk}).status_code == 302
    assert functions()["Networks"] == "technology"
    again = client.post(address, {"name": "Networks", "parent": digital.pk})
    assert again.status_code == 422 and "Enter another one" in again.text
    assert client.post(address, {"name": "", "parent": "x"}).status_code == 422
    assert client.post(address, {"name": "Networks"}).status_code == 302  # at the top


def test_who_is_in_technology_by_whatever_row_says_so(cast: Cast, digital: Team) -> None:
    web = Team.objects.get(name="Web")
    for person, team in ((cast.priya, web), (cast.gareth, Team.objects.get(name="Finance"))):
        actions.move(person, by=cast.admin, team=team)
    assert not queries.is_in_technology(cast.priya)
    Team.objects.filter(pk=digital.pk).update(function="technology")  # past the verb: the rows below say otherwise
    assert queries.is_in_technology(cast.priya)
    assert not queries.is_in_technology(cast.gareth)
    assert not queries.is_in_technology(cast.outsider)  # in no team
    everybody = [cast.priya.pk, cast.gareth.pk, cast.outsider.pk]
    with CaptureQueriesContext(connection) as asked:
        found = queries.functions_of(everybody)
    assert found == {cast.priya.pk: Function.TECHNOLOGY, cast.gareth.pk: Function.SERVICE}
    assert len(asked) == 2


def test_a_damaged_tree_does_not_turn_for_ever(cast: Cast, digital: Team) -> None:
    web = Team.objects.get(name="Web")
    Team.objects.filter(pk=digital.pk).update(parent=web)
    actions.move(cast.priya, by=cast.admin, team=web)
    assert not queries.is_in_technology(cast.priya)
    assert actions.set_function(digital, by=cast.admin, function=Function.TECHNOLOGY) == 3
    assert queries.is_in_technology(cast.priya)


def test_joining_a_team_is_as_before(cast: Cast, digital: Team) -> None:
    actions.set_function(digital, by=cast.admin, function=Function.TECHNOLOGY)
    newcomer = make.user("Nia New", team=digital)
    assert queries.is_in_technology(newcomer) and functions()["Digital"] == "technology"


def test_the_list_of_teams_costs_the_same_however_many_there_are(cast: Cast, digital: Team, as_user: SignIn) -> None:
    client = as_user(cast.admin)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("people:teams")).status_code == 200
        return len(asked)

    count()
    before = count()
    for number in range(60):
        make.team(f"Team {number:02}", digital)
    assert count() == before
    assert "More teams" in client.get(reverse("people:teams")).text


def test_a_team_that_is_added_while_the_one_above_is_changed_follows_it(committed_db: CommittedDatabase) -> None:
    top = make.team("Digital")
    deep = make.team("Web", make.team("Applications", top))
    for number, function in enumerate([Function.TECHNOLOGY, Function.SERVICE, Function.COMMUNICATIONS]):

        def add(under: Team, name: str = f"Team {number}") -> Callable[[], object]:
            return lambda: make.team(f"{name} in {under}", under)

        def change(function: Function = function) -> object:
            return actions.set_function(top, by=None, function=function)

        work: list[Callable[[], object]] = [add(top), change, add(deep)]
        at_once(work)
        assert set(Team.objects.values_list("function", flat=True)) == {function}
    assert Team.objects.count() == 3 + 6
