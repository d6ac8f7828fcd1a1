"""What an initiative serves, where its risks are weighed, and what it touches."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.change.forms.naming import AtLength
from moothall.change.models import Initiative, Objective
from moothall.kit import clock
from moothall.people.models import Team, User
from moothall.policies.models import Policy
from moothall.policies.queries import standing
from moothall.records.models import InformationSystem
from moothall.risks.models import Appraisal
from moothall.spaces.models import Space


class _ObjectiveField(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """An objective, with its plan and the page."""

    def label_from_instance(self, obj: Any) -> str:
        """How it is offered."""
        return f"{obj.plan.title}: {obj.title} ({obj.source})"


class AlignForm(forms.Form):
    """Which objective it serves, and how; only those of plans in force are offered."""

    objective = _ObjectiveField(
        label=_("Which objective does it serve?"),
        queryset=Objective.objects.none(),
        empty_label=_("Choose an objective"),
        error_messages={
            "required": _("Choose an objective"),
            "invalid_choice": _("Choose an objective of a plan in force"),
        },
    )
    how = AtLength(
        label=_("How does it serve it?"),
        rows=3,
        max_length=1000,
        help_text=_("What will be otherwise, so that the objective comes nearer."),
        error_messages={"required": _("Enter how it serves it")},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, by: User, initiative: Initiative, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Objective.objects.visible_to(by).in_force(clock.today()).select_related("plan")
        rows = rows.exclude(alignments__initiative=initiative)
        field = cast("forms.ModelChoiceField[Objective]", self.fields["objective"])
        field.queryset = rows.order_by("plan__title", "plan", "place", "pk")


class WeighForm(forms.Form):
    """Which appraisal weighs its risks."""

    appraisal = forms.ModelChoiceField(
        label=_("Which appraisal weighs its risks?"),
        queryset=Appraisal.objects.none(),
        empty_label=_("Choose an appraisal"),
        error_messages={
            "required": _("Choose an appraisal"),
            "invalid_choice": _("Choose an appraisal that you may read"),
        },
    )
    use_required_attribute = False

    def __init__(self, *args: Any, by: User, initiative: Initiative, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Appraisal.objects.visible_to(by).exclude(initiatives__initiative=initiative)
        field = cast("forms.ModelChoiceField[Appraisal]", self.fields["appraisal"])
        field.queryset = rows.order_by("-pk")


class TouchForm(forms.Form):
    """A policy or a platform that it touches, one of the two."""

    policy = forms.ChoiceField(label=_("A policy"), required=False)
    system = forms.ModelChoiceField(
        label=_("A system or platform"),
        queryset=InformationSystem.objects.none(),
        required=False,
        empty_label=_("None"),
    )

    def __init__(self, *args: Any, by: User, policies: Collection[int], systems: Collection[int], **options: Any):
        super().__init__(*args, **options)
        self.by = by
        rows = standing.with_standing(Policy.objects.visible_to(by).filter(withdrawn_at__isnull=True))
        named = sorted((cast(standing.Standing, row).title, row.pk) for row in rows.exclude(pk__in=policies))
        choices = [("", _("None")), *((str(pk), title) for title, pk in named)]
        cast(forms.ChoiceField, self.fields["policy"]).choices = choices
        for each in self.fields.values():
            each.sometimes = True  # type: ignore[attr-defined]  # one of the two
        field = cast("forms.ModelChoiceField[InformationSystem]", self.fields["system"])
        field.queryset = InformationSystem.objects.visible_to(by).exclude(pk__in=systems).order_by("name")

    def clean(self) -> dict[str, Any]:
        """One of the two, and not both."""
        given = super().clean() or {}
        if not self.errors and bool(given.get("policy")) == bool(given.get("system")):
            self.add_error("policy", _("Choose a policy, or a system or platform"))
        return given

    @property
    def thing(self) -> Policy | InformationSystem:
        """What was chosen."""
        given = self.cleaned_data
        if given["policy"]:
            return Policy.objects.visible_to(self.by).get(pk=int(given["policy"]))
        return cast(InformationSystem, given["system"])


class TeamsForm(forms.Form):
    """Which teams must change with it."""

    teams = forms.ModelMultipleChoiceField(
        label=_("Which teams must change with it?"),
        queryset=Team.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A reach map then shows which of them were never asked."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("forms.ModelMultipleChoiceField[Team]", self.fields["teams"]).queryset = Team.objects.order_by(
            "name", "pk"
        )


class SpaceForm(forms.Form):
    """In which space people talk about it."""

    space = forms.ModelChoiceField(
        label=_("In which space do people talk about it?"),
        queryset=Space.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("One that you can read. Whoever may not read the space sees no trace of it here."),
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast("forms.ModelChoiceField[Space]", self.fields["space"])
        field.queryset = Space.objects.visible_to(by).order_by("name", "pk")
