"""How well records are looked after, in numbers: what nobody can find, what is answered and looked over in time."""

from decimal import Decimal

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit import clock
from moothall.kit.measuring import Period, as_it_stands, over_days, share
from moothall.kit.registries import Measured
from moothall.people.models import Kind, User
from moothall.records.live import live_sources
from moothall.records.models import AssetReview, InformationAsset, Matter, Report
from moothall.records.models import Tally as Opened
from moothall.records.tally import KEPT
from moothall.search.index import IndexUnusable
from moothall.search.queries import coverage


@as_it_stands
def unfindable() -> Measured:
    """Things of this hall that no search finds: what the index should hold and does not, and what nobody could read.

    The same few questions for each kind of container, however many there are.
    """
    should = missing = unread = 0
    for source in live_sources:
        lives = list(source.live(None))
        try:
            indexed = coverage.held([one.container for one in lives], kinds=source.kinds)
        except IndexUnusable:
            return Measured(None, _("The search index cannot be asked now."))
        should += sum(one.searchable for one in lives)
        missing += sum(max(0, one.searchable - indexed.get(one.container, 0)) for one in lives)
        unread += source.unread()
    if not should and not unread:
        return Measured(None, _("Nothing is kept here that could be searched."))
    return Measured(Decimal(missing + unread))


@over_days
def blocks_answered_in_time(period: Period) -> Measured:
    """Of the blocks that were to be answered in these days: how many were, by the day that was promised, in 100."""
    due = Report.objects.filter(matter=Matter.BLOCK, due_on__gte=period.first, due_on__lte=period.last)
    known = due.filter(Q(answered_at__isnull=False) | Q(due_on__lt=clock.today()))
    counted = known.aggregate(all=Count("pk"), timely=Count("pk", filter=Q(answered_at__date__lte=F("due_on"))))
    return share(counted["timely"], counted["all"], why_none=_("No block was to be answered in these days."))


@over_days
def assets_reviewed_in_time(period: Period) -> Measured:
    """Of the information assets held at the end of these days with a day for their review: how many were not overdue.

    Reviews are append-only, so this can be asked of any day; one that is due on the day itself is in time.
    """
    day = min(period.last, clock.today())
    newest = AssetReview.objects.filter(asset=OuterRef("pk"), on__lte=day).order_by("-pk").values("next_on")[:1]
    held = InformationAsset.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day), created_at__lt=period.end)
    dated = held.annotate(next_review=Coalesce(Subquery(newest), F("review_by"))).exclude(next_review=None)
    counted = dated.aggregate(all=Count("pk"), timely=Count("pk", filter=Q(next_review__gte=day)))
    return share(counted["timely"], counted["all"], why_none=_("No information asset has a day for its review."))


@over_days
def staff_here(period: Period) -> Measured:
    """Of the staff who may come in: how many read something or took a file in these days, in 100.

    How much anybody opens is kept for some weeks only, so of days before that nothing is known.
    """
    kept = KEPT.days
    if period.first < clock.today() - KEPT:
        why = ngettext(
            "How much people open is kept for %(days)d day only.",
            "How much people open is kept for %(days)d days only.",
            kept,
        )
        return Measured(None, why % {"days": kept})
    staff = User.objects.active().filter(kind=Kind.STAFF, joined_at__lt=period.end)
    opened = Opened.objects.filter(day__gte=period.first, day__lte=period.last)
    here = staff.filter(pk__in=opened.values("user")).count()
    return share(here, staff.count(), why_none=_("Nobody on the staff may come in."))
