"""Atom 1.0 (RFC 4287) and RSS 2.0, read from a tree of XML."""

from moothall.lessons.exchange import words
from moothall.lessons.exchange.entries import MOST, SCHEME, Entry, Feed, Raw, entry, paragraphs
from moothall.lessons.exchange.faults import Fault, Faulty
from moothall.lessons.exchange.xml import Node, parse

ATOM = "http://www.w3.org/2005/Atom "
XHTML = "http://www.w3.org/1999/xhtml "
BASE = "http://www.w3.org/XML/1998/namespace base"
LANG = "http://www.w3.org/XML/1998/namespace lang"
ENCODED = "http://purl.org/rss/1.0/modules/content/ encoded"
DUBLIN = "http://purl.org/dc/elements/1.1/ "


def read(body: bytes, address: str) -> Feed:
    """The feed; raises `Faulty` where it is damaged, or neither of the two."""
    root = parse(body)
    if root.name == f"{ATOM}feed":
        return _atom(root, address)
    channel = root.first("channel") if root.name == "rss" else None
    if channel is None:
        raise Faulty(Fault.NO_FEED)
    return _rss(channel, address)


def _atom(root: Node, address: str) -> Feed:
    base = words.web(root.attributes.get(BASE, ""), base=address) or address
    licence, language = _plainly(root, f"{ATOM}rights"), root.attributes.get(LANG, "")
    by = _author(root)
    found = root.all(f"{ATOM}entry")
    made = [_of_atom(node, base=base, licence=licence, language=language, by=by) for node in found[:MOST]]
    return Feed(
        title=_plainly(root, f"{ATOM}title"),
        home=_link(root, base, "alternate"),
        licence=licence,
        entries=tuple(each for each in made if each is not None),
        left_out=max(0, len(found) - MOST),
        next=_link(root, base, "next"),
    )


def _of_atom(node: Node, *, base: str, licence: str, language: str, by: str) -> Entry | None:
    kinds = [each.attributes.get("term", "") for each in node.all(f"{ATOM}category") if _says_kind(each)]
    return entry(
        Raw(
            guid=node.words(f"{ATOM}id"),
            kind=kinds[0] if kinds else "",
            title=_markup(node.first(f"{ATOM}title")),
            summary=_markup(node.first(f"{ATOM}summary")),
            html=_markup(node.first(f"{ATOM}content")),
            url=_link(node, base, "alternate"),
            licence=_plainly(node, f"{ATOM}rights") or licence,
            licence_url=_link(node, base, "license"),
            said_by=_author(node) or by,
            language=node.attributes.get(LANG, "") or language,
            published=node.words(f"{ATOM}published"),
            updated=node.words(f"{ATOM}updated"),
        ),
        base=base,
    )


def _says_kind(category: Node) -> bool:
    return category.attributes.get("scheme") == SCHEME


def _markup(node: Node | None) -> str:
    """A text construct as HTML (RFC 4287 §3.1 and §4.1.3)."""
    if node is None:
        return ""
    kind = node.attributes.get("type", "text")
    if kind in ("html", "text/html"):
        return node.text
    if kind == "xhtml":
        div = node.first(f"{XHTML}div")
        return div.markup() if div is not None else ""
    return paragraphs(node.text) if kind in ("text", "text/plain") else ""


def _plainly(node: Node, name: str) -> str:
    return words.of_html(_markup(node.first(name)), words.TITLE)


def _author(node: Node) -> str:
    author = node.first(f"{ATOM}author")
    return author.words(f"{ATOM}name") if author is not None else ""


def _link(node: Node, base: str, relation: str) -> str:
    for each in node.all(f"{ATOM}link"):
        if each.attributes.get("rel", "alternate") == relation:
            return words.web(each.attributes.get("href", ""), base=base)
    return ""


def _rss(channel: Node, address: str) -> Feed:
    home = words.web(channel.words("link"), base=address)
    licence, language = words.line(channel.words("copyright"), words.NAME), channel.words("language")
    found = channel.all("item")
    made = [_of_rss(node, base=home or address, licence=licence, language=language) for node in found[:MOST]]
    return Feed(
        title=words.of_html(channel.words("title"), words.TITLE),
        home=home,
        licence=licence,
        entries=tuple(each for each in made if each is not None),
        left_out=max(0, len(found) - MOST),
    )


def _of_rss(node: Node, *, base: str, licence: str, language: str) -> Entry | None:
    guid = node.first("guid")
    permanent = guid is not None and guid.attributes.get("isPermaLink", "true") == "true"
    name = guid.text if guid is not None else ""
    return entry(
        Raw(
            guid=name,
            title=node.words("title"),
            summary=node.words("description"),
            html=node.words(ENCODED, "description"),
            url=node.words("link") or (name if permanent else ""),
            licence=node.words(f"{DUBLIN}rights") or licence,
            said_by=node.words(f"{DUBLIN}creator"),  # not `author`, which is somebody's e-mail address
            language=language,
            published=node.words("pubDate", f"{DUBLIN}date"),
        ),
        base=base,
    )
