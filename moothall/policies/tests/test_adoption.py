"""Agreeing and adopting: what is missing is said, what was adopted stays."""

from collections.abc import Callable
from datetime import timedelta
from typing import cast as typed

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from conftest import Cast
from moothall.kit import clock
from moothall.kit.testing import CommittedDatabase, at_once
from moothall.people import actions as people
from moothall.people.models import Role, User
from moothall.people.tests import make as make_people
from moothall.policies.actions import adoption, agreement, drafts
from moothall.policies.actions import policies as act
from moothall.policies.models import (
    Answer,
    Ask,
    Clause,
    Comment,
    Endorsement,
    Event,
    Genre,
    Language,
    Policy,
    Text,
    Verdict,
    Version,
)
from moothall.policies.queries import readiness, standing
from moothall.policies.tests import make

Attack = Callable[[Version], object]


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """A policy in draft, owned by Priya."""
    return make.policy(by=cast.admin, owner=cast.priya)


@pytest.fixture
def adopted(cast: Cast) -> Version:
    """The first version of a policy of Priya's, in force; Gareth commented on it and endorsed it."""
    made = make.policy(by=cast.admin, owner=cast.priya)
    said = agreement.comment(made, by=cast.gareth, body="Why?", number="2.1")
    agreement.answer(said, by=cast.priya, answer=Answer.KEPT, words="Because people ask.")
    make.ready(made, by=cast.priya, stakeholder=cast.gareth)
    return make.adopt(made, by=cast.priya)


def missing(policy: Policy) -> list[str]:
    draft = Version.objects.select_related("policy__owner").get(policy=policy, adopted_at__isnull=True)
    texts = list(draft.texts.all())
    return [each.key for each in readiness.missing(draft, texts, readiness.stands(draft, texts, seen_by=None))]


def test_a_bare_draft_is_refused_with_everything_that_is_missing(cast: Cast) -> None:
    made = act.create(by=cast.admin, title="Social media", genre=Genre.POLICY, owner=None)
    with pytest.raises(adoption.NotReady) as refused:
        make.adopt(made, by=cast.admin)
    keys = [each.key for each in refused.value.missing]
    assert keys == ["owner", "review", "audience", "english", "summary", "asks", "effective"]
    assert all(each.url.startswith("/policies/") and each.words for each in refused.value.missing)


def test_a_draft_is_adopted_once_nothing_is_missing(cast: Cast, policy: Policy) -> None:
    make.ready(policy, by=cast.priya, stakeholder=cast.gareth)
    assert missing(policy) == []
    version = make.adopt(policy, by=cast.priya)
    assert (version.adopted_by, version.effective_on) == (cast.priya, clock.today())
    assert Version.objects.in_force().get() == version


def test_an_unanswered_comment_stands_in_the_way(cast: Cast, policy: Policy) -> None:
    make.ready(policy, by=cast.priya, stakeholder=cast.gareth)
    said = agreement.comment(policy, by=cast.joan, body="And councillors?", number="1.1")
    assert missing(policy) == ["comments"]
    agreement.answer(said, by=cast.priya, answer=Answer.CHANGED, words="")
    assert missing(policy) == []


def test_an_endorsement_is_of_the_words_as_they_were(cast: Cast, policy: Policy) -> None:
    make.ready(policy, by=cast.priya, stakeholder=cast.gareth)
    make.write(policy, by=cast.priya, body=make.BODY.replace("every platform", "each platform"))
    assert missing(policy) == ["asks"]
    make.endorse(Ask.objects.get(), by=cast.gareth)
    assert missing(policy) == []


def test_one_who_declines_is_met_or_gone_on_without_for_a_reason(cast: Cast, policy: Policy) -> None:
    make.ready(policy, by=cast.priya, stakeholder=cast.gareth)
    (asked,) = make.ask(policy, cast.joan, by=cast.priya)
    assert missing(policy) == ["asks"]
    make.endorse(asked, by=cast.joan, verdict=Verdict.DECLINED, words="It is too long.")
    assert missing(policy) == ["asks"]
    agreement.go_on_without(asked, by=cast.priya, reason="It is as short as the law allows.")
    assert missing(policy) == []


def test_a_role_is_asked_and_any_holder_answers(cast: Cast, policy: Policy) -> None:
    keeper = make_people.user("Rhian Keep", roles=(Role.RECORDS_MANAGER,))
    (asked,) = agreement.ask(policy, by=cast.priya, holders=["role:records_manager"])
    with pytest.raises(PermissionDenied):
        make.endorse(asked, by=cast.gareth)
    make.endorse(asked, by=keeper)
    assert Endorsement.objects.get().by == keeper


def test_declining_and_keeping_need_words(cast: Cast, policy: Policy) -> None:
    (asked,) = make.ask(policy, cast.joan, by=cast.priya)
    with pytest.raises(ValueError, match="would have to change"):
        make.endorse(asked, by=cast.joan, verdict=Verdict.DECLINED, words="  ")
    said = agreement.comment(policy, by=cast.joan, body="No.")
    with pytest.raises(ValueError, match="why"):
        agreement.answer(said, by=cast.priya, answer=Answer.KEPT, words=" ")


def test_a_comment_is_answered_once(cast: Cast, policy: Policy) -> None:
    said = agreement.comment(policy, by=cast.joan, body="No.")
    agreement.answer(said, by=cast.priya, answer=Answer.CHANGED, words="")
    with pytest.raises(PermissionDenied):
        agreement.answer(said, by=cast.priya, answer=Answer.KEPT, words="After all.")


def test_a_comment_keeps_the_words_it_was_about(cast: Cast, policy: Policy) -> None:
    said = agreement.comment(policy, by=cast.joan, body="Which?", number="1.2")
    make.write(policy, by=cast.priya, body="## 1 Scope\n\n1.1 Everything is new.")
    assert Comment.objects.get(pk=said.pk).said_of == "It holds on every platform that the council uses."


def test_welsh_must_have_the_same_clauses(cast: Cast, policy: Policy) -> None:
    make.ready(policy, by=cast.priya, stakeholder=cast.gareth)
    make.write(policy, by=cast.priya, language=Language.WELSH, title="Cyfryngau", body="## 1 Cwmpas\n\n1.1 Pawb.")
    assert missing(policy) == ["welsh", "asks"]
    make.write(policy, by=cast.priya, language=Language.WELSH, title="Cyfryngau", body=make.WELSH)
    make.endorse(Ask.objects.get(), by=cast.gareth)
    assert missing(policy) == []
    drafts.drop_text(policy, by=cast.priya, language=Language.WELSH)
    assert missing(policy) == ["asks"]


def test_a_second_version_says_what_changed_and_holds_from_its_day(cast: Cast, adopted: Version) -> None:
    policy = adopted.policy
    drafts.begin_version(policy, by=cast.priya)
    assert set(missing(policy)) == {"asks", "effective", "change"}
    with pytest.raises(drafts.DraftedAlready):
        drafts.begin_version(policy, by=cast.priya)
    soon = clock.today() + timedelta(days=3)
    make.ready(policy, by=cast.priya, stakeholder=cast.gareth, effective_on=soon)
    second = make.adopt(policy, by=cast.priya)
    assert Version.objects.in_force().get() == adopted
    with clock.at(timezone.now() + timedelta(days=4)):
        assert Version.objects.in_force().get() == second
        begun = typed(standing.Standing, standing.with_standing(Policy.objects.all()).get()).begun
        assert [standing.state_of(each, policy, begun=begun) for each in policy.versions.order_by("number")] == [
            standing.State.SUPERSEDED,
            standing.State.IN_FORCE,
        ]


def test_a_minor_change_needs_no_stakeholder(cast: Cast, adopted: Version) -> None:
    policy = adopted.policy
    drafts.begin_version(policy, by=cast.priya)
    drafts.plan(policy, by=cast.priya, effective_on=clock.today(), material=False, change_note="A comma.")
    assert missing(policy) == []
    make.adopt(policy, by=cast.priya)


def test_a_later_version_cannot_hold_from_an_earlier_day(cast: Cast, adopted: Version) -> None:
    policy = adopted.policy
    drafts.begin_version(policy, by=cast.priya)
    make.ready(policy, by=cast.priya, stakeholder=cast.gareth, effective_on=clock.today() + timedelta(days=30))
    make.adopt(policy, by=cast.priya)
    drafts.begin_version(policy, by=cast.priya)
    make.ready(policy, by=cast.priya, stakeholder=cast.gareth, effective_on=clock.today() + timedelta(days=5))
    assert missing(policy) == ["effective"]


def test_a_template_says_that_it_was_adapted_before_it_is_adopted(cast: Cast) -> None:
    made = act.create(
        by=cast.admin, title="House rules", genre=Genre.RULES, owner=cast.priya, summary=make.SUMMARY, body=make.BODY,
        template=True,
    )  # fmt: skip
    make.ready(made, by=cast.priya, stakeholder=cast.gareth)
    assert missing(made) == ["template"]
    seen = make.draft(made).texts.get().digest
    drafts.write(
        made, by=cast.priya, language=Language.ENGLISH, title="House rules", summary=make.SUMMARY, body=make.BODY,
        seen=seen, adapted=True,
    )  # fmt: skip
    assert missing(made) == []


def test_whoever_edits_an_older_wording_is_told(cast: Cast, policy: Policy) -> None:
    seen = make.draft(policy).texts.get().digest
    make.write(policy, by=cast.priya, title="Other")
    with pytest.raises(drafts.ChangedMeanwhile) as overtaken:
        drafts.write(
            policy, by=cast.admin, language=Language.ENGLISH, title="Mine", summary="", body=make.BODY, seen=seen
        )
    assert overtaken.value.text is not None and overtaken.value.text.title == "Other"


def test_one_adopts_and_endorses_what_one_saw(cast: Cast, policy: Policy) -> None:
    make.ready(policy, by=cast.priya, stakeholder=cast.gareth)
    wording = readiness.wording_of(make.draft(policy).texts.all())
    make.write(policy, by=cast.priya, body=make.BODY + "\n2.3 And more.")
    with pytest.raises(agreement.WordingChanged):
        adoption.adopt(policy, by=cast.priya, wording=wording)
    with pytest.raises(agreement.WordingChanged):
        agreement.endorse(Ask.objects.get(), by=cast.gareth, verdict=Verdict.ENDORSED, wording=wording)


def test_a_policy_cannot_build_on_itself_however_far_round(cast: Cast) -> None:
    first, second, third = (make.policy(by=cast.admin, title=title) for title in ("A", "B", "C"))
    act.set_builds_on(second, by=cast.admin, parents={first: ""})
    act.set_builds_on(third, by=cast.admin, parents={second: "It asks for more."})
    for parent in (first, second, third):
        with pytest.raises(act.RunsInACircle):
            act.set_builds_on(first, by=cast.admin, parents={parent: ""})
    act.set_builds_on(third, by=cast.admin, parents={first: "It asks for more.", second: ""})
    assert third.builds_on.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        first.builds_on.create(parent=first)


def test_a_withdrawn_policy_stays_readable_and_closed(cast: Cast, adopted: Version) -> None:
    policy = adopted.policy
    drafts.begin_version(policy, by=cast.priya)
    act.withdraw(policy, by=cast.priya, reason="The law changed.")
    assert not Version.objects.in_force().exists() and not Version.objects.drafts().exists()
    assert Policy.objects.visible_to(cast.marcus).exists()
    for work in (
        lambda: make.write(policy, by=cast.priya),
        lambda: agreement.comment(policy, by=cast.gareth, body="Oh"),
        lambda: make.ask(policy, cast.joan, by=cast.priya),
        lambda: act.publish(policy, by=cast.priya),
        lambda: make.adopt(policy, by=cast.admin),
        lambda: act.withdraw(policy, by=cast.priya, reason="Again"),
    ):
        with pytest.raises(PermissionDenied):
            work()


MATRIX: dict[str, tuple[Callable[[Policy, User], object], set[str]]] = {
    "create": (lambda policy, who: make.policy(by=who, title="Another"), {"priya", "admin"}),
    "owner": (lambda policy, who: act.set_owner(policy, by=who, owner=policy.created_by or who), {"priya", "admin"}),
    "review": (
        lambda policy, who: act.set_review(policy, by=who, review_on=clock.today() + timedelta(days=9)),
        {"priya", "admin"},
    ),
    "audience": (lambda policy, who: act.set_audience(policy, by=who, holders=["kind:staff"]), {"priya", "admin"}),
    "builds_on": (lambda policy, who: act.set_builds_on(policy, by=who, parents={}), {"priya", "admin"}),
    "write": (lambda policy, who: make.write(policy, by=who, title="Else"), {"priya", "admin"}),
    "plan": (
        lambda policy, who: drafts.plan(policy, by=who, effective_on=clock.today(), material=True, change_note=""),
        {"priya", "admin"},
    ),
    "comment": (
        lambda policy, who: agreement.comment(policy, by=who, body="Hm"),
        {"priya", "gareth", "joan", "admin", "auditor", "outsider"},
    ),
    "ask": (lambda policy, who: agreement.ask(policy, by=who, holders=["role:auditor"]), {"priya", "admin"}),
    "withdraw": (lambda policy, who: act.withdraw(policy, by=who, reason="Done"), {"priya", "admin"}),
    "publish": (lambda policy, who: act.publish(policy, by=who, published=False), {"priya", "admin"}),
}


@pytest.mark.parametrize("verb", MATRIX)
def test_who_may(verb: str, cast: Cast, policy: Policy) -> None:
    work, allowed = MATRIX[verb]
    for name in ("marcus", "gareth", "joan", "auditor", "outsider", "admin", "priya"):
        who = User.objects.get(pk=getattr(cast, name).pk)
        if name in allowed:
            with transaction.atomic():
                work(policy, who)
                transaction.set_rollback(True)
            continue
        with pytest.raises(PermissionDenied):
            work(policy, who)


def test_a_guest_neither_owns_nor_endorses(cast: Cast, policy: Policy) -> None:
    with pytest.raises(PermissionDenied):
        act.set_owner(policy, by=cast.admin, owner=cast.marcus)
    with pytest.raises(ValueError, match="cannot be asked"):
        make.ask(policy, cast.marcus, by=cast.priya)
    for holder in ("team:1", "role:king", "user:٣", "user:" + "9" * 30, "user:0", ""):
        with pytest.raises(ValueError, match="cannot be asked"):
            agreement.ask(policy, by=cast.priya, holders=[holder])


def test_an_audience_of_an_unknown_sort_is_refused(cast: Cast, policy: Policy) -> None:
    for holder in ("user:1", "kind:king", "role:", "team:x", "space:" + "9" * 30, "nobody"):
        with pytest.raises(ValueError, match="Nobody is called"):
            act.set_audience(policy, by=cast.priya, holders=[holder])
    with pytest.raises(IntegrityError), transaction.atomic():
        policy.audience.create(holder="nobody")


def test_what_a_leaver_owned_passes_to_the_administrators(cast: Cast, policy: Policy) -> None:
    people.deactivate(cast.priya, by=cast.admin)
    policy.refresh_from_db()
    assert policy.owner is None
    assert missing(policy)[0] == "owner"
    act.set_owner(policy, by=cast.admin, owner=cast.gareth)
    assert Event.objects.filter(policy=policy, what="owner").count() == 2


def raw(sql: str, *values: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


ATTACKS: dict[str, Attack] = {
    "version by update": lambda v: Version.objects.filter(pk=v.pk).update(effective_on=v.effective_on),
    "version by save": lambda v: v.save(),
    "version unadopted": lambda v: Version.objects.filter(pk=v.pk).update(adopted_at=None, adopted_by=None),
    "version by bulk_update": lambda v: Version.objects.bulk_update([v], ["change_note"]),
    "version deleted": lambda v: Version.objects.filter(pk=v.pk)._raw_delete("default"),
    "version deleted with all of it": lambda v: [each.delete() for each in (*v.comments.all(), v)],
    "version born adopted": lambda v: Version.objects.create(
        policy=v.policy,
        number=9,
        adopted_at=clock.now(),
        adopted_by=v.adopted_by,
        effective_on=v.effective_on,
        change_note="x",
    ),
    "version born adopted in bulk": lambda v: Version.objects.bulk_create(
        [
            Version(
                policy=v.policy, number=9, adopted_at=clock.now(), adopted_by=v.adopted_by, effective_on=v.effective_on
            )
        ]
    ),
    "text by update": lambda v: v.texts.update(body="## 1 Other"),
    "text by save": lambda v: Text(pk=v.texts.get().pk, version=v, language="en", title="x", digest="x").save(),
    "text by bulk_update": lambda v: Text.objects.bulk_update([v.texts.get()], ["title"]),
    "text added": lambda v: Text.objects.create(version=v, language="cy", title="x", summary="", body="", digest=""),
    "text added in bulk": lambda v: Text.objects.bulk_create([Text(version=v, language="cy", title="x", digest="")]),
    "text deleted": lambda v: v.texts.all().delete(),
    "text deleted raw": lambda v: raw("DELETE FROM policies_text WHERE version_id = %s", v.pk),
    "text moved in": lambda v: _other_draft(v).texts.update(version=v, language="cy"),
    "text moved out": lambda v: v.texts.update(version=_other_draft(v), language="cy"),
    "clause by update": lambda v: Clause.objects.filter(text__version=v, number="1.1").update(html="x"),
    "clause by raw update": lambda v: raw("UPDATE policies_clause SET body = 'x'"),
    "clause deleted": lambda v: Clause.objects.filter(text__version=v).delete(),
    "clause added": lambda v: Clause.objects.create(text=v.texts.get(), number="9", place=99),
    "clause moved out": lambda v: Clause.objects.filter(text__version=v, number="1").update(
        text=_other_draft(v).texts.get(), place=99, number="9"
    ),
    "comment rewritten": lambda v: v.comments.update(body="x"),
    "comment answered anew": lambda v: v.comments.update(answer_words="x"),
    "comment deleted": lambda v: v.comments.all().delete(),
    "comment added": lambda v: v.comments.create(author_id=v.adopted_by_id or 0, body="late", language="en"),
    "ask deleted": lambda v: v.asks.all()._raw_delete("default"),
    "ask added": lambda v: v.asks.create(holder="user:1", asked_by_id=v.adopted_by_id or 0),
    "ask gone on without": lambda v: v.asks.update(without_at=clock.now(), without_by=v.adopted_by, without_reason="x"),
    "endorsement turned": lambda v: Endorsement.objects.update(verdict="declined", words="x"),
    "endorsement deleted": lambda v: Endorsement.objects.all().delete(),
    "endorsement added": lambda v: Endorsement.objects.create(
        ask=v.asks.get(), verdict="endorsed", wording="x", by_id=v.adopted_by_id or 0
    ),
    "event rewritten": lambda v: Event.objects.update(words="x"),
    "event deleted": lambda v: Event.objects.all().delete(),
}


def _other_draft(version: Version) -> Version:
    other = Policy.objects.create(slug="other", genre=Genre.POLICY)
    draft = Version.objects.create(policy=other, number=1)
    Text.objects.create(version=draft, language="en", title="Other", summary="", body="", digest="")
    return draft


@pytest.mark.parametrize("name", ATTACKS)
def test_what_was_adopted_cannot_be_changed_by(name: str, adopted: Version) -> None:
    def everything() -> list[object]:
        tables: list[type[models.Model]] = [Version, Text, Clause, Comment, Ask, Endorsement, Event]
        return [list(table._default_manager.order_by("pk").values_list()) for table in tables]

    before = everything()
    with pytest.raises((IntegrityError, models.ProtectedError)), transaction.atomic():
        ATTACKS[name](adopted)
    assert everything() == before


REPLACES = {
    "version": "INSERT OR REPLACE INTO policies_version SELECT * FROM policies_version WHERE adopted_at IS NOT NULL",
    "version by number": "UPDATE OR REPLACE policies_version SET number = 1 WHERE number = 2",
    "text": "INSERT OR REPLACE INTO policies_text SELECT * FROM policies_text",
    "text by place": "UPDATE OR REPLACE policies_text SET version_id = (SELECT min(id) FROM policies_version)",
    "clause": "INSERT OR REPLACE INTO policies_clause SELECT * FROM policies_clause",
    "clause by place": "UPDATE OR REPLACE policies_clause SET text_id = (SELECT min(id) FROM policies_text)",
    "comment": "INSERT OR REPLACE INTO policies_comment SELECT * FROM policies_comment",
    "ask": "REPLACE INTO policies_ask SELECT * FROM policies_ask",
    "endorsement": "REPLACE INTO policies_endorsement SELECT * FROM policies_endorsement",
    "event": "REPLACE INTO policies_event SELECT * FROM policies_event",
}


@pytest.mark.parametrize("name", REPLACES)
def test_what_was_adopted_cannot_be_replaced(name: str, cast: Cast, adopted: Version) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is SQLite’s")
    drafts.begin_version(adopted.policy, by=cast.priya)
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(REPLACES[name])


@pytest.mark.parametrize("table", ["version", "text", "clause", "comment", "ask", "endorsement", "event"])
def test_what_was_adopted_cannot_be_emptied(table: str, adopted: Version) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("TRUNCATE is PostgreSQL’s")
    with pytest.raises(IntegrityError), transaction.atomic():
        raw("SET CONSTRAINTS ALL IMMEDIATE")  # it would refuse, but for another reason
        raw(f"TRUNCATE policies_{table} CASCADE")


def test_the_database_refuses_an_adoption_that_was_not_agreed(cast: Cast, policy: Policy) -> None:
    draft = make.draft(policy)
    by_hand = {"adopted_at": clock.now(), "adopted_by": cast.priya, "effective_on": clock.today()}
    agreement.comment(policy, by=cast.gareth, body="Wait")
    with pytest.raises(IntegrityError, match="every comment is answered"), transaction.atomic():
        Version.objects.filter(pk=draft.pk).update(**by_hand)
    bare = act.create(by=cast.admin, title="Bare", genre=Genre.POLICY, owner=cast.priya)
    with pytest.raises(IntegrityError, match="has an English text"), transaction.atomic():
        bare.versions.update(**by_hand)


def test_a_policy_has_one_draft_whoever_asks_the_database(policy: Policy) -> None:
    with pytest.raises(IntegrityError, match="one draft"), transaction.atomic():
        Version.objects.create(policy=policy, number=2)


def outcome(work: Callable[[], object]) -> Callable[[], str]:
    """Run, and say which refusal came, if one did."""

    def run() -> str:
        try:
            work()
        except (
            drafts.NoDraft, drafts.ChangedMeanwhile, drafts.DraftedAlready, act.RunsInACircle, agreement.WordingChanged,
            adoption.NotReady, adoption.Forged, IntegrityError,
        ) as refusal:  # fmt: skip
            return type(refusal).__name__
        return "done"

    return run


@pytest.fixture
def agreed(committed_db: CommittedDatabase) -> tuple[Policy, User, User]:
    """A policy that is ready to be adopted, with its owner and an administrator; commits are real."""
    admin, owner = make_people.user("Ada Minton", roles=(Role.ADMINISTRATOR,)), make_people.user("Priya Raman")
    made = make.policy(by=admin, owner=owner)
    make.ready(made, by=owner, stakeholder=make_people.user("Gareth Pugh"))
    return made, owner, admin


def test_of_two_who_adopt_at_once_one_does(agreed: tuple[Policy, User, User]) -> None:
    policy, owner, admin = agreed
    wording = readiness.wording_of(make.draft(policy).texts.all())

    def adopt(who: User) -> Callable[[], object]:
        return lambda: adoption.adopt(policy, by=who, wording=wording)

    ends = at_once([outcome(adopt(owner)), outcome(adopt(admin))])
    assert ends.count("done") == 1
    assert Version.objects.adopted().count() == 1


def test_of_two_who_edit_at_once_one_is_told(agreed: tuple[Policy, User, User]) -> None:
    policy, owner, admin = agreed
    seen = make.draft(policy).texts.get().digest

    def write(who: User, title: str) -> Callable[[], object]:
        return lambda: drafts.write(
            policy, by=who, language=Language.ENGLISH, title=title, summary="x", body=make.BODY, seen=seen
        )

    assert sorted(at_once([outcome(write(owner, "A")), outcome(write(admin, "B"))])) == ["ChangedMeanwhile", "done"]


def test_an_edit_and_an_adoption_at_once_never_mix(agreed: tuple[Policy, User, User]) -> None:
    policy, owner, admin = agreed
    seen = make.draft(policy).texts.get()
    other = make.BODY + "\n2.3 More."

    def write() -> object:
        return drafts.write(
            policy, by=owner, language=Language.ENGLISH, title="Social media", summary="x", body=other, seen=seen.digest
        )

    wording = readiness.wording_of([seen])
    ends = at_once([outcome(write), outcome(lambda: adoption.adopt(policy, by=admin, wording=wording))])
    assert ends in (["done", "WordingChanged"], ["NoDraft", "done"])
    version = Version.objects.get()
    assert version.is_draft or version.texts.get().digest == seen.digest


def test_an_adoption_waits_for_a_raw_change_of_its_text(agreed: tuple[Policy, User, User]) -> None:
    policy, _owner, admin = agreed
    draft = make.draft(policy)
    wording = readiness.wording_of(draft.texts.all())

    def change() -> object:
        return Text.objects.filter(version=draft).update(title="By hand")

    at_once([outcome(change), outcome(lambda: adoption.adopt(policy, by=admin, wording=wording))])
    assert Version.objects.get().is_draft or Text.objects.get().title == "Social media"


def test_two_policies_cannot_build_on_each_other_at_once(agreed: tuple[Policy, User, User]) -> None:
    first, _owner, admin = agreed
    second = make.policy(by=admin, title="Second")
    ends = at_once(
        [
            outcome(lambda: act.set_builds_on(first, by=admin, parents={second: ""})),
            outcome(lambda: act.set_builds_on(second, by=admin, parents={first: ""})),
        ]
    )
    assert sorted(ends) == ["RunsInACircle", "done"]


def test_two_new_versions_at_once_are_one(agreed: tuple[Policy, User, User]) -> None:
    policy, owner, admin = agreed
    make.adopt(policy, by=owner)
    ends = at_once([outcome(lambda who=who: drafts.begin_version(policy, by=who)) for who in (owner, admin)])  # type: ignore[misc]
    assert sorted(ends) == ["DraftedAlready", "done"]
