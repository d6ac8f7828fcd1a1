"""Reading what was found: one item at a time, with what belongs to it beside it."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from moothall.disclosure import permissions
from moothall.disclosure.actions import review as act
from moothall.disclosure.actions.cases import Impossible
from moothall.disclosure.forms.review import DrawForm, TagForm
from moothall.disclosure.models import Case, Purpose, Reader, ReviewItem, ReviewSet, Sample, Tag
from moothall.disclosure.queries import reading
from moothall.disclosure.queries import review as queries
from moothall.disclosure.views.finding import case_of, done, me, status, tell
from moothall.files import serve
from moothall.files.uploads import clean_name
from moothall.kit.htmx import page
from moothall.kit.permissions import require

KEYS = ((Tag.IN_SCOPE, "1"), (Tag.OUT_OF_SCOPE, "2"), (Tag.SPECIALIST, "3"), (Tag.EXEMPT, "4"))


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the review is, its samples, and gathering it anew."""
    user, found = me(request), case_of(request, pk)
    require(permissions.can_search(user, found))
    form = DrawForm(request.POST or None, initial={"purpose": Purpose.SECOND, "size": 30})
    if request.method == "POST" and "gather" in request.POST:
        return _gather(request, found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = partial(act.draw, found, by=user, purpose=Purpose(given["purpose"]), size=given["size"])
        if done(form, doing) is not None:
            tell(request, _("Drawn. The same pile and seed draw the same items again."))
            return redirect("disclosure:review", pk)
    beside = queries.beside(found, user)
    review_set = beside.progress.review_set if beside.progress else None
    context = {
        "case": found,
        "review": beside,
        "form": form if review_set and found.is_open else None,
        "samples": queries.samples(review_set) if review_set else [],
        "number": queries.next_number(review_set, user=user) if review_set else None,
    }
    return page(request, "disclosure/review.html", context, status=status(form))


def _gather(request: HttpRequest, found: Case) -> HttpResponse:
    try:
        made = act.gather(found, by=me(request))
    except Impossible as error:
        tell(request, str(error))
    else:
        tell(request, _("Put together.") if made else _("Much was found: it is being put together. Look again soon."))
    return redirect("disclosure:review", found.pk)


def item(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One item: its words, what belongs to it, and a button, and a key, for each tag."""
    user, found = me(request), case_of(request, pk)
    require(permissions.can_search(user, found))
    review_set = ReviewSet.objects.newest_of(found)
    row = reading.item_of(review_set, number) if review_set else None
    if review_set is None or row is None:
        raise Http404
    review_set.case = found
    reader = _reader(request)
    form = TagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        doing = partial(act.decide, row, by=user, tag=Tag(given["tag"]), note=given["note"], reader=reader)
        if done(form, doing) is not None:
            return redirect(_onward(request, review_set, row))
    opened = reading.opened(row, user=user, blind=reader != Reader.FIRST)
    context = {
        "case": found,
        "set": review_set,
        "opened": opened,
        "item": row,
        "form": form,
        "keys": [(tag, key, tag.label) for tag, key in KEYS],
        "read": review_set.items.decided().count(),
        "next": number + 1 if number + 1 < review_set.item_count else None,
        "previous": number - 1 if number else None,
        "reader": reader,
        "again": reader != Reader.FIRST,
        "may": found.is_open,
    }
    return page(request, "disclosure/review_item.html", context, status=status(form))


def _reader(request: HttpRequest) -> Reader:
    asked = request.GET.get("reader", "")
    return Reader(asked) if asked in {Reader.SECOND.value, Reader.ELUSION.value} else Reader.FIRST


def _onward(request: HttpRequest, review_set: ReviewSet, row: ReviewItem) -> str:
    """The item to read next; the review's page when there is none."""
    case, reader = review_set.case_id, _reader(request)
    if reader != Reader.FIRST:
        purpose = Purpose.SECOND if reader == Reader.SECOND else Purpose.ELUSION
        sample = review_set.samples.filter(purpose=purpose, drawn__item=row).order_by("-pk").first()
        drawn = queries.next_drawn(sample) if sample else None
        if drawn is not None:
            return f"{reverse('disclosure:review_item', args=[case, drawn.number])}?reader={reader.value}"
        return reverse("disclosure:review", args=[case])
    number = queries.next_number(review_set, user=me(request), after=row.number)
    if number is None:
        return reverse("disclosure:review", args=[case])
    return reverse("disclosure:review_item", args=[case, number])


def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes of an item, always as a download."""
    user = me(request)
    rows = ReviewItem.objects.filter(review_set__in=ReviewSet.objects.visible_to(user)).select_related(
        "review_set__case"
    )
    row = get_object_or_404(rows, pk=pk)
    require(permissions.can_search(user, row.review_set.case))
    file = reading.fetched(row)
    if file is None:
        raise Http404
    response = HttpResponse(file.content, content_type=serve.safe_type(file.content_type))
    response["Content-Disposition"] = content_disposition_header(True, clean_name(file.name)) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def drawn(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a sample."""
    user = me(request)
    rows = Sample.objects.filter(review_set__in=ReviewSet.objects.visible_to(user)).select_related("review_set")
    sample = get_object_or_404(rows, pk=pk)
    row = queries.next_drawn(sample)
    if row is None:
        tell(request, _("All of it is read."))
        return redirect("disclosure:review", sample.review_set.case_id)
    address = reverse("disclosure:review_item", args=[sample.review_set.case_id, row.number])
    return redirect(f"{address}?reader={queries.reader_of(sample).value}")
