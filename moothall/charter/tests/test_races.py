"""Two at the same moment: a version is signed once, and nobody changes what another adopts or signs."""

from dataclasses import replace
from functools import partial

import pytest
from django.db import IntegrityError

from moothall.charter.actions import charters, signatures
from moothall.charter.models import Charter, Signature
from moothall.charter.tests import make
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people.models import Role, Team, User
from moothall.people.tests import make as make_people

TRIES = 3


@pytest.fixture
def ada(committed_db: CommittedDatabase) -> User:
    return make_people.user("Ada Minton", roles=(Role.ADMINISTRATOR,))


@pytest.fixture
def team(committed_db: CommittedDatabase) -> Team:
    return make_people.team("Libraries")


def test_signed_by_many_hands_at_once_it_is_signed_once(ada: User, team: Team) -> None:
    people = [make_people.user(f"Colleague {number}", team=team) for number in range(3)]
    charter = make.current()
    work = [partial(make.signature, by=person, team=team, charter=charter) for person in people]
    work += [partial(make.signature, by=people[0], charter=charter)] * 2
    made = at_once(work)
    assert len({each.pk for each in made}) == 2
    assert sorted(Signature.objects.values_list("signatory", flat=True)) == [f"team:{team.pk}", people[0].holder]


def test_rows_written_past_the_acts_at_once_sign_once(ada: User) -> None:
    charter = make.current()

    def run() -> str:
        try:
            Signature.objects.create(charter=charter, signatory=ada.holder, person=ada, by=ada, digest=charter.digest)
        except IntegrityError:
            return "refused"
        return "signed"

    assert sorted(at_once([run, run, run])) == ["refused", "refused", "signed"]


def adopting(draft: Charter, seen: str, by: User) -> str:
    try:
        charters.adopt(draft, by=by, digest=seen)
    except charters.WordingChanged:
        return "read again"
    return "adopted"


def writing(draft: Charter, words: charters.Draft, by: User) -> str:
    try:
        charters.write(draft, words, by=by)
    except charters.Adopted:
        return "too late"
    return "written"


def test_what_is_adopted_is_what_was_seen_though_another_writes(ada: User) -> None:
    bea = make_people.user("Bea Other", roles=(Role.ADMINISTRATOR,))
    for _turn in range(TRIES):
        draft = make.draft(by=ada)
        seen = draft.wording().digest
        words = replace(make.words_of(draft), title="Written at the last moment")

        outcome: list[str] = at_once([partial(adopting, draft, seen, ada), partial(writing, draft, words, bea)])
        assert outcome in (["adopted", "too late"], ["read again", "written"])
        kept = Charter.objects.get(pk=draft.pk)
        if outcome[0] == "adopted":
            assert kept.digest == seen == kept.wording().digest
        else:
            charters.drop(kept, by=ada)


def test_one_draft_is_begun_though_two_begin(ada: User) -> None:
    def run() -> str:
        try:
            charters.begin(by=ada)
        except charters.DraftExists:
            return "there already"
        return "begun"

    assert sorted(at_once([run, run])) == ["begun", "there already"]
    assert Charter.objects.drafts().count() == 1


def test_taken_back_by_two_at_once_it_is_taken_back_once(ada: User, team: Team) -> None:
    people = [make_people.user(f"Colleague {number}", team=team) for number in range(2)]
    made = make.signature(by=people[0], team=team)
    back = at_once([partial(signatures.take_back, made, by=person) for person in people])
    assert back[0] == back[1]
