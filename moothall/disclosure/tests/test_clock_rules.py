"""What each thing that happens does to a clock: resets, pauses, starts, extends, or nothing."""

from datetime import date

import pytest

from moothall.disclosure.law.clocks import Deadline, Happened, Happening, WeekendRule, deadline
from moothall.disclosure.law.days import Amendment, Calendars, Nation
from moothall.disclosure.law.regimes import Body, Effect, Regime, Regulator, cost, in_force, rules

MONDAY = date(2026, 9, 7)


def at(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


def reckon(regime: Regime = Regime.FOIA, received: date = MONDAY, *events: Happened, **more: object) -> Deadline:
    return deadline(regime=regime, received=received, history=events, **more)  # type: ignore[arg-type]


def asked(on: date) -> Happened:
    return Happened(Happening.CLARIFICATION_ASKED, on)


def clarified(on: date) -> Happened:
    return Happened(Happening.CLARIFIED, on)


def notice(on: date) -> Happened:
    return Happened(Happening.FEES_NOTICE, on)


def paid(on: date) -> Happened:
    return Happened(Happening.FEE_PAID, on)


def extended(on: date, days: int | None = None) -> Happened:
    return Happened(Happening.EXTENDED, on, days=days)


def acknowledged(on: date) -> Happened:
    return Happened(Happening.ACKNOWLEDGED, on)


def valid(on: date) -> Happened:
    return Happened(Happening.VALID, on)


def became(regime: Regime, on: date) -> Happened:
    return Happened(Happening.REGIME_CHANGED, on, to=regime)


def words(found: Deadline) -> str:
    return "\n".join(f"{step.on} {step.counted} {step.words} [{step.source}]" for step in found.explanation)


class TestClarification:
    def test_nothing_is_due_while_it_is_waited_for(self) -> None:
        found = reckon(Regime.FOIA, MONDAY, asked(at(9, 10)))
        assert (found.due, found.notice_due, found.waiting_since) == (None, None, at(9, 10))
        assert "After 10 November 2026 the request may be closed" in words(found)

    @pytest.mark.parametrize("regime", [Regime.FOIA, Regime.EIR, Regime.EISR, Regime.FOISA])
    def test_resets_the_count(self, regime: Regime) -> None:
        found = reckon(regime, MONDAY, asked(at(9, 10)), clarified(at(9, 24)))
        assert found.due == reckon(regime, at(9, 24)).due

    def test_whose_asking_was_not_written_down_resets_too(self) -> None:
        assert reckon(Regime.FOIA, MONDAY, clarified(at(9, 24))).due == at(10, 22)

    def test_volunteered_a_second_time_does_not(self) -> None:
        found = reckon(Regime.FOIA, MONDAY, asked(at(9, 10)), clarified(at(9, 24)), clarified(at(10, 1)))
        assert found.due == at(10, 22)

    def test_asked_after_the_time_was_up_brings_it_not_back(self) -> None:
        found = reckon(Regime.FOIA, MONDAY, asked(at(10, 6)), clarified(at(10, 8)))
        assert found.due == at(10, 5)
        assert "after the time was up on 5 October 2026" in words(found)

    def test_takes_an_earlier_extension_away(self) -> None:
        assert reckon(Regime.EIR, MONDAY, extended(at(9, 8)), clarified(at(9, 24))).due == at(10, 22)

    def test_pauses_subject_access_with_both_its_days(self) -> None:
        # UK GDPR art 12A: from the day it is asked to the day it comes, both included, nothing counts: 15 days.
        found = reckon(Regime.SAR, at(9, 3), asked(at(9, 10)), clarified(at(9, 24)))
        assert found.due == at(10, 19)  # 3 October and fifteen days is Sunday the 18th
        assert "from 10 September 2026 to this day do not count" in words(found)

    def test_asked_on_the_day_that_a_month_rolled_on_to_is_in_time(self) -> None:
        found = reckon(Regime.SAR, at(9, 3), asked(at(10, 5)), clarified(at(10, 7)))
        assert found.due == at(10, 8)  # one day was left on Monday the 5th

    def test_twice_on_touching_days_counts_no_day_twice(self) -> None:
        found = reckon(
            Regime.SAR, at(9, 1), asked(at(9, 10)), clarified(at(9, 12)), asked(at(9, 13)), clarified(at(9, 15))
        )
        assert found.due == at(10, 7)  # six days after 1 October


class TestFees:
    def test_a_notice_pauses_with_both_its_days(self) -> None:
        assert reckon(Regime.FOIA, MONDAY, notice(at(9, 14)), paid(at(9, 21))).due == at(10, 13)
        assert reckon(Regime.FOIA, MONDAY, notice(at(9, 14)), paid(at(9, 14))).due == at(10, 6)

    def test_unpaid_waits_and_says_when_it_lapses(self) -> None:
        found = reckon(Regime.FOIA, MONDAY, notice(at(9, 14)))
        assert (found.due, found.waiting_since, found.lapsed_on) == (None, at(9, 14), at(12, 14))

    def test_paid_on_the_last_day_of_three_months_it_stands_a_day_later_it_lapsed(self) -> None:
        assert reckon(Regime.FOIA, MONDAY, notice(at(9, 14)), paid(at(12, 13))).due is not None
        late = reckon(Regime.FOIA, MONDAY, notice(at(9, 14)), paid(at(12, 14)))
        assert (late.due, late.waiting_since, late.lapsed_on) == (None, None, at(12, 14))

    def test_for_environmental_information_sixty_working_days(self) -> None:
        # EIR reg 8(5): sixty working days after Monday 14 September end on Monday 7 December (30 November is one).
        assert reckon(Regime.EIR, MONDAY, notice(at(9, 14)), paid(at(12, 8))).due is not None
        assert reckon(Regime.EIR, MONDAY, notice(at(9, 14)), paid(at(12, 9))).lapsed_on == at(12, 9)

    def test_for_subject_access_set_the_start(self) -> None:
        assert reckon(Regime.SAR, at(9, 3), notice(at(9, 4))).due is None
        assert reckon(Regime.SAR, at(9, 3), notice(at(9, 4)), paid(at(9, 15))).due == at(10, 15)

    def test_a_payment_nobody_asked_for_changes_nothing(self) -> None:
        assert reckon(Regime.FOIA, MONDAY, paid(at(9, 14))).due == at(10, 5)


class TestValidity:
    @pytest.mark.parametrize("regime", [Regime.FOIA, Regime.FOISA, Regime.REUSE])
    def test_a_request_is_received_on_the_day_on_which_it_becomes_one(self, regime: Regime) -> None:
        found = reckon(regime, MONDAY, valid(at(9, 21)), valid(at(9, 24)))
        assert found.due == reckon(regime, at(9, 21)).due
        assert "Became a valid request: it counts as received on this day." in words(found)

    @pytest.mark.parametrize("regime", [Regime.EIR, Regime.EISR, Regime.SAR, Regime.REVIEW, Regime.COMPLAINT])
    def test_what_may_be_asked_for_in_any_form_was_received_when_it_came(self, regime: Regime) -> None:
        assert reckon(regime, MONDAY, valid(at(9, 21))).due == reckon(regime).due

    def test_a_reset_after_it_stands(self) -> None:
        found = reckon(Regime.FOIA, MONDAY, asked(at(9, 10)), clarified(at(9, 24)), valid(at(9, 11)))
        assert found.due == at(10, 22)


class TestIdentity:
    def test_its_proof_sets_the_start_of_subject_access(self) -> None:
        asking, proof = Happened(Happening.IDENTITY_ASKED, at(9, 4)), Happened(Happening.IDENTITY_PROVED, at(9, 15))
        assert reckon(Regime.SAR, at(9, 3), asking).waiting_since == at(9, 4)
        assert reckon(Regime.SAR, at(9, 3), asking, proof).due == at(10, 15)

    def test_the_latest_of_identity_and_fee_counts(self) -> None:
        proof = Happened(Happening.IDENTITY_PROVED, at(9, 10))
        assert reckon(Regime.SAR, at(9, 3), proof, notice(at(9, 11)), paid(at(9, 15))).due == at(10, 15)

    def test_is_no_matter_of_freedom_of_information(self) -> None:
        assert reckon(Regime.FOIA, MONDAY, Happened(Happening.IDENTITY_ASKED, at(9, 8))).due == at(10, 5)

    def test_its_proof_stands_whatever_else_was_asked_for(self) -> None:
        proof = Happened(Happening.IDENTITY_PROVED, at(9, 10))
        assert reckon(Regime.SAR, at(9, 1), proof).due == at(10, 12)
        assert reckon(Regime.SAR, at(9, 1), proof, asked(at(9, 11)), clarified(at(9, 12))).due == at(10, 12)


class TestExtension:
    def test_for_the_public_interest_never_moves_the_notice(self) -> None:
        found = reckon(Regime.FOIA, MONDAY, extended(at(9, 30), 7))
        assert (found.notice_due, found.due) == (at(10, 5), at(10, 14))

    def test_for_the_public_interest_is_twenty_days_at_the_most(self) -> None:
        assert reckon(Regime.FOIA, MONDAY, extended(at(9, 30), 90)).due == at(11, 2)

    def test_told_after_day_twenty_changes_nothing(self) -> None:
        assert reckon(Regime.FOIA, MONDAY, extended(at(10, 5))).due == at(11, 2)
        assert reckon(Regime.FOIA, MONDAY, extended(at(10, 6))).due == at(10, 5)

    def test_of_environmental_information_is_to_forty_days_and_no_other(self) -> None:
        assert reckon(Regime.EIR, MONDAY, extended(at(9, 30), 3)).due == at(11, 2)

    def test_does_not_exist_in_scotland_nor_for_a_reconsideration(self) -> None:
        for regime in (Regime.FOISA, Regime.RECONSIDERATION, Regime.COMPLAINT):
            assert reckon(regime, MONDAY, extended(at(9, 8))).due == reckon(regime).due

    def test_of_subject_access_runs_from_the_start_that_identity_set(self) -> None:
        proof = Happened(Happening.IDENTITY_PROVED, at(9, 15))
        found = reckon(Regime.SAR, at(9, 3), proof, extended(at(10, 1)))
        assert (found.notice_due, found.due) == (at(10, 15), at(12, 15))

    def test_of_subject_access_must_be_told_within_the_first_month(self) -> None:
        assert reckon(Regime.SAR, at(9, 3), extended(at(10, 5))).due == at(12, 3)
        assert reckon(Regime.SAR, at(9, 3), extended(at(10, 6))).due == at(10, 5)

    def test_of_re_use_is_as_long_as_is_reasonable(self) -> None:
        assert reckon(Regime.REUSE, MONDAY, extended(at(9, 30), 25)).due == at(11, 9)


class TestMonths:
    @pytest.mark.parametrize(
        ("received", "due"),
        [("2019-09-27", "2019-10-28"), ("2024-01-31", "2024-02-29"), ("2026-12-31", "2027-02-01")],
    )
    def test_end_on_the_corresponding_date_or_the_last_of_the_month(self, received: str, due: str) -> None:
        assert str(reckon(Regime.SAR, date.fromisoformat(received)).due) == due

    def test_run_on_over_the_holidays_of_the_controllers_own_nation(self) -> None:
        received = at(2, 17)  # 17 March is St Patrick's Day
        assert reckon(Regime.SAR, received).due == at(3, 17)
        northern = Calendars(home=Nation.NORTHERN_IRELAND)
        assert reckon(Regime.SAR, received, calendars=northern).due == at(3, 18)
        assert reckon(Regime.SAR, at(10, 30), body=Body.SCOTTISH).due == at(12, 1)  # St Andrew's Day


class TestTheDayItComes:
    def test_on_friday_saturday_or_sunday_makes_no_difference(self) -> None:
        assert {reckon(Regime.FOIA, at(9, day)).due for day in (4, 5, 6)} == {at(10, 2)}

    def test_by_the_code_a_saturday_is_a_monday_for_freedom_of_information_alone(self) -> None:
        code = WeekendRule.CODE
        assert reckon(Regime.FOIA, at(9, 5), weekend=code).due == at(10, 5)
        assert reckon(Regime.EIR, at(9, 5), weekend=code).due == at(10, 2)
        assert reckon(Regime.FOIA, MONDAY, clarified(at(9, 26)), weekend=code).due == at(10, 26)


class TestOtherClocks:
    def test_a_complaint_is_acknowledged_within_thirty_days(self) -> None:
        assert reckon(Regime.COMPLAINT, at(9, 1)).due == at(10, 1)
        assert reckon(Regime.COMPLAINT, at(9, 3)).due == at(10, 5)  # 3 October is a Saturday

    def test_a_complaint_that_is_acknowledged_has_no_day_left_and_its_outcome_is_owed(self) -> None:
        found = reckon(Regime.COMPLAINT, at(9, 1), acknowledged(at(9, 2)), acknowledged(at(9, 20)))
        assert (found.due, found.notice_due, found.acknowledged_on) == (None, None, at(9, 2))
        assert "2026-09-02 None Acknowledged in time: it was due by 1 October 2026. The outcome is owed" in words(found)
        late = reckon(Regime.COMPLAINT, at(9, 1), acknowledged(at(10, 2)))
        assert late.due is None and "Acknowledged late" in words(late)

    def test_to_acknowledge_anything_else_moves_nothing_and_is_not_spoken_of(self) -> None:
        for regime in set(Regime) - {Regime.COMPLAINT}:
            assert reckon(regime, MONDAY, acknowledged(at(9, 8))).explanation == reckon(regime).explanation

    def test_a_review_in_scotland_is_statutory_and_twenty_days_on_its_calendar(self) -> None:
        review = reckon(Regime.REVIEW, at(3, 20), body=Body.SCOTTISH)
        assert (review.due, "FOISA s.21(1)" in words(review)) == (at(4, 20), True)
        assert reckon(Regime.RECONSIDERATION, at(3, 20), body=Body.SCOTTISH).due == at(4, 20)

    def test_a_scottish_authority_answers_under_its_own_acts(self) -> None:
        assert reckon(Regime.FOIA, at(3, 20), body=Body.SCOTTISH).regime == Regime.FOISA
        assert in_force(Regime.EIR, Body.SCOTTISH) == Regime.EISR
        assert rules(Regime.EISR).unsupported and not rules(Regime.EIR).unsupported
        assert rules(Regime.FOISA).regulator == Regulator.SCOTTISH_INFORMATION_COMMISSIONER

    def test_only_freedom_of_information_has_a_cost_limit(self) -> None:
        council, central, scottish = cost(Regime.FOIA), cost(Regime.FOIA, Body.CENTRAL), cost(Regime.FOISA)
        assert council and central and scottish
        assert [rule.hours for rule in (council, central, scottish)] == [18, 24, 40]
        assert cost(Regime.EIR) is None and cost(Regime.SAR) is None


class TestChangeOfRegime:
    def test_reckons_anew_from_the_first_receipt(self) -> None:
        assert reckon(Regime.FOIA, at(9, 3), became(Regime.SAR, at(9, 20))).due == at(10, 5)
        found = reckon(Regime.FOIA, MONDAY, became(Regime.EIR, at(9, 20)))
        assert (found.regime, found.due) == (Regime.EIR, at(10, 5))

    def test_turns_a_reset_into_a_pause(self) -> None:
        found = reckon(Regime.FOIA, at(9, 3), asked(at(9, 10)), clarified(at(9, 24)), became(Regime.SAR, at(9, 25)))
        assert found.due == at(10, 19)

    def test_leaves_what_was_given_under_the_old_act_behind(self) -> None:
        change = became(Regime.EIR, at(9, 25))
        assert reckon(Regime.FOIA, MONDAY, extended(at(9, 20)), change).due == at(10, 5)
        assert reckon(Regime.FOIA, MONDAY, notice(at(9, 14)), change).due == at(10, 5)
        assert reckon(Regime.FOIA, MONDAY, change, extended(at(9, 25))).due == at(11, 2)

    def test_there_and_back_is_no_change(self) -> None:
        there, back = became(Regime.EIR, at(9, 10)), became(Regime.FOIA, at(9, 11))
        assert reckon(Regime.FOIA, MONDAY, extended(at(9, 9)), there, back).due == at(11, 2)


class TestTheEnd:
    def test_an_answer_leaves_the_date_it_had(self) -> None:
        answered = Happened(Happening.ANSWERED, at(9, 30))
        found = reckon(Regime.FOIA, MONDAY, answered, asked(at(10, 1)), became(Regime.SAR, at(10, 2)))
        assert (found.due, found.regime, found.waiting_since) == (at(10, 5), Regime.FOIA, None)

    def test_what_is_withdrawn_has_no_deadline(self) -> None:
        found = reckon(Regime.FOIA, MONDAY, Happened(Happening.WITHDRAWN, at(9, 30)))
        assert (found.due, found.notice_due) == (None, None)

    @pytest.mark.parametrize("received", [date(1999, 12, 31), date(2100, 1, 1), date.max])
    def test_days_that_no_act_reaches_are_refused(self, received: date) -> None:
        with pytest.raises(ValueError, match="between"):
            reckon(Regime.FOIA, received)

    def test_a_history_before_the_receipt_is_refused(self) -> None:
        with pytest.raises(ValueError, match="before the request came"):
            reckon(Regime.FOIA, MONDAY, asked(at(9, 6)))

    def test_a_thing_that_says_too_much_or_too_little_is_refused(self) -> None:
        for wrong in ({"what": Happening.REGIME_CHANGED}, {"what": Happening.ANSWERED, "to": Regime.EIR}):
            with pytest.raises(ValueError, match="says to which"):
                Happened(on=MONDAY, **wrong)
        for days, what in ((0, Happening.EXTENDED), (3, Happening.ANSWERED)):
            with pytest.raises(ValueError, match="at least one"):
                Happened(what, MONDAY, days=days)


class TestTheExplanation:
    def test_tells_every_day_and_why(self) -> None:
        found = reckon(Regime.FOIA, at(3, 2))
        assert [step.counted for step in found.explanation if step.counted] == list(range(1, 21))
        days = list(found.explanation[1:-1])
        assert [step.on for step in days] == [date.fromordinal(at(3, 3).toordinal() + n) for n in range(29)]
        assert "2026-03-17 None Saint Patrick's Day: a bank holiday in Northern Ireland. [FOIA s.10(6)]" in words(found)
        assert "2026-03-14 None Saturday. [FOIA s.10(6)]" in words(found)
        assert "2026-03-31 20 Day 20. [FOIA s.10(1)]" in words(found)
        assert all(step.source for step in found.explanation)

    def test_of_a_fee_names_each_day_left_out(self) -> None:
        told = words(reckon(Regime.FOIA, MONDAY, notice(at(9, 14)), paid(at(9, 21))))
        assert told.count("Not counted: the fee was waited for. [FOIA s.10(2)]") == 6

    def test_of_an_extension_counts_on_and_marks_the_notice(self) -> None:
        found = reckon(Regime.FOIA, MONDAY, extended(at(9, 30)))
        assert [step.counted for step in found.explanation if step.counted] == list(range(1, 41))
        assert "2026-10-05 None Last day to tell the requester" in words(found)

    def test_of_a_month_names_the_days_it_ran_on_over(self) -> None:
        told = words(reckon(Regime.SAR, at(11, 25)))
        assert "Christmas Day" in told and "2026-12-28" in told and "Saturday" in told

    def test_names_a_holiday_proclaimed_since(self) -> None:
        calendars = Calendars.amended([Amendment(Nation.WALES, at(9, 16), "Owain Glyndŵr Day")])
        found = reckon(Regime.FOIA, MONDAY, calendars=calendars)
        assert found.due == at(10, 6)
        assert "Owain Glyndŵr Day: a bank holiday in Wales." in words(found)

    def test_of_a_school_names_its_closed_days_and_the_cap(self) -> None:
        shut = [date.fromordinal(n) for n in range(at(6, 25).toordinal(), at(10, 13).toordinal())]
        told = words(deadline(regime=Regime.FOIA, received=at(6, 24), body=Body.SCHOOL, school_closed=shut))
        assert "No school day" in told and "The sixtieth working day comes before school day 20." in told


def test_no_two_regimes_share_one_stop_of_the_clock() -> None:
    effects = {regime: rules(regime).clarification.effect for regime in (Regime.FOIA, Regime.SAR, Regime.REUSE)}
    assert effects == {Regime.FOIA: Effect.RESETS, Regime.SAR: Effect.PAUSES, Regime.REUSE: Effect.NOTHING}
