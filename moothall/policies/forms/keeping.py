"""Beginning a policy, and what is said of it besides its words."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from moothall.kit.forms import Day, Lines, OnceForm, PlainText
from moothall.people.fields import PersonField
from moothall.people.models import Role, Team, User
from moothall.policies import holders, texts
from moothall.policies.models import EVERYONE, Genre, Policy, Relation
from moothall.policies.queries import standing


class _NamedOwner(forms.Form):
    """Naming who answers for a policy."""

    owner = PersonField(
        label=_("Who answers for it?"),
        guests=False,
        help_text=_("A full name, an e-mail address or a handle. They write it, answer comments and adopt it."),
        error_messages={"required": _("Enter who answers for it")},
    )

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(PersonField, self.fields["owner"]).by = by


class CreateForm(_NamedOwner, OnceForm):
    """Beginning a policy."""

    title = PlainText(
        label=_("What is it called?"),
        max_length=texts.LONGEST_TITLE,
        help_text=_("A few words that people would look for, such as “Talking at work”."),
        error_messages={"required": _("Enter what it is called")},
    )
    genre = forms.ChoiceField(
        label=_("What sort of text is it?"),
        choices=Genre,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what sort of text it is")},
    )
    field_order = ("title", "genre", "owner")


class OwnerForm(_NamedOwner):
    """Another owner."""


class ReviewForm(forms.Form):
    """When it is looked at again."""

    review_on = Day(
        label=_("When is it to be looked at again?"),
        help_text=_("A year from now is usual. The owner is told on that day."),
        error_messages={
            "required": _("Enter the day of the next review"),
        },
        ahead=True,
    )
    words = Lines(
        label=_("What did the review find?"),
        rows=3,
        required=False,
        max_length=600,
        help_text=_("It stands in the history, such as “Read with HR and the unions: it still holds”."),
    )


class AudienceForm(forms.Form):
    """For whom it is."""

    everyone = forms.BooleanField(label=_("Everyone who may come in, guests too"), required=False)
    kinds = forms.MultipleChoiceField(label=_("Kinds of people"), required=False, widget=forms.CheckboxSelectMultiple)
    roles = forms.MultipleChoiceField(
        label=_("People with a role"), choices=Role, required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.MultipleChoiceField(label=_("Teams"), required=False, widget=forms.CheckboxSelectMultiple)
    spaces = forms.MultipleChoiceField(
        label=_("The people of a space"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Spaces that you belong to"),
    )

    def __init__(self, data: Any = None, *, by: User, held: list[str]) -> None:
        initial = {
            "everyone": EVERYONE in held,
            "kinds": _refs(held, "kind"),
            "roles": _refs(held, "role"),
            "teams": _refs(held, "team"),
            "spaces": [holder for holder in held if holder.startswith("space:")],
        }
        super().__init__(data, initial=initial)
        known = dict(holders.spaces_of(by))
        others = [holder for holder in held if holder.startswith("space:") and holder not in known]
        choices: dict[str, list[tuple[str, Any]]] = {
            "kinds": [(kind.value, words) for kind, words in holders.kinds().items()],
            "teams": [(str(pk), name) for pk, name in Team.objects.order_by("name").values_list("pk", "name")],
            "spaces": [*known.items(), *((holder, _("A space that you don’t belong to")) for holder in others)],
        }
        for name, options_of in choices.items():
            cast(forms.MultipleChoiceField, self.fields[name]).choices = options_of
            if not options_of:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Somebody at least."""
        cleaned = super().clean() or {}
        if not self.errors and not self.holders(cleaned):
            self.add_error("everyone", _("Choose everyone, or at least one of the others"))
        return cleaned

    def holders(self, cleaned: dict[str, Any] | None = None) -> list[str]:
        """The holders that were chosen; everyone leaves no others."""
        given = self.cleaned_data if cleaned is None else cleaned
        if given.get("everyone"):
            return [EVERYONE]
        chosen = [f"{sort}:{ref}" for sort, name in SORTS.items() for ref in given.get(name) or ()]
        return [*chosen, *(given.get("spaces") or ())]


SORTS = {"kind": "kinds", "role": "roles", "team": "teams"}


def _refs(held: list[str], sort: str) -> list[str]:
    return [holder.partition(":")[2] for holder in held if holder.startswith(f"{sort}:")]


class BuildsOnForm(forms.Form):
    """On which policies it builds, and where it narrows each."""

    add = forms.ChoiceField(label=_("Builds also on"), required=False, widget=forms.Select)
    add_narrows = PlainText(
        label=_("Where does it ask for more, or allow less, than that policy?"),
        required=False,
        max_length=400,
        help_text=_("Such as “1.2 lets only managers post; the other lets all staff”. Leave it empty if it doesn’t."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, policy: Policy, relations: list[Relation], by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.relations = relations
        names = standing.titles(each.parent_id for each in relations)
        for each in relations:
            self.fields[f"keep_{each.pk}"] = forms.BooleanField(
                label=_("It builds on “{title}”").format(title=names[each.parent_id]), required=False, initial=True
            )
            self.fields[f"narrows_{each.pk}"] = PlainText(
                label=_("Where it narrows “{title}”").format(title=names[each.parent_id]),
                required=False,
                max_length=400,
                initial=each.narrows,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.order_fields([name for name in self.fields if not name.startswith("add")])
        taken = {policy.pk, *(each.parent_id for each in relations)}
        others = standing.with_standing(Policy.objects.visible_to(by).filter(withdrawn_at__isnull=True))
        rows = sorted((cast(standing.Standing, row).title, row.pk) for row in others.exclude(pk__in=taken))
        choices = [("", _("No other")), *((str(pk), title) for title, pk in rows)]
        cast(forms.ChoiceField, self.fields["add"]).choices = choices

    def parents(self) -> dict[Policy, str]:
        """What was chosen: each parent with its note."""
        given = self.cleaned_data
        kept = {each.parent_id: given[f"narrows_{each.pk}"] for each in self.relations if given[f"keep_{each.pk}"]}
        if given["add"]:
            kept[int(given["add"])] = given["add_narrows"]
        return {policy: kept[policy.pk] for policy in Policy.objects.filter(pk__in=kept).order_by("pk")}


class WithdrawForm(forms.Form):
    """Ending a policy."""

    reason = PlainText(
        label=_("Why?"),
        max_length=400,
        help_text=_("Everyone reads this where the policy stood. Say what holds now, if something does."),
        error_messages={"required": _("Enter why it is withdrawn")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
