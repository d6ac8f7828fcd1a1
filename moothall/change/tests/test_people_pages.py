"""The pages of stakeholders and engagements: what people notice, and what others must not be able to do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from conftest import Cast
from moothall.change.actions import delivery, initiatives
from moothall.change.models import Engagement, Initiative, Raci, Side, Stakeholder
from moothall.change.queries import own_value
from moothall.change.tests import make
from moothall.kit import clock
from moothall.kit.registries import links_to
from moothall.people.models import User
from moothall.people.tests import make as make_people
from moothall.spaces.models import Openness
from moothall.spaces.tests import make as make_talk

SignIn = Callable[[User], Client]
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
def begun(cast: Cast) -> Initiative:
    return make.owned(make.initiative(by=cast.priya), by=cast.priya, owner=cast.gareth)


def url(name: str, pk: int) -> str:
    return reverse(f"change:{name}", args=[pk])


def named(**changes: Any) -> dict[str, Any]:
    """A stakeholder as a browser sends one."""
    return {
        "name": "Branch libraries",
        "side": "internal",
        "team": "",
        "power": "4",
        "interest": "5",
        "now": "against",
        "wanted": "for",
        "raci": "",
        "person": "",
        "notes": "",
        **changes,
    }


def engaged(*people: Stakeholder, **changes: Any) -> dict[str, Any]:
    """An engagement as a browser sends one."""
    return {
        "stage": "design",
        "form": "meeting",
        "asked": "How would you find an answer?",
        "information": "",
        "opened_on": clock.today().isoformat(),
        "closed_on": "",
        "people_involved": [str(each.pk) for each in people],
        "talk_address": "",
        "elsewhere": "Harrowby library",
        "people": "",
        "age_group": "",
        "safeguarding_lead": "",
        "said": "",
        "changed": "",
        "unchanged_why": "",
        **changes,
    }


def test_stakeholders_are_named_with_where_they_stand(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    page = url("stakeholders", begun.pk)
    assert "Nobody is named yet" in client.get(page).content.decode()
    assert client.post(url("stakeholder_new", begun.pk), named()).status_code == 302
    shown = client.get(page).content.decode()
    for words in ("Branch libraries", "Nobody is accountable", "was never asked", "Against it", "For it"):
        assert words in shown, words
    wrong = client.post(url("stakeholder_new", begun.pk), named(power="9", name=""))
    assert wrong.status_code == 422
    twice = client.post(url("stakeholder_new", begun.pk), named())
    assert twice.status_code == 422 and "there already" in twice.content.decode()
    assert begun.stakeholders.count() == 1


def test_exactly_one_is_accountable(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    make.stakeholder(begun, by=cast.priya, name="Front desk", raci=Raci.ACCOUNTABLE)
    client = as_user(cast.priya)
    second = client.post(url("stakeholder_new", begun.pk), named(raci="accountable"))
    assert second.status_code == 422 and "somebody else is" in second.content.decode()
    page = client.get(url("stakeholders", begun.pk)).content.decode()
    assert "Nobody is accountable" not in page and "nobody does the work" in page


def test_those_outside_are_no_team(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    team = make_people.team("Libraries")
    client = as_user(cast.priya)
    wrong = client.post(url("stakeholder_new", begun.pk), named(side="external", team=str(team.pk)))
    assert wrong.status_code == 422 and "Leave the team empty" in wrong.content.decode()
    assert client.post(url("stakeholder_new", begun.pk), named(team=str(team.pk))).status_code == 302


def test_the_reach_map_names_teams_that_must_change_and_were_never_asked(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    asked, never = make_people.team("Libraries"), make_people.team("Highways")
    initiatives.touch_teams(begun, by=cast.priya, teams=[asked, never])
    make.engagement(begun, make.stakeholder(begun, by=cast.priya, team=asked), by=cast.priya)
    page = as_user(cast.joan).get(url("stakeholders", begun.pk)).content.decode()
    assert "Highways was never asked" in page and "asked once" in page
    assert "Name a stakeholder" not in page, "she reads, and does not write"


def test_a_stakeholder_is_edited_and_taken_out_while_nobody_was_involved(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    row = make.stakeholder(begun, by=cast.priya)
    client = as_user(cast.priya)
    assert client.post(url("stakeholder_edit", row.pk), named(now="for", name="Libraries")).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.now) == ("Libraries", "for")
    make.engagement(begun, row, by=cast.priya)
    assert "stays on record" in client.get(url("stakeholder_remove", row.pk)).content.decode()
    client.post(url("stakeholder_remove", row.pk))
    assert Stakeholder.objects.filter(pk=row.pk).exists()
    other = make.stakeholder(begun, by=cast.priya, name="By mistake")
    assert client.post(url("stakeholder_remove", other.pk)).status_code == 302
    assert not Stakeholder.objects.filter(pk=other.pk).exists()


def test_an_engagement_elsewhere_needs_no_account(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    who = make.stakeholder(begun, by=cast.priya, name="Wexmoor Youth Voice", side=Side.EXTERNAL)
    client = as_user(cast.priya)
    new = url("engagement_new", begun.pk)
    data = engaged(who, form="visit", elsewhere="Harrowby school", people="23", age_group="under_18")
    bare = client.post(new, data)
    assert bare.status_code == 422 and "safeguarding lead" in bare.content.decode()
    assert not Engagement.objects.exists()
    made = client.post(new, {**data, "safeguarding_lead": "Ms Lloyd"})
    row = Engagement.objects.get()
    assert made["Location"] == url("engagement", row.pk)
    page = client.get(made["Location"]).content.decode()
    for words in ("Harrowby school", "23", "Ms Lloyd", "Wexmoor Youth Voice", "What came of it is not said yet"):
        assert words in page, words


def test_without_stakeholders_one_names_them_first(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    answer = as_user(cast.priya).get(url("engagement_new", begun.pk))
    assert answer["Location"] == url("stakeholder_new", begun.pk)


def test_what_changed_or_why_nothing_did_is_said(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    who = make.stakeholder(begun, by=cast.priya)
    row = make.engagement(begun, who, by=cast.priya, changed="")
    client, edit = as_user(cast.priya), url("engagement_edit", row.pk)
    both = client.post(edit, engaged(who, said="x", changed="y", unchanged_why="z"))
    assert both.status_code == 422 and "not both" in both.content.decode() and "z</textarea>" in both.content.decode()
    assert client.post(edit, engaged(who, said="Too slow", unchanged_why="It costs too much")).status_code == 302
    page = client.get(url("engagement", row.pk)).content.decode()
    assert "Nothing changed, because" in page and "It costs too much" in page
    early = engaged(who, said="x", opened_on=(clock.today() + timedelta(days=3)).isoformat())
    assert client.post(edit, early).status_code == 422
    backwards = engaged(who, closed_on=(clock.today() - timedelta(days=3)).isoformat())
    assert client.post(edit, backwards).status_code == 422


def test_a_conversation_is_named_by_its_address_where_one_may_read_it(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    who = make.stakeholder(begun, by=cast.priya)
    mine = make_talk.conversation(make_talk.space(by=cast.priya, name="Roads"), by=cast.priya, title="Potholes")
    secret = make_talk.conversation(
        make_talk.space(by=cast.joan, name="Private", openness=Openness.CLOSED), by=cast.joan, title="Hidden matter"
    )
    client, new = as_user(cast.priya), url("engagement_new", begun.pk)
    for address in (
        f"https://hall.example{secret.get_absolute_url()}",
        "/spaces/conversations/99999/",
        "nonsense",
        "/",
    ):
        refused = client.post(new, engaged(who, form="conversation", elsewhere="", talk_address=address))
        assert refused.status_code == 422, address
        assert "Hidden matter" not in refused.content.decode()
    bare = client.post(new, engaged(who, form="conversation", elsewhere=""))
    assert bare.status_code == 422 and "Say in which conversation" in bare.content.decode()
    address = f"https://hall.example{mine.get_absolute_url()}?page=2#post-7"
    assert client.post(new, engaged(who, form="conversation", elsewhere="", talk_address=address)).status_code == 302
    row = Engagement.objects.get()
    assert row.thing == f"conversation:{mine.pk}"
    assert "Potholes" in client.get(url("engagement", row.pk)).content.decode()
    Engagement.objects.filter(pk=row.pk).update(thing=f"conversation:{secret.pk}")
    page = client.get(url("engagement", row.pk)).content.decode()
    assert "Hidden matter" not in page and "not open to you" in page
    data = engaged(who, form="conversation", elsewhere="", said="They like it")
    assert client.post(url("engagement_edit", row.pk), data).status_code == 302
    row.refresh_from_db()
    assert row.thing == f"conversation:{secret.pk}", "what one may not see one does not lose either"


def test_a_conversation_of_its_space_is_offered(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    who = make.stakeholder(begun, by=cast.priya)
    space = make_talk.space(by=cast.priya, name="Roads")
    talk = make_talk.conversation(space, by=cast.priya, title="Potholes")
    initiatives.give_space(begun, by=cast.priya, space=space)
    client, new = as_user(cast.priya), url("engagement_new", begun.pk)
    assert "Potholes" in client.get(new).content.decode()
    data = engaged(who, form="conversation", elsewhere="", talk=f"conversation:{talk.pk}")
    assert client.post(new, data).status_code == 302
    assert Engagement.objects.get().thing == f"conversation:{talk.pk}"


def test_those_of_another_initiative_were_not_involved(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    who = make.stakeholder(begun, by=cast.priya)
    strange = make.stakeholder(make.initiative(by=cast.gareth, title="Another"), by=cast.gareth, name="Strangers")
    tampered = as_user(cast.priya).post(url("engagement_new", begun.pk), engaged(who, strange))
    assert tampered.status_code == 422
    assert not Engagement.objects.exists()


def test_sent_twice_is_recorded_once(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    who = make.stakeholder(begun, by=cast.priya)
    client, data = as_user(cast.priya), engaged(who, token=str(uuid4()))
    places = {client.post(url("engagement_new", begun.pk), data)["Location"] for _time in range(2)}
    assert len(places) == 1 and Engagement.objects.count() == 1


def test_what_delivery_rests_on_is_not_asked_again(cast: Cast, as_user: SignIn) -> None:
    begun = make.delivering(by=cast.priya, owner=cast.gareth)
    row = begun.engagements.order_by("pk")[0]
    who = row.stakeholders.get()
    edit, client = url("engagement_edit", row.pk), as_user(cast.priya)
    page = client.get(edit).content.decode()
    assert 'name="opened_on"' not in page and "Delivery rests on the stage" in page
    data = engaged(who, stage="implementation", opened_on="2020-01-01", said="More", changed="Much")
    assert client.post(edit, data).status_code == 302
    row.refresh_from_db()
    assert (row.stage, row.opened_on, row.said) == ("design", clock.today(), "More")


def test_who_reads_but_does_not_write_is_refused(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    who = make.stakeholder(begun, by=cast.priya)
    row = make.engagement(begun, who, by=cast.priya)
    pages = {
        url("stakeholder_new", begun.pk): named(name="x"),
        url("stakeholder_edit", who.pk): named(name="x"),
        url("stakeholder_remove", who.pk): {},
        url("engagement_new", begun.pk): engaged(who),
        url("engagement_edit", row.pk): engaged(who),
    }
    for person, expected in ((cast.joan, 403), (cast.marcus, 404)):
        client = as_user(person)
        for page, data in pages.items():
            assert client.get(page).status_code == expected, page
            assert client.post(page, data).status_code == expected, page
    assert as_user(cast.joan).get(url("engagement", row.pk)).status_code == 200


def test_a_closed_initiative_of_others_is_not_there(cast: Cast, as_user: SignIn) -> None:
    hidden = make.initiative(by=cast.priya, closed=True)
    who = make.stakeholder(hidden, by=cast.priya)
    row = make.engagement(hidden, who, by=cast.priya)
    client = as_user(cast.outsider)
    for page in (
        url("stakeholders", hidden.pk),
        url("stakeholder_new", hidden.pk),
        url("stakeholder_edit", who.pk),
        url("engagement_new", hidden.pk),
        url("engagement", row.pk),
        url("engagement_edit", row.pk),
    ):
        assert client.get(page).status_code == 404, page


def test_what_is_closed_leads_back(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    who = make.stakeholder(begun, by=cast.priya)
    delivery.close(begun, by=cast.gareth, outcome="given_up", words="Nobody wants it.")  # type: ignore[arg-type]
    client = as_user(cast.priya)
    for page, data in (
        (url("stakeholder_new", begun.pk), named(name="Late")),
        (url("engagement_new", begun.pk), engaged(who)),
    ):
        answer = client.post(page, data)
        assert answer.status_code == 302 and answer["Location"] == begun.get_absolute_url()
    assert begun.stakeholders.count() == 1


def test_hostile_words_are_words(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client = as_user(cast.priya)
    client.post(url("stakeholder_new", begun.pk), named(name=HOSTILE, notes=HOSTILE))
    who = begun.stakeholders.get()
    client.post(url("engagement_new", begun.pk), engaged(who, asked=HOSTILE, elsewhere=HOSTILE, said=HOSTILE))
    row = Engagement.objects.get()
    for page in (url("stakeholders", begun.pk), url("engagement", row.pk), url("stakeholder_edit", who.pk)):
        shown = client.get(page).content.decode()
        assert "<script>alert" not in shown and "<img src=x" not in shown
        assert escape("<script>alert(1)</script>") in shown
    bad = client.post(url("engagement_new", begun.pk), engaged(who, information="javascript:alert(1)"))
    assert bad.status_code == 422


def test_the_page_costs_the_same_as_everything_doubles(cast: Cast, begun: Initiative, as_user: SignIn) -> None:
    client, page = as_user(cast.priya), url("stakeholders", begun.pk)

    def more(start: int, count: int) -> None:
        for number in range(start, start + count):
            team = make_people.team(f"Team {number}")
            who = make.stakeholder(begun, by=cast.priya, name=f"Group {number}", team=team)
            out = make.stakeholder(begun, by=cast.priya, name=f"Outside {number}", side=Side.EXTERNAL)
            make.engagement(begun, who, out, by=cast.priya)

    def cost() -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    more(0, 2)
    before = cost()
    more(2, 4)
    assert cost() == before


def test_a_conversation_says_for_which_change_people_were_asked_there(cast: Cast, begun: Initiative) -> None:
    who = make.stakeholder(begun, by=cast.priya)
    talk = make_talk.conversation(make_talk.space(by=cast.priya, name="Roads"), by=cast.priya, title="Potholes")
    row = make.engagement(begun, who, by=cast.priya)
    hidden = make.initiative(by=cast.priya, closed=True, title="Nobody knows")
    secret = make.engagement(hidden, make.stakeholder(hidden, by=cast.priya), by=cast.priya)
    thing = f"conversation:{talk.pk}"
    Engagement.objects.filter(pk__in=[row.pk, secret.pk]).update(thing=thing)
    assert {link.title for link in links_to(cast.priya, thing)} == {begun.title, "Nobody knows"}
    assert {link.title for link in links_to(cast.joan, thing)} == {begun.title}
    assert links_to(cast.marcus, thing) == []


def test_a_copy_of_what_is_held_has_what_one_wrote_and_speaks_for(cast: Cast, begun: Initiative) -> None:
    who = make.stakeholder(begun, by=cast.priya, name="Front desk")
    Stakeholder.objects.filter(pk=who.pk).update(person=cast.joan, notes="Wants paper.")
    make.engagement(begun, who, by=cast.priya)
    assert [row["notes"] for row in own_value.held(cast.joan)] == ["Wants paper."]
    assert any("They look in three places." in str(row["words"]) for row in own_value.said(cast.priya))
    assert list(own_value.said(cast.joan)) == []


def test_a_long_register_comes_a_page_at_a_time_and_the_picture_keeps_to_those_with_the_most_power(
    cast: Cast, begun: Initiative, as_user: SignIn
) -> None:
    begun.stakeholders.all().delete()
    Stakeholder.objects.bulk_create(
        Stakeholder(
            initiative=begun,
            name=f"Group {n:03}",
            side=Side.EXTERNAL,
            power=5 if n >= 110 else 2,
            interest=3,
            now="neutral",
            wanted="for",
            raci=Raci.INFORMED,
            added_by=cast.priya,
        )
        for n in range(120)
    )
    client, address = as_user(cast.joan), url("stakeholders", begun.pk)
    names: list[str] = []
    for _page in range(4):
        said = client.get(address)
        whom = said.context["whom"]
        names += [row.stakeholder.name for row in whom.rows]
        page = said.content.decode()
        assert len(whom.grid.key) == len(whom.grid.table.rows) == 60 and len(whom.reach.rows) == 100
        assert {f"Group {n:03}" for n in range(110, 120)} <= {each.stakeholder.name for each in whom.grid.key}
        assert "The 60 with the most power of 120 are drawn." in page and "and others, 120 in all" in page
        assert "10 of 10 with more power are not yet where we want them" in page
        if whom.next_cursor is None:
            break
        address = f"{url('stakeholders', begun.pk)}?{urlencode({'who': whom.next_cursor})}"
    assert names == [f"Group {n:03}" for n in range(120)]
    assert client.get(f"{url('stakeholders', begun.pk)}?who=nonsense").status_code == 400
