"""A body is cut into clauses; what is unclear is said with its line; nothing hostile gets through."""

import re
from contextlib import suppress
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moothall.kit import markdown
from moothall.kit.testing import never_ending
from moothall.policies import clauses, comparing
from moothall.policies.comparing import Change, Part

BODY = """\
## 1 Scope

This is for everyone.

1.1 Staff **may** post.
1.2 So may councillors.

- a list
- of two

1.2.1 In their own name.

## 2 Care

2.1 Think first.

```
2.9 is code
```
"""
BAD = re.compile(r"<(?!/?(?:p|strong|em|s|code|a|br|blockquote|ul|ol|li|pre|hr|h[3-6]|table|thead|tbody|tr|th|td)\b)")


def problems(body: str) -> list[str]:
    with pytest.raises(clauses.Unclear) as unclear:
        clauses.read(body)
    return [str(problem) for problem in unclear.value.problems]


def test_a_body_is_cut_where_its_numbers_stand() -> None:
    cuts = clauses.read(BODY)
    assert [cut.number for cut in cuts] == ["1", "1.1", "1.2", "1.2.1", "2", "2.1"]
    assert [cut.heading for cut in cuts] == ["Scope", "", "", "", "Care", ""]
    assert cuts[0].html == "<p>This is for everyone.</p>\n"
    assert cuts[1].html == "<p>Staff <strong>may</strong> post.</p>\n"
    assert "<li>a list</li>" in cuts[2].html
    assert "2.9 is code" in cuts[5].html


def test_a_number_after_a_list_without_an_empty_line_still_begins_a_clause() -> None:
    cuts = clauses.read("## 1 A\n1.1 One:\n- a\n- b\n1.2 Two")
    assert [cut.number for cut in cuts] == ["1", "1.1", "1.2"]


def test_headings_may_have_dots_hashes_and_marks() -> None:
    cuts = clauses.read("# 1. What *you* may do ##\r\n\r\n### 1.1 Posts\r\nYes.\r\n")
    assert [(cut.number, cut.heading) for cut in cuts] == [("1", "What you may do"), ("1.1", "Posts")]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", ["Line 1: begin with a numbered heading"]),
        ("Hello", ["Line 1: put this under a numbered heading"]),
        ("## Scope\n\nx", ["Line 1: give this heading a number", "Line 3: put this under"]),
        ("## 1 A\n1.1 a\n1.1 b", ["Line 3: 1.1 is there twice: it stands on line 2"]),
        ("## 1 A\n1.1 a\n1.3 b", ["Line 3: 1.2 is missing before 1.3"]),
        ("## 1 A\n## 3 B", ["Line 2: 2 is missing before 3"]),
        ("1.1 a", ["Line 1: 1 is missing before 1.1"]),
        ("## 1 A\n2.1 a", ["Line 2: 2 is missing before 2.1"]),
        ("## 1 A\n## 2 B\n1.1 a", ["Line 3: 1.1 comes after 2"]),
        ("## 1 A\n1.01 a", ["Line 2: “1.01” is no number"]),
        ("## 1 A\n1.1.1.1 a", ["Line 2: “1.1.1.1” is no number"]),
        ("## 1 A\n25.12.2025 is a holiday", ["Line 2: “25.12.2025” is no number"]),
        ("## 1 A\n1.1", ["Line 2: write some words after 1.1"]),
        ("## 1", ["Line 1: write some words after 1"]),
        ("## 1 A\n\ntext\n\nScope\n=====\n", ["Line 5: give this heading a number"]),
        ("## 1 A\n1.1 text\n\nScope\n---\n", ["Line 4: give this heading a number"]),
        ("## 1 " + "a" * 201, ["Line 1: shorten this heading"]),
        ("x" * 40_001, ["Line 1: the text is too long"]),
    ],
)
def test_what_is_unclear_is_said_with_its_line(body: str, said: list[str]) -> None:
    found = problems(body)
    assert len(found) == len(said), found
    assert all(words.startswith(start) for words, start in zip(found, said, strict=True)), found


def test_an_author_is_told_of_many_problems_but_not_of_thousands() -> None:
    assert len(problems("## 1 A\n" + "1.5 again\n" * 2000)) == clauses.MOST_PROBLEMS


def test_hostile_markdown_is_harmless() -> None:
    nasty = (
        "## 1 <script>alert(1)</script>\n"
        "1.1 <img src=x onerror=alert(1)> [go](javascript:alert(1)) ![x](data:text/html,x)\n"
        "1.2 [a](vbscript:x) <svg/onload=alert(1)> &lt;script&gt;\n"
    )
    cuts = clauses.read(nasty)
    html = "".join(cut.html for cut in cuts)
    assert not BAD.search(html) and "javascript:" not in re.findall(r'href="([^"]*)"', html)
    assert all(scheme not in href for href in re.findall(r'href="([^"]*)"', html) for scheme in ("script", "data:"))
    assert cuts[0].heading == "<script>alert(1)</script>"  # words; the template escapes them


MARKS = "## 1 A;## 2 B;1.1 a;1.2 b;2.1 c;```;~~~;- x;> y;***;[a](b);<b>;\t1.3 d;===;|a|b|;|-|-|;"
SNIPPETS = st.sampled_from(MARKS.split(";"))
BODIES = st.one_of(
    st.text(max_size=400), st.lists(st.one_of(SNIPPETS, st.text(max_size=20)), max_size=30).map("\n".join)
)
TAME = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="#`~=-")


@given(
    st.one_of(st.text(max_size=400), st.lists(st.one_of(SNIPPETS, st.text(max_size=20)), max_size=30).map("\n".join))
)
@settings(max_examples=400, deadline=None)
def test_any_body_is_cut_or_refused_in_words(body: str) -> None:
    try:
        cuts = clauses.read(body)
    except clauses.Unclear as unclear:
        assert unclear.problems and all(
            1 <= found.line <= body.count("\n") + body.count("\r") + 1 for found in unclear.problems
        )
        return
    numbers = [tuple(int(part) for part in cut.number.split(".")) for cut in cuts]
    assert numbers == sorted(set(numbers)) and numbers[0] == (1,)
    for cut in cuts:
        assert not BAD.search(cut.html)
        assert cut.heading or cut.body.strip()


@given(st.lists(st.text(alphabet=TAME, max_size=60), min_size=1, max_size=12))
@settings(max_examples=200, deadline=None)
def test_no_words_are_lost(paragraphs: list[str]) -> None:
    body = "## 1 A\n" + "\n\n".join(f"1.{n} w {words}" for n, words in enumerate(paragraphs, start=1))
    try:
        cuts = clauses.read(body)
    except clauses.Unclear:
        return
    assert "\n".join(cut.body for cut in cuts[1:]).split() == " ".join(f"w {words}" for words in paragraphs).split()


HOSTILE = {
    "many clauses": "## 1 A\n" + "\n".join(f"{a}.{b} x" for a in (1,) for b in range(1, 1000)),
    "brackets": "## 1 A\n" + "[" * 39_000,
    "links": "## 1 A\n" + "[a](" * 9_000,
    "quotes": "## 1 A\n" + ">" * 39_000,
    "nested quotes": "## 1 A\n" + "\n".join("> " * n + "a" for n in range(190)),
    "emphasis": "## 1 A\n" + "*a **b " * 5_000,
    "ticks": "## 1 A\n" + "".join("`" * n + " " for n in range(270)),
    "lists": "## 1 A\n" + "\n".join(" " * n + "- a" for n in range(270)),
    "numbers": "## 1 A\n" + "1.1 " * 9_000,
    "dots": "1" + ".1" * 19_900,
    "digits": "## " + "1" * 39_000,
    "hashes": "#" * 39_999,
    "spaced hashes": "## 1 " + "# " * 19_900,
    "fences": "## 1 A\n" + "```\n" * 9_900,
    "tables": "## 1 A\n" + "|a" * 10_000 + "\n" + "|-" * 9_000,
    "newlines": "\n" * 40_000,
    "carriage returns": "## 1 A" + "\r" * 39_000,
    "rules": "## 1 A\n" + "a\n===\n" * 5_000,
    "repeated": "## 1 A\n" + "1.1 a\n" * 6_000,
    "entities": "## 1 A\n" + "&lt;" * 9_900,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_forty_thousand_hostile_characters_are_soon_read(name: str) -> None:
    with never_ending(name, patience=20), suppress(clauses.Unclear):  # `bench.texts` says how long it takes
        clauses.read(HOSTILE[name])


class Shown(HTMLParser):
    """Whether tags close as they opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_clause_is_whole_html_by_itself() -> None:
    for cut in clauses.read(BODY):
        reader = Shown()
        reader.feed(cut.html)
        assert reader.open == []


def cut(text: str) -> list[clauses.Cut]:
    return clauses.read(text)


def test_two_wordings_are_compared_clause_by_clause() -> None:
    old = cut("## 1 Scope\n1.1 Staff may post twice a day.\n1.2 Guests may not.\n1.3 Ask first.")
    new = cut("## 1 Scope\n1.1 Staff may post three times a day.\n1.2 Ask first.\n1.3 Quite another thing here.")
    lines = comparing.compare(old, new)
    fates = [(line.change, line.was, line.number) for line in lines]
    assert fates == [
        (Change.SAME, "1", "1"),
        (Change.GONE, "1.2", ""),
        (Change.CHANGED, "1.1", "1.1"),
        (Change.RENUMBERED, "1.3", "1.2"),
        (Change.NEW, "", "1.3"),
    ]
    changed = next(line for line in lines if line.change is Change.CHANGED)
    assert [(run.part, run.words.strip()) for run in changed.runs if run.words.strip()] == [
        (Part.KEPT, "Staff may post"),
        (Part.TAKEN, "twice"),
        (Part.ADDED, "three times"),
        (Part.KEPT, "a day."),
    ]


@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_a_comparison_loses_no_words_of_either_side(old: str, new: str) -> None:
    runs = comparing.words(old, new)
    assert "".join(run.words for run in runs if run.part is not Part.ADDED).split() == old.split()
    assert "".join(run.words for run in runs if run.part is not Part.TAKEN).split() == new.split()


def test_hostile_texts_are_soon_compared() -> None:
    old = cut("## 1 A\n1.1 " + "a b " * 9_000)
    new = cut("## 1 A\n1.1 " + "b a " * 9_000)
    with never_ending("comparing", patience=20):
        comparing.compare(old, new)
    assert markdown.plain(new[1].html).startswith("b a")
