"""Policies and guidance: agreed by stakeholders, acknowledged before use, shown where they are needed."""
