"""Threads are the same in whatever order their messages come."""

from hypothesis import given
from hypothesis import strategies as st

from moothall.mail.weaving import weave

letters = st.lists(st.frozensets(st.sampled_from("abcdefghijkl"), max_size=3), max_size=14)


def threads(batches: list[list[tuple[int, frozenset[str]]]]) -> set[frozenset[int]]:
    """Weave batch after batch as an import does, and return which letters lie together."""
    known: dict[str, int] = {}
    belongs: dict[int, int] = {}
    fresh = 0
    for batch in batches:
        for strand in weave([refs for _number, refs in batch], known):
            fresh += 1
            thread = min(strand.threads, default=fresh + 1000)
            merged = strand.threads
            known = {ref: thread if at in merged else at for ref, at in known.items()}
            belongs = {number: thread if at in merged else at for number, at in belongs.items()}
            known.update(dict.fromkeys(strand.refs, thread))
            belongs.update({batch[place][0]: thread for place in strand.letters})
    together: dict[int, set[int]] = {}
    for number, thread in belongs.items():
        together.setdefault(thread, set()).add(number)
    return {frozenset(numbers) for numbers in together.values()}


@given(letters, st.randoms(use_true_random=False), st.integers(1, 5))
def test_order_and_batches_make_no_difference(refs: list[frozenset[str]], random, size: int) -> None:  # type: ignore[no-untyped-def]
    numbered = list(enumerate(refs))
    mixed = numbered.copy()
    random.shuffle(mixed)
    batches = [mixed[start : start + size] for start in range(0, len(mixed), size)]
    assert threads(batches) == threads([numbered])


@given(letters)
def test_two_letters_are_together_exactly_when_ids_connect_them(refs: list[frozenset[str]]) -> None:
    found = threads([list(enumerate(refs))])
    groups: list[tuple[set[int], set[str]]] = []
    for number, names in enumerate(refs):
        touching = [group for group in groups if group[1] & names]
        rest = [group for group in groups if not group[1] & names]
        groups = [
            *rest,
            ({number}.union(*(group[0] for group in touching)), set(names).union(*(group[1] for group in touching))),
        ]
    assert found == {frozenset(numbers) for numbers, _names in groups}
