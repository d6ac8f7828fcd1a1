"""What is offered to those who look after places where things have reached the end of their time."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import AuditWording, HomeCard, Periodic, audit_wording, home_cards, periodic
from moothall.notices.kinds import NoticeKind, kinds
from moothall.people.waiting import Waits, waits
from moothall.records import asking, owner_telling
from moothall.records.actions import owner_reviews
from moothall.records.front import FrontItem, front, of_the_council
from moothall.records.queries import owner_reviews as queries

front.add(
    FrontItem(
        key="owner_reviews",
        order=42,
        label=_("What I look after and whose time has come"),
        url_name="records:owner_reviews",
        words=_("Things in your spaces, mailboxes and assets that a rule would have destroyed: keep them, or agree."),
    )
)
waits.add(Waits(key=queries.WAITS, rows=queries.may_wait))
home_cards.add(HomeCard(key="records", order=16, template="records/owner_card.html", build=queries.card))
kinds.add(
    NoticeKind(
        key=owner_reviews.ASKED,
        order=73,
        label=_("Things that I look after have reached the end of their time"),
        thing=asking.ASKED_OF,
        load=owner_telling.asked,
        shown_to=of_the_council,
    ),
    NoticeKind(
        key=owner_reviews.REMINDED,
        order=74,
        label=_("I was asked about such things and have not answered"),
        thing=asking.REMINDED_OF,
        load=owner_telling.reminded,
        shown_to=of_the_council,
    ),
)
periodic.add(
    Periodic(key="records.owners_asked", every=timedelta(hours=6), run=owner_reviews.ask),
    Periodic(key="records.owners_reminded", every=timedelta(hours=12), run=owner_reviews.remind),
)
audit_wording.add(
    AuditWording("review.asked", _("asked those who look after a place what becomes of things there")),
    AuditWording("review.reminded", _("reminded those who look after a place of that question")),
    AuditWording("review.answered", _("said what becomes of things that they look after")),
)
