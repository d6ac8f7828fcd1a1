"""The words that the tables of this room choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stance(models.TextChoices):
    """On which side of the balance a risk lies."""

    DOING = "doing", _("Risk of doing")
    NOT_DOING = "not_doing", _("Risk of not doing")


class Category(models.TextChoices):
    """What a risk touches, and for what the council says its appetite."""

    INFORMATION = "information", _("Information and records")
    SECURITY = "security", _("Security")
    LEGAL = "legal", _("Law and compliance")
    REPUTATION = "reputation", _("Reputation and trust")
    PEOPLE = "people", _("People and safeguarding")
    SERVICE = "service", _("Services")
    MONEY = "money", _("Money")


class OptionKind(models.TextChoices):
    """What sort of answer to the question an option is; "avoid" is none: it is prohibiting, or doing nothing."""

    DO_NOTHING = "do_nothing", _("Do nothing")
    PROHIBIT = "prohibit", _("Prohibit")
    PILOT = "pilot", _("Pilot")
    POLICY = "policy", _("Policy")
    PLATFORM = "platform", _("Platform")
    OTHER = "other", _("Other")


class ResponseKind(models.TextChoices):
    """What is done about a risk (Orange Book; terminating is an option, not a response)."""

    TREAT = "treat", _("Treat it")
    TRANSFER = "transfer", _("Transfer it")
    TOLERATE = "tolerate", _("Tolerate it")
    TAKE = "take", _("Take the opportunity")


class ActsOn(models.TextChoices):
    """Which side of the event a step works on: before it, or after it."""

    LIKELIHOOD = "likelihood", _("How likely it is")
    IMPACT = "impact", _("How much it hurts")
    BOTH = "both", _("Both")


class Control(models.TextChoices):
    """What sort of control a step is (Orange Book)."""

    PREVENTIVE = "preventive", _("Preventive")
    CORRECTIVE = "corrective", _("Corrective")
    DIRECTIVE = "directive", _("Directive")
    DETECTIVE = "detective", _("Detective")


class Confidence(models.TextChoices):
    """How sure those who judged are."""

    LOW = "low", _("Low")
    FAIR = "fair", _("Fair")
    GOOD = "good", _("Good")


class Unit(models.TextChoices):
    """In what a loss is counted; units are never added together."""

    POUNDS = "pounds", _("pounds")
    HOURS = "hours", _("hours of service")
    PEOPLE = "people", _("people affected")


class Comparison(models.TextChoices):
    """How a risk stands under one option beside the same risk, classified, under another."""

    BETTER = "better", _("Better")
    SAME = "same", _("The same")
    WORSE = "worse", _("Worse")


class Axis(models.TextChoices):
    """The two axes of a scale."""

    LIKELIHOOD = "likelihood", _("Likelihood")
    IMPACT = "impact", _("Impact")


class Band(models.TextChoices):
    """The bands of a scale, by their letter, from low to severe."""

    LOW = "L", _("low")
    MODERATE = "M", _("moderate")
    HIGH = "H", _("high")
    SEVERE = "S", _("severe")


class Verdict(models.TextChoices):
    """What came of looking at a decision again."""

    HOLDS = "holds", _("It holds as it is")
    ADOPT = "adopt", _("Adopt what was tried")
    CHANGE = "change", _("Change it")
    STOP = "stop", _("Stop it")
