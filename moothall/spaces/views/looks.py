"""What a post looks like, rendered once for everyone who is shown the same.

A `Look` holds everything that its template shows, and is the key under which the result is kept: so what is kept is
never out of date, and nobody is shown more than their own look holds.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from moothall.files import sniffing
from moothall.kit import clock
from moothall.people.models import User
from moothall.spaces import permissions
from moothall.spaces.models import Attachment, Post
from moothall.spaces.queries import talk

KEPT = 2000  # looks in memory, a few kilobytes each


@dataclass(frozen=True)
class Author:
    """Who wrote, as it is shown."""

    name: str
    kind: str
    does: str
    url: str


@dataclass(frozen=True)
class File:
    """A file's chip."""

    name: str
    kind: str
    size: int
    url: str
    remark: str


@dataclass(frozen=True)
class Removal:
    """The marker that a removed post leaves."""

    by: str
    at: datetime | None
    reason: str


@dataclass(frozen=True)
class Look:
    """Everything that is shown of a post to one person; an address is empty where they may not."""

    anchor: str
    number: int
    author: Author
    created_at: datetime
    html: str
    files: tuple[File, ...]
    removal: Removal | None
    edited_at: datetime | None
    link: str
    reply_url: str
    edit_url: str
    remove_url: str
    versions_url: str
    new: bool
    first_new: bool


def posts(shown: talk.Page, user: User, *, may_post: bool) -> list[SafeString]:
    """Each post of a page as it is shown to this person."""
    authors = {person.pk: _author(person) for person in shown.people}
    # One lookup of each address for the page, not one for each post.
    edit, remove, versions = (reverse(f"spaces:{name}", args=[0]) for name in ("edit_post", "remove_post", "versions"))
    first_new = shown.read_to + 1 if shown.read_to else 0
    today, language = clock.today(), get_language()
    looks = [
        Look(
            anchor=f"post-{post.pk}",
            number=post.number,
            author=authors[post.author_id],
            created_at=post.created_at,
            html=post.html,
            files=tuple(_file(file) for file in shown.files.get(post.pk, ())),
            removal=_removal(post),
            edited_at=post.edited_at,
            link=f"?page={shown.number}#post-{post.pk}",
            reply_url="#reply" if may_post else "",
            edit_url=edit.replace("/0/", f"/{post.pk}/") if permissions.can_edit_post(user, post) else "",
            remove_url=remove.replace("/0/", f"/{post.pk}/") if permissions.can_remove_post(user, post) else "",
            versions_url=versions.replace("/0/", f"/{post.pk}/") if post.edited_at else "",
            new=0 < first_new <= post.number and post.author_id != user.pk,
            first_new=post.number == first_new,
        )
        for post in shown.posts
    ]
    return [_rendered(look, today, language) for look in looks]


@lru_cache(maxsize=KEPT)
def _rendered(look: Look, _today: date, _language: str | None) -> SafeString:
    """Times are said relative to today, words in a language; so both are part of the key."""
    return render_to_string("spaces/post.html", {"look": look})


def _author(person: User) -> Author:
    return Author(person.name, person.kind, person.does(), person.get_absolute_url())


def _file(file: Attachment) -> File:
    remark = sniffing.remark(name=file.name, content_type=file.content_type)
    return File(file.name, file.kind, file.size, file.get_absolute_url(), remark)


def _removal(post: Post) -> Removal | None:
    if post.removed_by is None:
        return None
    return Removal(post.removed_by.name, post.removed_at, post.removed_reason)
