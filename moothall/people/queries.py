"""Reads for the directory and for profile pages."""

from django.db.models import Q, QuerySet

from moothall.people.models import Team, User


def directory(user: User, text: str = "", team: Team | None = None) -> QuerySet[User]:
    """People this person may see; each word must be in their name, job, team, organisation or knowledge."""
    people = User.objects.active().visible_to(user).select_related("team")
    for word in text.split()[:8]:
        people = people.filter(
            Q(name__icontains=word)
            | Q(job__icontains=word)
            | Q(ask_about__icontains=word)
            | Q(organisation__icontains=word)
            | Q(team__name__icontains=word)
        )
    if team is not None:
        people = people.filter(team=team)
    return people.order_by("name", "pk")
