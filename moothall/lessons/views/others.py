"""What other bodies publish: a list, one thing with its origin and licence, and bringing a lesson in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from moothall.kit import throttle
from moothall.kit.htmx import page
from moothall.kit.permissions import require
from moothall.lessons import permissions
from moothall.lessons.actions import drawing
from moothall.lessons.actions import exchange as act
from moothall.lessons.forms.lessons import LessonForm
from moothall.lessons.models import Item, Subscription
from moothall.lessons.queries import drawn, others
from moothall.lessons.views import finding
from moothall.lessons.views.writing import onward
from moothall.people.models import User


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """What other bodies publish, by kind and by body."""
    user = on_staff(request)
    kind, asked = others.kind_asked(request.GET.get("kind", "")), request.GET.get("body", "")
    bodies = others.bodies(user)
    body = next((each for each in bodies if str(each.pk) == asked), None)
    found = others.every(user, kind=kind, body=body, after=request.GET.get("after"))
    context = {
        "rows": found.rows,
        "next_cursor": found.next_cursor,
        "choices": others.kinds(user, kind=kind, body=body),
        "kind": kind,
        "body": body,
        "bodies": bodies,
        "may_follow": permissions.can_follow_bodies(user),
    }
    return page(request, "lessons/others.html", context)


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing of another body: whose it is, under what licence, and what the council has beside it."""
    user, found = finding.me(request), _item(request, pk)
    context = {
        "item": found,
        "read": others.read(found, user),
        "may_bring_in": permissions.can_bring_in(user),
        "may_draw": permissions.can_draw(user, found),
    }
    return page(request, "lessons/item.html", context)


@require_POST
def bring_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a lesson of another body stand in the hall, to be used like one's own."""
    user, found = finding.me(request), _item(request, pk)
    try:
        lesson = act.bring_in(found, by=user)
    except act.NotWhole:
        messages.warning(
            request, _("It does not say all that a lesson says here. Bring it in as a draft of yours instead.")
        )
        return redirect(found)
    messages.success(request, _("The lesson is brought in. It is offered where something begins that it applies to."))
    return redirect(lesson)


def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a lesson of one's own from what another body publishes, beginning with its words."""
    user, found = finding.me(request), _item(request, pk)
    require(permissions.can_draw(user, found))
    begun = drawn.mine(found, user)
    if begun is not None and request.method != "POST":
        messages.info(request, _("You began a lesson from it before. Here it is."))
        return redirect(begun)
    form = LessonForm(request.POST or None, initial=drawn.words(found))
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "post"):
        try:
            made = drawing.draw(found, by=user, words=form.words(), token=form.cleaned_data["token"])
        except drawing.BegunAlready as before:
            begun = before.lesson
            form.add_error(None, _("You began a lesson from it in another window: write on there"))
        except Item.DoesNotExist as gone:  # the body is no longer followed since this moment
            raise Http404 from gone
        else:
            return onward(request, made)
    context = {"form": form, "item": found, "begun": begun, "back": found.get_absolute_url()}
    return page(request, "lessons/draw.html", context, status=finding.status(form))


def _item(request: HttpRequest, pk: int) -> Item:
    return get_object_or_404(Item.objects.visible_to(finding.me(request)).select_related("subscription"), pk=pk)


def on_staff(request: HttpRequest) -> User:
    """Who is asking: staff and councillors; for guests these pages are not there."""
    user = finding.me(request)
    if user.is_guest:
        raise Http404
    return user


def subscription(request: HttpRequest, pk: int) -> Subscription:
    """A body that is followed or was, if this person may see that."""
    return get_object_or_404(
        Subscription.objects.visible_to(finding.me(request)).select_related("added_by", "ended_by"), pk=pk
    )
