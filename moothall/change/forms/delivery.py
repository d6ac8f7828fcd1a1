"""Work from before the hall, looking back, closing, confirming, and asking oneself what value one adds."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moothall.change.forms.naming import AtLength, Colleague, NamesPeople
from moothall.change.models import Initiative, Outcome, Part, Purpose
from moothall.kit import clock
from moothall.kit.forms import Day
from moothall.people.models import User
from moothall.people.queries import is_in_technology


class PastForm(forms.Form):
    """The true dates of work that began before the hall."""

    began_on = Day(label=_("When did it begin?"), error_messages={"required": _("Enter the day on which it began")})
    finished_on = Day(label=_("When was it finished?"), required=False, help_text=_("Leave it empty while it goes on."))
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        """In their order, and not in the future."""
        given = super().clean() or {}
        began, ended = given.get("began_on"), given.get("finished_on")
        if ended is not None and ended > clock.today():
            self.add_error("finished_on", _("Enter a day that has come"))
        if began is not None and ended is not None and ended < began:
            self.add_error("finished_on", _("It ended on the day it began, or later"))
        return given


class ReviewForm(forms.Form):
    """What a look back found."""

    words = AtLength(
        label=_("What did you find?"),
        rows=4,
        help_text=_("What it was for, what came of it, and for whom."),
        error_messages={"required": _("Enter what you found")},
    )
    went_well = AtLength(label=_("What went well, and why?"), required=False)
    went_badly = AtLength(
        label=_("What went badly, and why?"), required=False, help_text=_("Each of these is a lesson for somebody.")
    )
    use_required_attribute = False


class CloseForm(forms.Form):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what came of it")},
    )
    words = AtLength(
        label=_("In your words"),
        rows=4,
        help_text=_("What is otherwise now, and what is not. It stays as you write it."),
        error_messages={"required": _("Enter what came of it")},
    )
    use_required_attribute = False


class ConfirmForm(forms.Form):
    """That one led, and the guide helped."""

    words = AtLength(
        label=_("How did they help?"),
        rows=3,
        max_length=1000,
        required=False,
        help_text=_("In your own words; it stands beside their name."),
    )
    use_required_attribute = False


class PurposeForm(NamesPeople):
    """Whether to go on, to change, or to hand over."""

    verdict = forms.ChoiceField(
        label=_("What follows from it?"),
        choices=Purpose,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what follows from it")},
    )
    words = AtLength(
        label=_("What value do you add here, or no longer add?"),
        rows=4,
        help_text=_("Whoever may read this change reads it."),
        error_messages={"required": _("Enter what value you add, or no longer add")},
    )
    to = Colleague(
        label=_("If you hand over: to whom?"),
        required=False,
        help_text=_("A full name, an e-mail address or a handle. The whole trail goes with it."),
    )
    field_order = ("words", "verdict", "to")
    use_required_attribute = False

    def __init__(self, *args: Any, initiative: Initiative, part: Part, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initiative, self.part = initiative, part
        self.fields["to"].sometimes = True  # type: ignore[attr-defined]  # its label says when

    def clean_to(self) -> User | None:
        """Somebody who can have the part."""
        to: User | None = self.cleaned_data["to"]
        if to is None:
            return None
        if to.pk == self.by.pk:
            raise ValidationError(_("Name somebody else: it is yours already"))
        if self.part == Part.OWNER and to.pk == self.initiative.guide_id:
            raise ValidationError(_("%(name)s guides it, and a guide never owns it"), params={"name": to.name})
        if self.part == Part.OWNER and is_in_technology(to):
            raise ValidationError(_("The business owns a change: %(name)s is in technology"), params={"name": to.name})
        if self.part == Part.GUIDE and to.pk == self.initiative.owner_id:
            raise ValidationError(_("%(name)s owns it, and needs somebody else as guide"), params={"name": to.name})
        return to

    def clean(self) -> dict[str, Any]:
        """Handing over names somebody."""
        given = super().clean() or {}
        if given.get("verdict") == Purpose.HAND_OVER and given.get("to") is None and "to" not in self.errors:
            self.add_error("to", _("Enter to whom you hand over"))
        return given
