"""What the tests of an initiative's pages share: addresses, and words of a page."""

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from moothall.change.models import Initiative
from moothall.people.models import User

SignIn = Callable[[User], Client]
OF_ONE = (
    *("initiative", "edit", "people", "accept", "objectives", "appraisals", "touches", "begin", "past", "review"),
    *("close", "confirm"),
)


def url(name: str, *arguments: object) -> str:
    """An address of the room."""
    return reverse(f"change:{name}", args=arguments)


def words(response: Any) -> str:
    """What a person reads on a page."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def addresses(begun: Initiative) -> list[str]:
    """Every page of an initiative."""
    return [
        *(url(name, begun.pk) for name in OF_ONE),
        *(url("purpose", begun.pk, part) for part in ("owner", "guide")),
    ]
