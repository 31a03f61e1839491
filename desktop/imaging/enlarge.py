"""Test photos of a given size, for the benchmarks: a real photo, resampled, and never twice the same bytes."""

from __future__ import annotations

import io

from PIL import Image


def enlarge(photo: bytes, width: int, height: int, seed: int) -> bytes:
    """A JPEG of exactly ``width`` x ``height`` pixels showing the photo, its bytes different for every seed.

    The photo is scaled to cover the frame and cropped at the centre; the seed sets the colour of one corner pixel.
    """
    with Image.open(io.BytesIO(photo)) as opened:
        source = opened.convert("RGB")
    scale = max(width / source.width, height / source.height)
    size = (max(width, round(source.width * scale)), max(height, round(source.height * scale)))
    scaled = source.resize(size, Image.Resampling.BICUBIC)
    left, top = (size[0] - width) // 2, (size[1] - height) // 2
    framed = scaled.crop((left, top, left + width, top + height))
    framed.putpixel((0, 0), (seed % 256, seed // 256 % 256, seed // 65536 % 256))
    out = io.BytesIO()
    framed.save(out, "JPEG", quality=92, comment=str(seed).encode())
    return out.getvalue()
