"""Reading what others publish: Atom, RSS and JSON Feed, and hostile markup in them."""

from datetime import UTC, datetime

import pytest

from moothall.lessons.tests.make_feeds import ALSO, FORBIDDEN, HOSTILE, atom, escaped, feed, only, rss


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
