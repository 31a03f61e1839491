"""Which of a project's photos shows the product best, and which one serves for close-ups.

The photos stand in the order their owner wants, so the first one that leaves nothing to wish for is the main
photo. Only when there is none the best of all is: the surest cut-out, whole in the photo, and large.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop.core.errors import PhotoRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.imaging.cutout import Rating

LARGE_ENOUGH: Final = 1000
"""Long side in pixels from which a product counts as large: half of a listing image's."""
_CUT_OFF: Final = 0.6
"""What each border of the photo that cuts the product off leaves of a photo's worth."""


def choose(
    count: int,
    rate: Callable[[int], Rating],
    *,
    more: int = 0,
    main: int | None = None,
    detail: int | None = None,
) -> tuple[int, ...]:
    """Choose among ``count`` photos: positions, the main one first, then at most ``more`` others for close-ups.

    ``rate`` may have to cut one of them out for that, and isn't asked needlessly. Others are taken in their order,
    those that need no check before those that do: a close-up often runs out of the photo and needs no whole product.
    ``main`` and ``detail`` are positions that a person has decided on.

    Raises:
        PhotoRefusedError: none of them can be used, or not the one decided on; the first one's reason.
    """
    found: dict[int, Rating] = {}
    refused: dict[int, PhotoRefusedError] = {}

    def look(at: int) -> Rating | None:
        if at not in found and at not in refused:
            try:
                found[at] = rate(at)
            except PhotoRefusedError as error:
                refused[at] = error
        return found.get(at)

    candidates = range(count) if main is None else range(main, main + 1)
    main = _best(candidates, look)
    if main is None:
        raise refused[candidates[0]]
    others: list[int] = []
    if more and detail is not None and detail != main and look(detail) is not None:
        others.append(detail)
    for at in range(count):
        if len(others) == more:
            break
        if at != main and at not in others and (seen := look(at)) is not None and not seen.needs_check:
            others.append(at)
    rest = (at for at in sorted(found) if at != main and at not in others)
    return (main, *others, *list(rest)[: more - len(others)])


def _best(candidates: range, look: Callable[[int], Rating | None]) -> int | None:
    """The first photo that leaves nothing to wish for, else the best of all; None when none can be used."""
    worths: dict[int, float] = {}
    for at in candidates:
        rating = look(at)
        if rating is None:
            continue
        worths[at] = _worth(rating)
        if worths[at] > 0.5 and _is_whole_and_large(rating):
            break
    return max(worths, key=lambda at: (worths[at], -at), default=None)


def _is_whole_and_large(rating: Rating) -> bool:
    return not rating.touches and max(rating.size) >= LARGE_ENOUGH


def _worth(rating: Rating) -> float:
    """0 to 1: the score, less for a product that is cut off or small."""
    large = min(1.0, max(rating.size) / LARGE_ENOUGH)
    return float(rating.score * _CUT_OFF ** len(rating.touches) * large**0.5)
