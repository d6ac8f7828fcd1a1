"""What the tests of the working pages share: addresses, words of a page, what somebody fills in."""

import re
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from moothall.people.models import User
from moothall.risks.models import (
    Appraisal,
    Challenge,
    Classification,
    Decision,
    Exposure,
    Mark,
    Option,
    OptionKind,
    Proposal,
    Response,
    Risk,
    Stance,
)
from moothall.risks.queries.rounds import line_of
from moothall.risks.standing import rests_on
from moothall.risks.tests import make

SignIn = Callable[[User], Client]
WRITING = (
    *("options", "risk_new", "response_new", "propose", "option_edit", "option_compare", "classify", "compare"),
    *("risk_edit", "response_edit", "steps"),
)


def question(by: User) -> Appraisal:
    """A question with three options and a risk on each side, of which nothing is answered."""
    made = make.appraisal(by=by)
    make.option(made, by=by, kind=OptionKind.PROHIBIT, name="Prohibit")
    make.option(made, by=by, kind=OptionKind.PLATFORM, name="A platform")
    make.risk(made, by=by, stance=Stance.DOING, name="A post does harm")
    make.risk(made, by=by, stance=Stance.NOT_DOING, name="Answers are lost")
    return made


def url(name: str, *arguments: object) -> str:
    """An address of the room."""
    return reverse(f"risks:{name}", args=arguments)


def words(response: Any) -> str:
    """What a person reads on a page."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]*>", " ", body).split())


def scores(**changes: object) -> dict[str, object]:
    """What somebody fills in who classifies."""
    return {
        "likelihood_without": 4,
        "impact_without": 4,
        "likelihood": 2,
        "impact": 3,
        "confidence": "fair",
        "reasoning": "As we saw it last year.",
        **changes,
    }


def rests(faced: Exposure) -> str:
    """What an exposure rests on now, as the form has it."""
    line = line_of(make.exposure(faced.risk, faced.option))
    return rests_on(line.risk, line.treatments)


def addresses(made: Appraisal) -> dict[str, str]:
    """Every page on which this appraisal is worked on."""
    round = make.round_of(made)
    option, risk = round.options.get(kind="platform"), round.risks.order_by("pk")[0]
    exposure = make.exposure(risk, option)
    step = Response.objects.filter(round=round).order_by("pk")[0]
    of_all = ("edit", "people", "close", "work", "options", "risk_new", "response_new", "steps", "propose")
    pages = {name: url(name, made.pk) for name in (*of_all, "challenges", "decide")}
    pages |= {name: url(name, option.pk) for name in ("option", "option_edit", "option_compare")}
    pages |= {name: url(name, exposure.pk) for name in ("exposure", "classify", "compare")}
    pages |= {name: url(name, step.pk) for name in ("response", "response_edit")}
    return pages | {"risk_edit": url("risk_edit", risk.pk)}


def counts() -> dict[str, int]:
    """How many rows of each kind there are."""
    kinds = (Option, Risk, Response, Classification, Mark, Proposal, Challenge, Decision)
    return {kind.__name__: kind._default_manager.count() for kind in kinds}
