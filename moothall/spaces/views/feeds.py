"""Feeds for a reader that has a key and no cookie, and the page on which keys are made and taken back."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moothall.kit import clock, throttle
from moothall.kit.htmx import page
from moothall.people.models import User
from moothall.records.markings import Marking
from moothall.spaces import feeds
from moothall.spaces.actions import feeds as act
from moothall.spaces.forms import FeedKeyForm
from moothall.spaces.models import FeedKey, Post, Space
from moothall.spaces.queries import own
from moothall.spaces.views import me

ENTRIES = 50
READS = frozenset({"GET", "HEAD"})
NOTED_EVERY = timedelta(minutes=5)  # a reader that asks more often does not write more often


def keys(request: HttpRequest) -> HttpResponse:
    """My keys, with the addresses that a new one opens, said this once."""
    user = me(request)
    form = FeedKeyForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _key, secret = act.make_feed_key(by=user, label=form.cleaned_data["label"])
            form = FeedKeyForm()
        except act.TooManyKeys:
            form.add_error("label", _("You have twenty keys. Take back those that you no longer use"))
    rows = own.feed_keys(user, request.GET.get("after"))
    context = {"form": form, "keys": rows.rows, "next_cursor": rows.next_cursor, "secret": secret}
    if secret:
        context["everything"] = request.build_absolute_uri(reverse("spaces:feed", args=[secret]))
        context["of_spaces"] = [
            (space, request.build_absolute_uri(reverse("spaces:space_feed", args=[secret, space.slug])))
            for space in _fed(Space.objects.joined_by(user)).order_by("name", "pk")[: own.PAGE]
        ]
    response = page(request, "spaces/feeds.html", context, status=422 if form.is_bound and form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a key back."""
    user = me(request)
    act.revoke_feed_key(get_object_or_404(FeedKey.objects.visible_to(user), pk=pk), by=user)
    messages.success(request, _("The key is taken back. Whoever asks with it finds nothing from now on."))
    return redirect("spaces:feeds")


@require_safe
@login_not_required
@throttle.limited("public", methods=READS)
def followed(request: HttpRequest, secret: str) -> HttpResponse:
    """What is said where the key's owner follows, as far as they may see it now."""
    user = _owner(secret)
    about = feeds.About(
        name="followed",
        title=_("What {name} follows").format(name=user.name),
        purpose=_("Conversations and spaces that you follow"),
        path=reverse("home:desk"),
        since=user.joined_at,
    )
    return feeds.answer(request, about, _newest(own.followed_posts(user)))


@require_safe
@login_not_required
@throttle.limited("public", methods=READS)
def of_space(request: HttpRequest, secret: str, slug: str) -> HttpResponse:
    """What is said in one space, if the key's owner may read it now; otherwise, or marked, it is not there (404)."""
    user = _owner(secret)
    space = get_object_or_404(_fed(Space.objects.visible_to(user)), slug=slug)
    told = feeds.may_tell(space)
    about = feeds.About(
        name=f"space-{space.pk}",
        title=space.name if told else _("A space in the hall"),
        purpose=space.purpose if told else "",
        path=space.get_absolute_url() if told else reverse("home:desk"),
        since=space.created_at,
    )
    return feeds.answer(request, about, _newest(Post.objects.visible_to(user).filter(conversation__space=space)))


def _newest(posts: QuerySet[Post]) -> list[Post]:
    rows = (
        posts.filter(removed_at__isnull=True, conversation__space__marking=Marking.OFFICIAL)
        .select_related("author", "conversation__space")
        .order_by("-created_at", "-pk")
    )
    return list(rows[:ENTRIES])


def _fed(spaces: QuerySet[Space]) -> QuerySet[Space]:
    """Spaces that feeds may carry: a key is all that a feed reader shows, so what is marked is left out."""
    return spaces.filter(marking=Marking.OFFICIAL)


def _owner(secret: str) -> User:
    """Whose key it is; a key that was taken back, or whose owner may not sign in, opens nothing (404)."""
    key = get_object_or_404(FeedKey.objects.opened_by(secret).select_related("user__team"))
    stale = Q(used_at__isnull=True) | Q(used_at__lt=clock.now() - NOTED_EVERY)
    FeedKey.objects.filter(stale, pk=key.pk).update(used_at=clock.now())
    return key.user
