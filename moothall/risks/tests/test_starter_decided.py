"""The starter appraisal is taken from its question to its decision, following what each page offers next."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import resolve

from conftest import Cast
from moothall.kit import clock
from moothall.risks import starters
from moothall.risks.actions.starters import begin_from_starter
from moothall.risks.models import Classification, Decision, Exposure, Openness
from moothall.risks.tests import make
from moothall.risks.tests.walking import SignIn, rests, scores, url

FORMS = 30  # with seven risks under five options, so that all of it fits into a meeting of an hour


def answer(client: Client, address: str) -> object:
    """Bear it, and with it all other risks of the option."""
    form = client.get(address).context["answer"]
    also = [pk for pk, line in form.lines.items() if line.option.kind == "do_nothing"]
    until = (clock.today() + timedelta(days=180)).isoformat()
    said = {"step": "We bear it", "why_borne": "It costs more to mend.", "approver": "Gareth Pugh", "review_on": until}
    return client.post(address, {"act": "answer", "kind": "tolerate", "also": also, **said})


def classify(client: Client, address: str) -> object:
    """Judge it."""
    faced = Exposure.objects.select_related("risk", "option").get(pk=resolve(address).kwargs["pk"])
    return client.post(address, scores(seen=rests(faced)))


def propose(client: Client, address: str) -> object:
    """Propose the last option."""
    option = client.get(address).context["sheet"].options[-1]
    return client.post(address, {"option": option.pk, "balance": "Going on as we are is not the careful choice."})


def compare(client: Client, address: str) -> object:
    """All of an option at once."""
    form = client.get(address).context["form"]
    fields = {f"verdict_{row.line.exposure.pk}": "better" for row in form.rows()}
    fields |= {field.html_name: field.value() for field in form.hidden()}
    return client.post(address, {**fields, "reason_for_all": "More is done than now."})


def give_out(client: Client, address: str) -> object:
    """All steps at once."""
    form, day = client.get(address).context["form"], (clock.today() + timedelta(days=60)).isoformat()
    fields: dict[str, str] = {}
    for step in form.steps:
        fields |= {f"actionee_{step.pk}": "Gareth Pugh", f"due_{step.pk}": day}
    return client.post(address, fields)


WAYS: dict[str, Callable[[Client, str], object]] = {
    "exposure": answer,
    "classify": classify,
    "propose": propose,
    "option_compare": compare,
    "steps": give_out,
}


def sign(client: Client, board: str) -> bool:
    """Sign for what waits for whoever looks at the board."""
    waiting = client.get(board).context["waiting"]
    for each in waiting:
        form = client.get(each.url).context["forms"]["sign"]
        until = (clock.today() + timedelta(days=180)).isoformat()
        client.post(each.url, {"act": "sign", "review_on": until, "seen": form.initial["seen"]})
    return bool(waiting)


def test_the_starter_appraisal_comes_to_its_decision_by_what_is_offered_next(cast: Cast, as_user: SignIn) -> None:
    starter = starters.every()[0]
    keys = [risk.key for risk in starter.first]
    asked = begin_from_starter(starter, by=cast.priya, keys=keys, question="How?", openness=Openness.HALL)
    priya, gareth, board = as_user(cast.priya), as_user(cast.gareth), url("work", asked.pk)
    assert not Classification.objects.exists(), "a council does its own thinking"
    sent: list[str] = []
    while priya.get(board).context["stage"] != "ready":
        offered = priya.get(board).context["next"]
        if offered is None or sign(gareth, board):
            offered = priya.get(board).context["next"]
        name = resolve(offered.url).url_name or ""
        WAYS[name](priya, offered.url)
        sent.append(name)
        assert len(sent) <= FORMS, (sent, offered)
    assert set(sent) == set(WAYS), sent
    page = priya.get(url("decide", asked.pk))
    fields = {"balance": "So.", "review_on": (clock.today() + timedelta(days=182)).isoformat()}
    priya.post(url("decide", asked.pk), {**fields, "proposed": page.context["form"]["proposed"].value()})
    assert Decision.objects.get().option == make.round_of(asked).options.order_by("-place")[0]
