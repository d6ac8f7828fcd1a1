"""Who signed which version, and who took it back."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from moothall.charter.models.charters import Charter
from moothall.kit import clock
from moothall.people.models import Team, User

ORGANISATION = "organisation"


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Which signatures stand, and who may see whose they are."""

    def standing(self) -> "SignatureQuerySet":
        """Those that nobody took back."""
        return self.filter(withdrawal__isnull=True)

    def visible_to(self, user: User | AnonymousUser) -> "SignatureQuerySet":
        """Staff and councillors see all; a guest their own, those shown in public, and those of people they know."""
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        if not user.is_guest:
            return self
        known = User.objects.visible_to(user).values("pk")
        return self.filter(Q(public=True) | Q(person__in=known) | Q(person__isnull=True))

    def in_public(self) -> "SignatureQuerySet":
        """Those that anybody may see by name: they stand, and whoever signed said so."""
        return self.standing().filter(public=True)


class Signature(models.Model):
    """That a person, a team or the organisation signed one exact text; it is never changed, only taken back."""

    charter = models.ForeignKey(Charter, on_delete=models.PROTECT, related_name="signatures")
    signatory = models.CharField(max_length=40)  # `user:7`, `team:3` or `organisation`
    turn = models.PositiveSmallIntegerField(default=1)  # 2 where the first was taken back and it is signed again
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="charter_signatures"
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="charter_signatures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=600, blank=True)
    digest = models.CharField(max_length=64)  # of the text that was signed
    signed_at = models.DateTimeField(default=clock.now, editable=False)
    public = models.BooleanField(default=False)  # shown by name on the public page; the one thing that may change

    objects: ClassVar[SignatureQuerySet] = SignatureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["charter", "signatory", "turn"], name="signature_once_each_turn"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, team__isnull=True, by=models.F("person"))
                | Q(person__isnull=True, team__isnull=False)
                | Q(person__isnull=True, team__isnull=True, signatory=ORGANISATION) & ~Q(words=""),
                name="signature_of_one_signatory",
            ),
        ]

    def __str__(self) -> str:
        return self.whose

    @property
    def is_organisation(self) -> bool:
        """Whether the whole organisation signed."""
        return self.signatory == ORGANISATION

    @property
    def whose(self) -> str:
        """The name of whoever signed."""
        if self.person is not None:
            return self.person.name
        return self.team.name if self.team is not None else settings.MOOTHALL_COUNCIL.name

    @property
    def kind_words(self) -> str:
        """What sort of signatory it is."""
        if self.person_id is not None:
            return str(_("Person"))
        return str(_("Team") if self.team_id is not None else _("Organisation"))


class Withdrawal(models.Model):
    """That a signature was taken back: it was given, and it no longer stands."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now, editable=False)
    why = models.CharField(max_length=600, blank=True)

    def __str__(self) -> str:
        return f"{self.signature_id} taken back"
