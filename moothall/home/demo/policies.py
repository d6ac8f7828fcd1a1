"""The demo council's policies: our starter texts, one of them adapted, talked over, endorsed and in force."""

import re
from datetime import datetime, timedelta

from moothall.kit import clock
from moothall.people.models import User
from moothall.policies.actions import agreement, drafts, starter
from moothall.policies.actions import policies as act
from moothall.policies.models import Answer, Language, Policy, Text, Version
from moothall.policies.tests import make

ADOPTED = ("codes-of-conduct", "social-software-policy", "guidance-for-staff")
BRACKET = re.compile(r"\[([^\]\n]{1,200})\](?!\()")
FIRST = re.compile(r"^1\.1 .*$", re.MULTILINE)
ADAPTED = "1.1 Adopted by the cabinet of Wexmoor, an invented council. The digital lead answers for it."


def make_policies(now: datetime, people: dict[str, User]) -> int:
    """Load the starter texts; adapt three of them and put them in force a month ago; leave the others as drafts."""
    with clock.at(now - timedelta(days=36)):
        loaded = {policy.slug: policy for policy in starter.load(by=people["ada"])}
        for slug in ADOPTED:
            act.set_owner(loaded[slug], by=people["ada"], owner=people["tom"])
            _adapt(loaded[slug], people)
        _talk_over(loaded["social-software-policy"], people)
    with clock.at(now - timedelta(days=33)):
        for slug in ADOPTED:
            policy = Policy.objects.get(slug=slug)
            make.ready(policy, by=people["tom"], stakeholder=people["samira"])
            make.adopt(policy, by=people["tom"])
        act.publish(Policy.objects.get(slug="social-software-policy"), by=people["tom"])
    return len(loaded)


def _adapt(policy: Policy, people: dict[str, User]) -> None:
    """Fill in what stands in brackets, as a council would."""
    text = Text.objects.get(version=_draft(policy), language=Language.ENGLISH)
    body = FIRST.sub(ADAPTED, BRACKET.sub(_filled, text.body), count=1)
    drafts.write(
        policy,
        by=people["tom"],
        language=Language.ENGLISH,
        title=text.title,
        summary=text.summary,
        body=body,
        seen=text.digest,
        adapted=True,
    )


def _filled(place: re.Match[str]) -> str:
    return "Wexmoor Council" if place[1].lower() in {"council", "the council"} else place[1]


def _talk_over(policy: Policy, people: dict[str, User]) -> None:
    """Somebody asks for something, and is answered."""
    words = "Can this say what a reason for a closed space is? People will ask."
    asked = agreement.comment(policy, by=people["gareth"], number="2.3", body=words)
    answer = "The guidance for staff gives examples; a list here would soon be out of date."
    agreement.answer(asked, by=people["tom"], answer=Answer.KEPT, words=answer)


def _draft(policy: Policy) -> Version:
    return make.draft(policy)
