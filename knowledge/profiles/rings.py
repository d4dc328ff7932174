"""Rings among things that name each other: profiles that build on each other, competences broader than each other."""

from collections.abc import Mapping, Sequence


def ring_in(edges: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Give a ring, its first member again at the end, or nothing; what has no edges of its own ends a way.

    The ring is the first that is met from the first key on, so the same input gives the same ring.
    """
    done: set[str] = set()
    for start in edges:
        way: list[str] = [start]
        waiting = [iter(edges[start])]
        while waiting:
            following = next((one for one in waiting[-1] if one not in done), None)
            if following is None:
                done.add(way.pop())
                waiting.pop()
            elif following in way:
                return (*way[way.index(following) :], following)
            else:
                way.append(following)
                waiting.append(iter(edges.get(following, ())))
    return ()
