"""The last few results of one database, in the memory of this process."""

from collections import OrderedDict
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Few(Generic[T]):
    """By key, the longest unused thrown out first."""

    def __init__(self, most: int = 16) -> None:
        self.most = most
        self.lock = Lock()
        self.found: OrderedDict[tuple[Any, ...], T] = OrderedDict()

    def get(self, key: tuple[Any, ...]) -> T | None:
        with self.lock:
            if key in self.found:
                self.found.move_to_end(key)
            return self.found.get(key)

    def put(self, key: tuple[Any, ...], result: T) -> None:
        with self.lock:
            self.found[key] = result
            while len(self.found) > self.most:
                self.found.popitem(last=False)
