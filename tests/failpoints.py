# SPDX-License-Identifier: EUPL-1.2
"""Die by SIGKILL at the n-th moment that counts: before and after each statement, at each commit, at each act on the disk."""

from __future__ import annotations

import itertools
import os
import signal
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Engine, event

_DISK = ("fsync", "rename", "replace", "mkdir", "unlink", "rmdir", "link", "open")


def moments(act: Callable[..., Any], *given: Any) -> int:
    """Say how many moments an act has, by doing it in a process of its own."""
    reading_end, writing_end = os.pipe()
    child = fork()
    if child == 0:
        counter = _arm(None)
        try:
            act(*given)
            os.write(writing_end, str(next(counter)).encode())
        finally:
            os._exit(0)
    os.close(writing_end)
    os.waitpid(child, 0)
    told = os.read(reading_end, 20)
    os.close(reading_end)
    assert told, "the act failed without any kill"
    return int(told)


def killed_at(moment: int, act: Callable[..., Any], *given: Any) -> bool:
    """Do an act in a process that is killed at this moment; say whether it got that far."""
    child = fork()
    if child == 0:
        _arm(moment)
        try:
            act(*given)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def killed_on(way: Sequence[str], act: Callable[..., Any], *given: Any) -> bool:
    """Do an act in a process that is killed before the last of these statements, commits and acts on the disk, met in this order.

    A statement is named by its first words. Say whether it got that far.
    """
    child = fork()
    if child == 0:
        _die_on(list(way))
        try:
            act(*given)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == signal.SIGKILL


def spread(total: int, most: int) -> list[int]:
    """Give moments from the first to the last, at most so many; all of them when they fit."""
    if total <= most:
        return list(range(total))
    return sorted({round(n * (total - 1) / (most - 1)) for n in range(most)})


def fork() -> int:
    """Give 0 in a new process that is this one, and its number here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # threads of others stay behind in the parent; the child uses none
        return os.fork()


def _arm(moment: int | None) -> Iterator[int]:
    counter = itertools.count()

    def tick(*_args: Any, **_options: Any) -> None:
        if next(counter) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, tick)
    for name in _DISK:
        setattr(os, name, _ticking(getattr(os, name), tick))
    return counter


def _die_on(way: list[str]) -> None:
    def meet(what: str) -> None:
        if what.startswith(way[0]):
            way.pop(0)
        if not way:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", lambda _connection, _cursor, text, *_: meet(text))
    event.listen(Engine, "commit", lambda _connection: meet("commit"))
    for name in _DISK:
        setattr(os, name, _ticking(getattr(os, name), partial(meet, name)))


def _ticking(real: Callable[..., Any], tick: Callable[[], None]) -> Callable[..., Any]:
    def act(*args: Any, **options: Any) -> Any:
        tick()
        return real(*args, **options)

    return act
