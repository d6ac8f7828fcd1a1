"""Telling whoever asked for an import that it has ended, and administrators that nobody holds a mailbox."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from moothall import notices
from moothall.kit.registries import Person
from moothall.mail import permissions
from moothall.mail.models import ImportRun, Mailbox
from moothall.notices.kinds import Told
from moothall.people import grants
from moothall.people.models import Role, User

FINISHED, FAILED, UNATTENDED = "mail.import_finished", "mail.import_failed", "mail.unattended"
ENDED = (FINISHED, FAILED)
FINISHED_RUN, FAILED_RUN, MAILBOX = "finished import", "failed import", "mailbox"  # the things that the kinds are about


def ended(run: ImportRun) -> None:
    """Tell only who asked for it; whoever runs the command on the machine sees it there."""
    if run.by_id is None:
        return
    kind = FAILED if run.failed_at else FINISHED
    notices.tell(kind, people=[run.by_id], subject=run.pk, place=run.mailbox.container, by=None)


def seen(run: ImportRun, *, person: User) -> None:
    """Note that this person looked at an import that has ended."""
    if run.is_over and run.by_id == person.pk:
        notices.read(person, ENDED, [run.pk])


def unattended(mailbox: Mailbox, *, by: User | None) -> None:
    """Tell the administrators, who have no token of it, that a mailbox has fallen vacant; each time that it does."""
    people = User.objects.active().filter(role_holdings__role=Role.ADMINISTRATOR).values_list("pk", flat=True)
    notices.tell(UNATTENDED, people=people, subject=mailbox.pk, place=grants.PUBLIC, by=by, anew=True)


def may_appoint(person: Person) -> bool:
    """Who is told that nobody holds a mailbox: administrators."""
    user = cast(User, person)
    return user.is_active and permissions.can_create_mailbox(user)


def load_unattended(user: User, boxes: Sequence[int]) -> Mapping[int, Told]:
    """What an administrator may be told of mailboxes that nobody holds, as long as nobody does."""
    if not may_appoint(user):
        return {}
    return {
        box.pk: Told(
            title=box.address,
            url=reverse("mail:custodians", args=[box.pk]),
            line=_("Nobody holds this mailbox any more: choose a custodian"),
            place=box.address,
            thread=box.container,
            closed=True,
        )
        for box in Mailbox.objects.unattended().filter(pk__in=boxes)
    }


def load_finished(user: User, runs: Sequence[int]) -> Mapping[int, Told]:
    """What came in by imports that this person asked for, while they hold the mailbox."""
    return {run.pk: _told(run, _came_in(run)) for run in _of(user, runs) if run.finished_at}


def load_failed(user: User, runs: Sequence[int]) -> Mapping[int, Told]:
    """Which imports that this person asked for stand still, while they hold the mailbox."""
    return {
        run.pk: _told(run, _("This import could not be brought to its end")) for run in _of(user, runs) if run.failed_at
    }


def _of(user: User, runs: Sequence[int]) -> list[ImportRun]:
    return list(ImportRun.objects.visible_to(user).filter(pk__in=runs, by=user).select_related("mailbox"))


def _came_in(run: ImportRun) -> str:
    words = ngettext("%(n)s message was brought in", "%(n)s messages were brought in", run.imported) % {
        "n": run.imported
    }
    if not run.quarantined:
        return words
    held = ngettext("%(n)s could not be read", "%(n)s could not be read", run.quarantined) % {"n": run.quarantined}
    return f"{words}; {held}"


def _told(run: ImportRun, line: str) -> Told:
    return Told(
        title=run.source_name,
        url=run.get_absolute_url(),
        line=line,
        place=run.mailbox.address,
        thread=f"import:{run.pk}",
        closed=True,
        bare=run.mailbox.is_sensitive,
    )
