"""The one permission rule: who holds a container."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.functional import SimpleLazyObject
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from conftest import Cast
from moothall.people import actions, grants
from moothall.people.backend import AuthenticationBackend
from moothall.people.models import Kind, Role, User
from moothall.people.tests import make


def again(user: User) -> User:
    """The person as the next request sees them."""
    return User.objects.get(pk=user.pk)


def test_a_person_holds_by_name_kind_team_and_role(cast: Cast) -> None:
    communities = make.team("Communities")
    libraries = make.team("Libraries", parent=communities)
    reader = make.user("Rhian Cole", team=libraries, roles=(Role.AUDITOR,))
    for number, holder in enumerate([reader.holder, "kind:staff", f"team:{communities.pk}", "role:auditor"]):
        grants.give(f"space:{number}", holder)
    grants.give("space:9", cast.priya.holder)
    assert grants.tokens(again(reader)) == {"space:0", "space:1", "space:2", "space:3", "public:0"}


def test_the_parent_team_does_not_hold_what_the_child_holds(db: None) -> None:
    parent = make.team("Place")
    child = make.team("Highways", parent=parent)
    boss = make.user("Bronwen Bass", team=parent)
    grants.give("space:1", f"team:{child.pk}")
    assert "space:1" not in grants.tokens(again(boss))


def test_nobody_who_may_not_sign_in_holds_anything(cast: Cast) -> None:
    grants.give("space:1", cast.priya.holder)
    actions.deactivate(cast.priya, by=cast.admin)
    gone = again(cast.priya)
    assert grants.tokens(gone) == frozenset()
    assert list(grants.held(gone, "space")) == []
    assert grants.tokens(AnonymousUser()) == frozenset()


def test_taking_a_grant_takes_the_sight(cast: Cast) -> None:
    grants.give("space:1", cast.priya.holder)
    grants.take("space:1", cast.priya.holder)
    assert not grants.may_see(again(cast.priya), "space:1")


def test_replacing_leaves_exactly_the_given_holders(cast: Cast) -> None:
    grants.replace("space:1", [cast.priya.holder, cast.gareth.holder])
    grants.replace("space:1", [cast.gareth.holder, cast.joan.holder])
    assert list(grants.who_holds("space:1")) == [cast.joan, cast.gareth]


def test_a_word_that_is_no_container_is_refused() -> None:
    for word in ("space", "space:", ":7", "space:x"):
        with pytest.raises(ValueError):
            grants.split(word)


def test_a_guest_sees_only_the_people_beside_them(cast: Cast) -> None:
    grants.replace("space:1", [cast.marcus.holder, cast.priya.holder])
    grants.give("space:2", cast.gareth.holder)
    assert set(User.objects.visible_to(again(cast.marcus))) == {cast.marcus, cast.priya}
    assert User.objects.visible_to(again(cast.priya)).count() == User.objects.count()


HOLDERS = (
    "kind:staff",
    "kind:councillor",
    "kind:guest",
    "role:auditor",
    "role:moderator",
    "u0",
    "u1",
    "u2",
    "t0",
    "t1",
)


class RandomWorlds(TestCase):
    """Tokens, ids, people and single answers are one rule read in four ways."""

    @settings(max_examples=25, deadline=None)
    @given(
        kinds=st.lists(st.sampled_from(list(Kind)), min_size=3, max_size=3),
        roles=st.lists(st.sets(st.sampled_from([Role.AUDITOR, Role.MODERATOR])), min_size=3, max_size=3),
        teams=st.lists(st.sampled_from([None, 0, 1]), min_size=3, max_size=3),
        active=st.lists(st.booleans(), min_size=3, max_size=3),
        given_grants=st.sets(st.tuples(st.integers(1, 4), st.sampled_from(HOLDERS))),
    )
    def test_every_reader_of_the_rule_agrees(
        self,
        kinds: list[Kind],
        roles: list[set[Role]],
        teams: list[int | None],
        active: list[bool],
        given_grants: set[tuple[int, str]],
    ) -> None:
        parent = make.team("Parent")
        tree = [parent, make.team("Child", parent=parent)]
        people = [
            make.user(
                f"Person {number}",
                kinds[number],
                roles=tuple(sorted(roles[number])),
                team=None if teams[number] is None else tree[teams[number] or 0],
            )
            for number in range(3)
        ]
        for person, stays in zip(people, active, strict=True):
            if not stays:
                actions.deactivate(person, by=None)
        names = {f"u{n}": people[n].holder for n in range(3)} | {f"t{n}": f"team:{tree[n].pk}" for n in range(2)}
        for ref, holder in given_grants:
            grants.give(f"space:{ref}", names.get(holder, holder))
        for person in map(again, people):
            held = {f"space:{ref}" for ref in grants.held(person, "space")}
            assert grants.tokens(person) - {grants.PUBLIC} == held
            for ref in range(1, 5):
                assert grants.may_see(person, f"space:{ref}") == (person in set(grants.who_holds(f"space:{ref}")))


def test_a_request_asks_for_its_person_once_even_through_the_lazy_user(cast: Cast) -> None:
    grants.give("space:7", "kind:staff")
    asking: Any = SimpleLazyObject(lambda: AuthenticationBackend().get_user(cast.priya.pk))
    with CaptureQueriesContext(connection) as queries:
        assert list(grants.held(asking, "space")) == [7]
        assert list(grants.held(asking, "space")) == [7]
        assert grants.may_see(asking, "space:7")
    assert len(queries) == 2  # the person, and what they hold


def test_what_is_asked_at_once_for_a_request_is_what_is_held(cast: Cast) -> None:
    for number, holder in enumerate(("public:0", "kind:staff", "kind:guest", "role:auditor", cast.priya.holder), 1):
        grants.give(f"space:{number}", holder)
    for person in (cast.priya, cast.joan, cast.marcus, cast.auditor, cast.admin):
        asking = AuthenticationBackend().get_user(person.pk)
        known = User.objects.get(pk=person.pk)
        assert asking is not None
        assert (asking.roles, grants.tokens(asking)) == (known.roles, grants.tokens(known))
        assert set(grants.held(asking, "space")) == set(grants.held(known, "space"))
