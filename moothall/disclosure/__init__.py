"""Answering information requests: from the arrival of a request to the release of its answer."""
