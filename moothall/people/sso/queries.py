"""What is kept of single sign-on."""

from collections.abc import Iterator

from allauth.socialaccount.models import SocialAccount

from moothall.kit.registries import Person


def links(person: Person) -> Iterator[dict[str, object]]:
    """The accounts at providers that a person is linked to: who says so, under which key, since when."""
    for account in SocialAccount.objects.filter(user_id=person.pk).order_by("pk"):
        yield {"provider": account.provider, "subject": account.uid, "linked_at": account.date_joined.isoformat()}
