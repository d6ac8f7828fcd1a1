"""Words of the disclosure room for its templates."""
