"""Teams, as a tree."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

LEVELS = 12  # deeper than any council; the walk upwards stops here even if the tree were damaged


class Function(models.TextChoices):
    """What a team is there for, as far as a change has to know."""

    SERVICE = "service", _("A service")
    COMMUNICATIONS = "communications", _("Communications")
    TECHNOLOGY = "technology", _("Technology")


class Team(models.Model):
    """A part of the organisation; a person in a team is also in every team above it."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    # A team in a technology team is one too: whoever changes the one changes all below it.
    function = models.CharField(_("function"), max_length=14, choices=Function, default=Function.SERVICE)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(function__in=Function.values), name="team_function_known"),
            models.UniqueConstraint(fields=["parent", "name"], name="team_name_once_in_parent"),
            models.UniqueConstraint(fields=["name"], condition=Q(parent=None), name="team_name_once_at_the_top"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="team_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def follows(self) -> Function | None:
        """The function of the team above, where that is more than a service and so decides over this one's."""
        if self.parent is None or self.parent.function == Function.SERVICE:
            return None
        return Function(self.parent.function)

    def ancestry(self) -> "list[Team]":
        """This team and those above it, nearest first."""
        chain: list[Team] = [self]
        team = self.parent
        while team is not None and team not in chain and len(chain) < LEVELS:
            chain.append(team)
            team = team.parent
        return chain
