"""Questions to write along. They are offered; an entry is one text, and nobody has to answer any of them."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moothall.charter.models.journal import Prompts

QUESTIONS: Mapping[Prompts, Sequence[Promise]] = {
    Prompts.OWN: (),
    Prompts.CHARTER: (
        _("Whom in my own organisation have I not engaged?"),
        _("What value did I show them?"),
        _("Where did I fail and do well, both at once?"),
        _("What change and what value do I add, if all I do is talk to people outside?"),
    ),
    Prompts.GIBBS: (
        _("What happened?"),
        _("What did I think and feel?"),
        _("What was good about it, and what was not?"),
        _("What sense can I make of it?"),
        _("What else could I have done?"),
        _("What will I do if it happens again?"),
    ),
    Prompts.AFTER_ACTION: (
        _("What was meant to happen?"),
        _("What did happen?"),
        _("Why was there a difference?"),
        _("What will we do next time?"),
    ),
    Prompts.START_STOP: (
        _("What should I start?"),
        _("What should I stop?"),
        _("What should I go on with?"),
    ),
}
