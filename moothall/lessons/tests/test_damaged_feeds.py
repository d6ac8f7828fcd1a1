"""Feeds that are damaged, odd or far too much: told in words, cut, and never believed."""

import json

import pytest

from moothall.kit.testing import never_ending
from moothall.lessons.exchange import entries, in_json, in_xml, words
from moothall.lessons.exchange.faults import Fault, Faulty
from moothall.lessons.tests.make_feeds import HERE, feed, only

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
