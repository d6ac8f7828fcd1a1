"""What looking through the longest text there can be takes at its worst, beside rendering that same text.

Warnings look through what someone writes before it is posted; clauses are cut from the text of a policy. Both read
what is rendered in any case, so that rendering it with markdown-it-py is what they stand beside.

python -m bench.texts [--rounds N]
"""

import argparse
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from bench import hall

LONGEST = 40_000  # characters
AIM = 0.1  # seconds of processor for warnings


def main() -> None:
    """Measure warnings, clauses and rendering on the same texts in one run, and print the worst of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with hall.data_folder() as folder:
        hall.setup(folder)
        from markdown_it import MarkdownIt

        from moothall.policies import checks, clauses
        from moothall.policies.tests import test_checks, test_clauses

        pieces = {repr(piece[:20]): (piece * LONGEST)[:LONGEST] for piece in test_checks.HOSTILE}
        render = MarkdownIt("commonmark").enable("table").render

        def cut(text: str) -> None:
            with suppress(clauses.Unclear):
                clauses.read(text)

        report("warnings", pieces, checks.look, render, options.rounds)
        print(f"  aim: {AIM * 1000:.0f} ms on a machine as quick as that of the tests")
        report("clauses", test_clauses.HOSTILE, cut, render, options.rounds)


def report(
    name: str, texts: Mapping[str, str], ours: Callable[[str], object], peer: Callable[[str], object], rounds: int
) -> None:
    """Print the text that took longest, what rendering it takes, and the whole of both over all texts."""
    taken = {key: seconds(ours, text, rounds) for key, text in texts.items()}
    rendered = {key: seconds(peer, text, rounds) for key, text in texts.items()}
    worst = max(taken, key=lambda key: taken[key])
    print(
        f"{name}: {len(texts)} texts, the worst {worst} {taken[worst] * 1000:.0f} ms "
        f"(rendered: {rendered[worst] * 1000:.0f} ms); all {sum(taken.values()):.2f} s, "
        f"{sum(taken.values()) / sum(rendered.values()):.2f} of rendering them"
    )


def seconds(work: Callable[[str], object], text: str, rounds: int) -> float:
    """Seconds of processor at the best of so many rounds."""
    taken = []
    for _round in range(rounds):
        begun = time.process_time()
        work(text)
        taken.append(time.process_time() - begun)
    return min(taken)


if __name__ == "__main__":
    main()
