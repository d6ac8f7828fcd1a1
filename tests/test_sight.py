"""Every surface shows a person what the one rule lets them see, and nothing else, in random worlds.

What people see is compared with the rule said again in plain words: an open space is for staff and councillors, any
space is for its members, a mailbox is for its custodians, a request is for disclosure officers but never for whom it
is about. Each of them hides a word of its own.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from moothall import notices
from moothall.disclosure.tests import make as make_requests
from moothall.kit import clock
from moothall.mail.models import Message, Thread
from moothall.mail.tests import make as make_mail
from moothall.notices import queries
from moothall.notices.delivery import deliver
from moothall.notices.gathering import gather
from moothall.notices.models import Notice
from moothall.people import actions as people_actions
from moothall.people.models import Kind, Role, User
from moothall.people.tests import make as make_people
from moothall.search import writer
from moothall.spaces.actions import members as members_actions
from moothall.spaces.actions.feeds import make_feed_key
from moothall.spaces.models import Attachment, Conversation, Follow, Level, Openness, Post, Space
from moothall.spaces.tests import make as make_talk

WORDS = ("quagga", "okapi", "numbat", "dugong")
KINDS = (Kind.STAFF, Kind.STAFF, Kind.COUNCILLOR, Kind.GUEST, Kind.STAFF)


@dataclass(frozen=True)
class Secret:
    """A word that only some may come upon, and where it stands."""

    word: str
    readers: frozenset[int]
    pages: tuple[str, ...]


class EverySurface(TestCase):
    """Lists, pages, files, finding, feeds, desk, notices and mail, for everybody."""

    @settings(max_examples=6, derandomize=True, phases=[Phase.generate], deadline=None)
    @given(
        openness=st.lists(st.sampled_from(list(Openness)), min_size=2, max_size=2),
        members=st.lists(st.sets(st.integers(0, 4)), min_size=2, max_size=2),
        custodians=st.sets(st.sampled_from([0, 1, 2, 4])),
        left=st.sampled_from([None, 1]),
        official=st.tuples(st.sets(st.sampled_from(list(Role))), st.sampled_from([None, 0, 4])),
    )
    def test_shows_what_the_rule_says(
        self,
        openness: list[Openness],
        members: list[set[int]],
        custodians: set[int],
        left: int | None,
        official: tuple[set[Role], int | None],
    ) -> None:
        """`official` is the roles of the last of them, and whom a request is about."""
        roles, about = official
        keeper = make_people.user("Keeper Wold")
        people = [
            make_people.user(f"Person {number}", kind, organisation="Friends" if kind == Kind.GUEST else "")
            for number, kind in enumerate(KINDS)
        ]
        for role in roles:
            people_actions.give_role(people[4], by=None, role=role)
        secrets = [self.space(WORDS[number], keeper, people, openness[number], members[number]) for number in range(2)]
        secrets.append(self.mailbox(WORDS[2], keeper, people, custodians))
        officers = {4} if Role.DISCLOSURE_OFFICER in roles else set[int]()
        secrets.append(self.request(WORDS[3], keeper, people, officers, about))
        keys = [make_feed_key(by=person, label="Reader")[1] for person in people]
        if left is not None:
            people_actions.deactivate(people[left], by=None)
        writer.rebuild()
        for number, person in enumerate(people):
            self.look_round(person, number, secrets, key=keys[number], gone=number == left)

    @settings(max_examples=6, derandomize=True, phases=[Phase.generate], deadline=None)
    @given(
        openness=st.lists(st.sampled_from(list(Openness)), min_size=2, max_size=2),
        members=st.lists(st.sets(st.integers(0, 4)), min_size=2, max_size=2),
        lost=st.lists(st.sets(st.integers(0, 4)), min_size=2, max_size=2),
        left=st.sampled_from([None, 1]),
    )
    def test_tells_nothing_to_who_lost_sight_before_it_is_sent(
        self, openness: list[Openness], members: list[set[int]], lost: list[set[int]], left: int | None
    ) -> None:
        """Everybody was told of everything, rightly or not; what they may see when it is shown or mailed decides."""
        keeper = make_people.user("Keeper Wold")
        people = [
            make_people.user(f"Person {number}", kind, organisation="Friends" if kind == Kind.GUEST else "")
            for number, kind in enumerate(KINDS)
        ]
        secrets, everybody = [], [person.pk for person in people]
        for number in range(2):
            word = WORDS[number]
            self.space(word, keeper, people, openness[number], members[number])
            for post in Post.objects.filter(conversation__title=f"The {word}").select_related("conversation__space"):
                container = post.conversation.space.container
                notices.tell("spaces.mention", people=everybody, subject=post.pk, place=container, by=keeper)
            space = Space.objects.get(conversations__title=f"The {word}")
            for gone in sorted(members[number] & lost[number]):
                members_actions.remove_member(space, by=keeper, user=people[gone])
            readers = members[number] - lost[number]
            if openness[number] == Openness.OPEN:
                readers |= {n for n, kind in enumerate(KINDS) if kind != Kind.GUEST}
            secrets.append(Secret(word, frozenset(readers), ()))
        if left is not None:
            people_actions.deactivate(people[left], by=None)
        mailed = self.mailed()
        for number, person in enumerate(people):
            may = {secret.word for secret in secrets if number in secret.readers and number != left}
            told = mailed.get(person.email, "")
            assert {word for word in WORDS if word in told} == may, (person.name, may)
            assert bool(queries.unread(User.objects.get(pk=person.pk))) == bool(may), person.name
            client = Client()
            client.force_login(person)
            mine = list(Notice.objects.filter(person=person).values_list("pk", flat=True))
            pages = ["/", "/notices/", "/notices/?show=all", "/notices/settings/"]
            words = "".join(self.words_on(client, page) for page in pages + [f"/notices/{pk}/" for pk in mine])
            assert {word for word in WORDS if word in words} == may, (person.name, may)

    def mailed(self) -> dict[str, str]:
        """All that is mailed in the next days, by address."""
        out: dict[str, str] = {}
        backend = "django.core.mail.backends.locmem.EmailBackend"
        noon = (clock.now() + timedelta(days=2)).replace(hour=12)
        with override_settings(MOOTHALL_MAIL_BACKEND=backend, MOOTHALL_MAIL_CONTENT="all"), clock.at(noon):
            mail.outbox = []
            gather()
            deliver()
            for message in mail.outbox:
                out[message.to[0]] = out.get(message.to[0], "") + message.message().as_string().lower()
        return out

    def space(self, word: str, keeper: User, people: list[User], openness: Openness, members: set[int]) -> Secret:
        """A space with a conversation, a file, an edit and a mention; its word stands in each."""
        name = f"Space of the {word}" if openness == Openness.PRIVATE else f"Space {len(word)} {openness.value}"
        inside = [people[number] for number in sorted(members)]
        space = make_talk.space(by=keeper, name=name, openness=openness, guests_allowed=True, members=inside)
        file = SimpleUploadedFile(f"{word}.txt", word.encode())
        talk = make_talk.conversation(space, by=keeper, title=f"The {word}", body=f"A {word} came.", files=[file])
        make_talk.post(talk, by=keeper, body=f"@Person 0 @Person 3 have you seen the {word}?")
        readers = set(members)
        if openness == Openness.OPEN:
            readers |= {number for number, kind in enumerate(KINDS) if kind != Kind.GUEST}
        posts = Post.objects.filter(conversation=talk)
        pages = [Conversation.objects.get(pk=talk.pk).get_absolute_url(), space.get_absolute_url()]
        pages += [post.get_absolute_url() for post in posts]
        pages += [f"/spaces/posts/{post.pk}/versions/" for post in posts]
        pages += [file.get_absolute_url() for file in Attachment.objects.filter(post__in=posts)]
        return Secret(word, frozenset(readers), tuple(pages))

    def mailbox(self, word: str, keeper: User, people: list[User], custodians: set[int]) -> Secret:
        """A mailbox with one letter and its file."""
        box = make_mail.mailbox("sight@wexmoor.example", owner=keeper, others=[people[n] for n in sorted(custodians)])
        letter = make_mail.eml(
            f"About the {word}", f"The {word} again.", files=[(f"{word}.txt", "text/plain", word.encode())]
        )
        make_mail.brought_in(box, [letter])
        message, thread = Message.objects.get(mailbox=box), Thread.objects.get(mailbox=box)
        pages = [f"/mail/threads/{thread.pk}/", f"/mail/{box.pk}/"]
        pages += [f"/mail/messages/{message.pk}/{part}" for part in ("", "html/", "raw/", "files/1/", "files/0/")]
        pages += [f"/mail/threads/{thread.pk}/share/"]
        return Secret(word, frozenset(custodians), tuple(pages))

    def request(self, word: str, keeper: User, people: list[User], officers: set[int], about: int | None) -> Secret:
        """A request that nobody answers for yet, perhaps about one of them."""
        whom = None if about is None else people[about]
        case = make_requests.case(by=keeper, title=f"The {word}", words=f"Where is the {word}?", about=whom)
        names = ("case", "happened", "split", "people", "requester", "time", "searches", "review", "letter_new")
        pages = [reverse(f"disclosure:{name}", args=[case.pk]) for name in names]
        pages += [
            make_requests.part(case).get_absolute_url(),
            reverse("disclosure:desk"),
            reverse("disclosure:insight"),
        ]
        return Secret(word, frozenset(officers - {about}), tuple(pages))

    def look_round(self, person: User, number: int, secrets: list[Secret], *, key: str, gone: bool) -> None:
        """Open everything there is as one person, and compare."""
        client = Client()
        client.force_login(person)
        everywhere = ["/", "/spaces/", "/mail/", "/people/", "/find/", "/audit/", "/overview/", "/notices/?show=all"]
        everywhere += [page for secret in secrets for page in secret.pages]
        everywhere += [f"/find/?q={secret.word}&order=newest" for secret in secrets]
        seen = {page: self.words_on(client, page) for page in everywhere}
        feeds = self.feeds_of(person, key)
        seen |= feeds
        for secret in secrets:
            found = self.found(client, secret.word)
            if number in secret.readers and not gone:
                assert secret.word in seen[secret.pages[0]], (person.name, secret)
                assert found or secret.word == WORDS[3], (person.name, secret)
                assert secret.word in WORDS[2:] or secret.word in next(iter(feeds.values())), (person.name, secret)
                continue
            leaks = [page for page, words in seen.items() if secret.word in words.replace(f"q={secret.word}", "")]
            assert [page for page in leaks if not page.startswith("/find/?q=")] == [], (person.name, secret)
            assert not found, (person.name, secret)

    def feeds_of(self, person: User, key: str) -> dict[str, str]:
        """Every feed that a reader with this person's key asks for, the one of all that they follow first.

        They follow all there is, rightly or not, so that only what they may see decides.
        """
        spaces = list(Space.objects.order_by("pk"))
        Follow.objects.bulk_create([Follow(user=person, space=space, level=Level.FOLLOWED) for space in spaces])
        pages = [reverse("spaces:feed", args=[key])]
        pages += [reverse("spaces:space_feed", args=[key, space.slug]) for space in spaces]
        return {page: self.words_on(Client(), page) for page in pages}

    def words_on(self, client: Client, page: str) -> str:
        """What a page says; the address that was asked for is known already, and the door repeats it."""
        answer = client.get(page, follow=True)
        assert answer.status_code != 500
        asked = page.split("?", maxsplit=1)[0].strip("/").rpartition("/")[2]
        words = str(answer.content.decode("utf-8", "replace")).lower()
        return words.replace(asked, "") if answer.redirect_chain and asked else words

    def found(self, client: Client, word: str) -> bool:
        """Whether finding gives a result; the word itself stands on the page in any case."""
        return 'class="hit"' in self.words_on(client, f"/find/?q={word}")
