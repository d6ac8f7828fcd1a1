"""The clock itself: it takes what happened, one thing after the other, and knows when the answer is due."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from moothall.disclosure.law.counting import Count, Pauses, corresponding, last_of_months_beginning_with
from moothall.disclosure.law.happenings import ANSWER_TO, ENDS, Happened, Happening
from moothall.disclosure.law.regimes import CLARIFICATION_WAIT_MONTHS, Effect, Rule, Rules, Unit, Words
from moothall.kit.workdays import ONE_DAY, Calendar


@dataclass(frozen=True)
class Note:
    """Something to be said of a day; `given` fills the words."""

    on: date
    words: Words
    source: str
    given: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Reckoning:
    """A clock under one set of rules; `start` is the date of receipt in law, after which the days are counted."""

    rules: Rules
    calendar: Calendar
    received: date
    school_closed: frozenset[date] = frozenset()
    code_weekend: bool = False  # whether what comes on a day that is no working day is received on the next that is
    presumed: Collection[Happening] = ()  # what was asked for in time though nobody wrote the asking down

    pauses: Pauses = ()
    further: int = 0  # what an extension adds
    lapsed_on: date | None = None
    over: Happened | None = None
    valid_on: date | None = None  # where it was no request before
    acknowledged_on: date | None = None  # where that is all that had a limit
    notes: list[Note] = field(default_factory=list)
    start: date = field(init=False)
    _open: dict[Happening, date] = field(default_factory=dict)
    _came_too_late: set[Happening] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.start = self._receipt(self.received)

    @property
    def waiting_since(self) -> date | None:
        """Since when no day counts, as an answer, a fee or a proof is waited for; None while the clock runs."""
        return None if self.over or self.lapsed_on else min(self._open.values(), default=None)

    @property
    def lapses_on(self) -> date | None:
        """The first day on which a request whose fee was not paid need not be answered; None where none is waited for.

        Three months beginning with the day of the notice (FOIA s.9(2)); sixty working days after it (EIR reg 8(5)).
        """
        lapse, given = self.rules.lapse, self._open.get(Happening.FEES_NOTICE)
        if self.lapsed_on or not lapse or not given:
            return self.lapsed_on
        if lapse.months:
            return last_of_months_beginning_with(given, lapse.months) + ONE_DAY
        return self.calendar.after(given, lapse.working_days) + ONE_DAY

    @property
    def runs(self) -> bool:
        """Whether there is a day by which an answer is due."""
        withdrawn = self.over is not None and self.over.what == Happening.WITHDRAWN
        return not (self._open or self.lapsed_on or withdrawn or self.acknowledged_on)

    @property
    def count(self) -> Count:
        """How working days are counted here."""
        return Count(self.calendar, self.pauses, self.school_closed)

    def first_limit(self) -> date:
        """The last day without any extension: for the answer, and always for the notice of a refusal or extension."""
        if self.rules.unit is Unit.WORKING_DAYS:
            return self.count.nth(self.start, self.rules.limit)
        return self.calendar.on_or_after(self.unrolled(extended=False))

    def due(self) -> date:
        """The last day for the answer."""
        if not self.further:
            return self.first_limit()
        if self.rules.unit is Unit.WORKING_DAYS:
            return Count(self.calendar, self.pauses).nth(self.first_limit(), self.further)
        return self.calendar.on_or_after(self.unrolled(extended=True))

    def unrolled(self, *, extended: bool) -> date:
        """The day on which months or days run out, before it gives way to a working day.

        The days of a pause do not count towards the month, both its ends included (UK GDPR art 12A).
        """
        if self.rules.unit is Unit.DAYS:
            return self.start + timedelta(days=self.rules.limit)
        end = corresponding(self.start, self.rules.limit + (self.further if extended else 0))
        uncounted = self.start
        for first, last in self.pauses:
            latest = self.calendar.on_or_after(end)
            if first > latest:
                break
            begin = max(first, uncounted)
            if last >= begin:
                end = (latest if begin > end else end) + (last - begin) + ONE_DAY
                uncounted = last + ONE_DAY
        return end

    def take(self, event: Happened) -> None:
        """Let one thing have its effect; things come in order."""
        if event.what == Happening.ACKNOWLEDGED and self._rule(event.what).effect is Effect.NOTHING:
            return  # every request is acknowledged: it need not be said each time that this moves nothing
        lapses_on = self.lapses_on
        if lapses_on and not self.lapsed_on and event.on >= lapses_on:
            self._lapse(lapses_on)
        if self.over or self.lapsed_on:
            self.say(event, _("%(what)s, after the request had come to its end: that changes nothing."))
        elif event.what in ENDS:
            self.over = event
            self.say(event, _("%(what)s: the clock ends."))
        elif event.what == Happening.EXTENDED:
            self._extend(event)
        elif event.what == Happening.ACKNOWLEDGED:
            self._acknowledge(event)
        elif self._rule(event.what).effect is Effect.NOTHING:
            self.say(event, _("%(what)s: that changes nothing here."))
        elif event.what == Happening.VALID:
            self._become_valid(event)
        elif event.what in ANSWER_TO:
            self._answer(event)
        else:
            self._ask(event)

    def say(self, event: Happened, words: Words, source: str = "", **given: object) -> None:
        """Keep a note of what this event did."""
        self.notes.append(Note(event.on, words, source or self.rules.source, {"what": event.what.label, **given}))

    def _receipt(self, day: date) -> date:
        return self.calendar.on_or_after(day) if self.code_weekend else day

    def _rule(self, what: Happening) -> Rule:
        match ANSWER_TO.get(what, what):
            case Happening.VALID:
                return self.rules.validity
            case Happening.ACKNOWLEDGED:
                return self.rules.acknowledgement
            case Happening.CLARIFICATION_ASKED:
                return self.rules.clarification
            case Happening.FEES_NOTICE:
                return self.rules.fee
            case Happening.IDENTITY_ASKED:
                return self.rules.identity
        return Rule()

    def _ask(self, event: Happened) -> None:
        rule = self._rule(event.what)
        if event.what in self._open:
            self.say(event, _("%(what)s, once more: the first time stands."), rule.source)
            return
        if not self._open and event.on > (due := self.due()):
            self._came_too_late.add(event.what)
            self._say_too_late(event, due)
            return
        self._open[event.what] = event.on
        if event.what == Happening.CLARIFICATION_ASKED and rule.effect is Effect.RESETS:
            until = corresponding(event.on, CLARIFICATION_WAIT_MONTHS)
            words = _("%(what)s: no day counts until it comes. After %(until)s the request may be closed.")
            self.say(event, words, rule.source, until=until)
        elif event.what == Happening.FEES_NOTICE and (lapses_on := self.lapses_on):
            words = _("%(what)s: no day counts until it is paid. Not paid by %(until)s, the request lapses.")
            self.say(event, words, rule.source, until=lapses_on - ONE_DAY)
        else:
            self.say(event, _("%(what)s: no day counts until it comes."), rule.source)

    def _answer(self, event: Happened) -> None:
        rule, asked = self._rule(event.what), ANSWER_TO[event.what]
        since = self._open.pop(asked, None)
        if asked in self._came_too_late:
            self._came_too_late.discard(asked)
            self.say(event, _("%(what)s; it had been asked for too late, and the date stands."), rule.source)
        elif since is None and (rule.effect is Effect.PAUSES or asked not in self.presumed):
            self.say(event, _("%(what)s, though nothing was waited for: that changes nothing."), rule.source)
        elif rule.effect is Effect.PAUSES and since is not None:
            self.pauses = (*self.pauses, (since, event.on))
            words = _("%(what)s: the days from %(since)s to this day do not count, both included.")
            self.say(event, words, rule.source, since=since)
        elif rule.effect is Effect.STARTS:
            self.start = max(self.start, event.on)
            self.say(event, _("%(what)s: the time runs from this day."), rule.source)
        else:
            self._reset(event, rule)

    def _reset(self, event: Happened, rule: Rule) -> None:
        self.start = self._receipt(event.on)
        if self.further:
            self.further = 0
            words = _("%(what)s: the count begins anew after this day, and the extension of the old one is gone.")
        else:
            words = _("%(what)s: the count begins anew after this day.")
        self.say(event, words, rule.source)

    def _extend(self, event: Happened) -> None:
        extension = self.rules.extension
        if extension is None:
            self.say(event, _("%(what)s: there is no such extension here, and the date stands."))
            return
        if not self._open and event.on > (limit := self.first_limit()):
            self._say_too_late(event, limit)
            return
        asked_for = extension.further if extension.fixed or event.days is None else event.days
        allowed = asked_for if extension.most is None else min(asked_for, extension.most)
        self.further = max(self.further, allowed)
        if self.rules.unit is Unit.MONTHS:
            words = _("%(what)s by %(further)s months, counted from the same start; told within the first month.")
        else:
            words = _("%(what)s by %(further)s working days; the notice is due when it was.")
        self.say(event, words, extension.source, further=self.further)

    def _become_valid(self, event: Happened) -> None:
        """What came before was no request in law: it is received on the day on which it became one."""
        rule = self._rule(event.what)
        if self.valid_on:
            self.say(event, _("%(what)s, once more: the first time stands."), rule.source)
            return
        self.valid_on = event.on
        self.start = max(self.start, self._receipt(event.on))
        self.say(event, _("%(what)s: it counts as received on this day."), rule.source)

    def _acknowledge(self, event: Happened) -> None:
        """The duty with a limit is done, in time or late; what is owed then is owed without undue delay."""
        rule, due = self.rules.acknowledgement, self.first_limit()
        if self.acknowledged_on:
            self.say(event, _("%(what)s, once more: the first time stands."), rule.source)
            return
        self.acknowledged_on = event.on
        words = _("%(what)s in time: it was due by %(due)s. The outcome is owed without undue delay.")
        if event.on > due:
            words = _("%(what)s late: it was due by %(due)s. The outcome is owed without undue delay.")
        self.say(event, words, rule.source, due=due)

    def _lapse(self, day: date) -> None:
        self.lapsed_on = day
        self._open.clear()
        lapse = self.rules.lapse
        words = _("The fee was not paid in time: the request need not be answered.")
        self.notes.append(Note(day, words, lapse.source if lapse else ""))

    def _say_too_late(self, event: Happened, due: date) -> None:
        self.say(event, _("%(what)s after the time was up on %(due)s: the date stands."), due=due)
