"""What searches found becomes a review set: nothing lost, nothing twice, nothing torn apart, in any order."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.disclosure.sifting import Beside, Found, ReviewSet, sift
from moothall.disclosure.sifting.words import shingles
from moothall.disclosure.tests.make_found import START, file_of, letter, words
from moothall.kit.testing import never_ending

FIVE = [f"{name}@wexmoor.example" for name in ("roads", "leader", "clerk", "press", "legal")]
HOSTILE = ("", "\0", "<>", "thread", "id 1", "\ud800", "x" * 5000, "😀", "a\nb", "' OR 1=1 --")


@st.composite
def worlds(draw: st.DrawFn) -> list[Found]:
    """A handful of families in few mailboxes, with few contents, ids and texts, so that much coincides."""
    made: list[Found] = []
    marks = st.sampled_from(["a", "b", "c", "d", *HOSTILE])
    for number in range(draw(st.integers(0, 12))):
        content = draw(st.sampled_from("pqrs"))
        head = letter(
            f"mail:{number}",
            custodian=draw(st.sampled_from(FIVE)),
            digest=content,
            says=words(30, from_word=ord(content) % 3),
            thread=draw(st.sampled_from(["", "1", "2", *HOSTILE])),
            mark=draw(marks),
            answers=draw(st.lists(marks, max_size=3)),
            minutes=draw(st.none() | st.integers(0, 5)),
            searches=draw(st.sets(st.sampled_from(["lamps", "crossing"]))),
        )
        made.append(head)
        for place in range(1, draw(st.integers(0, 2)) + 1):
            made.append(file_of(head, place, digest=draw(st.sampled_from("xyz"))))
    return made


@given(worlds(), st.randoms(use_true_random=False))
def test_nothing_is_lost_nothing_twice_and_no_family_is_split(world: list[Found], chance: random.Random) -> None:
    result = sift(world)
    everywhere = Counter(copy.key for item in result.items for copy in item.copies)
    assert everywhere == Counter(one.key for one in world)
    assert [item.number for item in result.items] == list(range(len(result.items)))
    item_of = {copy.key: item for item in result.items for copy in item.copies}
    for one in world:
        item = item_of[one.key]
        assert item.digest == one.digest
        assert item.family == item_of[one.family or one.key].family
        assert set(one.searches) <= set(item.searches)
    families = [item.family for item in result.items]
    assert families == sorted(families), "a family lies apart"
    assert len(set(families)) == result.families
    for earlier, later in zip(result.items, result.items[1:], strict=False):
        assert later.place == (earlier.place + 1 if later.family == earlier.family else 0)
    _every_copy_is_whole(world, result)
    _threads_are_whole(result)

    shuffled = list(world)
    chance.shuffle(shuffled)
    assert sift(shuffled) == result


def _every_copy_is_whole(world: Sequence[Found], result: ReviewSet) -> None:
    """Each copy of a message has its files in the same family, wherever it lies."""
    family_of = {copy.key: item.family for item in result.items for copy in item.copies}
    for one in world:
        if one.family:
            assert family_of[one.key] == family_of[one.family]
    by_family: dict[int, set[int]] = {}
    for item in result.items:
        by_family.setdefault(item.family, set()).add(len(item.copies))
    assert all(len(counts) == 1 for counts in by_family.values())


def _threads_are_whole(result: ReviewSet) -> None:
    lines = [line.item for thread in result.threads for line in thread.lines if line.item is not None]
    heads = {item.number for item in result.items if item.place == 0 and item.thread is not None}
    assert Counter(lines) == Counter(heads)
    for thread in result.threads:
        for line in thread.lines:
            if line.item is not None:
                assert result.items[line.item].thread == thread.number
        own = [item.number for item in result.items if item.thread == thread.number]
        assert own == list(range(own[0], own[-1] + 1)), "the items of a thread do not follow each other"


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 60)), min_size=2, max_size=10), st.randoms())
def test_no_group_is_false_whatever_is_said(cuts: list[tuple[int, int]], chance: random.Random) -> None:
    texts = [words(80 - cut) + " " + words(cut, from_word=1000 * (which + 1)) for which, cut in cuts]
    world = [letter(f"mail:{number}", says=text) for number, text in enumerate(texts)]
    result = sift(world)
    for group in result.groups:
        first, *others = group.members
        assert first.likeness == 1.0
        for other in others:
            assert other.likeness >= 0.8
            assert _jaccard(_text(result, first.item, texts), _text(result, other.item, texts)) == other.likeness
    members = [member.item for group in result.groups for member in group.members]
    assert len(members) == len(set(members))
    chance.shuffle(world)
    assert sift(world) == result


def _text(result: ReviewSet, item: int, texts: list[str]) -> str:
    return texts[int(result.items[item].copies[0].key.removeprefix("mail:"))]


def _jaccard(one: str, other: str) -> float:
    runs = [{tuple(said.split()[at : at + 3]) for at in range(len(said.split()) - 2)} for said in (one, other)]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


def test_the_same_mail_in_five_mailboxes_is_read_once_and_all_five_are_on_record() -> None:
    world = []
    for number, custodian in enumerate(FIVE):
        message = letter(f"mail:{number}", custodian=custodian, digest="same", searches=[f"search {number}"])
        world += [message, file_of(message, 1, digest="plan.pdf"), file_of(message, 2, digest="costs.xlsx")]
    result = sift(world)
    assert [item.kind for item in result.items] == ["mail", "mail_file", "mail_file"]
    for item in result.items:
        assert item.custodians == tuple(sorted(FIVE))
        assert len({copy.location for copy in item.copies}) == 5
    assert result.items[0].searches == tuple(f"search {number}" for number in range(5))
    assert {copy.key for copy in result.items[1].copies} == {f"mail:{number}/1" for number in range(5)}
    assert result.spared == 12


def test_a_copy_with_another_file_is_not_the_same_but_stands_beside_it() -> None:
    one, other = letter("mail:1", digest="same", says=words(40)), letter("mail:2", digest="same", says=words(40))
    result = sift([one, other, file_of(one, 1, digest="draft"), file_of(other, 1, digest="final")])
    assert len(result.items) == 4
    assert [[member.likeness for member in group.members] for group in result.groups] == [[1.0, 1.0]]


def test_a_file_that_came_with_two_letters_is_in_both_families_and_in_one_group() -> None:
    one, other = letter("mail:1"), letter("mail:2")
    result = sift([one, other, file_of(one, 1, digest="plan"), file_of(other, 1, digest="plan")])
    (group,) = result.groups
    assert {result.items[member.item].kind for member in group.members} == {"mail_file"}
    assert len({result.items[member.item].family for member in group.members}) == 2


def test_what_several_searches_found_is_one_item_with_all_of_them() -> None:
    found = [letter("mail:1", searches=["lamps"]), letter("mail:1", searches=["crossing"])]
    (item,) = sift(found).items
    assert item.searches == ("crossing", "lamps")
    assert len(item.copies) == 1


def test_one_key_with_two_contents_is_refused() -> None:
    with pytest.raises(ValueError, match="mail:1 was found twice"):
        sift([letter("mail:1", digest="a"), letter("mail:1", digest="b")])


def test_a_reply_is_not_like_what_it_quotes() -> None:
    asked = words(60)
    quoted = "\n".join(f"> {part}" for part in (asked[:200], asked[200:]))
    reply = f"{words(8, from_word=500)}\n\nOn Monday, 2 March 2026, Roads\n<roads@wexmoor.example> wrote:\n{quoted}\n"
    below = f"{words(8, from_word=600)}\n\n-----Original Message-----\nFrom: Roads\nSent: Monday\n\n{asked}"
    assert sift([letter("mail:1", says=asked), letter("mail:2", says=reply), letter("mail:3", says=below)]).groups == ()


def test_two_replies_of_the_same_few_words_to_different_letters_are_not_alike() -> None:
    found = [
        letter(f"mail:{number}", says=f"Agreed, thank you.\n\nOn Monday Roads wrote:\n> {words(60, from_word=number)}")
        for number in (0, 1000)
    ]
    assert sift(found).groups == ()
    short = [letter("mail:1", says="Agreed, thank you."), letter("mail:2", says="Agreed, thank you.")]
    assert sift(short).groups == ()


def test_the_same_words_sent_again_are_one_group_however_their_lines_are_broken() -> None:
    again = words(60).upper().replace(" ", "\n ")
    (group,) = sift([letter("mail:1", says=words(60)), letter("mail:2", says=again)]).groups
    assert [member.likeness for member in group.members] == [1.0, 1.0]


def test_small_changes_do_not_chain_two_texts_that_differ() -> None:
    steps = [" ".join([words(100 - done), words(done, from_word=1000)]) for done in range(0, 101, 5)]
    result = sift([letter(f"mail:{number}", says=text) for number, text in enumerate(steps)])
    assert len(result.groups) > 2
    for group in result.groups:
        assert all(member.likeness >= 0.8 for member in group.members)


def test_no_pair_that_is_alike_is_left_alone() -> None:
    chance = random.Random(5)
    texts = []
    for base in range(60):
        said = words(120, from_word=1000 * base).split()
        for _again in range(5):
            changed = list(said)
            for at in chance.sample(range(120), k=chance.randint(0, 12)):
                changed[at] = f"other{chance.randrange(10**9)}"
            texts.append(" ".join(changed))
    result = sift([letter(f"mail:{number}", says=text) for number, text in enumerate(texts)])
    grouped = {_text(result, member.item, texts) for group in result.groups for member in group.members}
    for base in range(0, 300, 5):
        for one, other in combinations(texts[base : base + 5], 2):
            assert _jaccard(one, other) < 0.8 or {one, other} & grouped


def test_a_thread_is_one_across_mailboxes_and_an_answer_stands_after_what_it_answers() -> None:
    found = [
        letter("mail:1", custodian=FIVE[0], thread="1", mark="a", minutes=0),
        letter("mail:2", custodian=FIVE[1], thread="2", mark="b", answers=["a"], minutes=-30),  # a clock that is wrong
        letter("mail:3", custodian=FIVE[0], thread="1", mark="c", answers=["b", "a"], minutes=5),
    ]
    (thread,) = sift(found).threads
    assert [line.item for line in thread.lines] == [0, 1, 2]
    items = sift(found).items
    assert [item.copies[0].key for item in items] == ["mail:1", "mail:2", "mail:3"]


def test_a_thread_is_shown_whole_with_what_no_search_found() -> None:
    found = [letter("mail:2", thread="1", mark="b", minutes=10)]
    rest = [
        Beside("mail:1", FIVE[0], "1", "a", START),
        Beside("mail:3", FIVE[0], "1", "c", None),
        Beside("mail:7", FIVE[1], "2", "c", None),  # the third again, in another mailbox
        Beside("mail:8", FIVE[1], "2", "b", found[0].date),  # the second again: beside the item
        Beside("mail:9", FIVE[1], "9", "z", START),  # of a thread in which nothing was found
    ]
    (thread,) = sift(found, beside=rest).threads
    assert [(line.item, line.beside) for line in thread.lines] == [
        (None, ("mail:1",)),
        (0, ("mail:8",)),
        (None, ("mail:3", "mail:7")),
    ]
    assert sift(found, beside=reversed(rest)) == sift(found, beside=rest)


def test_letters_that_answer_each_other_in_a_loop_all_stand_in_the_thread_once() -> None:
    names = "abcdef"
    ring = [
        letter(f"mail:{at}", thread="1", mark=name, answers=[names[at - 1], name], minutes=10 - at)
        for at, name in enumerate(names)
    ]
    tail = letter("mail:9", thread="1", mark="t", answers=["c"], minutes=-60)
    result = sift([*ring, tail])
    (thread,) = result.threads
    keys = [result.items[line.item].copies[0].key for line in thread.lines if line.item is not None]
    assert sorted(keys) == sorted([one.key for one in [*ring, tail]])
    assert keys[0] == "mail:5"  # the earliest of the ring
    assert keys.index("mail:9") > keys.index("mail:2")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_ids_hurt_nobody(hostile: str) -> None:
    found = [
        letter(f"{hostile}{at}", digest=hostile or "-", thread=hostile, mark=hostile, answers=[hostile])
        for at in range(3)
    ]
    result = sift([replace(one, custodian=hostile, location=hostile) for one in found])
    assert [len(item.copies) for item in result.items] == [3]


def test_a_hundred_thousand_copies_are_one_item() -> None:
    text = words(300)
    copies = (letter(f"mail:{at}", digest="same", says=text, thread=f"{at}", mark="m") for at in range(100_000))
    with never_ending("sifting a hundred thousand copies"):
        result = sift(copies)
    assert [len(item.copies) for item in result.items] == [100_000]
    assert result.spared == 99_999


def test_thousands_of_answers_in_one_chain_are_put_in_order() -> None:
    chain = (letter(f"mail:{at}", mark=f"{at}", answers=[f"{at - 1}"], minutes=-at, says="yes") for at in range(20_000))
    with never_ending("ordering a chain"):
        result = sift(chain)
    (thread,) = result.threads
    assert [result.items[line.item or 0].copies[0].key for line in thread.lines[:3]] == ["mail:0", "mail:1", "mail:2"]


@pytest.mark.parametrize(
    "giant",
    [
        "a" * 20_000_000,
        "> " * 5_000_000,
        "-" * 10_000_000,
        "On a\n" * 2_000_000,
        "wrote:\n" * 1_000_000,
        "\n" * 9_000_000,
    ],
    ids=["one word", "quotes", "a rule", "beginnings", "introductions", "nothing"],
)
def test_one_giant_text_ends(giant: str) -> None:
    with never_ending("a giant text"):
        result = sift([letter("mail:1", says=giant), letter("mail:2", says=words(30))])
    assert len(result.items) == 2


def test_a_giant_text_is_compared_to_its_end() -> None:
    long = words(300_000)
    found = [
        letter("mail:1", says=long),
        letter("mail:2", says=f"{long} {words(100_000, from_word=500_000)}"),
        letter("mail:3", says=f"{long} {words(3_000, from_word=900_000)}"),
    ]
    result = sift(found)
    (group,) = result.groups
    assert {result.items[member.item].copies[0].key for member in group.members} == {"mail:1", "mail:3"}


def test_thousands_of_texts_that_share_much_but_not_enough_end_and_make_no_false_group() -> None:
    common = words(150)
    found = (letter(f"mail:{at}", says=f"{common} {words(60, from_word=1000 * (at + 1))}") for at in range(2500))
    with never_ending("texts made to collide"):
        result = sift(found)
    assert result.groups == ()


def test_empty_texts_and_an_empty_search_are_fine() -> None:
    assert sift([]).items == ()
    result = sift(letter(f"mail:{at}", says="", minutes=None) for at in range(50))
    assert len(result.items) == 50
    assert result.groups == ()
    assert result.threads == ()


def test_a_file_without_its_letter_is_still_an_item() -> None:
    (item,) = sift([file_of(letter("mail:1"), 3, digest="plan", searches=["lamps"])]).items
    assert (item.place, item.searches) == (0, ("lamps",))


def test_shingles_are_a_sorted_set() -> None:
    import numpy as np

    words_ = np.array([1, 2, 3, 1, 2, 3, 1], dtype=np.uint64)
    runs = shingles(words_)
    assert len(runs) == 3
    assert (runs[1:] > runs[:-1]).all()
