"""The pages on which an appraisal is worked on: what they show, what they lead to, what they refuse."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import Cast
from moothall.people.models import User
from moothall.risks.models import (
    Appraisal,
    OptionKind,
    Response,
    Stance,
)
from moothall.risks.tests import make

SignIn = Callable[[User], Client]
MOST = 24


def url(name: str, *arguments: object) -> str:
    return reverse(f"risks:{name}", args=arguments)


def words(response: Any) -> str:
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


@pytest.fixture
def asked(cast: Cast) -> Appraisal:
    """Priya’s question with three options and a risk on each side, of which nothing is answered."""
    made = make.appraisal(by=cast.priya)
    make.option(made, by=cast.priya, kind=OptionKind.PROHIBIT, name="Prohibit")
    make.option(made, by=cast.priya, kind=OptionKind.PLATFORM, name="A platform")
    make.risk(made, by=cast.priya, stance=Stance.DOING, name="A post does harm")
    make.risk(made, by=cast.priya, stance=Stance.NOT_DOING, name="Answers are lost")
    return made


def every_page(made: Appraisal) -> dict[str, str]:
    """Every page on which this appraisal is worked on."""
    round = make.round_of(made)
    option, risk = round.options.get(kind="platform"), round.risks.order_by("pk")[0]
    exposure = make.exposure(risk, option)
    step = Response.objects.filter(round=round).order_by("pk").first()
    pages = {name: url(name, made.pk) for name in ("edit", "people", "close", "work", "options", "risk_new")}
    pages |= {name: url(name, made.pk) for name in ("response_new", "propose", "challenges", "decide")}
    pages |= {name: url(name, option.pk) for name in ("option", "option_edit", "option_compare")}
    pages |= {name: url(name, exposure.pk) for name in ("exposure", "classify", "compare")}
    pages["risk_edit"] = url("risk_edit", risk.pk)
    if step is not None:
        pages |= {"response": url("response", step.pk), "response_edit": url("response_edit", step.pk)}
    return pages


def test_every_page_opens_for_whoever_works_on_it(cast: Cast, as_user: SignIn) -> None:
    made = make.ready(by=cast.priya, approver=cast.gareth)
    client = as_user(cast.priya)
    for name, address in every_page(made).items():
        response = client.get(address)
        assert response.status_code == 200, (name, response.status_code)
        body = response.content.decode()
        assert body.count("<h1>") == 1, name
        assert "Who can see this" in body, name
    assert client.get(url("new")).status_code == 200
