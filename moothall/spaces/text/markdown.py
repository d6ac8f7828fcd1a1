"""Markdown to HTML that is safe to show, in two steps: read it, learn whom it calls, then render.

HTML in the source is text, images are links, headings stand below the page's own, and nh3 has the last word.
"""

import html as html_entities
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from moothall.people.models import User

LONGEST = 40_000  # characters in one body; the parser takes under a second for the worst of that length
MOST_CALLED = 50  # @s that are looked at in one body
WORDS_IN_NAME = 5

BLOCKS = ("p", "br", "blockquote", "ul", "ol", "li", "pre", "hr", "h3", "h4", "h5", "h6")
TABLES = ("table", "thead", "tbody", "tr", "th", "td")
TAGS = frozenset(("strong", "em", "s", "code", "a", *BLOCKS, *TABLES))
ATTRIBUTES = {"*": set[str](), "a": {"href"}, "ol": {"start"}}
CLASSES = {"a": {"mention"}, "table": {"register"}}
SCHEMES = {"http", "https", "mailto", "tel"}

_CALL = re.compile(r"(?<![\w@./+-])@(?=\w)")
_PUNCTUATION = ".,;:!?…)]}\"”’'*_"
_INLINE_TAG = re.compile(r"</?(?:a|strong|em|s|code)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_OPEN_TAG = re.compile(r"<[^>]*\Z")


@dataclass(frozen=True)
class Reading:
    """A body that has been parsed: whom it calls, as typed after the @, and the way to its HTML."""

    tokens: Sequence[Token]
    called: frozenset[str]

    def html(self, people: Mapping[str, User]) -> str:
        """Safe HTML in which what was called and is found in `people` links to a profile."""
        for token in self.tokens:
            if token.type == "inline" and people:
                token.children = list(_linked(token.children or [], people))
        raw = _markdown.renderer.render(list(self.tokens), _markdown.options, {})
        return _clean(raw)


def read(body: str) -> Reading:
    """Parse a body of at most `LONGEST` characters; raises ValueError for a longer one."""
    if len(body) > LONGEST:
        raise ValueError(f"A post has at most {LONGEST} characters; this one has {len(body)}.")
    tokens = _markdown.parse(body)
    called = (words for text in _loose_text(tokens) for words in _called(text))
    return Reading(tokens, frozenset(called))


def plain(html: str) -> str:
    """The words of our own HTML, for the index and for excerpts; a tag cut off at the end is dropped."""
    spaced = _TAG.sub(" ", _INLINE_TAG.sub("", _OPEN_TAG.sub("", html)))
    return " ".join(html_entities.unescape(spaced).split())


def _called(text: str) -> Iterator[str]:
    """For each @ in a text, everything that could be the name after it."""
    for number, match in enumerate(_CALL.finditer(text)):
        if number == MOST_CALLED:
            return
        yield from _candidates(text, match.end())


def _candidates(text: str, start: int) -> list[str]:
    """What could be a name from `start` on, the longest first."""
    words = text[start : start + 200].split(" ")[:WORDS_IN_NAME]
    runs = [" ".join(words[:count]) for count in range(len(words), 0, -1)]
    trimmed = [trim for run in runs for trim in (run, run.rstrip(_PUNCTUATION), _without_possessive(run)) if trim]
    return list(dict.fromkeys(trimmed))


def _without_possessive(run: str) -> str:
    """`Gareth Pugh’s` calls Gareth Pugh."""
    return re.sub(r"[’']s?$", "", run.rstrip(_PUNCTUATION))


def _loose_text(tokens: Sequence[Token]) -> Iterator[str]:
    """The text outside links and code."""
    for token in tokens:
        depth = 0
        for child in token.children or []:
            depth += child.nesting if child.type in {"link_open", "link_close"} else 0
            if child.type == "text" and not depth:
                yield child.content


def _linked(children: Sequence[Token], people: Mapping[str, User]) -> Iterator[Token]:
    depth = 0
    for child in children:
        depth += child.nesting if child.type in {"link_open", "link_close"} else 0
        if child.type == "text" and not depth and "@" in child.content:
            yield from _split(child.content, people)
            continue
        yield child


def _split(text: str, people: Mapping[str, User]) -> Iterator[Token]:
    done = 0
    for match in _CALL.finditer(text):
        if match.start() < done:
            continue
        name = next((words for words in _candidates(text, match.end()) if words in people), None)
        if name is None:
            continue
        yield _text(text[done : match.start()])
        yield from _mention(people[name])
        done = match.end() + len(name)
    yield _text(text[done:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _mention(person: User) -> Iterator[Token]:
    yield Token("link_open", "a", 1, attrs={"href": person.get_absolute_url(), "class": "mention"})
    yield _text(f"@{person.name}")
    yield Token("link_close", "a", -1)


def _clean(raw: str) -> str:
    return nh3.clean(
        raw,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow",
        strip_comments=True,
    )


class _Renderer(RendererHTML):
    """HTML as our pages want it."""

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A page has one h1, and the page's sections have the h2s."""
        return f"<{_lowered(tokens[idx].tag)}>"

    def heading_close(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Close what was opened."""
        return f"</{_lowered(tokens[idx].tag)}>\n"

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Tables look like the hall's registers."""
        return '<table class="register">\n'

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """A link to the picture: showing it would tell its server who reads here."""
        token = tokens[idx]
        href = html_entities.escape(str(token.attrs.get("src", "")))
        words = html_entities.escape(self.renderInlineAsText(token.children, options, env)) or href
        return f'<a href="{href}">{words}</a>'


def _lowered(tag: str) -> str:
    return f"h{min(6, int(tag[1]) + 2)}"


_markdown = MarkdownIt("commonmark", {"html": False, "linkify": True}, renderer_cls=_Renderer).enable(
    ["table", "strikethrough", "linkify"]
)
