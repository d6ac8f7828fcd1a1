"""What a lower room asks of a higher one: typed registries, filled from each room's `room.py`."""

from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar


class Registered(Protocol):
    """Anything that can be registered: it has a key of its own and a place in the order."""

    @property
    def key(self) -> str: ...
    @property
    def order(self) -> int: ...


T = TypeVar("T", bound=Registered)


class AlreadyRegisteredError(Exception):
    """Two rooms registered the same key."""


class Registry(Generic[T]):
    """Items by key, read in their order."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._items: dict[str, T] = {}

    def add(self, *items: T) -> None:
        """Register items; raises `AlreadyRegisteredError` when a key is taken."""
        for item in items:
            if item.key in self._items:
                raise AlreadyRegisteredError(f"{self.name}: {item.key!r} is registered twice.")
            self._items[item.key] = item

    def get(self, key: str) -> T | None:
        """The item with this key, or None."""
        return self._items.get(key)

    def remove(self, key: str) -> None:
        """Forget an item (tests register their own and take them away again)."""
        del self._items[key]

    def clear(self) -> None:
        """Forget everything."""
        self._items.clear()

    def __iter__(self) -> Iterator[T]:
        return iter(sorted(self._items.values(), key=lambda item: (item.order, item.key)))

    def __len__(self) -> int:
        return len(self._items)
