"""Applying rules: to what, switched on after a preview, switched off; and deciding in a review."""

from collections.abc import Sequence
from datetime import date

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from moothall import audit
from moothall.kit import clock
from moothall.kit.permissions import require
from moothall.people.models import User
from moothall.records import asking, deciding, permissions, previews, retention
from moothall.records.deciding import Refused
from moothall.records.models import Application, RetentionRule, Trigger, Verdict
from moothall.records.models.retention import IN_FORCE, ApplicationQuerySet
from moothall.records.previews import Preview

__all__ = ["LookAgain", "Refused", "apply_rule", "decide", "switch_off", "switch_on"]


class LookAgain(Exception):  # noqa: N818  says what is the matter
    """What the rule would take is not what was seen in the preview."""

    def __init__(self, preview: Preview) -> None:
        super().__init__("The figures have changed since the preview.")
        self.preview = preview


@audit.act
def apply_rule(
    rule: RetentionRule, *, by: User, kind: str, ref: int | None, event_date: date | None = None
) -> Application:
    """Say what a rule is to hold for; it has no effect until it is switched on. Raises Refused."""
    rule = RetentionRule.objects.select_for_update().get(pk=rule.pk)
    require(permissions.can_keep_records(by))
    made = Application(rule=rule, kind=kind, ref=ref, made_by=by)
    made.event_date = event_date if rule.trigger == Trigger.DATE else None
    _refuse_what_cannot_be(made)
    made.save()
    audit.record("rule.applied", by=by, on=made, rule=rule.pk, container=made.container)
    return made


@audit.act
def switch_on(application: Application, *, by: User, digest: str) -> Application:
    """Put a rule in force whose preview (`digest`) was seen; an older version in the same place ends.

    Raises Refused, and LookAgain with the new preview where the figures are not those that were seen.
    """
    application = deciding.locked(application)
    require(permissions.can_keep_records(by))
    if application.switched_on_at:
        return application
    _refuse_what_cannot_be(application)
    if application.rule.placeholder:
        raise Refused(_("This rule is a placeholder. Enter its period and the authority it rests on first."))
    if RetentionRule.objects.filter(supersedes=application.rule).exists():
        raise Refused(_("This rule has a newer version. Apply that one."))
    seen = previews.preview(application, today=clock.today())
    if seen.digest != digest:
        raise LookAgain(seen)
    for former in _same_place(application).filter(rule__reference=application.rule.reference):
        _end(former, by=by)
    application.preview, application.preview_digest = seen.figures, seen.digest
    application.switched_on_at, application.switched_on_by = clock.now(), by
    application.save(update_fields=["preview", "preview_digest", "switched_on_at", "switched_on_by"])
    _forget_what_pages_keep()
    audit.record(
        "rule.switched_on", by=by, on=application, rule=application.rule_id, container=application.container,
        due=seen.due, held=seen.held, digest=seen.digest,
    )  # fmt: skip
    return application


@audit.act
def switch_off(application: Application, *, by: User) -> Application:
    """Stop a rule from having any effect; what it disposed of stays gone. Raises Refused while a run is open."""
    application = deciding.locked(application)
    require(permissions.can_keep_records(by))
    if not application.is_live:
        return application
    _end(application, by=by)
    audit.record("rule.switched_off", by=by, on=application, rule=application.rule_id)
    return application


@audit.act
def decide(
    application: Application,
    *,
    by: User,
    refs: Sequence[int],
    verdict: Verdict,
    reason: str,
    keep_until: date | None = None,
) -> int:
    """Decide of things that wait for a review: keep until a day, or destroy with the next run; returns of how many."""
    application = deciding.locked(application)
    require(permissions.can_keep_records(by))
    made = deciding.write_down(application, by=by, refs=refs, verdict=verdict, reason=reason, keep_until=keep_until)
    audit.record(
        "review.decided", by=by, on=application, verdict=verdict, count=len(made), refs=[row.ref for row in made][:100]
    )
    asking.close_answered(application)
    return len(made)


def _refuse_what_cannot_be(application: Application) -> None:
    """Refuse a place that no room keeps, a trigger that it does not know, and two rules that count from other days."""
    rule = application.rule
    try:
        custody = retention.reach(application).custody
    except retention.NoCustody:
        raise Refused(_("No room that is switched on keeps that.")) from None
    if rule.trigger == Trigger.DATE and application.event_date is None:
        raise Refused(_("This rule counts from a day that you enter. Say which."))
    if rule.trigger != Trigger.DATE and rule.trigger not in custody.triggers:
        words = _("The rule counts from “{trigger}”, which is not known of this. Choose another rule.")
        raise Refused(words.format(trigger=rule.get_trigger_display()))
    for other in _same_place(application).exclude(rule__reference=rule.reference).select_related("rule"):
        if (other.rule.trigger, other.event_date) != (rule.trigger, application.event_date):
            words = _(
                "“{title}” is on here and counts from another day, so neither is the longer one. Switch it off first."
            )
            raise Refused(words.format(title=other.rule.title))


def _same_place(application: Application) -> ApplicationQuerySet:
    rows = Application.objects.live().filter(kind=application.kind, ref=application.ref)
    return rows.exclude(pk=application.pk) if application.pk else rows


def _end(application: Application, *, by: User) -> None:
    if application.disposals.open().exists():
        raise Refused(_("A disposal under this rule is open. Turn it down, or wait for its end."))
    application.switched_off_at, application.switched_off_by = clock.now(), by
    application.save(update_fields=["switched_off_at", "switched_off_by"])
    _forget_what_pages_keep()


def _forget_what_pages_keep() -> None:
    cache.delete(IN_FORCE)
    transaction.on_commit(lambda: cache.delete(IN_FORCE))  # a page may have looked before the commit
