"""Bags: folders of files with their hashes, as RFC 8493 (BagIt 1.0) lays them out, in a zip."""

from moothall.records.bundles.checking import MOST_TAGS, Checked, check
from moothall.records.bundles.writing import Written, write

__all__ = ["MOST_TAGS", "Checked", "Written", "check", "write"]
