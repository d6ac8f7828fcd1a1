"""What the spaces room offers the hall."""

from django.utils.translation import gettext_lazy as _

from moothall.kit.registries import (
    AuditWording,
    HomeCard,
    NavItem,
    OverviewFigure,
    audit_wording,
    home_cards,
    navigation,
    overview_figures,
)
from moothall.search.sources import Source, sources
from moothall.spaces import documents
from moothall.spaces.models import Post, Space
from moothall.spaces.queries import desk, spaces

navigation.add(NavItem(key="spaces", order=20, label=_("Spaces"), url_name="spaces:list"))
home_cards.add(HomeCard(key="spaces", order=20, template="spaces/card.html", build=desk.card))
overview_figures.add(
    OverviewFigure(key="spaces", order=20, label=_("spaces"), count=Space.objects.count),
    OverviewFigure(key="posts", order=21, label=_("posts"), count=Post.objects.count),
)
sources.add(
    Source(
        key="post",
        order=20,
        label=_("Posts"),
        icon="post",
        documents=documents.documents,
        ids=documents.ids,
        load=documents.load,
        places=spaces.places,
    )
)
audit_wording.add(
    AuditWording("space.created", _("opened a space")),
    AuditWording("space.edited", _("described a space")),
    AuditWording("space.openness_changed", _("changed who can see a space")),
    AuditWording("space.marked_official", _("decided whether a space is official")),
    AuditWording("space.joined", _("joined a space")),
    AuditWording("space.left", _("left a space")),
    AuditWording("space.member_added", _("brought someone into a space")),
    AuditWording("space.member_removed", _("put someone out of a space")),
    AuditWording("space.facilitator_made", _("made someone a facilitator")),
    AuditWording("space.facilitator_stepped_down", _("stepped down as facilitator")),
    AuditWording("conversation.started", _("started a conversation")),
    AuditWording("conversation.renamed", _("renamed a conversation")),
    AuditWording("post.written", _("wrote a post")),
    AuditWording("post.edited", _("edited a post")),
    AuditWording("post.removed", _("removed a post")),
)
