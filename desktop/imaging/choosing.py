"""Which of a project's photos shows the product best, and which one serves for close-ups.

The photos stand in the order their owner wants, so the first one that leaves nothing to wish for is the main
photo. Only when there is none the best of all is: the surest cut-out, whole in the photo, and large.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from desktop.core.errors import PhotoRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.imaging.cutout import Cutout

LARGE_ENOUGH: Final = 1000
"""Long side in pixels from which a product counts as large: half of a listing image's."""
_CUT_OFF: Final = 0.6
"""What each border of the photo that cuts the product off leaves of a photo's worth."""


class Chosen(NamedTuple):
    """Positions of photos in a request: the main one, and one for close-ups if there is one."""

    main: int
    detail: int | None = None


def choose(count: int, cut_out: Callable[[int], Cutout], *, with_detail: bool) -> Chosen:
    """Choose among ``count`` photos; ``cut_out`` makes the cut-out of one of them, and isn't asked needlessly.

    Raises:
        PhotoRefusedError: none of them can be used; the first one's reason.
    """
    found: dict[int, Cutout] = {}
    refused: dict[int, PhotoRefusedError] = {}

    def look(at: int) -> Cutout | None:
        try:
            found[at] = cut_out(at)
        except PhotoRefusedError as error:
            refused[at] = error
        return found.get(at)

    for at in range(count):
        cutout = look(at)
        if cutout is not None and _worth(cutout) > 0.5 and _is_whole_and_large(cutout):
            break
    if not found:
        raise refused[0]
    main = max(found, key=lambda at: (_worth(found[at]), -at))
    if not with_detail:
        return Chosen(main)
    for other in range(count):
        if other == main or other in refused:
            continue
        seen = found.get(other) or look(other)
        if seen is not None and not seen.needs_check:
            return Chosen(main, other)
    # a close-up often runs out of the photo and needs no whole product
    return Chosen(main, next((at for at in sorted(found) if at != main), None))


def _is_whole_and_large(cutout: Cutout) -> bool:
    return not cutout.touches and max(cutout.image.size) >= LARGE_ENOUGH


def _worth(cutout: Cutout) -> float:
    """0 to 1: the score, less for a product that is cut off or small."""
    large = min(1.0, max(cutout.image.size) / LARGE_ENOUGH)
    return float(cutout.score * _CUT_OFF ** len(cutout.touches) * large**0.5)
