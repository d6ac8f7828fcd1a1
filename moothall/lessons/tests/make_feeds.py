"""Feeds of other bodies for tests of reading them: well-meant, and with all that is hostile in them."""

import json

from moothall.lessons.exchange import in_json, in_xml
from moothall.lessons.exchange.entries import Entry, Feed

HERE = "https://elmbridge.example/feeds/lessons"
HOSTILE = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)><script>1</script></svg>"),
    *("<a href='javascript:alert(1)'>a</a>", "<a href='JaVaScRiPt:alert(1)'>a</a>", "<a href='data:text/html,x'>a</a>"),
    *(
        "<a href=' &#1;javascript:alert(1)'>a</a>",
        "<a href='java&#9;script:alert(1)'>a</a>",
        "<a href='vbscript:x'>a</a>",
    ),
    *(
        "<iframe srcdoc='<script>1</script>'></iframe>",
        "<object data=x></object>",
        "<embed src=x>",
        "<base href=//evil>",
    ),
    *("<form action=//evil><input name=password></form>", "<meta http-equiv=refresh content='0;url=//evil'>"),
    *("<p style='position:fixed;inset:0'>over</p>", "<style>*{display:none}</style>", "<link rel=stylesheet href=//e>"),
    *(
        "<div onclick=x>d</div>",
        "<p class='govuk-button' id='main'>p</p>",
        "<math><mtext><style><img onerror=1></math>",
    ),
    *("<template><script>1</script></template>", "<noscript><p title='</noscript><img src=x onerror=1>'></noscript>"),
    *("<!--><script>1</script-->", "<textarea></textarea><script>1</script>", "<a href='//user:p@evil/'>a</a>"),
)
FORBIDDEN = ("script", "onerror", "onload", "onclick", "javascript", "vbscript", "data:", "<iframe", "<form", "<input")
ALSO = (
    "<meta",
    "<base",
    "<svg",
    "<math",
    "style",
    'class="govuk',
    "id=",
    "<object",
    "<embed",
    "<link",
    "srcdoc",
    "@evil",
)


def atom(entry: str = "", head: str = "") -> Feed:
    """An Atom feed with these parts, read."""
    return in_xml.read(
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Elmbridge</title>{head}{entry}</feed>".encode(), HERE
    )


def rss(item: str) -> Feed:
    """An RSS feed with this item, read."""
    return in_xml.read(
        f"<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>E</title>"
        f"<link>https://elmbridge.example/</link>{item}</channel></rss>".encode(),
        HERE,
    )


def feed(*items: object, **more: object) -> Feed:
    """A JSON Feed with these items, read."""
    said = {"version": "https://jsonfeed.org/version/1.1", "title": "Elmbridge", "items": list(items), **more}
    return in_json.read(json.dumps(said).encode(), HERE)


def only(found: Feed) -> Entry:
    """The one entry of a feed."""
    assert len(found.entries) == 1
    return found.entries[0]


def escaped(html: str) -> str:
    """HTML as it stands in XML."""
    return html.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
