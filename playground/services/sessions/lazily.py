"""Sequences whose members are made when they are looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

_Member = TypeVar("_Member", covariant=True)  # noqa: PLC0105 (as in collections.abc.Sequence)

_KEPT = 32


class MadeSequence(Sequence[_Member]):
    """`count` members; the last few that were made are kept, so that memory stays bounded."""

    def __init__(self, count: int, make: Callable[[int], _Member]) -> None:
        """`make` is given a place from 0 to `count` - 1."""
        self._count = count
        self._make = make
        self._made: OrderedDict[int, _Member] = OrderedDict()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> _Member: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_Member]: ...
    def __getitem__(self, at: int | slice) -> _Member | Sequence[_Member]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(self._count))]
        place = at + self._count if at < 0 else at
        if not 0 <= place < self._count:
            raise IndexError(at)
        if place not in self._made:
            self._made[place] = self._make(place)
            if len(self._made) > _KEPT:
                self._made.popitem(last=False)
        return self._made[place]


class ReadSequence(Sequence[_Member], Generic[_Member]):
    """Members that are all read at the first look, even at their count."""

    def __init__(self, read: Callable[[], Sequence[_Member]]) -> None:
        """`read` is called once."""
        self._read = read
        self._members: Sequence[_Member] | None = None

    def _all(self) -> Sequence[_Member]:
        if self._members is None:
            self._members = self._read()
        return self._members

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, at: int) -> _Member: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_Member]: ...
    def __getitem__(self, at: int | slice) -> _Member | Sequence[_Member]:
        return self._all()[at]
