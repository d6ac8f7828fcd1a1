"""What the demo council uses and allows, its accounts outside, and what somebody can't get to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from moothall.kit import clock
from moothall.people.models import User
from moothall.records.actions import reports
from moothall.records.models import InformationSystem, Status, Use
from moothall.records.tests import make_systems as make


@dataclass(frozen=True)
class Known:
    """One system of the register, with what people asked of it."""

    name: str
    owner: str
    status: Status
    what_for: str
    facts: dict[str, str]
    uses: tuple[tuple[str, Use.Answer, str], ...] = ()
    outside: bool = False
    instead: str = ""


KNOWN = (
    Known(
        "Moothall",
        "tom",
        Status.SUPPORTED,
        "Talking in the open: spaces, mail that was brought in, and finding both",
        {
            "supplier": "Run by Digital on a server of the council",
            "data_location": "The council’s own machine room, Wexmoor",
            "sign_in": "Passkey, or password with a second step",
            "export": "A space or mailbox as a bundle that opens without the hall",
            "encryption": "TLS; the disk is encrypted",
            "backup": "Every night, kept for 30 days",
            "access_control": "Each page says who can see it; access is looked at every year",
            "patching": "Within 14 days, at once for what is being attacked",
            "incident_contact": "Ada Minton, or the service desk out of hours",
        },
        (
            (
                "talk with colleagues about work",
                Use.Answer.YES,
                "Yes. Choose an open space unless there is a reason not to: what is said there can be found.",
            ),
            (
                "keep notes about a resident’s case",
                Use.Answer.NO,
                "No. They belong in the case system, where access and retention are right for them.",
            ),
        ),
    ),
    Known(
        "E-mail",
        "ada",
        Status.SUPPORTED,
        "Writing to people outside the council",
        {
            "supplier": "The council’s provider of office software",
            "data_location": "United Kingdom",
            "sign_in": "The council’s account",
            "encryption": "TLS to servers that offer it",
            "backup": "By the provider; items can be had back for 30 days",
            "access_control": "One mailbox a person; shared mailboxes have custodians",
            "incident_contact": "Service desk",
        },
        (
            (
                "talk with colleagues about work",
                Use.Answer.WITH_GUIDANCE,
                "You may, but a space is better: the next person who needs the answer can find it there.",
            ),
        ),
    ),
    Known(
        "Facebook",
        "bethan",
        Status.GUIDED,
        "Telling residents what is on, and answering them in public",
        {"guidance": "House rules for public pages", "export": "Download of the page’s data by an owner"},
        (
            (
                "share photos of an event with residents",
                Use.Answer.WITH_GUIDANCE,
                "Yes, from the council’s page. Ask everyone who can be recognised, and a parent for each child.",
            ),
            (
                "answer a resident’s complaint",
                Use.Answer.WITH_GUIDANCE,
                "Say in public that you have seen it and how to reach us; the case itself goes on in private.",
            ),
        ),
        outside=True,
    ),
    Known(
        "YouTube",
        "tom",
        Status.GUIDED,
        "Showing meetings and short films",
        {"guidance": "House rules for public pages"},
        (("watch training films", Use.Answer.YES, "Yes. If it is blocked for you, say so on its page."),),
        outside=True,
    ),
    Known(
        "WhatsApp",
        "samira",
        Status.NOT_ALLOWED,
        "Messages between phones",
        {
            "why_not": "What is agreed there can be asked for under FOI, and nobody could find it.",
            "guidance": "Guidance for staff",
        },
        (
            (
                "arrange shifts in an emergency",
                Use.Answer.WITH_GUIDANCE,
                "In an emergency, yes. Bring what was decided into your team’s space the next working day.",
            ),
        ),
        outside=True,
        instead="Moothall",
    ),
)


def make_systems(now: datetime, people: dict[str, User]) -> int:
    """Put the systems into the register as they came; two weeks ago somebody met a block."""
    made: dict[str, InformationSystem] = {}
    with clock.at(now - timedelta(days=30)):
        for known in KNOWN:
            made[known.name] = make.system(
                known.name,
                by=people["samira"],
                owner=people[known.owner],
                status=known.status,
                what_for=known.what_for,
                outside=known.outside,
                use_instead=made.get(known.instead),
                restore_tested_on=date(now.year, 1, 15) if known.name == "Moothall" else None,
                **known.facts,
            )
            for purpose, answer, words in known.uses:
                make.answered_use(made[known.name], by=people[known.owner], purpose=purpose, answer=answer, words=words)
        facebook, youtube = made["Facebook"], made["YouTube"]
        make.account(facebook, "Wexmoor Libraries", by=people["bethan"], owners=(people["bethan"], people["priya"]))
        make.account(youtube, "Wexmoor Council meetings", by=people["tom"], owners=(people["tom"], people["ada"]))
    with clock.at(now - timedelta(days=20)):
        make.block(youtube, by=people["leila"])
    with clock.at(now - timedelta(days=3)):
        asked = make.block(facebook, by=people["gareth"])
    with clock.at(now - timedelta(days=2)):
        words = "The filter lets Highways in since this morning. Use the council’s account, not your own."
        reports.answer_report(asked, by=people["bethan"], answer=words, opened=True)
    return len(made)
