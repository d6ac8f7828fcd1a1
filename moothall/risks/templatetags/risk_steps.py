"""The words beside a step."""

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from moothall.risks.models import Response

register = template.Library()


@register.filter
def said_of(step: Response) -> str:
    """`Treat it, both, Gareth Pugh, by 4 June 2026`; of a toleration, who signed and until when."""
    said = [step.get_kind_display()]
    if step.acts_on:
        said.append(_("changes %(what)s") % {"what": step.get_acts_on_display().lower()})
    if step.actionee is not None:
        said.append(step.actionee.name)
    if step.in_place_on:
        said.append(_("in place"))
    elif step.due_on:
        said.append(_("by %(day)s") % {"day": date_format(step.due_on, "j F Y")})
    if step.is_toleration and step.approver is not None:
        said.append(_signed(step, step.approver.name))
    return ", ".join(said)


def _signed(step: Response, name: str) -> str:
    if step.signed_at is None:
        return _("%(name)s is asked to sign for it") % {"name": name}
    until = date_format(step.review_on, "j F Y") if step.review_on else ""
    return _("signed for by %(name)s, until %(day)s") % {"name": name, "day": until}
