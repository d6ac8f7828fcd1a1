"""Two appraisals of the demo council: one decided half a year ago, of which a step was dropped, and one under way."""

from datetime import datetime, timedelta
from decimal import Decimal

from moothall.kit import clock
from moothall.people.models import User
from moothall.policies.models import Policy
from moothall.records.models import InformationSystem
from moothall.risks import starters
from moothall.risks.actions import appraisals, classifications, decisions, options, responses, resting, risks, scales
from moothall.risks.actions.classifications import Judgement, Ranges
from moothall.risks.actions.options import OptionWords
from moothall.risks.actions.responses import ResponseWords
from moothall.risks.actions.risks import RiskWords
from moothall.risks.actions.starters import begin_from_starter
from moothall.risks.models import (
    ActsOn,
    Appraisal,
    Category,
    Comparison,
    Confidence,
    Control,
    Exposure,
    OptionKind,
    Response,
    ResponseKind,
    Risk,
    Stance,
    Unit,
)
from moothall.risks.queries.rounds import latest_round, load
from moothall.risks.standing import Line

# Levels of likelihood and impact without anything done, and with what each option does.
JUDGED = {
    "D1": ((3, 2), {"A": (3, 2), "C": (2, 2), "D": (2, 2), "E": (2, 2)}),
    "D4": ((4, 4), {"A": (3, 3), "C": (3, 3), "D": (2, 3), "E": (2, 3)}),
    "D7": ((4, 3), {"A": (4, 2), "C": (3, 2), "D": (2, 2), "E": (2, 1)}),
    "N1": ((5, 4), {"A": (5, 4), "C": (3, 4), "D": (2, 4), "E": (1, 3)}),
    "N4": ((4, 4), {"A": (4, 4), "C": (2, 3), "D": (3, 3), "E": (2, 2)}),
    "N8": ((5, 4), {"A": (5, 4), "C": (5, 3), "D": (3, 3), "E": (2, 2)}),
    "N9": ((5, 3), {"A": (5, 3), "C": (3, 3), "D": (2, 2), "E": (2, 2)}),
}
# Where there were figures: how often a year under each option, and how much in pounds a time, as 90 % intervals.
FIGURES = {
    "D1": ({"A": (0.2, 1.0), "C": (0.1, 0.5), "D": (0.1, 0.6), "E": (0.1, 0.5)}, (500, 20_000)),
    "D4": ({"A": (0.2, 1.0), "C": (0.2, 0.9), "D": (0.05, 0.4), "E": (0.05, 0.3)}, (5_000, 200_000)),
    "D7": ({"A": (1.0, 4.0), "C": (0.6, 2.0), "D": (0.3, 1.6), "E": (0.3, 1.5)}, (300, 6_000)),
    "N1": ({"A": (1.0, 4.0), "C": (0.2, 1.2), "D": (0.1, 0.6), "E": (0.05, 0.4)}, (10_000, 250_000)),
    "N4": ({"A": (0.5, 2.0), "C": (0.1, 0.4), "D": (0.2, 0.8), "E": (0.1, 0.4)}, (2_000, 90_000)),
    "N8": ({"A": (2.0, 6.0), "C": (1.5, 5.0), "D": (0.8, 2.5), "E": (0.5, 1.5)}, (5_000, 60_000)),
}
OWNERS = {"D1": "tom", "D4": "samira", "D7": "samira", "N1": "tom", "N4": "tom", "N8": "priya", "N9": "samira"}
BALANCE = (
    "Going on as we are is not the careful choice: the risks of not doing stay high or worse, and forbidding it only "
    "moves them out of sight. Open access with a policy and a place of our own, with internal talk moved off e-mail, "
    "leaves risks of doing that we can see and act on."
)
DISSENT = (
    "Alun Hughes, Head of Legal, would have chosen the platform alone: moving talk off e-mail in one year asks more of "
    "managers than we have ever asked."
)


def make_appraisals(now: datetime, people: dict[str, User]) -> int:
    """What was decided on social software half a year ago, and what is being weighed about messages in an emergency."""
    with clock.at(now - timedelta(days=200)):
        _appetite(people["ruth"])
        asked = _social_software(people)
    with clock.at(now - timedelta(days=186)):
        _decide(asked, people)
    with clock.at(now - timedelta(days=120)):
        _progress(asked, people)
    with clock.at(now - timedelta(days=9)):
        records = Response.objects.filter(
            treatments__exposure__risk__starter="N9", treatments__exposure__option__place=5
        )
        dropped = records.filter(round__appraisal=asked, kind=ResponseKind.TREAT).latest("pk")
        responses.drop(dropped, by=people["ruth"], why="The money went to the flood in May")
        _messages(people)
    return 2


def _appetite(ruth: User) -> None:
    scales.set_appetite(
        Category.INFORMATION,
        by=ruth,
        sentence="We would rather find and mend a small loss in the open than hide it; a large one we do not bear.",
        unit=Unit.POUNDS,
        often=(Decimal("0.40"), Decimal(50_000)),
        rare=(Decimal("0.05"), Decimal(200_000)),
    )


def _social_software(people: dict[str, User]) -> Appraisal:
    ruth, priya = people["ruth"], people["priya"]
    (template,) = starters.every()
    asked = begin_from_starter(template, by=ruth, keys=set(JUDGED), owner=priya)
    round = latest_round(asked)
    nothing = round.options.get(kind=OptionKind.DO_NOTHING)
    borne = responses.respond(
        round,
        by=ruth,
        words=ResponseWords(
            kind=ResponseKind.TOLERATE,
            step="We live with it as it is",
            rationale="This is what we live with today, written down so that it can be weighed beside the other options.",
            approver=priya,
            review_on=clock.today() + timedelta(days=365),
        ),
        exposures=list(nothing.exposures.select_related("option")),
    )
    responses.sign(borne, by=priya)
    for risk in load(round).risks:
        words = RiskWords(
            name=risk.name,
            cause=risk.cause,
            event=risk.event,
            consequence=risk.consequence,
            category=Category(risk.category),
            owner=people[OWNERS[risk.starter]],
            twin=risk.twin,
            note=risk.note,
        )
        risks.edit_risk(risk, by=ruth, words=words)
    for line in load(round).lines:
        _judge(line, ruth)
    _compare(asked, ruth)
    return asked


def _judge(line: Line, ruth: User) -> None:
    without, by_letter = JUDGED[line.risk.starter]
    rates, loss = FIGURES.get(line.risk.starter, ({}, (0, 0)))
    levels = by_letter.get(line.option.letter)
    if levels is None or not line.live:
        return
    rate = rates.get(line.option.letter)
    classifications.classify(
        line.exposure,
        by=ruth,
        judgement=Judgement(
            likelihood=levels[0],
            impact=levels[1],
            likelihood_without=without[0],
            impact_without=without[1],
            confidence=Confidence.GOOD if line.option.letter == "A" else Confidence.FAIR,
            reasoning="Judged in one meeting by Priya, Samira, Tom and Ruth, from our own figures where we had any.",
            ranges=Ranges(*rate, *loss, Unit.POUNDS) if rate else None,
        ),
    )


def _compare(asked: Appraisal, ruth: User) -> None:
    """Whatever is not classified is marked beside where it is: forbidding it all is worse, or no better."""
    sheet = load(latest_round(asked))
    nothing = sheet.nothing
    for line in sheet.lines:
        if line.classification is not None or nothing is None:
            continue
        beside = sheet.line(line.risk, nothing)
        if beside is not None and beside.classification is not None:
            worse = line.risk.stance == Stance.NOT_DOING
            classifications.compare(
                line.exposure,
                by=ruth,
                against=beside.classification,
                verdict=Comparison.WORSE if worse else Comparison.BETTER,
                reason="A ban is walked round, out of our sight" if worse else "Less is said in our name",
            )


def _decide(asked: Appraisal, people: dict[str, User]) -> None:
    ruth, priya = people["ruth"], people["priya"]
    round = latest_round(asked)
    chosen = round.options.get(place=5)
    decisions.propose(round, by=ruth, option=chosen, balance=BALANCE)
    takers = [people["tom"], people["samira"], people["bethan"], people["ewan"]]
    steps = Response.objects.filter(round=round, treatments__exposure__option=chosen).distinct().order_by("pk")
    for number, step in enumerate(steps):
        due = clock.today() + timedelta(days=30 + 20 * number)
        responses.assign(step, by=ruth, actionee=takers[number % len(takers)], due_on=due)
    decisions.decide(
        round,
        by=priya,
        option=chosen,
        balance=BALANCE,
        dissent=DISSENT,
        review_on=clock.today() + timedelta(days=182),
    )
    for policy in Policy.objects.filter(slug="social-software-policy"):
        resting.rest(chosen, by=ruth, on_it=policy)
    for system in InformationSystem.objects.filter(name__icontains="moothall"):
        resting.rest(chosen, by=ruth, on_it=system)


def _progress(asked: Appraisal, people: dict[str, User]) -> None:
    """Half of the steps are in place."""
    for step in Response.objects.filter(round__appraisal=asked, actionee__isnull=False).order_by("pk")[::2]:
        responses.put_in_place(step, by=people["ruth"])


def _messages(people: dict[str, User]) -> None:
    """A question of another sort, half weighed."""
    gareth, ruth = people["gareth"], people["ruth"]
    asked = appraisals.begin(
        by=gareth,
        question="How do crews reach each other in a flood?",
        problem="In May the radio failed and three crews used their own phones. Nobody knows what was said.",
        decide_by=clock.today() + timedelta(days=40),
    )
    round = latest_round(asked)
    radio = options.add_option(round, by=gareth, words=OptionWords(OptionKind.PLATFORM, "New radios"))
    ban = options.add_option(round, by=gareth, words=OptionWords(OptionKind.PROHIBIT, "No private phones"))
    lost = _risk(
        asked,
        gareth,
        Stance.NOT_DOING,
        name="What was said is lost",
        cause="crews use their own phones",
        harm="records that nobody has",
    )
    _risk(
        asked,
        gareth,
        Stance.DOING,
        name="Crews wait for the radio",
        cause="a new radio takes training",
        harm="help that comes too late",
    )
    _judge_radio(Exposure.objects.select_related("option__round").get(risk=lost, option=radio), gareth)
    decisions.challenge(ban, by=ruth, question="And if the radio fails again?")


def _judge_radio(faced: Exposure, gareth: User) -> None:
    words = ResponseWords(
        ResponseKind.TREAT, "Write down each call in the log", ActsOn.IMPACT, Control.DETECTIVE, actionee=gareth
    )
    responses.respond(faced.option.round, by=gareth, words=words, exposures=[faced])
    judged = Judgement(2, 2, 4, 3, Confidence.LOW, "With the log, as we tried it in June")
    classifications.classify(faced, by=gareth, judgement=judged)


def _risk(asked: Appraisal, by: User, stance: Stance, *, name: str, cause: str, harm: str) -> Risk:
    words = RiskWords(
        name=name,
        cause=cause,
        event="a crew may be out of reach when it is needed",
        consequence=harm,
        category=Category.SERVICE,
    )
    return risks.name_risk(latest_round(asked), by=by, stance=stance, words=words)
