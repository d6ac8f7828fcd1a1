"""Two initiatives of the demo council: its own move into the open, half a year under way, and one that begins.

The first has a benefit that was missed and no lesson of it yet, so that its charter needs attention.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from moothall.change.actions import benefits, delivery, initiatives, measures, plans, stakeholders
from moothall.change.actions.benefits import BenefitWords
from moothall.change.actions.initiatives import InitiativeWords
from moothall.change.actions.measures import MeasureWords, ReadingWords
from moothall.change.actions.plans import ObjectiveWords, PlanWords
from moothall.change.actions.stakeholders import EngagementWords, StakeholderWords
from moothall.change.models import (
    BenefitCategory,
    Direction,
    Disposition,
    EngagementStage,
    Form,
    Frequency,
    Initiative,
    Measure,
    NodeKind,
    Objective,
    ObjectiveKind,
    Part,
    PlanKind,
    Raci,
    Side,
    Stakeholder,
)
from moothall.kit import clock
from moothall.people.models import Team, User
from moothall.policies.models import Policy
from moothall.records.models import InformationSystem
from moothall.risks.models import Appraisal
from moothall.spaces.actions import polls
from moothall.spaces.models import Space
from moothall.spaces.tests import make_polls

OBJECTIVES = (
    ("4", "One council, easy to deal with", "A resident asks once, and the council answers as one.", "page 22"),
    (
        "5",
        "Councillors who know their wards",
        "Members find what they need for their residents by themselves.",
        "page 26",
    ),
    ("7", "Open by habit", "We work in the open wherever nobody is harmed by it.", "page 31"),
)
# Whom it touches: name, side, team, power, interest, where they stand now and where we would have them, RACI.
TOUCHED = (
    ("Branch libraries", Side.INTERNAL, "Libraries and Neighbourhoods", 2, 5, "for", "for", Raci.RESPONSIBLE),
    ("Front desk", Side.INTERNAL, "Front Desk", 2, 4, "neutral", "for", Raci.CONSULTED),
    ("Highways crews", Side.INTERNAL, "Highways", 3, 2, "against", "neutral", Raci.CONSULTED),
    ("Councillors", Side.INTERNAL, "", 5, 3, "neutral", "for", Raci.CONSULTED),
    ("Corporate management", Side.INTERNAL, "Corporate Services", 5, 4, "neutral", "for", Raci.ACCOUNTABLE),
    ("Friends of Harrowby Library", Side.EXTERNAL, "", 2, 5, "for", "for", Raci.CONSULTED),
    ("Wexmoor Youth Voice", Side.EXTERNAL, "", 1, 4, "neutral", "for", Raci.INFORMED),
)


@dataclass(frozen=True)
class Asking:
    """How some of them were involved, so many days ago."""

    days: int
    stage: EngagementStage
    form: Form
    who: tuple[str, ...]
    asked: str
    said: str
    changed: str


INVOLVED = (
    Asking(
        208,
        EngagementStage.DESIGN,
        Form.MEETING,
        ("Branch libraries", "Front desk"),
        "Where do you look for an answer that a colleague has?",
        "In three mailboxes, and then they ring somebody.",
        "Questions have a mark of their own and stay open until they are answered.",
    ),
    Asking(
        204,
        EngagementStage.DESIGN,
        Form.VISIT,
        ("Friends of Harrowby Library",),
        "What would you want to see of our talk, and what not?",
        "They would join, but want to know who is staff.",
        "Guests are plainly marked, and so is every space they can read.",
    ),
    Asking(
        150,
        EngagementStage.DEVELOPMENT,
        Form.MEETING,
        ("Highways crews",),
        "Could you use it in the van?",
        "Not with gloves, and not while driving.",
        "The crew's supervisor reads out what is new at the morning briefing.",
    ),
    Asking(
        148,
        EngagementStage.DEVELOPMENT,
        Form.PLATFORM,
        ("Wexmoor Youth Voice",),
        "Which of our pages do you read at all?",
        "None; they ask each other.",
        "",
    ),
    Asking(
        95,
        EngagementStage.IMPLEMENTATION,
        Form.MEETING,
        ("Branch libraries", "Councillors"),
        "What stops you from asking in the open?",
        "Nobody wants to be the first.",
        "Team leaders ask the first question each Monday.",
    ),
    Asking(
        90,
        EngagementStage.IMPLEMENTATION,
        Form.SURVEY,
        ("Friends of Harrowby Library",),
        "Do you hear sooner what happens at the branch?",
        "Yes, by about a week.",
        "The friends' own meeting minutes are posted too.",
    ),
)
# Who answered the poll in its space, and the places of what they chose.
POLLED = (
    ("priya", (0,)),
    ("gareth", (0, 2)),
    ("bethan", (0, 3)),
    ("leila", (3,)),
    ("tom", (0,)),
    ("hari", (1, 3)),
    ("dilys", (3,)),
)
MAIL = ((-150, 59), (-120, 56), (-90, 53), (-60, 49), (-30, 46), (-3, 44))  # days from now, e-mails a person a week
PATH = (
    (NodeKind.ENABLER, "Spaces for four teams"),
    (NodeKind.CHANGE, "Questions are asked in spaces, not in mail"),
    (NodeKind.OUTCOME, "An answer given once is found by all"),
)


@dataclass(frozen=True)
class Aim:
    """What a measure of the demo is to reach, so many days from now."""

    title: str
    unit: str
    baseline: int
    target: int
    ends_in: int
    metric: str = ""

    def words(self, today: date) -> MeasureWords:
        """As the action takes it; its baseline is yesterday's."""
        begins = clock.today() - timedelta(days=1)
        return MeasureWords(
            title=self.title,
            unit=self.unit,
            direction=Direction.UP if self.target > self.baseline else Direction.DOWN,
            baseline=Decimal(self.baseline),
            baseline_on=begins,
            target=Decimal(self.target),
            target_on=today + timedelta(days=self.ends_in),
            method="The hall counts it by itself." if self.metric else "Counted each month by policy and performance.",
            frequency=Frequency.MONTHLY,
            first_due=begins + timedelta(days=40),
            metric=self.metric,
        )


def make_change(now: datetime, people: dict[str, User]) -> int:
    """The corporate plan, and what serves it."""
    with clock.at(now - timedelta(days=230)):
        objectives = _plan(people["hari"])
    with clock.at(now - timedelta(days=210)):
        talk = _idea(people, objectives)
    touched = _touched(talk, now, people)
    for asking in INVOLVED:
        with clock.at(now - timedelta(days=asking.days)):
            _engage(talk, asking, [touched[name] for name in asking.who], by=people["tom"])
    with clock.at(now - timedelta(days=184)):
        _benefits(talk, now.date(), people, objectives)
    with clock.at(now - timedelta(days=180)):
        delivery.begin_delivery(talk, by=people["priya"])
    _poll(talk, touched, now, people)
    _read(talk, now, people)
    with clock.at(now - timedelta(days=12)):
        delivery.confirm(talk, by=people["priya"], words="I led, Tom helped.")
    with clock.at(now - timedelta(days=6)):
        _forms(people, objectives)
    return 2


def _plan(hari: User) -> list[Objective]:
    today = clock.today()
    plan = plans.add_plan(
        by=hari,
        words=PlanWords(
            kind=PlanKind.STRATEGY,
            title="Corporate Plan",
            adopted_on=date(today.year - 1, 2, 20),
            valid_to=date(today.year + 4, 3, 31),
            adopted_by="Full council",
            document_url="https://www.wexmoor.example/corporate-plan.pdf",
        ),
    )
    return [
        plans.add_objective(
            plan,
            by=hari,
            words=ObjectiveWords(
                kind=ObjectiveKind.OBJECTIVE, title=title, quote=quote, source=source, reference=reference
            ),
        )
        for reference, title, quote, source in OBJECTIVES
    ]


def _idea(people: dict[str, User], objectives: list[Objective]) -> Initiative:
    tom, priya = people["tom"], people["priya"]
    words = InitiativeWords(
        title="Talk in the open",
        problem="What one of us knows lies in mail, where nobody else finds it, and is asked for again.",
        outline="Internal talk moves out of e-mail and into spaces, four teams first.",
    )
    begun = initiatives.begin(by=tom, words=words)
    initiatives.name(begun, by=tom, part=Part.GUIDE, person=tom)
    initiatives.name(begun, by=tom, part=Part.OWNER, person=priya)
    initiatives.name(begun, by=tom, part=Part.SPONSOR, person=people["dilys"])
    initiatives.accept(begun, by=priya)
    initiatives.align(
        begun, by=priya, objective=objectives[0], how="A colleague's answer is found by whoever is asked next."
    )
    initiatives.align(begun, by=priya, objective=objectives[2], how="Talk is open to all staff unless it would harm.")
    asked = Appraisal.objects.order_by("pk")[0]
    initiatives.weigh(begun, by=priya, appraisal=asked)
    teams = Team.objects.filter(name__in=("Libraries and Neighbourhoods", "Front Desk", "Highways"))
    initiatives.touch_teams(begun, by=tom, teams=list(teams))
    initiatives.touch(begun, by=tom, thing=InformationSystem.objects.filter(name__icontains="moothall")[0])
    initiatives.touch(begun, by=tom, thing=Policy.objects.get(slug="social-software-policy"))
    initiatives.give_space(begun, by=priya, space=Space.objects.filter(openness="open").order_by("pk")[0])
    return begun


def _touched(talk: Initiative, now: datetime, people: dict[str, User]) -> dict[str, Stakeholder]:
    teams = {team.name: team for team in Team.objects.all()}
    with clock.at(now - timedelta(days=209)):
        return {
            name: stakeholders.add_stakeholder(
                talk,
                by=people["tom"],
                words=StakeholderWords(
                    name=name,
                    side=side,
                    power=power,
                    interest=interest,
                    now=Disposition(stands),
                    wanted=Disposition(wanted),
                    raci=raci,
                    team=teams.get(team),
                ),
            )
            for name, side, team, power, interest, stands, wanted, raci in TOUCHED
        }


def _engage(talk: Initiative, asking: Asking, who: list[Stakeholder], *, by: User) -> None:
    words = EngagementWords(
        stage=asking.stage,
        form=asking.form,
        asked=asking.asked,
        opened_on=clock.today(),
        closed_on=clock.today(),
        elsewhere="At their place",
        said=asking.said,
        changed=asking.changed,
        unchanged_why="" if asking.changed else "Their own channel works for them; we link to it.",
    )
    stakeholders.engage(talk, by=by, words=words, stakeholders=who)


def _poll(talk: Initiative, touched: dict[str, Stakeholder], now: datetime, people: dict[str, User]) -> None:
    """What people in its space would rather have, and what came of it."""
    space = Space.objects.get(initiatives=talk)
    with clock.at(now - timedelta(days=30)):
        asked = make_polls.poll(
            space,
            by=people["priya"],
            question="When is a question in the open worth most to you?",
            choices=(
                "Before the morning briefing",
                "At lunch",
                "At the end of the shift",
                "At any time, on my telephone",
            ),
            several=True,
            body="We would set aside a quarter of an hour to answer. Say which, and say below what would stop you.",
        )
    for number, (key, places) in enumerate(POLLED):
        with clock.at(now - timedelta(days=29, minutes=-number)):
            make_polls.answer(asked, *places, by=people[key])
    with clock.at(now - timedelta(days=23)):
        polls.close(asked, by=people["priya"])
        words = EngagementWords(
            stage=EngagementStage.IMPLEMENTATION,
            form=Form.POLL,
            asked=asked.question,
            opened_on=clock.today() - timedelta(days=7),
            closed_on=clock.today(),
            thing=f"conversation:{asked.conversation_id}",
            people=len(POLLED),
            said="Before the morning briefing, and on the telephone.",
            changed="Team leaders answer for a quarter of an hour before the briefing.",
        )
        who = [touched["Branch libraries"], touched["Front desk"]]
        stakeholders.engage(talk, by=people["tom"], words=words, stakeholders=who)


def _benefits(talk: Initiative, today: date, people: dict[str, User], objectives: list[Objective]) -> None:
    hari, priya, bethan = people["hari"], people["priya"], people["bethan"]
    initiatives.align(talk, by=priya, objective=objectives[1], how="Papers lie where the talk about them is.")
    mail = Aim("Internal e-mails a person a week", "e-mails a person a week", 61, 40, 200)
    papers = Aim("Councillors who find papers unasked", "in 100 councillors", 20, 70, -20)
    share = Aim("Share of talk in the open", "in 100 posts", 0, 60, 120, metric="spaces.in_the_open")
    aims = (
        (mail, objectives[0], priya, "Less internal e-mail", "Staff of four teams"),
        (papers, objectives[1], bethan, "Councillors find papers without asking", "Councillors"),
        (share, objectives[2], people["leila"], "Talk that everyone can learn from", "All staff and councillors"),
    )
    way = [benefits.add_node(talk, by=people["tom"], kind=kind, title=title) for kind, title in PATH]
    for source, target in pairwise(way):
        benefits.join(source, target, by=people["tom"], assumption="Team leaders go first.")
    for aim, objective, owner, title, recipients in aims:
        measure = measures.add(objective, by=hari, owner=owner, words=aim.words(today))
        words = BenefitWords(
            title=title,
            category=BenefitCategory.COUNTED,
            owner=owner,
            recipients=recipients,
            measure=measure,
            attribution="Teams that have not begun are compared with.",
            plan="Team leaders answer in the space and say so when they are asked by mail.",
        )
        hoped = benefits.add_benefit(talk, by=priya, words=words)
        end = benefits.add_node(talk, by=people["tom"], kind=NodeKind.OBJECTIVE, objective=objective)
        benefits.join(way[-1], hoped.node, by=people["tom"])
        benefits.join(hoped.node, end, by=people["tom"])


def _read(talk: Initiative, now: datetime, people: dict[str, User]) -> None:
    by_title = {one.title: one for one in Measure.objects.filter(benefits__initiative=talk)}
    mail = by_title["Internal e-mails a person a week"]
    for days, value in MAIL:
        with clock.at(now + timedelta(days=days)):
            words = ReadingWords(read_on=clock.today(), value=Decimal(value))
            measures.read(mail, by=people["priya"], words=words)
    papers = by_title["Councillors who find papers unasked"]
    for days, value in ((-130, 24), (-100, 30), (-70, 35), (-45, 38), (-20, 41)):
        with clock.at(now + timedelta(days=days)):
            words = ReadingWords(read_on=clock.today(), value=Decimal(value))
            measures.read(papers, by=people["bethan"], words=words)
    share = by_title["Share of talk in the open"]
    for days in (140, 110, 80, 50, 20, 1):
        with clock.at(now - timedelta(days=days)):
            last = clock.today() - timedelta(days=1)
            measures.feed(share, first=last - timedelta(days=29), last=last)
    benefit = by_title["Internal e-mails a person a week"].benefits.get()
    with clock.at(now - timedelta(days=8)):
        words_of = "If the crews join in the spring it ends at the lower figure."
        benefits.review_benefit(benefit, by=people["priya"], low=Decimal(35), high=Decimal(43), words=words_of)


def _forms(people: dict[str, User], objectives: list[Objective]) -> None:
    """An idea that nobody owns yet."""
    words = InitiativeWords(
        title="Forms that the front desk knows",
        problem="Residents ask at the front desk about forms on the web that nobody there has seen.",
        outline="The front desk sees every form before it goes on the web, and says what people will ask.",
    )
    begun = initiatives.begin(by=people["leila"], words=words)
    initiatives.align(begun, by=people["leila"], objective=objectives[0], how="Whoever is asked knows the form.")
