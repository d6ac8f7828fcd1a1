"""The pages of policies."""

from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from moothall.people.models import User
from moothall.policies.models import Policy, Version
from moothall.policies.queries import agreement as agreements
from moothall.policies.queries import reading


def me(request: HttpRequest) -> User:
    """Who is asking; every page here but the public ones is behind the door."""
    return cast(User, request.user)


def visible(request: HttpRequest, slug: str) -> Policy:
    """The policy of this address with its standing, if this person may read it; otherwise it is not there (404)."""
    found = reading.policy(me(request), slug)
    if found is None:
        raise Http404
    return found


def visible_version(request: HttpRequest, policy: Policy, number: int) -> Version:
    """A version of a policy that this person may read; otherwise it is not there (404)."""
    found = get_object_or_404(
        Version.objects.visible_to(me(request)).select_related("adopted_by"), policy=policy, number=number
    )
    found.policy = policy
    return found


def visible_draft(request: HttpRequest, slug: str) -> Version:
    """The draft of a policy, if there is one that this person may read; otherwise it is not there (404)."""
    found = agreements.draft(me(request), slug)
    if found is None:
        raise Http404
    return found
