"""One listing image from whole photo files: open, cut out (once per photo), compose, encode.

This is what runs inside the studio's process; nothing here knows of processes or pipes.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PIL import Image

from desktop.core.errors import InvalidInputError
from desktop.core.pack import ImageType
from desktop.imaging.choosing import Chosen, choose
from desktop.imaging.compose import compose
from desktop.imaging.contract import RenderedImage, RenderRequest
from desktop.imaging.cutout import Cutout, cut_out
from desktop.imaging.opening import THUMBNAIL_QUALITY, THUMBNAIL_SIDE, encode_jpeg, open_photo

if TYPE_CHECKING:
    from collections.abc import Callable

MASTER_QUALITY: Final = 93
CACHE_BYTES: Final = 160 * 1024 * 1024
"""Cut-outs kept for the next image of the same pack; one from a 12-megapixel photo takes 10 to 36 MB."""


class CutoutCache:
    """Cut-outs by the photo's content, the least recently used dropped first. Safe from any thread.

    Several threads asking for the same photo at once wait for the first one's work instead of repeating it.
    """

    def __init__(self, max_bytes: int = CACHE_BYTES) -> None:
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, Cutout] = OrderedDict()
        self._busy: dict[bytes, threading.Lock] = {}

    def get(self, photo: bytes) -> Cutout:
        """The cut-out of a photo file, made now or kept from before.

        Raises:
            PhotoRefusedError: the photo can't be opened, or no product is found in it.
            StudioError: the model is missing.
        """
        key = hashlib.sha256(photo).digest()
        with self._lock:
            busy = self._busy.setdefault(key, threading.Lock())
        with busy:
            found = self._find(key)
            if found is None:
                found = cut_out(open_photo(photo))
                self._keep(key, found)
        return found

    def _find(self, key: bytes) -> Cutout | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _keep(self, key: bytes, cutout: Cutout) -> None:
        with self._lock:
            self._kept[key] = cutout
            while len(self._kept) > 1 and sum(map(_size_bytes, self._kept.values())) > self._max_bytes:
                self._kept.popitem(last=False)
            for gone in [
                key for key, lock in self._busy.items() if key not in self._kept and not lock.locked()
            ]:
                del self._busy[gone]


def _size_bytes(cutout: Cutout) -> int:
    return cutout.image.width * cutout.image.height * 4


_cache = CutoutCache()


def render_image(
    request: RenderRequest,
    progress: Callable[[float], None] | None = None,
    cache: CutoutCache = _cache,
) -> RenderedImage:
    """Make one listing image.

    Args:
        request: what to make; ``photos`` must hold at least one file.
        progress: is told fractions from 0 to 1 in this thread; an exception it raises ends the work.
        cache: where cut-outs are kept.

    Raises:
        InvalidInputError: there is no photo.
        PhotoRefusedError: none of the photos can be used.
        StudioError: the model is missing.
    """
    tell = progress or _ignore
    tell(0.05)
    chosen, cutouts = _cutouts(request, cache)
    tell(0.5)
    composed = compose(request, cutouts)
    tell(0.85)
    picture = composed.image
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    rendered = RenderedImage(
        image_type=request.image_type,
        data=encode_jpeg(picture, MASTER_QUALITY),
        thumbnail=encode_jpeg(small, THUMBNAIL_QUALITY),
        width=picture.width,
        height=picture.height,
        asks=composed.asks,
        needs_check=tuple(dict.fromkeys(said for cutout in cutouts for said in cutout.needs_check)),
        score=min(cutout.score for cutout in cutouts),
        photos_used=tuple(at for at in chosen if at is not None),
    )
    tell(1.0)
    return rendered


def prepare(photo: bytes, cache: CutoutCache = _cache) -> None:
    """Cut the product out of a photo that an image will be wanted of; whatever is wrong, the image will tell."""
    with contextlib.suppress(Exception):
        cache.get(photo)


def _cutouts(request: RenderRequest, cache: CutoutCache) -> tuple[Chosen, list[Cutout]]:
    """The best photo's cut-out, and for close-ups another one's too, if it shows a product."""
    if not request.photos:
        raise InvalidInputError("Add a photo of the product first.", code="no-photo")
    chosen = choose(
        len(request.photos),
        lambda at: cache.get(request.photos[at]),
        with_detail=request.image_type is ImageType.FEATURE_HIGHLIGHT,
    )
    return chosen, [cache.get(request.photos[at]) for at in chosen if at is not None]


def _ignore(_fraction: float) -> None:
    pass
