"""What is due goes for good, what is held or no longer due stays, and the certificate says which is which."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from conftest import Cast
from moothall.audit.models import Private
from moothall.files.models import Blob
from moothall.kit import clock
from moothall.mail.models import Message, Thread
from moothall.mail.tests import make as make_mail
from moothall.notices.models import Notice
from moothall.people.models import User
from moothall.records import disposing, previews
from moothall.records import retention as rules
from moothall.records.actions import disposals, retention
from moothall.records.models import Action, Disposal, DisposalItem, Outcome, Trigger, Verdict
from moothall.records.periods import Period
from moothall.records.tests import make_retention as make
from moothall.search.models import OutboxRow
from moothall.spaces.actions import conversations, drafts, posts
from moothall.spaces.models import Attachment, Conversation, Draft, Follow, Mention, Post, PostRevision, ReadMark, Space
from moothall.spaces.tests import make as make_spaces

LONG_AGO = datetime(2021, 5, 3, 9, tzinfo=UTC)


@pytest.fixture
def space(cast: Cast) -> Space:
    with clock.at(LONG_AGO):
        return make_spaces.space(by=cast.priya, members=[cast.gareth])


def talk(space: Space, cast: Cast, title: str = "Old rota", *, at: datetime = LONG_AGO) -> Conversation:
    with clock.at(at):
        body = f"@{cast.gareth.handle} who opens?"
        return make_spaces.conversation(space, by=cast.priya, title=title, body=body, files=[file(title)])


def file(words: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("rota.csv", f"{words},9:00\n".encode() * 40)


def test_what_is_due_goes_with_all_that_hangs_on_it(cast: Cast, space: Space, rekha: User, ramon: User) -> None:
    old = talk(space, cast)
    with clock.at(LONG_AGO):
        post = make_spaces.post(old, by=cast.gareth, body="I do, on the 4th")
        posts.edit(post, by=cast.gareth, body="I do, on the 5th", seen=0)
        conversations.rename(old, by=cast.priya, title="Old rota, settled")
        posts.remove(make_spaces.post(old, by=cast.gareth, body="A slip"), by=cast.gareth, reason="Said too much")
        drafts.keep(drafts.Place(old), drafts.Words("Half a sent"), person=cast.priya)
    new = talk(space, cast, "New rota", at=clock.now())
    application = make.switched_on(make.rule(by=rekha), space.container, by=rekha)

    run = make.carried_out(application, by=rekha, other=ramon)

    assert list(Conversation.objects.all()) == [new]
    assert set(Post.objects.values_list("conversation", flat=True)) == {new.pk}
    assert not PostRevision.objects.exists() and not Draft.objects.exists()
    assert set(Mention.objects.values_list("post__conversation", flat=True)) == {new.pk}
    assert set(Attachment.objects.values_list("post__conversation", flat=True)) == {new.pk}
    assert set(Follow.objects.values_list("conversation", flat=True)) == {new.pk}
    assert set(ReadMark.objects.values_list("conversation", flat=True)) == {new.pk}
    assert set(Notice.objects.filter(thing="post").values_list("subject", flat=True)) <= set(
        Post.objects.values_list("pk", flat=True)
    )
    assert Blob.objects.count() == 1
    assert Private.objects.filter(entry__verb__in=["conversation.renamed", "post.removed"]).count() == 2
    assert all(row.erased for row in Private.objects.filter(entry__verb__in=["conversation.renamed", "post.removed"]))
    assert run.counts == {"disposed": 1, "held": 0, "kept": 0} and len(run.digest) == 64


def test_a_reply_after_the_approval_keeps_a_conversation(cast: Cast, space: Space, rekha: User, ramon: User) -> None:
    old = talk(space, cast)
    application = make.switched_on(make.rule(by=rekha), space.container, by=rekha)
    approved = make.approved(application, by=rekha, other=ramon)
    make_spaces.post(old, by=cast.gareth, body="Still needed")

    run = disposing.carry_out(approved.pk)

    assert Conversation.objects.filter(pk=old.pk).exists()
    assert run.counts["disposed"] == 0


def test_messages_go_with_their_threads_and_the_same_bytes_elsewhere_stay(cast: Cast, rekha: User, ramon: User) -> None:
    first = make_mail.mailbox(owner=cast.priya)
    second = make_mail.mailbox("planning@wexmoor.example", owner=cast.gareth)
    shared = make_mail.eml("In both", at=LONG_AGO)
    make_mail.brought_in(first, [shared, make_mail.eml("Only here", at=LONG_AGO), b"\x00 no message"])
    make_mail.brought_in(second, [shared])
    application = make.switched_on(make.rule(make.line(trigger=Trigger.CREATED), by=rekha), first.container, by=rekha)

    run = make.carried_out(application, by=rekha, other=ramon)

    assert set(Message.objects.values_list("mailbox", flat=True)) == {second.pk}
    assert set(Thread.objects.values_list("mailbox", flat=True)) == {second.pk}
    assert Blob.objects.count() == 1
    assert run.counts["disposed"] == 2


def test_a_rule_for_all_spaces_leaves_what_has_a_nearer_rule_of_its_own(cast: Cast, space: Space, rekha: User) -> None:
    other = make_spaces.space(by=cast.priya, name="Planning")
    here, there, special = (talk(one, cast) for one in (space, other, other))
    short = make.switched_on(make.rule(by=rekha), "space:*", by=rekha)
    ten = make.rule(make.line("COM-2", period=Period(years=10)), by=rekha)
    make.switched_on(ten, space.container, by=rekha)
    make.switched_on(ten, f"conversation:{special.pk}", by=rekha)

    seen = previews.preview(short, today=clock.today())

    assert (seen.governed, seen.due) == (1, 1)
    assert {here.pk, there.pk, special.pk} == set(Conversation.objects.values_list("pk", flat=True))


def test_of_two_rules_in_one_place_the_longer_one_rules(cast: Cast, space: Space, rekha: User) -> None:
    talk(space, cast)
    short = make.switched_on(make.rule(by=rekha), space.container, by=rekha)
    long = make.switched_on(make.rule(make.line("COM-2", period=Period(years=10)), by=rekha), space.container, by=rekha)

    assert previews.preview(short, today=clock.today()).governed == 0
    assert previews.preview(long, today=clock.today()).governed == 1


def test_nobody_approves_what_they_proposed(cast: Cast, space: Space, rekha: User, ramon: User) -> None:
    talk(space, cast)
    run = disposals.propose(make.switched_on(make.rule(by=rekha), space.container, by=rekha), by=rekha)

    for person in (rekha, cast.priya, cast.auditor):
        with pytest.raises(PermissionDenied):
            disposals.approve(run, by=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposal.objects.filter(pk=run.pk).update(approved_by=rekha, approved_at=clock.now())


def test_a_placeholder_cannot_be_switched_on(cast: Cast, space: Space, rekha: User) -> None:
    application = make.applied(make.rule(make.line(authority=""), by=rekha), space.container, by=rekha)
    seen = previews.preview(application, today=clock.today())

    with pytest.raises(retention.Refused, match="placeholder"):
        retention.switch_on(application, by=rekha, digest=seen.digest)


def test_nothing_is_switched_on_that_was_not_seen(cast: Cast, space: Space, rekha: User) -> None:
    application = make.applied(make.rule(by=rekha), space.container, by=rekha)
    seen = previews.preview(application, today=clock.today())
    talk(space, cast)

    with pytest.raises(retention.LookAgain) as again:
        retention.switch_on(application, by=rekha, digest=seen.digest)
    assert again.value.preview.due == 1


def test_a_certificate_and_its_list_stay_as_they_were_issued(
    cast: Cast, space: Space, rekha: User, ramon: User
) -> None:
    talk(space, cast)
    run = make.carried_out(make.switched_on(make.rule(by=rekha), space.container, by=rekha), by=rekha, other=ramon)
    runs, items = Disposal.objects.filter(pk=run.pk), DisposalItem.objects.filter(disposal=run)
    forged = DisposalItem(
        disposal=run, unit="conversation", ref=99, container="space:1", day=clock.today(), outcome=Outcome.DISPOSED
    )
    attacks = (
        lambda: runs.update(digest="0" * 64),
        lambda: runs.update(receipt="Another"),
        runs.delete,
        lambda: items.update(outcome=Outcome.HELD),
        items.delete,
        lambda: DisposalItem.objects.bulk_create([forged]),
    )

    for attack in attacks:
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()


def test_what_is_reviewed_first_goes_only_once_that_was_decided(
    cast: Cast, space: Space, rekha: User, ramon: User
) -> None:
    first, second, third = (talk(space, cast, title) for title in ("One", "Two", "Three"))
    application = make.switched_on(make.rule(make.line(action=Action.REVIEW), by=rekha), space.container, by=rekha)
    with pytest.raises(retention.Refused, match="Nothing is due"):
        disposals.propose(application, by=rekha)

    retention.decide(application, by=rekha, refs=[first.pk], verdict=Verdict.DESTROY, reason="Of no value")
    retention.decide(
        application,
        by=rekha,
        refs=[second.pk],
        verdict=Verdict.KEEP,
        reason="The lease runs on",
        keep_until=clock.today() + timedelta(days=90),
    )
    make.carried_out(application, by=rekha, other=ramon)

    assert set(Conversation.objects.values_list("pk", flat=True)) == {second.pk, third.pk}
    with clock.at(clock.now() + timedelta(days=100)):
        waiting = rules.to_review(application, today=clock.today())
        assert set(waiting.values_list("pk", flat=True)) == {second.pk, third.pk}


def test_what_was_decided_does_not_outlive_a_new_post(cast: Cast, space: Space, rekha: User) -> None:
    old = talk(space, cast)
    application = make.switched_on(make.rule(make.line(action=Action.REVIEW), by=rekha), space.container, by=rekha)
    retention.decide(application, by=rekha, refs=[old.pk], verdict=Verdict.DESTROY, reason="Of no value")
    with clock.at(clock.now() + timedelta(days=1)):
        make_spaces.post(old, by=cast.gareth, body="Not so fast")

    with clock.at(clock.now() + timedelta(days=3 * 366)):
        today = clock.today()
        assert not rules.to_take(application, cutoff=application.cutoff(today), today=today).exists()
        assert rules.to_review(application, today=today).exists()


def test_a_typed_day_is_what_a_rule_may_count_from(cast: Cast, space: Space, rekha: User) -> None:
    talk(space, cast, at=clock.now())
    made = make.rule(make.line(trigger=Trigger.DATE), by=rekha)
    closed = make.switched_on(made, space.container, by=rekha, event_date=LONG_AGO.date())

    seen = previews.preview(closed, today=clock.today())

    assert (seen.due, seen.first) == (1, LONG_AGO.date())


def test_the_index_hears_of_what_went(cast: Cast, space: Space, rekha: User, ramon: User) -> None:
    pks = set(talk(space, cast).posts.values_list("pk", flat=True))
    application = make.switched_on(make.rule(by=rekha), space.container, by=rekha)
    OutboxRow.objects.all().delete()
    disposing_run = make.approved(application, by=rekha, other=ramon)

    disposing._batch(disposing_run.pk, lambda _run: None)

    assert set(OutboxRow.objects.filter(kind="post").values_list("ref", flat=True)) == pks
