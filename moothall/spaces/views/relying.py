"""Where a clause of a policy was relied on."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from moothall.kit import markdown
from moothall.kit.apps import is_on
from moothall.kit.htmx import page
from moothall.policies.models import Clause, Policy
from moothall.policies.queries import standing
from moothall.spaces.queries import relying
from moothall.spaces.views import me

FIRST_WORDS = 240


def clause(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The posts that quote a clause and that this person may see, the newest first."""
    user = me(request)
    policy = get_object_or_404(Policy.objects.visible_to(user), slug=slug)
    known = Clause.objects.filter(number=number, text__version__policy=policy, text__version__adopted_at__isnull=False)
    if not is_on("policies") or not known.exists():
        raise Http404
    rows = relying.page(user, policy=policy.pk, number=number, after=request.GET.get("after"))
    context = {
        "policy": policy,
        "title": standing.titles([policy.pk])[policy.pk],
        "number": number,
        "posts": [(post, markdown.plain(post.html)[:FIRST_WORDS]) for post in rows.rows],
        "next_cursor": rows.next_cursor,
    }
    return page(request, "spaces/relying.html", context)
