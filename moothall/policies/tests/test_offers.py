"""What the room offers the hall: the index, a person's own data, words for the record, acts that are recorded."""

import pytest

from conftest import Cast
from moothall.audit.models import Entry
from moothall.kit.registries import audit_wording
from moothall.people import grants
from moothall.people.models import User
from moothall.policies import documents
from moothall.policies.actions import agreement, drafts
from moothall.policies.actions import policies as act
from moothall.policies.models import Answer, Language, Policy
from moothall.policies.queries import personal
from moothall.policies.tests import make


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """A draft of Priya’s that Gareth commented on and endorsed."""
    made = make.policy(by=cast.admin, owner=cast.priya, title="Talking at work")
    said = agreement.comment(made, by=cast.gareth, body="And on the phone?", number="2.1")
    agreement.answer(said, by=cast.priya, answer=Answer.KEPT, words="On the phone too.")
    make.ready(made, by=cast.priya, stakeholder=cast.gareth)
    return made


def finds(person: User, policy: Policy) -> bool:
    """Whether both readers of the one rule let this person find it."""
    (document,) = documents.documents([policy.pk])
    person = User.objects.get(pk=person.pk)
    return grants.may_see(person, document.container) and policy.pk in documents.load(person, [policy.pk])


def test_a_draft_is_found_by_the_council_and_what_was_adopted_by_everyone(cast: Cast, policy: Policy) -> None:
    assert finds(cast.outsider, policy) and finds(cast.joan, policy) and not finds(cast.marcus, policy)
    make.adopt(policy, by=cast.priya)
    assert finds(cast.outsider, policy) and finds(cast.marcus, policy)


def test_what_is_found_are_the_words_that_hold_in_every_language(cast: Cast, policy: Policy) -> None:
    make.write(policy, by=cast.priya, language=Language.WELSH, title="Siarad yn y gwaith", body=make.WELSH)
    make.endorse(policy.versions.get().asks.get(), by=cast.gareth)
    make.adopt(policy, by=cast.priya)
    drafts.begin_version(policy, by=cast.priya)
    make.write(policy, by=cast.priya, title="Other", body="## 1 Secret\n\n1.1 Not yet.")
    (document,) = documents.documents([policy.pk])
    assert document.title == "Talking at work" and "Siarad yn y gwaith" in document.names
    assert "2.1 Say who you are" in " ".join(document.body.split()) and "pwy ydych chi" in document.body
    assert "Secret" not in document.body
    hit = documents.load(cast.gareth, [policy.pk])[policy.pk]
    assert (hit.title, hit.place, hit.people) == ("Talking at work", "In force", "Priya Raman")
    assert list(documents.ids(0)) == [policy.pk]


def test_a_copy_of_ones_data_has_what_one_said_and_stood_behind(cast: Cast, policy: Policy) -> None:
    (said,) = personal.said(cast.gareth)
    assert said["comment"] == "And on the phone?" and said["answer"] == "kept"
    (stood,) = personal.stood(cast.gareth)
    assert stood["verdict"] == "endorsed" and stood["policy"] == "talking-at-work"
    assert [row.get("words") for row in personal.said(cast.priya)] == ["On the phone too."]
    assert [row.get("owns") for row in personal.stood(cast.priya)] == ["talking-at-work"]
    assert not list(personal.said(cast.outsider)) and not list(personal.stood(cast.outsider))


def test_every_act_is_recorded_with_words(cast: Cast, policy: Policy) -> None:
    make.adopt(policy, by=cast.priya)
    act.publish(policy, by=cast.priya)
    act.publish(policy, by=cast.priya, published=False)
    act.withdraw(policy, by=cast.priya, reason="Done.")
    verbs = set(Entry.objects.filter(verb__startswith="policy.").values_list("verb", flat=True))
    assert {"policy.created", "policy.adopted", "policy.endorsed", "policy.commented", "policy.withdrawn"} <= verbs
    assert {verb for verb in verbs if audit_wording.get(verb) is None} == set()
    adopted = Entry.objects.get(verb="policy.adopted")
    assert policy.versions.get().texts.get().digest in str(adopted.details)
