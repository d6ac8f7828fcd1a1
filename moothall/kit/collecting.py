"""How often Python looks for garbage: seldom, since what a hall is made of is here to stay.

Python's own pace looks through everything that was imported again and again. That took a fifth of the time of every
start, a third of a run of the tests, and a tenth to a quarter of busy pages and of long work.
"""

import gc

OFTEN_ENOUGH = (50_000, 10, 10)  # new objects that wait, then rounds of the young, then of the middle-aged


def seldom() -> None:
    """Look through new objects when there are many; call it first of all."""
    gc.set_threshold(*OFTEN_ENOUGH)


def settled() -> None:
    """Take all that is here for what will stay: what is started is never looked through again."""
    gc.collect()
    gc.freeze()
