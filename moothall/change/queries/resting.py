"""The initiatives that touch a policy, a platform, a space, an appraisal or an objective, for its page."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from moothall.change.models import Initiative, Stage
from moothall.change.queries.initiatives import with_stage
from moothall.change.queries.threads import PATHS
from moothall.kit.registries import Link, Person
from moothall.lessons.matters import kind_of, ref_of
from moothall.people.models import User
from moothall.risks.models import Appraisal
from moothall.spaces.models import Space

MOST = 20  # initiatives that a page of another room shows
KINDS = ("policy", "system", "space", "appraisal")


def links(person: Person, thing: str) -> Iterable[Link]:
    """The initiatives that rest on a thing, newest first; none for what this person may not see."""
    kind = kind_of(thing)
    if kind not in KINDS or not isinstance(person, User) or not _is_visible(person, kind, ref_of(thing)):
        return
    words = {
        "policy": _("Change that touches it"),
        "system": _("Change that touches it"),
        "space": _("Change that is talked of here"),
        "appraisal": _("Change that it weighs"),
    }
    rows = Initiative.objects.visible_to(person).filter(**{PATHS[kind]: ref_of(thing)})
    for each in with_stage(rows).order_by("-pk")[:MOST]:
        yield Link(title=each.title, url=each.get_absolute_url(), kind=words[kind], note=stage_words(each))


def stage_words(each: Initiative) -> str:
    """The stage that came with an initiative, in words."""
    return str(Stage(getattr(each, "stage", Stage.IDEA)).label)


def _is_visible(user: User, kind: str, ref: int) -> bool:
    """Whether this person may read the space or the appraisal itself; policies and platforms are open to the hall."""
    if kind == "space":
        return Space.objects.visible_to(user).filter(pk=ref).exists()
    return kind != "appraisal" or Appraisal.objects.visible_to(user).filter(pk=ref).exists()
