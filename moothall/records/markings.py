"""The government's marking for what needs more care: OFFICIAL, and OFFICIAL-SENSITIVE within it.

OFFICIAL is what everything is presumed to be; OFFICIAL-SENSITIVE is a marking within that level, not a level of its own
(Government Security Classifications), for what only those should see who need to know it. A marking changes how a thing
is handled here: who may be invited, what a mail may carry, what stands above it. It never decides whether something is
disclosed to somebody who asks for it: that is decided each time, on what it says.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST = 400  # of handling notes


class Marking(models.TextChoices):
    """How carefully a thing is handled."""

    OFFICIAL = "official", _("OFFICIAL")
    SENSITIVE = "sensitive", _("OFFICIAL-SENSITIVE")


class Marked(models.Model):
    """A model that carries a marking, with notes on how it is to be handled; its Meta takes `constraints` too."""

    marking = models.CharField(_("marking"), max_length=9, choices=Marking, default=Marking.OFFICIAL)
    handling = models.CharField(_("handling notes"), max_length=LONGEST, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def is_sensitive(self) -> bool:
        """Whether it is marked OFFICIAL-SENSITIVE: for those who need to know."""
        return self.marking == Marking.SENSITIVE


def constraints(name: str) -> list[models.CheckConstraint]:
    """What the database keeps of a marking: a known one, and handling notes only where there is something to handle."""
    return [
        models.CheckConstraint(condition=Q(marking__in=Marking.values), name=f"{name}_marking_known"),
        models.CheckConstraint(
            condition=Q(marking=Marking.SENSITIVE) | Q(handling=""), name=f"{name}_handling_goes_with_marking"
        ),
    ]
