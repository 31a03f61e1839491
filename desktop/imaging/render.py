"""One listing image from whole photo files: open, cut out (once per photo), compose, encode.

This is what runs inside the studio's process; nothing here knows of processes or pipes.
"""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np
from PIL import Image

from desktop.core.aplus import APLUS_MAX_BYTES, AplusModule
from desktop.core.errors import InvalidInputError
from desktop.core.pack import ImageType
from desktop.imaging.choosing import choose
from desktop.imaging.compose.composing import compose, compose_module
from desktop.imaging.contract import AplusImage, AplusRequest, RenderedImage, RenderRequest
from desktop.imaging.cutout import Cutout, Rating, cut_out, cut_out_with_mask, mask_from
from desktop.imaging.opening import THUMBNAIL_QUALITY, THUMBNAIL_SIDE, encode_jpeg, open_early, open_photo

if TYPE_CHECKING:
    from collections.abc import Callable

MASTER_QUALITY: Final = 93
MODULE_QUALITY: Final = 95
MORE_PHOTOS: Final = {AplusModule.FOUR_IMAGES_WITH_TEXT: 3, AplusModule.IMAGE_WITH_HIGHLIGHTS: 1}
"""How many photos beside the main one a module can show."""
CACHE_BYTES: Final = 80 * 1024 * 1024
"""Cut-outs kept for the next image of the same pack; one from a 12-megapixel photo takes 10 to 36 MB."""
_RATINGS: Final = 1000
"""How many photos' ratings are kept: each takes less than a kilobyte, and saves cutting the photo out anew."""


class CutoutCache:
    """Cut-outs by the photo's content, the least recently used dropped first; their ratings stay. Safe from any thread.

    Several threads asking for the same photo at once wait for the first one's work instead of repeating it.
    """

    def __init__(self, max_bytes: int = CACHE_BYTES) -> None:
        self._max_bytes = max_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, Cutout] = OrderedDict()
        self._ratings: OrderedDict[bytes, Rating] = OrderedDict()
        self._busy: dict[bytes, threading.Lock] = {}

    def get(self, photo: bytes, mask: bytes | None = None) -> Cutout:
        """The cut-out of a photo file, made now or kept from before; with ``mask`` by that alpha.

        Raises:
            PhotoRefusedError: photo or mask can't be opened, or no product is found.
            StudioError: the model is missing.
        """
        key = _key(photo, mask)
        with self._lock:
            busy = self._busy.setdefault(key, threading.Lock())
        with busy:
            found = self._find(key)
            if found is None:
                found = _cut_out_by(photo, mask) if mask else cut_out(open_early(photo))
                self._keep(key, found)
        return found

    def rate(self, photo: bytes, mask: bytes | None = None) -> Rating:
        """What counts when photos are compared; cuts out as ``get`` does, and raises the same, unless it is known."""
        with self._lock:
            known = self._ratings.get(_key(photo, mask))
        return known or self.get(photo, mask).rating

    def _find(self, key: bytes) -> Cutout | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def _keep(self, key: bytes, cutout: Cutout) -> None:
        with self._lock:
            self._kept[key] = cutout
            self._ratings[key] = cutout.rating
            if len(self._ratings) > _RATINGS:
                self._ratings.popitem(last=False)
            while len(self._kept) > 1 and sum(map(_size_bytes, self._kept.values())) > self._max_bytes:
                self._kept.popitem(last=False)
            for gone in [
                key for key, lock in self._busy.items() if key not in self._kept and not lock.locked()
            ]:
                del self._busy[gone]


def _key(photo: bytes, mask: bytes | None) -> bytes:
    return hashlib.sha256(photo).digest() + (hashlib.sha256(mask).digest() if mask else b"")


def _cut_out_by(photo: bytes, mask: bytes) -> Cutout:
    opened = open_photo(photo)
    return cut_out_with_mask(opened, mask_from(mask, opened.size))


def _size_bytes(cutout: Cutout) -> int:
    return cutout.image.width * cutout.image.height * 4


_cache = CutoutCache()


def make_image(
    request: RenderRequest | AplusRequest,
    progress: Callable[[float], None] | None = None,
    cache: CutoutCache = _cache,
) -> RenderedImage | AplusImage:
    """Make what is asked for: a listing image or an A+ module."""
    if isinstance(request, AplusRequest):
        return render_module(request, progress, cache)
    return render_image(request, progress, cache)


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
    shown = _cutouts(request, cache, more=1 if request.image_type is ImageType.FEATURE_HIGHLIGHT else 0)
    tell(0.5)
    composed = compose(request, shown.cutouts)
    tell(0.85)
    rendered = RenderedImage(
        image_type=request.image_type,
        data=encode_jpeg(composed.image, MASTER_QUALITY, comment=seed_comment(request.seed)),
        thumbnail=_thumbnail(composed.image),
        width=composed.image.width,
        height=composed.image.height,
        asks=composed.asks,
        needs_check=shown.needs_check,
        score=shown.score,
        photos_used=shown.positions,
        lost_letters=composed.lost_letters,
    )
    tell(1.0)
    return rendered


def render_module(
    request: AplusRequest,
    progress: Callable[[float], None] | None = None,
    cache: CutoutCache = _cache,
) -> AplusImage:
    """Make one A+ module; arguments and errors as in ``render_image``."""
    tell = progress or _ignore
    tell(0.05)
    shown = _cutouts(request, cache, more=MORE_PHOTOS.get(request.module, 0))
    tell(0.5)
    composed = compose_module(request, shown.cutouts)
    tell(0.85)
    quality = MODULE_QUALITY
    while (
        len(data := encode_jpeg(composed.image, quality, comment=seed_comment(request.seed)))
        > APLUS_MAX_BYTES
    ):
        quality -= 5
    made = AplusImage(
        module=request.module,
        data=data,
        thumbnail=_thumbnail(composed.image),
        width=composed.image.width,
        height=composed.image.height,
        asks=composed.asks,
        needs_check=shown.needs_check,
        score=shown.score,
        photos_used=shown.positions,
        lost_letters=composed.lost_letters,
        left_out=composed.left_out,
    )
    tell(1.0)
    return made


def seed_comment(seed: int) -> str:
    """What a finished JPEG says of itself: the seed that makes the same picture again."""
    return f"Packdesk seed={seed}"


def _thumbnail(picture: Image.Image) -> bytes:
    scale = min(1.0, THUMBNAIL_SIDE / max(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = cv2.resize(np.asarray(picture), size, interpolation=cv2.INTER_AREA)
    return encode_jpeg(Image.fromarray(small), THUMBNAIL_QUALITY)


def find_cutout(photo: bytes) -> Cutout:
    """A photo's cut-out, from before or made now; raises as ``CutoutCache.get``."""
    return _cache.get(photo)


def prepare(photo: bytes, cache: CutoutCache = _cache) -> None:
    """Cut the product out of a photo that an image will be wanted of; whatever is wrong, the image will tell."""
    with contextlib.suppress(Exception):
        cache.get(photo)


class _Shown(NamedTuple):
    """The cut-outs to show, the main one first, with what is to be told of them."""

    positions: tuple[int, ...]
    cutouts: list[Cutout]

    @property
    def needs_check(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(said for cutout in self.cutouts for said in cutout.needs_check))

    @property
    def score(self) -> float:
        return min(cutout.score for cutout in self.cutouts)


def _cutouts(request: RenderRequest | AplusRequest, cache: CutoutCache, *, more: int) -> _Shown:
    """The best photo's cut-out, and up to ``more`` other ones, if they show a product."""
    if not request.photos:
        raise InvalidInputError("Add a photo of the product first.", code="no-photo")

    def sources(at: int) -> tuple[bytes, bytes | None]:
        return request.photos[at], request.masks[at] if at < len(request.masks) else None

    positions = choose(
        len(request.photos),
        lambda at: cache.rate(*sources(at)),
        more=more,
        main=request.main,
        detail=request.detail,
    )
    return _Shown(positions, [cache.get(*sources(at)) for at in positions])


def _ignore(_fraction: float) -> None:
    pass
