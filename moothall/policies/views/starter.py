"""Loading the starter texts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from moothall.policies.actions import starter as act
from moothall.policies.views import me


@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Begin a draft from each starter text that is not there yet."""
    made = len(act.load(by=me(request)))
    if made:
        words = ngettext(
            "{n} starter text is here as a draft. Name who answers for it, and adapt it.",
            "{n} starter texts are here as drafts. Name who answers for each, and adapt them.",
            made,
        )
        messages.success(request, words.format(n=made))
    else:
        messages.info(request, _("All starter texts are here already."))
    return redirect(f"{reverse('policies:list')}?show=drafts")
