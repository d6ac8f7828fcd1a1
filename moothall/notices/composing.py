"""The words and headers of a letter, written when it is sent, from what its reader may see at that moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.header import Header

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall.notices.choosing import Wishes
from moothall.notices.gathering import domain, seal
from moothall.notices.kinds import When
from moothall.notices.models import Letter, Notice
from moothall.notices.models.letters import Sort, State
from moothall.notices.showing import Shown, shown
from moothall.notices.stopping import Stop
from moothall.people.models import User

MOST = 50  # told of in one digest; the rest are on the desk
MOST_WORDS = 200  # characters of a subject line
SENT = (State.SENT, State.KEPT)


@dataclass(frozen=True)
class Written:
    """A letter ready to go."""

    subject: str
    text: str
    html: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Item:
    """One thing that a letter tells; without content it tells only that there is something."""

    line: str
    title: str
    text: str
    place: str
    url: str


def write(letter: Letter, person: User) -> Written | None:
    """What is still to be told by this letter; None if all of it was read, put off, is gone, or may not be seen."""
    rows = letter.notices.visible_to(person).fresh().order_by("at", "pk")
    wishes = Wishes.of([person.pk])
    wanted = [row for row in rows if wishes.how(person.pk, row.kind, row.place) not in (When.NOT, When.MUTE)]
    told = [one for one in shown(person, wanted) if not one.told.read]
    if not told:
        return None
    return _notice(letter, told[0]) if letter.sort == Sort.NOTICE else _digest(letter, person, told)


def may_tell(one: Shown) -> bool:
    """Whether the council lets a mail carry its words; what is only kept here for reading never has closed ones."""
    if one.told.bare:
        return False
    allowed = settings.MOOTHALL_MAIL_CONTENT
    if allowed == "all" and settings.MOOTHALL_MAIL_BACKEND:
        return True
    return allowed != "none" and not one.told.closed


def one_line(words: str) -> str:
    """Words as a header can carry them: on one line, with nothing that cannot be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())[:MOST_WORDS]


def item(one: Shown) -> Item:
    """What a mail tells of a notice."""
    url = f"{settings.MOOTHALL_URL}/notices/{one.notice.pk}/"
    if not may_tell(one):
        return Item(_("There is something new for you."), "", "", "", url)
    return Item(one_line(one.told.line), one_line(one.told.title), one.told.text, one_line(one.told.place), url)


def _notice(letter: Letter, one: Shown) -> Written:
    notice, content = one.notice, may_tell(one)
    told = item(one)
    subject = _("Something new for you in Moothall")
    if content:
        subject = f"[{told.place}] {told.title}" if told.place else told.title
    stop = Stop(notice.person_id, kind=notice.kind, place=notice.place)
    if notice.thread != one.told.thread:
        notice.thread = one.told.thread[:80]
        notice.save(update_fields=["thread"])
    headers = _threading(notice) | _list(stop, _list_id(notice.place, told.place))
    context = {"items": [told], "stop": stop.url(), "why": one.kind.label if content else "", "heading": ""}
    return _rendered(letter, one_line(subject), context, headers)


def _digest(letter: Letter, person: User, told: Sequence[Shown]) -> Written:
    how = told[0].notice.how
    count = len(told)
    if how == When.WEEKLY:
        subject = ngettext("Your week in Moothall: %(n)s thing", "Your week in Moothall: %(n)s things", count)
    else:
        subject = ngettext("Your day in Moothall: %(n)s thing", "Your day in Moothall: %(n)s things", count)
    stop = Stop(person.pk, digest=how)
    subject %= {"n": count}
    context = {
        "items": [item(one) for one in told[:MOST]], "more": max(0, count - MOST),
        "stop": stop.url(), "why": "", "heading": subject,
    }  # fmt: skip
    return _rendered(letter, subject, context, _list(stop, f"<digest.moothall.{domain()}>"))


def _rendered(letter: Letter, subject: str, context: Mapping[str, object], headers: dict[str, str]) -> Written:
    context = {**context, "council": settings.MOOTHALL_COUNCIL, "url": settings.MOOTHALL_URL, "subject": subject}
    text = render_to_string("notices/letters/letter.txt", context).strip() + "\n"
    html = render_to_string("notices/letters/letter.html", context)
    return Written(subject, text, html, headers | {"Message-ID": letter.message_id})


def _threading(notice: Notice) -> dict[str, str]:
    """Headers that make the mails of one conversation one thread, also where an earlier one was never sent."""
    if not notice.thread:
        return {}
    name = f"thread-{notice.person_id}-{notice.thread}"
    root = f"<thread.{seal(name)}@{domain()}>"
    earlier = Notice.objects.filter(person=notice.person_id, thread=notice.thread, letter__state__in=SENT)
    last = (
        earlier.filter(letter__sort=Sort.NOTICE)
        .exclude(pk=notice.pk)
        .order_by("-letter__settled_at", "-pk")
        .values_list("letter__message_id", flat=True)
        .first()
    )
    return {"In-Reply-To": last or root, "References": f"{root} {last}" if last else root}


def _list(stop: Stop, list_id: str) -> dict[str, str]:
    return {
        "List-Id": list_id,
        "List-Unsubscribe": f"<{stop.url()}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Precedence": "bulk",
        "X-Auto-Response-Suppress": "All",
    }


def _list_id(place: str, name: str) -> str:
    """The place as a list (RFC 2919), with its name where the mail may say it."""
    ident = f"<{place.replace(':', '-')}.moothall.{domain()}>"
    if not name:
        return ident
    if name.isascii():
        quoted = name[:60].replace("\\", "").replace('"', "'")
        return f'"{quoted}" {ident}'
    return f"{Header(name[:20], 'utf-8', maxlinelen=500).encode()} {ident}"
