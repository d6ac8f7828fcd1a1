"""What the spaces room offers the hall."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from moothall.files.kinds import MEGABYTE, UploadKind, kinds
from moothall.files.ways import Way, ways
from moothall.kit.registries import (
    AuditWording,
    HomeCard,
    LeavingStep,
    LinkProvider,
    Metric,
    NavItem,
    OverviewFigure,
    Periodic,
    PersonalData,
    Trouble,
    WelcomeStep,
    audit_wording,
    home_cards,
    leaving,
    links,
    metrics,
    navigation,
    overview_figures,
    periodic,
    personal_data,
    troubles,
    welcome_steps,
)
from moothall.notices.kinds import NoticeKind, Places, When, places
from moothall.notices.kinds import kinds as notice_kinds
from moothall.records.access import Reviewable, reviewables
from moothall.records.bundling import Bringing, Bundling, bringings, bundlings
from moothall.records.custody import Custody, custodies
from moothall.records.holding import Holdable, holdables
from moothall.records.live import LiveSource, live_sources
from moothall.search.sources import Source, sources
from moothall.spaces import bundle, custody, documents, live, reviewing, telling
from moothall.spaces.actions import bringing
from moothall.spaces.actions.leaving import begin_anew, hand_over
from moothall.spaces.actions.polls import close_due
from moothall.spaces.models import Conversation, Post, Space
from moothall.spaces.queries import desk, measuring, personal, relying, spaces, welcome

navigation.add(NavItem(key="spaces", order=20, label=_("Spaces"), url_name="spaces:list"))
home_cards.add(HomeCard(key="spaces", order=20, template="spaces/card.html", build=desk.rest))
overview_figures.add(
    OverviewFigure(key="spaces", order=20, label=_("spaces"), count=Space.objects.count),
    OverviewFigure(key="posts", order=21, label=_("posts"), count=Post.objects.count),
)
metrics.add(
    Metric(
        key="spaces.in_the_open",
        order=20,
        label=_("Share of talk in the open"),
        unit=_("in 100 posts"),
        how=_("Posts of these days in spaces that all staff and councillors can read, of all posts."),
        read=measuring.in_the_open,
    ),
    Metric(
        key="spaces.posts",
        order=21,
        label=_("Posts a person"),
        unit=_("posts a person a week"),
        how=_("Posts of these days, by how many people may come in."),
        read=measuring.posts_a_person,
    ),
    Metric(
        key="spaces.answered",
        order=22,
        label=_("Questions answered within two working days"),
        unit=_("in 100 questions"),
        how=_(
            "Of the conversations begun in these days whose title or first post ends in a question mark: how many "
            "somebody else answered within two working days."
        ),
        read=measuring.answered_in_time,
    ),
)
notice_kinds.add(
    NoticeKind(
        key=telling.MENTION,
        order=20,
        label=_("Someone names me"),
        thing=telling.POST,
        load=telling.load,
        places="space",
        hint=_("Also in what I have muted"),
    ),
    NoticeKind(
        key=telling.REPLY,
        order=21,
        label=_("Someone answers where I wrote"),
        thing=telling.POST,
        load=telling.load,
        places="space",
        default=When.DAILY,
    ),
    NoticeKind(
        key=telling.FOLLOWED,
        order=22,
        label=_("Something is said that I follow"),
        thing=telling.POST,
        load=telling.load,
        places="space",
        default=When.DAILY,
        hint=_("Each post of a conversation that I follow; of a space, each new conversation"),
    ),
    NoticeKind(
        key=telling.POLL_CLOSED,
        order=23,
        label=_("A poll that I asked or answered has closed"),
        thing=telling.POLL,
        load=telling.load_polls,
        places="space",
        default=When.DAILY,
    ),
    NoticeKind(
        key=telling.UNATTENDED,
        order=60,
        label=_("A space waits for someone to look after it"),
        thing=telling.SPACE,
        load=telling.load_unattended,
        shown_to=telling.may_appoint,
    ),
)
places.add(Places(key="space", names=spaces.joined_places, order=20))
troubles.add(Trouble(key="spaces", find=spaces.troubles, order=20))
welcome_steps.add(
    WelcomeStep(
        "spaces", _("Join three spaces"), "spaces:welcome", welcome.has_joined, order=30, shown_to=welcome.joins
    ),
    WelcomeStep("hello", _("Say hello"), "spaces:hello", welcome.has_written, order=40, shown_to=welcome.may_say_hello),
)
personal_data.add(
    PersonalData("posts", _("What you wrote in spaces"), personal.posts, order=40),
    PersonalData("mentions", _("Where you were named"), personal.mentions, order=41),
    PersonalData("polls", _("Polls that you asked or answered"), personal.polls, order=44),
    PersonalData("places", _("Your spaces, what you follow, and feed keys"), personal.places, order=42),
    PersonalData("drafts", _("What you have begun to write"), personal.drafts, order=43, private=True),
)
links.add(LinkProvider(key="spaces.clauses", find=relying.links, order=20))
periodic.add(Periodic(key="spaces.polls", order=30, every=timedelta(minutes=1), run=close_due))
leaving.add(LeavingStep(key="spaces", leave=hand_over, back=begin_anew, order=20))
kinds.add(
    UploadKind(
        key="post",
        most=lambda: settings.MOOTHALL_UPLOAD_MB * MEGABYTE,
        plain=lambda: min(settings.MOOTHALL_UPLOAD_FORM_MB, settings.MOOTHALL_UPLOAD_MB) * MEGABYTE,
    )
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
ways.add(Way("post", label=_("Posts"), parts=documents.parts, told=documents.told, order=20))
live_sources.add(
    LiveSource(
        key="space",
        order=20,
        label=_("Spaces"),
        unnamed=_("A private space"),
        unit=_("Conversations"),
        size_of=_("Files"),
        containers=live.containers,
        live=live.live,
        kinds=("post",),
    )
)
reviewables.add(
    Reviewable(
        key="space",
        order=20,
        label=_("Space"),
        places=reviewing.places,
        entries=reviewing.entries,
        remove=reviewing.remove,
        may_review=reviewing.may_review,
        sponsors=reviewing.sponsors,
    )
)
bundlings.add(
    Bundling(
        key="space",
        order=20,
        label=_("Space"),
        find=bundle.find_space,
        files=bundle.of_space,
        may_export=bundle.may_export,
    ),
    Bundling(
        key="conversation",
        order=21,
        label=_("Conversation"),
        find=bundle.find_conversation,
        files=bundle.of_conversation,
        may_export=bundle.may_export_talk,
    ),
    Bundling(
        key="post",
        order=22,
        label=_("Post"),
        find=bundle.find_post,
        files=bundle.of_post,
        may_export=bundle.may_export_post,
    ),
)
bringings.add(Bringing(key="space", order=20, label=_("Space"), marker="space.json", bring_in=bringing.from_bundle))
holdables.add(
    Holdable(
        key="space",
        order=20,
        label=_("space"),
        many=_("spaces"),
        model=Space,
        pages={"spaces:space": "slug", "spaces:people": "slug"},
    ),
    Holdable(
        key="conversation",
        order=21,
        label=_("conversation"),
        many=_("conversations"),
        model=Conversation,
        pages={"spaces:conversation": "pk"},
    ),
    Holdable(
        key="post",
        order=22,
        label=_("post"),
        many=_("posts"),
        model=Post,
        pages={"spaces:post": "pk", "spaces:versions": "pk"},
        indexed="post",
        title=spaces.title_of_post,
        related=("author", "conversation"),
    ),
)
custodies.add(
    Custody(
        key="space",
        order=20,
        label=_("Spaces"),
        every=_("All spaces"),
        unit=custody.UNIT,
        unit_label=_("Conversations"),
        triggers=custody.TRIGGERS,
        units=custody.units,
        dispose=custody.dispose,
        named=custody.named,
        find=custody.find,
        owners=custody.owners,
        owned=custody.owned,
        files=bundle.disposed_of,
        lock=custody.lock,
    )
)
audit_wording.add(
    AuditWording("space.brought_in", _("brought a space in from a bundle")),
    AuditWording("space.created", _("opened a space")),
    AuditWording("space.edited", _("described a space")),
    AuditWording("space.openness_changed", _("changed who can see a space")),
    AuditWording("space.marked_official", _("decided whether a space is official")),
    AuditWording("space.marked_sensitive", _("marked a space OFFICIAL-SENSITIVE")),
    AuditWording("space.marking_taken_away", _("took the marking of a space away")),
    AuditWording("space.joined", _("joined a space")),
    AuditWording("space.left", _("left a space")),
    AuditWording("space.member_added", _("brought someone into a space")),
    AuditWording("space.member_removed", _("put someone out of a space")),
    AuditWording("space.facilitator_made", _("made someone a facilitator")),
    AuditWording("space.facilitator_stepped_down", _("stepped down as facilitator")),
    AuditWording("space.memberships_ended", _("took someone who came back out of the spaces they had been in")),
    AuditWording("space.left_unattended", _("left a space that nobody else looks after")),
    AuditWording("feed_key.made", _("made a key for a feed reader")),
    AuditWording("feed_key.revoked", _("took back a key of a feed reader")),
    AuditWording("conversation.started", _("started a conversation")),
    AuditWording("conversation.renamed", _("renamed a conversation")),
    AuditWording("poll.asked", _("asked a poll")),
    AuditWording("poll.edited", _("asked a poll otherwise, or moved its last day")),
    AuditWording("poll.answered", _("answered a poll")),
    AuditWording("poll.closed", _("closed a poll")),
    AuditWording("poll.removed", _("removed a poll")),
    AuditWording("post.written", _("wrote a post")),
    AuditWording("post.edited", _("edited a post")),
    AuditWording("post.warning_passed", _("posted all the same after a warning about numbers or dates of people")),
    AuditWording("post.removed", _("removed a post")),
)
