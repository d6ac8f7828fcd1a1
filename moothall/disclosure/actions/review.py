"""Making the review set of a case, saying what its items are, and drawing samples of it."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moothall import audit
from moothall.disclosure import permissions, sifting
from moothall.disclosure.actions.cases import Impossible, locked
from moothall.disclosure.models import (
    Case,
    Decision,
    Drawn,
    Purpose,
    Reader,
    ReviewItem,
    ReviewSet,
    Sample,
    SearchHit,
    Tag,
)
from moothall.disclosure.models.review import BATCH, write
from moothall.disclosure.queries import capacity
from moothall.disclosure.queries import review as queries
from moothall.disclosure.sifting import elusion, inside, loading, second
from moothall.disclosure.sifting.records import Beside
from moothall.kit.permissions import require
from moothall.mail.models import Mailbox
from moothall.people import grants
from moothall.people.models import User

BIG = 1500  # things found: more are gathered by the worker
MOST_DRAWN = 2000


def gather(case: Case, *, by: User) -> ReviewSet | None:
    """Make a review set of all that the searches of a case found; what was decided before is carried into it.

    Not inside a transaction. Where much was found the worker does it, and None is returned. Raises `Impossible`.
    """
    from moothall.disclosure import tasks

    with audit.acting():
        case = locked(case)
        require(permissions.can_search(by, case))
        count = _hits(case).count()
        if not case.is_open or not count:
            raise Impossible(_("Search first: there is nothing to read yet. Nothing is read for a closed case."))
        if count > BIG:
            audit.record("review.asked_for", by=by, on=case, found=count)
            transaction.on_commit(partial(tasks.gather.enqueue, case.pk, by.pk))
            return None
    return make(case, by=by)


def make(case: Case, *, by: User) -> ReviewSet:
    """Sift all that was found and write it down, with what was decided before. Not inside a transaction."""
    require(permissions.can_search(by, case))
    left_out = capacity.left_out()
    hits = loading.Hits(_keys(case, left_out))
    made = sifting.sift(loading.found(hits, inside=inside.known), beside=_beside(hits, left_out))
    with audit.acting():
        case = locked(case)
        require(permissions.can_search(by, case))
        if not case.is_open:
            raise Impossible(_("The case is closed."))
        before = ReviewSet.objects.newest_of(case)
        review_set = ReviewSet.objects.create(
            case=case,
            by=by,
            found=made.found,
            item_count=len(made.items),
            family_count=made.families,
            digest=made.digest,
        )
        write(review_set, made)
        carried = _carry(before, review_set) if before else 0
        items = review_set.item_count
        audit.record("review.gathered", by=by, on=case, review_set=review_set.pk, items=items, carried=carried)
    return review_set


@audit.act
def decide(item: ReviewItem, *, by: User, tag: Tag, note: str = "", reader: Reader = Reader.FIRST) -> Decision:
    """Say what an item is. It sorts the work and decides no exemption. Raises `Impossible`."""
    case = locked(item.review_set.case)
    require(permissions.can_search(by, case))
    if not case.is_open:
        raise Impossible(_("The case is closed: what was decided stays."))
    if ReviewSet.objects.filter(case=case, pk__gt=item.review_set_id).exists():
        raise Impossible(_("More was found meanwhile: go on in the newer set."))
    if reader != Reader.FIRST:
        _require_drawn(item, by=by, reader=reader)
    made = Decision.objects.create(item=item, tag=tag, reader=reader, note=note.strip()[:400], by=by)
    audit.record("review.tagged", by=by, on=case, item=item.pk, tag=tag, reader=reader)
    return made


@audit.act
def draw(case: Case, *, by: User, purpose: Purpose, size: int) -> Sample:
    """Draw items for a second reader, or from what is out of scope; the same pile and seed draw them again."""
    case = locked(case)
    require(permissions.can_search(by, case))
    review_set = ReviewSet.objects.newest_of(case)
    if review_set is None or not case.is_open:
        raise Impossible(_("There is nothing to draw from."))
    if not 1 <= size <= MOST_DRAWN:
        raise Impossible(_("Draw from 1 to 2,000 items."))
    tags = queries.tags_of(review_set)
    pile = {seal: tag for seal, tag in tags.items() if purpose == Purpose.SECOND or tag == Tag.OUT_OF_SCOPE}
    if not pile:
        raise Impossible(_("Nothing was read yet that could be drawn."))
    seed = secrets.token_hex(16)
    drawing = second.draw if purpose == Purpose.SECOND else elusion.draw
    drawn = drawing(pile, size=size, seed=seed)
    sample = Sample.objects.create(review_set=review_set, purpose=purpose, seed=seed, pile=len(pile), by=by)
    pks = dict(review_set.items.filter(seal__in=drawn).values_list("seal", "pk"))
    Drawn.objects.bulk_create(
        [Drawn(sample=sample, item_id=pks[seal], place=place) for place, seal in enumerate(drawn)], batch_size=BATCH
    )
    audit.record("review.drawn", by=by, on=case, sample=sample.pk, purpose=purpose, pile=len(pile), drawn=len(drawn))
    return sample


def _require_drawn(item: ReviewItem, *, by: User, reader: Reader) -> None:
    purpose = Purpose.SECOND if reader == Reader.SECOND else Purpose.ELUSION
    if not Drawn.objects.filter(item=item, sample__purpose=purpose).exists():
        raise Impossible(_("It was not drawn to be read again."))
    if reader == Reader.SECOND:
        require(permissions.can_read_again(by, item))


def _hits(case: Case) -> QuerySet[SearchHit]:
    return SearchHit.objects.filter(search__case=case)


def _keys(case: Case, left_out: Collection[str]) -> Mapping[str, list[str]]:
    """What each search found; nothing that a councillor holds as their own by now."""
    found: dict[str, list[str]] = {}
    rows = _hits(case).exclude(container__in=left_out).order_by("search", "pk")
    for search, key in rows.values_list("search", "key").iterator(chunk_size=BATCH):
        found.setdefault(f"search {search}", []).append(key)
    return found


def _beside(hits: loading.Hits, left_out: Iterable[str]) -> Iterator[Beside]:
    """The rest of the threads, without what lies in a councillor's own mailbox."""
    own = [ref for kind, ref in map(grants.split, left_out) if kind == "mailbox"]
    addresses = set(Mailbox.objects.filter(pk__in=own).values_list("address", flat=True))
    return (one for one in loading.beside(hits) if one.custodian not in addresses)


def _carry(before: ReviewSet, after: ReviewSet) -> int:
    """Repeat what first readers said last of an item in the set before, where the very same thing is in the new one."""
    there = dict(after.items.values_list("seal", "pk"))
    newest: dict[str, Decision] = {}
    rows = Decision.objects.filter(item__review_set=before, reader=Reader.FIRST).select_related("item").order_by("pk")
    for decision in rows.iterator(chunk_size=BATCH):
        newest[decision.item.seal] = decision
    carried = [
        Decision(item_id=there[seal], tag=one.tag, note=one.note, by_id=one.by_id, at=one.at, carried_from=one)
        for seal, one in newest.items()
        if seal in there
    ]
    Decision.objects.bulk_create(carried, batch_size=BATCH)
    return len(carried)
