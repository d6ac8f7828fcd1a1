"""Systems, assets, retention, disposal, holds, declared records and access reviews."""

__all__: list[str] = []
