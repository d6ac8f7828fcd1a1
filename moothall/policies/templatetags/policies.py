"""The clauses beside an act, for the pages of any room."""

from collections.abc import Iterable
from typing import Any

from django import template

from moothall.policies import guidance
from moothall.policies.models import Act

register = template.Library()


@register.inclusion_tag("policies/beside.html")
def beside(*acts: str | Iterable[str]) -> dict[str, Any]:
    """`{% beside "post_guest" "post" %}`, or a list of acts: one offer with the clauses in force, or nothing."""
    named = [act for given in acts for act in ([given] if isinstance(given, str) else given)]
    return {"clauses": guidance.beside(*(Act(act) for act in named))}
