"""Join messages into threads by the ids they name: never by subject, and the same in whatever order they come."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from moothall.mail.parsing import ParsedMessage


@dataclass(slots=True)
class Strand:
    """Messages that belong together, the ids they name, and the threads those ids already belong to."""

    letters: list[int] = field(default_factory=list)
    refs: set[str] = field(default_factory=set)
    threads: set[int] = field(default_factory=set)


def refs_of(message: ParsedMessage) -> frozenset[str]:
    """Return the keys of a message's own id and of all it follows."""
    ids = {message.message_id, message.in_reply_to, *message.references}
    ids.discard("")
    return frozenset([blake2b(name.encode(), digest_size=16).hexdigest() for name in ids])


def weave(letters: Sequence[Collection[str]], known: Mapping[str, int]) -> list[Strand]:
    """Gather messages (each given by its refs) into strands; two with a ref or a known thread in common are one.

    A message with no refs at all is a strand by itself.
    """
    parent: dict[str | int, str | int] = {}

    def root(node: str | int) -> str | int:
        top = parent.setdefault(node, node)
        while (above := parent[top]) != top:
            top = above
        while parent[node] != top:
            parent[node], node = top, parent[node]
        return top

    for refs in letters:
        first: str | int | None = None
        for ref in refs:
            for node in (ref, known[ref]) if ref in known else (ref,):
                if first is None:
                    first = root(node)
                else:
                    parent[root(node)] = first
    strands: defaultdict[str | int, Strand] = defaultdict(Strand)
    for number, refs in enumerate(letters):
        anchor = next(iter(refs), None)
        strand = strands[f"alone {number}" if anchor is None else root(anchor)]
        strand.letters.append(number)
        strand.refs.update(refs)
    for strand in strands.values():
        strand.threads.update(known[ref] for ref in strand.refs if ref in known)
    return list(strands.values())
