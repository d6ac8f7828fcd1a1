"""The demo council: an invented organisation, made by the same makers as the tests."""
