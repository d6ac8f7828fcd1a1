"""Prepared questions answer what the querysets behind them answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from conftest import Cast
from moothall.kit import prepared as prepared_module
from moothall.kit.prepared import prepared
from moothall.people.models import User

pytestmark = pytest.mark.django_db


def among(pks: list[int], kind: str, since: object) -> QuerySet[User]:
    found = User.objects.filter(Q(pk__in=pks) & (Q(kind=kind) | Q(joined_at__gt=since)), is_active=True)
    return found.select_related("team__parent").order_by("pk")


def test_rows_are_those_of_the_queryset(cast: Cast) -> None:
    ask = prepared(among)
    everyone = list(User.objects.values_list("pk", flat=True))
    now = timezone.now()
    for pks in ([], everyone, everyone[:1], everyone[:3], [0, *everyone]):
        for kind in ("staff", "guest", "nobody"):
            for since in (now, now - timedelta(days=1)):
                rows = ask(pks, kind, since)
                wanted = list(among(pks, kind, since))
                assert rows == wanted
                assert [vars(row).keys() for row in rows] == [vars(row).keys() for row in wanted]
                with CaptureQueriesContext(connection) as none:
                    assert [row.team and row.team.name for row in rows] == [
                        row.team and row.team.name for row in wanted
                    ]
                assert not none.captured_queries


def test_values_and_flat_values_are_answered_too(cast: Cast) -> None:
    names = prepared(lambda pk: User.objects.filter(pk=pk).values_list("name", flat=True))
    pairs = prepared(lambda pk: User.objects.filter(pk=pk).values_list("name", "handle"))
    for person in (cast.priya, cast.marcus):
        assert names(person.pk) == [person.name]
        assert pairs(person.pk) == [(person.name, person.handle)]
    assert names(0) == []


def test_a_question_is_built_once_for_each_shape(cast: Cast) -> None:
    built: list[int] = []

    def build(pks: list[int]) -> QuerySet[User]:
        built.append(len(pks))
        return User.objects.filter(pk__in=pks).order_by("pk")

    ask = prepared(build)
    for _time in range(3):
        assert ask([cast.priya.pk, cast.gareth.pk, cast.priya.pk]) == [cast.priya, cast.gareth]
        assert ask([cast.priya.pk, cast.gareth.pk, cast.joan.pk, cast.marcus.pk])[0] == cast.priya
    assert built == [4, 4]


def test_nothing_is_null_and_is_asked_as_such(cast: Cast) -> None:
    ask = prepared(lambda team: User.objects.filter(team=team).order_by("pk"))
    assert ask(None) == list(User.objects.filter(team=None).order_by("pk"))


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**40])
def test_a_number_that_no_column_holds_finds_nothing(number: int) -> None:
    assert prepared(lambda pk: User.objects.filter(pk=pk))(number) == []


def test_what_varies_by_itself_is_refused() -> None:
    ticking = prepared(lambda kind: User.objects.filter(kind=kind, joined_at__lt=timezone.now()))
    with pytest.raises(ValueError, match="depends on something else"):
        ticking("staff")
    shifting = prepared(lambda pk: User.objects.filter(pk=pk) if pk % 2 else User.objects.filter(manager=pk))
    with pytest.raises(ValueError, match="another question"):
        shifting(1)
    with pytest.raises(ValueError, match="takes no float"):
        prepared(lambda number: User.objects.filter(pk=number))(1.5)


def test_an_argument_cannot_be_sql(cast: Cast) -> None:
    ask = prepared(lambda name: User.objects.filter(name=name))
    assert ask(cast.priya.name) == [cast.priya]
    assert ask("' OR 1=1 --") == []


@given(st.lists(st.integers(0, 2**31), min_size=1, max_size=70))
def test_padding_changes_no_set(values: list[int]) -> None:
    padded = prepared_module._padded(values)
    assert set(padded) == set(values)
    assert len(padded) & (len(padded) - 1) == 0
