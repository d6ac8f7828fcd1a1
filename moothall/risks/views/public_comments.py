"""What the public says of a published appraisal. No session is opened, and no name of staff is told."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from moothall.kit import logs, throttle
from moothall.risks.actions import comments as act
from moothall.risks.forms.comments import PublicCommentForm
from moothall.risks.models import Appraisal
from moothall.risks.queries import comments


@login_not_required
@csrf_exempt  # nobody is signed in here, so there is no authority that another site could borrow
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@logs.unnamed
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about a published appraisal; it is shown once somebody has looked at it."""
    found = get_object_or_404(Appraisal.objects.public(), pk=pk)
    form = PublicCommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not throttle.refused(request, form, "public_comment"):
        given = form.cleaned_data
        try:
            act.say_in_public(found, name=given["name"], body=given["body"], token=given["token"])
        except act.BoxFull:
            form.add_error(None, _("So many comments wait to be read that no more are taken today. Try again later."))
        else:
            return redirect(f"{reverse('risks:public_comment', args=[found.pk])}?sent=1")
    context: dict[str, Any] = {
        "appraisal": found,
        "form": form,
        "sent": "sent" in request.GET and request.method != "POST",
        "comments": comments.public(found),
    }
    return render(request, "risks/public_comment.html", context, status=422 if form.is_bound else 200)
