"""One post: where it stands, mending it, its former words, taking it away, its files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from moothall.files import serve
from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.policies import gate
from moothall.policies.gate import Capability, GateClosed
from moothall.spaces import permissions, writing
from moothall.spaces.actions import posts as act
from moothall.spaces.forms import EditForm, RemoveForm
from moothall.spaces.models import Attachment, Post, PostRevision
from moothall.spaces.queries import spaces
from moothall.spaces.views import me


def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to the page of its conversation on which the post stands."""
    return redirect(get_object_or_404(Post.objects.visible_to(me(request)), pk=pk).in_place)


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's words; whoever was overtaken sees what is there now and keeps what they typed."""
    user, found = me(request), _standing(request, pk)
    require(permissions.can_edit_post(user, found))
    if request.method != "POST":
        gate.stop(user, Capability.POST, found.conversation.space.container)
    form = EditForm(request.POST or None, initial={"body": found.body, "seen": found.revisions.count()})
    meanwhile = ""
    if request.method == "POST" and _may_go(request, form):
        body, seen = form.cleaned_data["body"], form.cleaned_data["seen"]
        try:
            changed = act.edit(found, by=user, body=body, seen=seen, passed=form.passed)
        except act.ChangedMeanwhile as overtaken:
            meanwhile = overtaken.post.html
            form = _try_again(form, overtaken.post)
        except GateClosed as closed:
            form.add_error("body", gate.words(closed))
        else:
            warn(request, changed)
            return redirect(changed.in_place)
    context = {"form": form, "post": found, "meanwhile": meanwhile, "sight": spaces.sight(found.conversation.space)}
    context["beside"] = spaces.beside(found.conversation.space)
    return page(request, "spaces/edit_post.html", context, status=422 if form.errors else 200)


def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """What an edited post said before."""
    found = _standing(request, pk)
    former = PostRevision.objects.visible_to(me(request)).filter(post=found).order_by("-replaced_at", "-pk")[:50]
    context = {"post": found, "former": former, "sight": spaces.sight(found.conversation.space)}
    return page(request, "spaces/versions.html", context)


def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a post away, for a reason that is shown in its place."""
    user, found = me(request), _standing(request, pk)
    require(permissions.can_remove_post(user, found))
    form = RemoveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        removed = act.remove(found, by=user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The post is removed. Your reason stands in its place."))
        return redirect(removed.in_place)
    context = {"form": form, "post": found, "sight": spaces.sight(found.conversation.space)}
    return page(request, "spaces/remove_post.html", context, status=422 if form.is_bound else 200)


def attachment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Fetch a file."""
    found = get_object_or_404(Attachment.objects.visible_to(me(request)).select_related("blob"), pk=pk)
    return serve.download(found.blob, name=found.name, content_type=found.content_type)


def warn(request: HttpRequest, written: Post) -> None:
    """Tell an author whom their words named in vain."""
    if "@" not in written.body:
        return
    understood = writing.understand(written.body, space=written.conversation.space, by=me(request))
    for warning in understood.named.warnings():
        messages.warning(request, warning)


def _may_go(request: HttpRequest, form: EditForm) -> bool:
    """Whether what was typed can be saved now: no problem, not too often, and nothing to look at first."""
    return form.is_valid() and not throttle.refused(request, form, "post") and not form.holds_back(by=me(request))


def _standing(request: HttpRequest, pk: int) -> Post:
    rows = Post.objects.visible_to(me(request)).standing().select_related("conversation__space", "author")
    return get_object_or_404(rows, pk=pk)


def _try_again(form: EditForm, now: Post) -> EditForm:
    """The same words, on top of what the post says now."""
    again = EditForm({"body": form.cleaned_data["body"], "seen": now.revisions.count()})
    again.full_clean()
    words = _("The post was changed meanwhile; it now says what stands above. Your words are kept: save to replace it")
    again.add_error("body", words)
    return again
