"""Which posts rely on a clause, as far as a person may see them."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.kit.pages import Slice, keyset
from moothall.kit.registries import Link, Person
from moothall.people.models import User
from moothall.policies.models import Clause
from moothall.spaces.models import ClauseQuote, Post

NEWEST = 3  # posts that stand on the clause's own page
PAGE = 25


def posts(user: User, *, policy: int, number: str) -> QuerySet[Post]:
    """Posts that stand and quote a clause of a policy, in whichever version and language, the newest first."""
    quotes = ClauseQuote.objects.filter(clause__number=number, clause__text__version__policy=policy)
    return Post.objects.visible_to(user).standing().filter(pk__in=quotes.values("post")).order_by("-pk")


def page(user: User, *, policy: int, number: str, after: str | None) -> Slice[Post]:
    """One page of them."""
    rows = posts(user, policy=policy, number=number).select_related("conversation__space", "author").defer("body")
    return keyset(rows, by=("-pk",), after=after, size=PAGE)


def links(person: Person, thing: str) -> Iterator[Link]:
    """What the page of a clause (`clause:812`) shows of it: how many posts rely on it, and the newest of them."""
    kind, _colon, ref = thing.partition(":")
    if kind != "clause" or not isinstance(person, User) or not (ref.isascii() and ref.isdecimal()):
        return
    clause = Clause.objects.select_related("text__version__policy").filter(pk=int(ref[:18])).first()
    if clause is None:
        return
    policy = clause.text.version.policy
    found = posts(person, policy=policy.pk, number=clause.number)
    count = found.count()
    if count:
        words = ngettext("Relied on in {n} post", "Relied on in {n} posts", count).format(n=count)
        yield Link(words, reverse("spaces:relying", args=[policy.slug, clause.number]), _("Spaces"))
    for post in found.select_related("conversation__space", "author").defer("html", "body")[:NEWEST]:
        note = _("{name}, in {space}").format(name=post.author.name, space=post.conversation.space.name)
        yield Link(post.conversation.title, post.get_absolute_url(), _("Post"), note)
