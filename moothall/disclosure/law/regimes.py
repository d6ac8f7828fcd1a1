"""Under which law a request is answered, and which kind of body answers it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Regime(TextChoices):
    """The law that a request is answered under."""

    FOIA = "foia", _("Freedom of information")
    EIR = "eir", _("Environmental information")
    SAR = "sar", _("Subject access")
    FOISA = "foisa", _("Freedom of information (Scotland)")
    EISR = "eisr", _("Environmental information (Scotland)")
    REUSE = "reuse", _("Re-use of public sector information")
    REVIEW = "review", _("Internal review")
    RECONSIDERATION = "reconsideration", _("Reconsideration")
    COMPLAINT = "complaint", _("Data protection complaint")


class Body(TextChoices):
    """The kind of body that was asked."""

    COUNCIL = "council", _("Council")
    CENTRAL = "central", _("Central government")
    SCHOOL = "school", _("School")
    SCOTTISH = "scottish", _("Scottish body")
