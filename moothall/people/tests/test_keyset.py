"""Keyset pages, over teams."""

import pytest
from django.core.exceptions import BadRequest

from moothall.kit.pages import keyset
from moothall.people.models import Team


@pytest.mark.django_db
def test_every_row_is_on_exactly_one_page() -> None:
    for number in range(23):
        Team.objects.create(name=f"Team {number % 5}", parent=Team.objects.order_by("-pk").first())
    seen: list[int] = []
    after: str | None = None
    while True:
        found = keyset(Team.objects.all(), by=("-name", "pk"), after=after, size=4)
        seen.extend(team.pk for team in found.rows)
        after = found.next_cursor
        if after is None:
            break
    assert seen == list(Team.objects.order_by("-name", "pk").values_list("pk", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", ["x", "W10", "WzFd", "e30", "bnVsbA", "[[", "W1tdLHt9XQ"])
def test_a_damaged_cursor_is_a_bad_request(cursor: str) -> None:
    with pytest.raises(BadRequest):
        keyset(Team.objects.all(), by=("name", "pk"), after=cursor, size=4)
