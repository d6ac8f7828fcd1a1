"""Reading what others publish: Atom, RSS and JSON Feed, well-meant and hostile."""

import json
from datetime import UTC, datetime

import pytest

from moothall.kit.testing import never_ending
from moothall.lessons.exchange import entries, in_json, in_xml, looking, words
from moothall.lessons.exchange.entries import Entry, Feed
from moothall.lessons.exchange.faults import Fault, Faulty
from moothall.lessons.tests.serving import ATOM, JSON, RSS, Elsewhere

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


def test_atom_is_read_with_its_words_dates_links_and_licence() -> None:
    found = only(
        atom(
            "<entry><id>tag:elmbridge.example,2026:1</id><title type='html'>Start &amp;lt;b&amp;gt; small</title>"
            "<link rel='alternate' href='/lessons/1'/><published>2026-03-01T10:00:00Z</published>"
            "<updated>2026-03-02T10:00:00+01:00</updated><summary>In short</summary>"
            "<author><name>Elmbridge</name></author>"
            "<category term='lesson' scheme='tag:moothall,2026:kind'/><link rel='license' href='https://ogl.example/'/>"
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><h1>Why</h1>"
            "<p>Be<br/>cause <a href='two'>x</a>"
            "</p></div></content></entry>",
            "<rights>OGL v3</rights><link rel='next' href='?page=2'/>",
        )
    )
    assert (found.guid, found.title, found.kind) == ("tag:elmbridge.example,2026:1", "Start <b> small", "lesson")
    assert found.url == "https://elmbridge.example/lessons/1"
    assert found.published_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert found.updated_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert (found.summary, found.licence, found.licence_url) == ("In short", "OGL v3", "https://ogl.example/")
    assert found.said_by == "Elmbridge"
    assert "<h3>Why</h3>" in found.html
    assert 'href="https://elmbridge.example/lessons/two"' in found.html
    assert "Be<br>cause" in found.html


def test_rss_is_read_and_nobodys_mail_address_is_kept() -> None:
    found = only(
        rss(
            "<item><title>Start small</title><guid>https://elmbridge.example/1</guid>"
            "<description>&lt;p&gt;In short&lt;/p&gt;</description>"
            "<content:encoded><![CDATA[<p>At <b>length</b></p>]]></content:encoded>"
            "<pubDate>Sun, 01 Mar 2026 10:00:00 GMT</pubDate><author>ann@elmbridge.example</author></item>"
        )
    )
    assert (found.title, found.url, found.summary) == ("Start small", "https://elmbridge.example/1", "In short")
    assert found.published_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert "At length" in found.html
    assert "ann@" not in repr(found)


def test_json_is_read_whole() -> None:
    data = {
        "outcome": "failure",
        "why": "Nobody <asked>",
        "applies_to": ["transport"],
        "n": 3,
        "deep": {"a": [1, None, True]},
    }
    found = feed(
        {
            "id": "1",
            "title": "1 < 2 & 3",
            "content_html": "<p>Words</p>",
            "url": "https://elmbridge.example/1",
            "_moothall": {"kind": "lesson", "licence": "OGL-UK-3.0", "data": data},
        },
        _moothall={"total": 1},
        next_url="?page=2",
    )
    one = only(found)
    assert (one.title, one.kind, one.licence, dict(one.data)) == ("1 < 2 & 3", "lesson", "OGL-UK-3.0", data)
    assert (found.total, found.next) == (1, "https://elmbridge.example/feeds/lessons?page=2")


@pytest.mark.parametrize("html", HOSTILE)
def test_hostile_html_comes_to_nothing(html: str) -> None:
    for found in (
        atom(
            f"<entry><id>1</id><title type='html'>{escaped(html)}T</title>"
            f"<content type='html'>{escaped(html)}w</content></entry>"
        ),
        rss(f"<item><title>{escaped(html)}T</title><description>{escaped(html)}w</description></item>"),
        feed({"id": "1", "title": "T", "content_html": html + "w"}),
    ):
        one = only(found)
        assert not [each for each in FORBIDDEN + ALSO if each in one.html.lower()], one.html
        assert "<" not in one.summary


@pytest.mark.parametrize("html", HOSTILE)
def test_a_title_is_words_and_never_markup(html: str) -> None:
    """In JSON a title is plain text: what looks like HTML is shown as it is, by a template that escapes it."""
    assert only(feed({"id": "1", "title": html, "content_text": "w"})).title
    bare = atom(f"<entry><id>1</id><title type='html'>{escaped(html)}T</title></entry>")
    assert "<" not in only(bare).title


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://u:p@e.example/",
        "ht tp://x",
        "http://[1",
    ],
)
def test_an_address_that_leads_nowhere_good_is_dropped(url: str) -> None:
    assert only(feed({"id": "1", "title": "T", "url": url})).url == ""
    assert only(feed({"id": "1", "title": "T", "_moothall": {"licence_url": url}})).licence_url == ""


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 10))
    + "]><feed xmlns='http://www.w3.org/2005/Atom'><title>&lol9;</title></feed>"
)
OUTSIDE = '<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed xmlns="http://www.w3.org/2005/Atom"><title>&x;</title></feed>'
PARAMETER = '<!DOCTYPE f [<!ENTITY % x SYSTEM "http://169.254.169.254/"> %x;]><feed/>'
DECLARED = '<!DOCTYPE feed SYSTEM "http://127.0.0.1/feed.dtd"><feed xmlns="http://www.w3.org/2005/Atom"/>'


@pytest.mark.parametrize("body", [BOMB, OUTSIDE, PARAMETER, DECLARED])
def test_a_document_type_is_never_read(body: str) -> None:
    with never_ending("an entity bomb"), pytest.raises(Faulty) as caught:
        in_xml.read(body.encode(), HERE)
    assert caught.value.fault is Fault.DOCTYPE


@pytest.mark.parametrize(
    "body",
    [
        *(
            b"",
            b"<",
            b"<feed",
            b"\xff\xfe\x00",
            b"<feed xmlns='http://www.w3.org/2005/Atom'><title>\x00</title></feed>",
        ),
        *(b"<?xml version='1.0' encoding='nonsense'?><feed/>", b"<a>" * 100, b"<feed>&undeclared;</feed>"),
        b"<rss><channel>" + b"<a>" * 70 + b"</a>" * 70 + b"</channel></rss>",
        b"<rss><channel>" + b"<a/>" * 200_000 + b"</channel></rss>",
    ],
)
def test_damaged_xml_is_told_in_words(body: bytes) -> None:
    with never_ending("damaged XML"), pytest.raises(Faulty) as caught:
        in_xml.read(body, HERE)
    assert caught.value.fault in (Fault.DAMAGED, Fault.DOCTYPE)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        *((b"", "damaged"), (b"{", "damaged"), (b"[" * 100_000, "damaged"), (b'{"a":NaN}', "damaged")),
        *((b'{"n":' + b"9" * 10_000 + b"}", "damaged"), (b"\xff", "damaged"), (b"[]", "no_feed"), (b"{}", "no_feed")),
        *((b'{"version":"https://jsonfeed.org/version/1.1"}', "no_feed"), (b'{"version":1,"items":[]}', "no_feed")),
        (b'{"version":"https://jsonfeed.org/version/1.1","items":{}}', "no_feed"),
    ],
)
def test_damaged_json_is_told_in_words(body: bytes, fault: str) -> None:
    with never_ending("damaged JSON"), pytest.raises(Faulty) as caught:
        in_json.read(body, HERE)
    assert caught.value.fault == fault


@pytest.mark.parametrize("odd", [None, 1, 1.5, True, [], {}, ["x"], {"x": 1}, "\ud800", "\x00"])
def test_whatever_stands_where_a_text_should_breaks_nothing(odd: object) -> None:
    names = (
        "id",
        "url",
        "title",
        "summary",
        "content_html",
        "content_text",
        "authors",
        "author",
        "date_published",
        "language",
    )
    for name in names:
        feed({"id": "1", "title": "T", name: odd}, title=odd, home_page_url=odd, authors=odd, next_url=odd)
    for name in ("kind", "licence", "licence_url", "data"):
        one = only(feed({"id": "1", "title": "T", "_moothall": {name: odd}}, _moothall=odd))
        assert isinstance(one.data, dict)
    assert feed(odd, _moothall={"total": odd}).entries == ()


def test_control_characters_and_turned_words_are_taken_out() -> None:
    one = only(
        feed(
            {
                "id": "1\x00",
                "title": "Pay\x00 \u202egnp.exe\u202c\x1b[31m\ud800 now\u2028",
                "content_text": "a\x00b\x85c",
                "_moothall": {"data": {"k\x00": "v\x00\u202e\ud800"}},
            }
        )
    )
    assert one.title == "Pay gnp.exe[31m now"
    assert one.html == "<p>abc</p>"
    assert dict(one.data) == {"k": "v"}
    json.dumps(dict(one.data), allow_nan=False).encode()
    one.key.encode()


def test_a_number_without_end_is_none() -> None:
    body = b'{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","_moothall":{"data":{"n":1e999,"m":%s}}}]}'
    one = only(in_json.read(body % (b"9" * 400), HERE))
    assert dict(one.data) == {"n": None, "m": None}
    json.dumps(dict(one.data), allow_nan=False)


def test_what_is_a_million_long_is_cut_and_said_to_be() -> None:
    with never_ending("a long item"):
        one = only(
            feed(
                {
                    "id": "i" * 1_000_000,
                    "title": "t" * 1_000_000,
                    "content_html": "<p>w " * 300_000,
                    "url": "https://e/" + "u" * 10**6,
                }
            )
        )
    assert len(one.title) == words.TITLE
    assert len(one.summary) <= words.SUMMARY
    assert one.cut
    assert len(one.html) < 4 * words.MOST_HTML
    assert one.url == ""
    assert len(one.key) == 64
    many = feed(*({"id": str(n), "title": "T"} for n in range(entries.MOST + 7)))
    assert (len(many.entries), many.left_out) == (entries.MOST, 7)


@pytest.mark.parametrize("data", [{"a": "x" * 200_000}, {"a": {"b": ["x" * 3000] * 400}}, [1, 2], "x", 5])
def test_structured_data_that_is_too_much_or_none_is_left_out(data: object) -> None:
    assert dict(only(feed({"id": "1", "title": "T", "_moothall": {"data": data}})).data) == {}


def test_structured_data_that_is_too_deep_is_cut_off() -> None:
    deep: object = "bottom"
    for _level in range(500):
        deep = {"a": deep}
    found = only(feed({"id": "1", "title": "T", "_moothall": {"data": deep}})).data
    assert "bottom" not in json.dumps(dict(found))


@pytest.mark.parametrize(
    "said",
    ["", "yesterday", "9999-99-99", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "1" * 100, "Sun, 32 Foo 2026"],
)
def test_a_date_that_is_none_is_left_out(said: str) -> None:
    assert words.moment(said) is None


def test_every_page_is_read_and_then_all_of_it_is_known(elsewhere_serving: Elsewhere) -> None:
    for page, more in ((1, {"next_url": "/p2"}), (2, {})):
        said = {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": f"{page}{n}", "title": f"{page}{n}"} for n in range(2)],
            "_moothall": {"total": 4},
            **more,
        }
        elsewhere_serving.says(json.dumps(said), path=f"/p{page}")
    found = looking.look(elsewhere_serving.url("/p1"))
    assert [entry.title for entry in found.entries] == ["10", "11", "20", "21"]
    assert found.whole
    assert not found.more


def test_pages_in_a_circle_or_on_another_server_are_not_followed(elsewhere_serving: Elsewhere) -> None:
    said = {
        "version": "https://jsonfeed.org/version/1",
        "items": [{"id": "1", "title": "T"}],
        "_moothall": {"total": 1},
    }
    for leads_to in (
        elsewhere_serving.url("/p1"),
        "https://other.example/feed",
        f"http://localhost:{elsewhere_serving.port}/p1",
    ):
        elsewhere_serving.says(json.dumps({**said, "next_url": leads_to}), path="/p1")
        found = looking.look(elsewhere_serving.url("/p1"))
        assert (len(found.entries), found.whole, found.more) == (1, False, True)


def test_a_later_page_that_fails_leaves_the_whole_look_failed(elsewhere_serving: Elsewhere) -> None:
    said = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "T"}], "next_url": "/p2"}
    address = elsewhere_serving.says(json.dumps(said), path="/p1")
    with pytest.raises(Faulty):
        looking.look(address)


def test_endless_pages_come_to_an_end(elsewhere_serving: Elsewhere) -> None:
    for page in range(looking.MOST_PAGES + 5):
        said = {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [{"id": f"{page}", "title": "T"}],
            "next_url": f"/p{page + 1}",
        }
        elsewhere_serving.says(json.dumps(said), path=f"/p{page}")
    found = looking.look(elsewhere_serving.url("/p0"))
    assert found.more
    assert len(elsewhere_serving.asked) <= looking.MOST_PAGES + 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (JSON, '{"version":"https://jsonfeed.org/version/1.1","items":[]}'),
        (ATOM, "<feed xmlns='http://www.w3.org/2005/Atom'/>"),
        (RSS, "<rss><channel/></rss>"),
    ],
)
def test_an_empty_feed_is_a_feed(elsewhere_serving: Elsewhere, kind: str, body: str) -> None:
    assert looking.look(elsewhere_serving.says(body, kind)).entries == ()


def test_what_is_said_twice_is_taken_once() -> None:
    found = feed({"id": "1", "title": "First"}, {"id": "1", "title": "Second"})
    kept: dict[str, Entry] = {}
    looking._add(kept, found)
    assert [entry.title for entry in kept.values()] == ["First"]
