"""XML of strangers as a small tree: no document type, no entities, no more and no deeper than a feed needs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from moothall.lessons.exchange.faults import Fault, Faulty

MOST_NODES, DEEPEST = 100_000, 60
BETWEEN = " "  # between a namespace and a name, as expat writes them
VOID = frozenset({"br", "hr", "img"})


@dataclass(slots=True)
class Node:
    """An element: `{namespace} name` as expat writes it, its attributes, and its words and elements in order."""

    name: str
    attributes: dict[str, str]
    parts: list["Node | str"] = field(default_factory=list)

    @property
    def children(self) -> Iterator["Node"]:
        """The elements within."""
        return (part for part in self.parts if isinstance(part, Node))

    def all(self, *names: str) -> list["Node"]:
        """The elements within that are called so."""
        return [child for child in self.children if child.name in names]

    def first(self, *names: str) -> "Node | None":
        """The first element with the first of these names that is there."""
        return next((found for name in names for found in self.all(name)), None)

    @property
    def text(self) -> str:
        """Its own words, without those of the elements within."""
        return "".join(part for part in self.parts if isinstance(part, str)).strip()

    def words(self, *names: str) -> str:
        """The words of the first element with the first of these names that is there."""
        found = self.first(*names)
        return found.text if found else ""

    def markup(self) -> str:
        """What is within, as HTML of unknown intent: it is to be cleaned like any other."""
        return "".join(escape(part, quote=False) if isinstance(part, str) else part._tag() for part in self.parts)

    def _tag(self) -> str:
        name = self.name.rpartition(BETWEEN)[2]
        given = "".join(
            f' {key}="{escape(value)}"' for key, value in self.attributes.items() if key.isascii() and key.isalnum()
        )
        return f"<{name}{given}>" if name in VOID else f"<{name}{given}>{self.markup()}</{name}>"


def parse(body: bytes) -> Node:
    """The root of a document; raises `Faulty` for what is damaged, declares anything of its own, or is too much."""
    return _Builder().build(body)


class _Builder:
    def __init__(self) -> None:
        self.open: list[Node] = []
        self.root: Node | None = None
        self.nodes = 0

    def build(self, body: bytes) -> Node:
        parser = expat.ParserCreate(namespace_separator=BETWEEN)
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.ExternalEntityRefHandler = _refuse
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.say
        try:
            parser.Parse(body, True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise Faulty(Fault.DAMAGED, str(error)) from error
        if self.root is None:
            raise Faulty(Fault.DAMAGED)
        return self.root

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES or len(self.open) >= DEEPEST:
            raise Faulty(Fault.DAMAGED, "too many elements" if self.nodes > MOST_NODES else "too deep")
        node = Node(name, attributes)
        if self.open:
            self.open[-1].parts.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, name: str) -> None:
        self.open.pop()

    def say(self, words: str) -> None:
        if self.open:
            self.open[-1].parts.append(words)


def _refuse(*_declared: object) -> int:
    raise Faulty(Fault.DOCTYPE)
