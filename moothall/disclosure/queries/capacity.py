"""What councillors hold as their own: left out of every search for a request."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from moothall.disclosure.models import CapacityHeld
from moothall.mail.models import Mailbox
from moothall.people import grants
from moothall.spaces.models import Space


def left_out() -> frozenset[str]:
    """The containers that are searched by nobody but their holders."""
    return frozenset(CapacityHeld.objects.standing().values_list("container", flat=True))


def standing() -> QuerySet[CapacityHeld]:
    """What was said of each, with its holder, in the order of their names."""
    return CapacityHeld.objects.standing().select_related("holder", "by").order_by("holder__name", "pk")


def names(containers: Iterable[str]) -> Mapping[str, str]:
    """What mailboxes and spaces are called; two questions. For pages of those who search for a live case."""
    refs: dict[str, set[int]] = {}
    for container in containers:
        kind, ref = grants.split(container)
        refs.setdefault(kind, set()).add(ref)
    boxes = Mailbox.objects.filter(pk__in=refs.get("mailbox", ())).values_list("pk", "address")
    spaces = Space.objects.filter(pk__in=refs.get("space", ())).values_list("pk", "name")
    return {f"mailbox:{pk}": address for pk, address in boxes} | {f"space:{pk}": name for pk, name in spaces}


def place(words: str) -> str:
    """The container that a line means, a mailbox by its address or a space by its name or address; nothing if none."""
    typed = words.strip()
    box = Mailbox.objects.filter(address=typed.lower()).values_list("pk", flat=True).first()
    if box is not None:
        return f"mailbox:{box}"
    spaces = list(Space.objects.filter(name__iexact=typed).values_list("pk", flat=True)[:2])
    if len(spaces) == 1:
        return f"space:{spaces[0]}"
    slug = typed.rstrip("/").rpartition("/")[2]
    space = Space.objects.filter(slug=slug).values_list("pk", flat=True).first() if slug else None
    return f"space:{space}" if space is not None else ""
