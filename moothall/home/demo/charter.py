"""The demo council's charter: who signed it, in which words, who was asked, and what two people wrote for themselves."""

from datetime import datetime, timedelta

from moothall.change.models import Initiative
from moothall.charter.actions import cards
from moothall.charter.tests import make
from moothall.kit import clock
from moothall.people.models import User

# Who signed, so many days ago, in which words, and whether anybody may see it.
SIGNED = (
    ("dilys", 36, "I ask of every change what it is for. Ask it of mine.", True),
    ("tom", 35, "I guide. When I catch myself owning, I hand it back.", True),
    ("priya", 33, "We will ask the branches before we draw anything.", True),
    ("leila", 30, "", False),
    ("gareth", 21, "I sign for the fourth one: crews hear what went wrong.", False),
    ("joan", 14, "", True),
    ("hari", 12, "Six is the one that keeps me honest.", False),
)
JOURNAL = (
    ("priya", 20, "I showed the councillors the hall. I never asked how they read their papers.", True),
    ("tom", 9, "I talk to other councils about this more easily than to Highways. Whom have I not asked?", True),
    ("tom", 2, "Handing the statistics page to Hari went well. I should have done it in spring.", False),
)


def make_charter(now: datetime, people: dict[str, User]) -> int:
    """Signatures, an invitation, and two journals."""
    for key, days, words, public in SIGNED:
        with clock.at(now - timedelta(days=days)):
            make.signature(by=people[key], words=words, public=public)
    with clock.at(now - timedelta(days=32)):
        priya = people["priya"]
        make.signature(by=priya, team=priya.team, words="Agreed at our team meeting, by all nine of us.", public=True)
        make.invitation(people["bethan"], people["nkechi"], by=priya, words="It helped me to say no to a gadget.")
    with clock.at(now - timedelta(days=28)):
        make.signature(by=people["ada"], organisation=True, words="Cabinet, minute 14.", public=True)
    talk = Initiative.objects.order_by("pk").first()
    for key, days, words, about in JOURNAL:
        with clock.at(now - timedelta(days=days)):
            make.entry(words, by=people[key], about=f"initiative:{talk.pk}" if about and talk else "")
    with clock.at(now - timedelta(days=8)):
        cards.show(people["tom"], by=people["tom"], checks=["people", "owner", "guide"])
    return len(SIGNED) + 2
