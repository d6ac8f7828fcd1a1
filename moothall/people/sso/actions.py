"""Coming in by single sign-on: who is meant, whether they may, and what is written down of it."""

from contextlib import suppress

from allauth.socialaccount.models import SocialAccount

from moothall import audit
from moothall.kit.permissions import require
from moothall.people import actions, permissions
from moothall.people.models import Role, RoleHolding, User
from moothall.people.sso.identity import Identity, Reason, RefusedError
from moothall.people.sso.options import Admission


@audit.act
def recognise(identity: Identity, *, rules: Admission) -> SocialAccount:
    """The link between a provider's subject and a person here, made when they first come; raises `RefusedError`.

    The subject decides. An address only finds the person once, and only where the provider vouches for it.
    """
    account = _known(identity) or _link(identity, rules)
    user = User.objects.select_for_update().get(pk=account.user_id)
    if not user.is_active:
        raise RefusedError(Reason.INACTIVE)
    if rules.roles and identity.groups is not None:
        _follow_groups(user, identity.groups, rules)
    account.user = user
    return account


@audit.act
def note_arrival(user: User, *, by: User, provider: str) -> None:
    """Write down that somebody has come in by single sign-on, after any second step."""
    audit.record("person.came_in_by_provider", by=by, on=user, provider=provider)


@audit.act
def unlink(user: User, *, by: User | None) -> int:
    """Part a person from their accounts at providers, so that the next one with their address is linked anew."""
    user = User.objects.select_for_update().get(pk=user.pk)
    require(by is None or permissions.can_administer(by))
    links = SocialAccount.objects.filter(user=user)
    providers = sorted(links.values_list("provider", flat=True))
    links.delete()
    audit.record("person.parted_from_provider", by=by, on=user, providers=providers)
    return len(providers)


def _known(identity: Identity) -> SocialAccount | None:
    return SocialAccount.objects.filter(provider=identity.provider, uid=identity.subject).first()


def _link(identity: Identity, rules: Admission) -> SocialAccount:
    """Find the person by an address that is vouched for, or make them where the rules say so."""
    if not is_vouched_for(identity, rules):
        raise RefusedError(Reason.UNVERIFIED)
    email = identity.email.lower()
    user = User.objects.select_for_update().filter(email=email).first()
    if user is None:
        user = _newcomer(identity, rules)
    if not user.is_active:
        raise RefusedError(Reason.INACTIVE)
    if account := _known(identity):  # made by a second window while this one waited for the lock
        return account
    if SocialAccount.objects.filter(user=user, provider=identity.provider).exists():
        raise RefusedError(Reason.OTHER_ACCOUNT)
    account = SocialAccount.objects.create(user=user, provider=identity.provider, uid=identity.subject)
    audit.record(
        "person.linked_to_provider",
        by=user,
        on=user,
        provider=identity.provider,
        private={"subject": identity.subject, "email": email},
    )
    return account


def is_vouched_for(identity: Identity, rules: Admission) -> bool:
    """Whether the provider says the address is theirs, or is trusted for its domain and does not say otherwise."""
    if "@" not in identity.email or identity.verified is False:
        return False
    return identity.verified is True or identity.domain in rules.trusted_domains


def _newcomer(identity: Identity, rules: Admission) -> User:
    """Somebody nobody has let in: closed, unless their domain (and group, where named) may come by itself."""
    if not (rules.new_domains or rules.new_groups):
        raise RefusedError(Reason.UNKNOWN)
    if rules.new_domains and identity.domain not in rules.new_domains:
        raise RefusedError(Reason.UNKNOWN)
    if rules.new_groups and not set(rules.new_groups) & (identity.groups or frozenset()):
        raise RefusedError(Reason.UNKNOWN)
    name = identity.name or identity.email.partition("@")[0].replace(".", " ").title()
    return actions.create_user(by=None, email=identity.email, name=name[:120])


def _follow_groups(user: User, groups: frozenset[str], rules: Admission) -> None:
    """Give and take the roles that the provider's groups govern; the last administrator keeps theirs."""
    governed = {role for _group, role in rules.roles}
    wanted = {role for group, role in rules.roles if group in groups}
    held = set(RoleHolding.objects.filter(user=user, role__in=governed).values_list("role", flat=True))
    for role in sorted(wanted - held):
        actions.give_role(user, by=None, role=Role(role))
    for role in sorted(held - wanted):
        with suppress(actions.LastAdministratorError):
            actions.take_role(user, by=None, role=Role(role))
