"""Saying what rests on an option."""

from collections.abc import Collection
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.people.models import User
from moothall.policies.models import Policy
from moothall.policies.queries import standing
from moothall.records.models import InformationSystem


class RestForm(forms.Form):
    """A policy or a platform, one of the two."""

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
