"""The strip that tells a golden thread."""

import re

from django.template.loader import render_to_string

from moothall.kit.registries import Strand, Thread

WHOLE = Thread(
    "Talk in the open",
    "/change/7/",
    (
        Strand("Objective", "One council, easy to deal with", "/change/objectives/5/", "objective:5"),
        Strand("Initiative", "Talk in the open", "/change/7/", "initiative:7"),
        Strand("Policy", "Talking at work", "/policies/2/", "policy:2"),
    ),
)
LOOSE = Thread("Talk", "", (*WHOLE.strands, Strand("Lesson", "", loose="Not yet published")))


def strip(thread: Thread, here: str = "") -> str:
    return re.sub(r"\s+", " ", render_to_string("kit/thread.html", {"thread": thread, "here": here}))


def test_strands_stand_in_order_each_with_its_way_on() -> None:
    html = strip(WHOLE)
    assert re.findall(r'<li[^>]*> <span>(.*?)</span> <a href="(.*?)">', html) == [
        ("Objective", "/change/objectives/5/"),
        ("Initiative", "/change/7/"),
        ("Policy", "/policies/2/"),
    ]
    assert "Whole, from the objective to the lesson" in html and "is-loose" not in html


def test_where_one_is_is_marked_and_leads_nowhere() -> None:
    html = strip(WHOLE, "policy:2")
    assert html.count("aria-current") == html.count("is-here") == 1
    assert "<b>Talking at work</b>" in html and "/policies/2/" not in html


def test_nowhere_is_here_for_a_strand_without_a_thing() -> None:
    assert "is-here" not in strip(LOOSE, "")


def test_a_loose_strand_says_what_is_missing() -> None:
    html = strip(LOOSE)
    assert "One strand is loose: lesson" in html
    told = r'<li class="is-loose"> <span>Lesson</span> <span class="thread__loose">Not yet published</span>'
    assert re.search(told, html)


def test_hostile_titles_stay_words() -> None:
    bad = '"><script>alert(1)</script>'
    assert "<script" not in strip(Thread(bad, bad, (Strand(bad, bad, bad, bad, bad),)), "x:1")


def test_a_page_without_threads_says_nothing_of_them() -> None:
    assert render_to_string("kit/threads.html", {"threads": [], "here": "policy:2"}).strip() == ""
    two = render_to_string("kit/threads.html", {"threads": [WHOLE, LOOSE], "here": "policy:2"})
    assert "The golden threads" in two and two.count("<ol") == 2 and two.count("is-here") == 2
