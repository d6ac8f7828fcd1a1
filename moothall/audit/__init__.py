"""The record of acts: append-only, hash-chained, keyed, and anchored outside the database.

Every action of every room is `@audit.act` and says what it did with `audit.record("noun.past_tense", by=…, on=…)`.
"""

from .acts import act, acting, is_act, record

__all__ = ["act", "acting", "is_act", "record"]
