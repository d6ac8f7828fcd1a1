"""The words that the tables of this room choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What a lesson was learned from."""

    SUCCESS = "success", _("Success")
    FAILURE = "failure", _("Failure")


class Licence(models.TextChoices):
    """Under which licence others may use what a lesson says, by its SPDX name."""

    OGL = "OGL-UK-3.0", _("Open Government Licence v3.0")
    CC_BY = "CC-BY-4.0", _("Creative Commons Attribution 4.0")
    CC0 = "CC0-1.0", _("Creative Commons Zero 1.0")


class Verdict(models.TextChoices):
    """What somebody did with a lesson for a matter of theirs."""

    ADOPTED = "adopted", _("Adopted")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
