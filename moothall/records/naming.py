"""How people name what is to be held: the address of its page, a kind and a number, a person, an e-mail address."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.urls import Resolver404, resolve

from moothall.people.models import User
from moothall.people.models.users import plain_number
from moothall.records.held import ADDRESS
from moothall.records.holding import Named, holdables

if TYPE_CHECKING:
    from moothall.records.models import HoldScope

_NUMBERED = re.compile(r"(?P<kind>[^\W\d]+)[\s:]+(?P<ref>\d{1,18})")


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that a hold can cover: a kind and a number, or an e-mail address."""

    kind: str
    ref: int = 0
    address: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.address or self.ref}"


def thing(words: str) -> Token | None:
    """What a line means: `https://hall.example/spaces/conversations/12/`, or `mailbox 3`; None if nothing here."""
    numbered = _NUMBERED.fullmatch(words.strip())
    if numbered:
        return _numbered(numbered["kind"].lower(), int(numbered["ref"]))
    try:
        found = resolve(urlsplit(words.strip()).path)
    except (Resolver404, ValueError):
        return None
    for one in holdables:
        name = one.pages.get(found.view_name)
        if name:
            row = one.model._default_manager.filter(**{name: found.kwargs[name]}).values_list("pk", flat=True).first()
            return Token(one.key, row) if row else None
    return None


def person(words: str) -> tuple[Token, ...]:
    """Whom a line means: an account with the addresses that go with it, or an outside address alone; () if nobody."""
    typed = words.strip().removeprefix("@")
    number = plain_number(typed)
    named = Q(email=typed.lower()) | Q(handle=typed) | (Q(staff_number=number) if number else Q(pk__in=[]))
    found = User.objects.get_queryset().filter(named).order_by("pk").first() if typed else None
    if found is not None:
        account = Token("user", found.pk)
        return (account, Token(ADDRESS, address=found.email)) if found.email else (account,)
    try:
        validate_email(typed)
    except ValidationError:
        return ()
    return (Token(ADDRESS, address=typed.lower()),) if len(typed) <= 254 else ()


def names(user: User, scopes: "Iterable[HoldScope | Token]") -> Mapping[tuple[str, int], Named]:
    """What those of these things are called that this person may see, in one question for each kind."""
    refs: dict[str, set[int]] = {}
    for scope in scopes:
        refs.setdefault(scope.kind, set()).add(scope.ref)
    return {
        (one.key, ref): named
        for one in holdables
        if one.key in refs
        for ref, named in one.named(user, refs[one.key]).items()
    }


def exists(token: Token) -> bool:
    """Whether there is such a thing now; an address needs nobody behind it."""
    one = holdables.get(token.kind)
    if one is None:
        return token.kind == ADDRESS
    return one.model._default_manager.filter(pk=token.ref).exists()


def _numbered(kind: str, ref: int) -> Token | None:
    for one in holdables:
        if kind in {one.key, str(one.label).lower()} and exists(Token(one.key, ref)):
            return Token(one.key, ref)
    return None
