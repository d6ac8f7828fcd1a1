"""Markdown to HTML that is safe to show, and the words of such HTML.

HTML in the source is text, images are links, headings stand below the page's own, and nh3 has the last word.
"""

import html as html_entities
import re
from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

BLOCKS = ("p", "br", "blockquote", "ul", "ol", "li", "pre", "hr", "h3", "h4", "h5", "h6")
TABLES = ("table", "thead", "tbody", "tr", "th", "td")
TAGS = frozenset(("strong", "em", "s", "code", "a", *BLOCKS, *TABLES))
ATTRIBUTES = {"*": set[str](), "a": {"href"}, "ol": {"start"}}
CLASSES = {"a": {"mention", "quoted"}, "blockquote": {"quoted"}, "table": {"register"}}
SCHEMES = {"http", "https", "mailto", "tel"}

_INLINE_TAG = re.compile(r"</?(?:a|strong|em|s|code)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_OPEN_TAG = re.compile(r"<[^>]*\Z")


def parse(body: str) -> list[Token]:
    """The tokens of a body; its length is for the caller to bound."""
    return _markdown.parse(body)


def html(tokens: Sequence[Token]) -> str:
    """Safe HTML of tokens."""
    return _clean(_markdown.renderer.render(list(tokens), _markdown.options, {}))


def plain(html: str) -> str:
    """The words of our own HTML, for the index and for excerpts; a tag cut off at the end is dropped."""
    spaced = _TAG.sub(" ", _INLINE_TAG.sub("", _OPEN_TAG.sub("", html)))
    return " ".join(html_entities.unescape(spaced).split())


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
