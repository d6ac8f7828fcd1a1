"""How a measure stands, in words."""

from django.utils.translation import gettext as _

from moothall.change.standing import State


def state_words(state: State) -> str:
    """“Ahead of plan”."""
    return {
        State.WAITING: _("Not read yet"),
        State.UNREAD: _("Reading overdue"),
        State.AHEAD: _("Ahead of plan"),
        State.ON_PLAN: _("On plan"),
        State.BEHIND: _("Behind plan"),
        State.MET: _("Target reached"),
        State.MISSED: _("Target missed"),
    }[state]


def state_tone(state: State) -> str:
    """Its colour among the states of a page."""
    tones = {State.AHEAD: "good", State.ON_PLAN: "good", State.MET: "good", State.MISSED: "bad"}
    return tones.get(state, "" if state == State.WAITING else "care")
