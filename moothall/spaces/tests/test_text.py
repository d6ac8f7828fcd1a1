"""What people write, friendly and hostile."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Cast
from moothall.kit import markdown
from moothall.kit.testing import never_ending
from moothall.people.tests import make as make_people
from moothall.spaces.models import Mention
from moothall.spaces.tests import make
from moothall.spaces.tests.conftest import Spaces
from moothall.spaces.text import bodies, mentions

WORST = {
    "brackets": "[",
    "images": "![",
    "links": "[a](",
    "stars": "*a_ ",
    "bold": "**x*",
    "quotes": ">",
    "items": "- ",
    "angles": "<",
    "bars": "|",
    "rows": "|\n",
    "ampersands": "&",
    "tildes": "~~a",
    "addresses": "www.a",
    "ats": "@a ",
    "mail": "a@",
    "closing": "](",
    "definitions": "[a]: /b\n",
    "spaces": " ",
}


def html(body: str) -> str:
    return bodies.read(body).html({})


@pytest.mark.parametrize(
    "body",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](\x01javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:x'>x</a>",
        "<svg/onload=alert(1)>",
        "`<script>`",
        "```html\n<script>alert(1)</script>\n```",
        '[x](https://a.example "onmouseover=alert(1)")',
        '[x](https://a.example/"onmouseover=alert(1))',
        "| a |\n|--|\n| <script> |",
    ],
)
def test_nothing_that_runs_comes_through(body: str) -> None:
    made = html(body)
    assert "<script" not in made and "<img" not in made and "<svg" not in made
    for scheme in ("javascript:", "data:", "vbscript:", "file:"):
        assert f'href="{scheme}' not in made.lower()
    assert "=alert" not in made.replace("&quot;", '"') or 'href="https://a.example' in made or "&lt;" in made


def test_only_known_attributes_are_left() -> None:
    made = html("# Title\n\n[x](https://a.example 'title')\n\n|a|\n|:-:|\n|b|\n\n3. c\n\n```js\nx\n```")
    assert 'style="' not in made and "title=" not in made and "language-" not in made
    assert 'rel="noopener nofollow"' in made


def test_headings_stand_below_those_of_the_page() -> None:
    assert "<h3>One</h3>" in html("# One")
    assert "<h4>Two</h4>" in html("Two\n---")
    assert "<h6>Six</h6>" in html("###### Six")


def test_pictures_from_elsewhere_are_links() -> None:
    assert '<a href="https://a.example/p.png" rel="noopener nofollow">a cat</a>' in html(
        "![a cat](https://a.example/p.png)"
    )


def test_bare_addresses_become_links() -> None:
    assert 'href="https://a.example/b"' in html("See https://a.example/b.")


@pytest.mark.parametrize("name", WORST)
def test_the_worst_of_the_greatest_length_is_read_to_its_end(name: str) -> None:
    body = (WORST[name] * bodies.LONGEST)[: bodies.LONGEST]
    with never_ending(name):
        assert isinstance(html(body), str)


def test_deep_nesting_does_not_break_it() -> None:
    html("> " * 2000 + "x")
    html("\n".join("  " * depth + "- x" for depth in range(150)))
    html("*" * 1999 + "x" + "*" * 1999)


def test_a_longer_body_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 40000"):
        bodies.read("x" * (bodies.LONGEST + 1))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="[]()<>!*_`~|#&;:@/\\\"'= \n-ajvscript", max_size=300))
def test_whatever_is_written_is_well_formed_and_calm(body: str) -> None:
    made = html(body)
    assert ("<script" not in made and "onerror" not in made.split("&")[0]) or "&lt;" in made
    assert made == markdown._clean(made), "cleaning twice is cleaning once"


def test_the_words_alone_keep_words_whole() -> None:
    assert markdown.plain(html("un**believ**able\n\n- a\n- b & c")) == "unbelievable a b & c"
    assert markdown.plain("<p>Half a <stro") == "Half a"


def test_people_are_named_by_handle_and_by_full_name(cast: Cast, spaces: Spaces) -> None:
    talk = make.conversation(
        spaces.open, by=cast.priya, body="@gareth-pugh, @Joan Tregarthen's idea; ask @Olwen Side. (@Ada Minton)"
    )
    post = talk.posts.get()
    assert set(Mention.objects.filter(post=post).values_list("user__handle", flat=True)) == {
        "gareth-pugh",
        "joan-tregarthen",
        "olwen-side",
        "ada-minton",
    }
    assert '<a href="/people/gareth-pugh/" class="mention" rel="noopener nofollow">@Gareth Pugh</a>,' in post.html


def test_code_links_and_addresses_name_nobody(cast: Cast, spaces: Spaces) -> None:
    body = "`@gareth-pugh` [@gareth-pugh](https://a.example) x@gareth-pugh.example https://a.example/@gareth-pugh"
    assert not make.conversation(spaces.open, by=cast.priya, body=body).posts.get().mentions.exists()


def test_one_name_of_two_people_names_nobody(cast: Cast, spaces: Spaces) -> None:
    make_people.user("Gareth Pugh", email="other@wexmoor.example")
    body = "@Gareth Pugh"
    post = make.conversation(spaces.open, by=cast.priya, body=body).posts.get()
    assert not post.mentions.exists()
    called = mentions.named(bodies.read(body).called, container=spaces.open.container, by=cast.priya)
    assert "More than one person is called Gareth Pugh" in called.warnings()[0]
    inside = make.conversation(spaces.closed, by=cast.priya, body=body).posts.get()
    assert inside.mentions.get().user == cast.gareth, "in the closed space there is one"


def test_nobody_is_named_by_themselves(cast: Cast, spaces: Spaces) -> None:
    post = make.conversation(spaces.open, by=cast.priya, body="@Priya Raman").posts.get()
    assert not post.mentions.exists()


def test_a_name_full_of_markup_stays_text(cast: Cast, spaces: Spaces) -> None:
    make_people.user("<b>Bo</b> Lund", email="bo@wexmoor.example")
    post = make.conversation(spaces.open, by=cast.priya, body="@b-bo-b-lund").posts.get()
    assert "@&lt;b&gt;Bo&lt;/b&gt; Lund</a>" in post.html


def test_no_more_than_fifty_are_called(cast: Cast) -> None:
    assert len(bodies.read(" ".join(f"@n{n}." for n in range(200))).called) <= 50 * 3 * bodies.WORDS_IN_NAME
