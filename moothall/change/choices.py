"""The words that the tables of this room choose from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanKind(models.TextChoices):
    """What sort of plan the organisation adopted."""

    STRATEGY = "strategy", _("Strategy")
    OPERATING = "operating", _("Operating plan")
    OTHER = "other", _("Other adopted plan")


class ObjectiveKind(models.TextChoices):
    """What a plan calls it."""

    OUTCOME = "outcome", _("Outcome")
    OBJECTIVE = "objective", _("Objective")


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", _("More is better")
    DOWN = "down", _("Less is better")


class Frequency(models.TextChoices):
    """How often a measure is read."""

    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    HALF_YEARLY = "half_yearly", _("Every half year")
    YEARLY = "yearly", _("Every year")


class Openness(models.TextChoices):
    """Who may read an initiative."""

    HALL = "hall", _("All staff and councillors")
    CLOSED = "closed", _("Those who own, guide and champion it, and those who work on it")


class Part(models.TextChoices):
    """What somebody does for an initiative."""

    OWNER = "owner", _("Business owner")
    GUIDE = "guide", _("Guide")
    SPONSOR = "sponsor", _("Champion")


class Stage(models.TextChoices):
    """How far an initiative has come; derived from what is there, never stored."""

    IDEA = "idea", _("Idea")
    APPRAISED = "appraised", _("Appraised")
    DECIDED = "decided", _("Decided")
    DELIVERING = "delivering", _("Delivering")
    REVIEWED = "reviewed", _("Reviewed")
    CLOSED = "closed", _("Closed")


class Outcome(models.TextChoices):
    """What came of an initiative, when it is closed."""

    REALISED = "realised", _("Its value was realised")
    PARTLY = "partly", _("Some of its value was realised")
    FAILED = "failed", _("It failed")
    GIVEN_UP = "given_up", _("It was given up")


class Purpose(models.TextChoices):
    """What somebody decides who asks what value they still add."""

    CONTINUE = "continue", _("Continue")
    CHANGE = "change", _("Change")
    HAND_OVER = "hand_over", _("Hand over")


class Side(models.TextChoices):
    """Where a stakeholder stands."""

    INTERNAL = "internal", _("Inside the organisation")
    EXTERNAL = "external", _("Outside the organisation")


class Disposition(models.TextChoices):
    """How a stakeholder stands towards the change."""

    AGAINST = "against", _("Against it")
    NEUTRAL = "neutral", _("Neither for nor against")
    FOR = "for", _("For it")


class Raci(models.TextChoices):
    """What a stakeholder is to the change; exactly one is accountable."""

    RESPONSIBLE = "responsible", _("Responsible")
    ACCOUNTABLE = "accountable", _("Accountable")
    CONSULTED = "consulted", _("Consulted")
    INFORMED = "informed", _("Informed")


class EngagementStage(models.TextChoices):
    """When people are involved."""

    DESIGN = "design", _("When we design it")
    DEVELOPMENT = "development", _("When we build it")
    IMPLEMENTATION = "implementation", _("When we bring it in")


class Form(models.TextChoices):
    """How people were involved."""

    CONVERSATION = "conversation", _("Conversation in a space")
    POLL = "poll", _("Poll in a space")
    MEETING = "meeting", _("Meeting")
    VISIT = "visit", _("Visit, such as to a school")
    PLATFORM = "platform", _("On an outside platform")
    SURVEY = "survey", _("Survey")
    CONSULTATION = "consultation", _("Open consultation")


class AgeGroup(models.TextChoices):
    """How old those are who were involved, where it matters for safeguarding."""

    UNSAID = "", _("Not recorded")
    ADULTS = "adults", _("Adults")
    MIXED = "mixed", _("Adults and people under 18")
    UNDER_18 = "under_18", _("People under 18")


class NodeKind(models.TextChoices):
    """The five columns of a benefits map, from left to right."""

    ENABLER = "enabler", _("Enabler")
    CHANGE = "change", _("Change")
    OUTCOME = "outcome", _("Outcome")
    BENEFIT = "benefit", _("Benefit")
    OBJECTIVE = "objective", _("Objective")


RANKS = {kind: place for place, kind in enumerate(NodeKind, 1)}


class BenefitCategory(models.TextChoices):
    """What sort of value a benefit is (Managing Successful Programmes)."""

    CASH = "cash", _("Money that is freed")
    FINANCIAL = "financial", _("Money, not freed")
    COUNTED = "counted", _("Counted, not money")
    QUALITY = "quality", _("Quality, as people judge it")
