"""The lifestyle image: the product standing in a scene, with shadows that belong there, and said to be illustrative."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from PIL import Image

from desktop.imaging.compose import roles
from desktop.imaging.compose.canvas import Canvas, average_colour
from desktop.imaging.compose.geometry import FRAME, SIZE, Box
from desktop.imaging.compose.layout import Sheet
from desktop.imaging.compose.parts import paint_logo
from desktop.imaging.compose.pose import Pose, pose_of
from desktop.imaging.compose.scenes import OWN, STONE, Scene, own_backdrop, paint_backdrop, scene_for
from desktop.imaging.compose.shadow import Footprint, lie, stand
from desktop.imaging.contract import RenderRequest

if TYPE_CHECKING:
    from desktop.imaging.compose.base import Job
    from desktop.imaging.compose.planes import Plane
    from desktop.imaging.compose.product import Product

_LABEL: Final = "Illustrative scene"
_LABEL_EDGE: Final = 48
_PLATE: Final = "#1b1b1b"
_PLATE_INK: Final = "#f2f2f2"
_TILT: Final = 22
"""Degrees by which long things lie askew, as a hand would lay them down."""
_LONG: Final = 1.6


@dataclass(slots=True)
class LifestyleSheet(Sheet):
    """A sheet with the scene, the product's place, its turn in degrees and the label's plate."""

    scene: Scene = STONE
    product: Box = FRAME
    plate: Box = FRAME
    tilt: int = 0


class Lifestyle:
    """The product on the scene's ground, as large as the scene allows."""

    def layout(self, job: Job) -> LifestyleSheet:
        """Scene, product and label."""
        scene = _scene(job)
        sheet = LifestyleSheet(scene=scene)
        width, height = (round(SIZE * share) for share in scene.reach)
        ground_y, middle = round(SIZE * scene.ground[1]), round(SIZE * scene.ground[0])
        lies = scene.pose is Pose.FLAT
        room = Box(middle - width // 2, ground_y - (height // 2 if lies else height), width, height)
        sheet.tilt = _TILT if lies and job.product.aspect < 1 / _LONG else 0
        size = _turned_size(job.product.size, sheet.tilt)
        sheet.product = room.fitted(*size, y=0.5 if lies else 1.0)
        sheet.keep_clear.append(sheet.product)
        sheet.plate = Box(SIZE - _LABEL_EDGE - 320, SIZE - _LABEL_EDGE - 56, 320, 56)
        style = roles.caption(30)
        sheet.add(job.say(_LABEL), style, sheet.plate.inset(16, 6), _PLATE_INK, _PLATE, align="centre", y=0.5)
        return sheet

    def paint(self, job: Job) -> Image.Image:
        """Paint the scene, the reflection or shadows, the product and the label."""
        sheet = self.layout(job)
        scene, box = sheet.scene, sheet.product
        canvas = Canvas.over(
            own_backdrop(own) if (own := _own_scene(job)) else paint_backdrop(scene, job.theme)
        )
        if scene.pose is Pose.FLAT:
            picture = _turned(job.product, box, sheet.tilt)
            lie(canvas, picture, box, strength=scene.light.cast, tint=scene.shade)
        else:
            picture = _in_the_light(job.product.render(box.width, box.height), canvas.image, box)
            if scene.mirror:
                _reflect(canvas, picture, box, scene.mirror)
            stand(canvas, picture, box, strength=1.0, light=scene.light, tint=scene.shade, halo=scene.halo)
        paint_logo(canvas, job, beside=box)
        canvas.rounded(sheet.plate, sheet.plate.height // 2, _PLATE)
        for placed in sheet.texts:
            canvas.text(placed)
        return canvas.image

    def asks(self, job: Job) -> tuple[str, ...]:  # noqa: ARG002  part of the Protocol
        """Nothing: a photo is enough."""
        return ()

    def words(self, job: Job) -> tuple[str, ...]:  # noqa: ARG002  part of the Protocol
        """None."""
        return ()


def _own_scene(job: Job) -> bytes | None:
    return job.request.scene if isinstance(job.request, RenderRequest) else None


def _scene(job: Job) -> Scene:
    """The owner's own scene, or the shipped one that suits style, product and pose."""
    if _own_scene(job):
        return OWN
    brief = job.brief
    return scene_for(job.request.style, f"{brief.category} {brief.title}", pose_of(job.product))


def _turned_size(size: tuple[int, int], degrees: int) -> tuple[int, int]:
    """The size of the box around a picture of ``size`` that is turned."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return (round(size[0] * cosine + size[1] * sine), round(size[0] * sine + size[1] * cosine))


def _turned(product: Product, box: Box, degrees: int) -> Image.Image:
    """The product turned clockwise, as a picture of exactly the box's size."""
    if not degrees:
        return product.render(box.width, box.height)
    whole = _turned_size(product.size, degrees)
    width = round(product.size[0] * box.width / whole[0])
    upright = product.render(width, max(1, round(width / product.aspect)))
    turned = upright.convert("RGBa").rotate(-degrees, Image.Resampling.BICUBIC, expand=True)
    return turned.convert("RGBA").resize((box.width, box.height), Image.Resampling.BICUBIC)


def _in_the_light(picture: Image.Image, ground: Image.Image, box: Box) -> Image.Image:
    """The product with a hint of the scene's colour in it, and its foot a little darker, as light falls off there."""
    around = Box(max(0, box.left), max(0, box.top), min(box.width, SIZE), min(box.height, SIZE))
    ambient = average_colour(ground, around)
    veil = Image.new("RGB", picture.size, ambient)
    alpha = picture.getchannel("A")
    tinted = Image.blend(picture.convert("RGB"), veil, 0.05)
    height = picture.height
    ramp = np.clip((np.arange(height, dtype=np.float32) / height - 0.86) / 0.14, 0, 1)[:, None] ** 2 * 46
    dimming = Image.fromarray(np.broadcast_to(ramp, (height, picture.width)).astype(np.uint8))
    tinted.paste((0, 0, 0), (0, 0), dimming)
    tinted.putalpha(alpha)
    return tinted


def _reflect(canvas: Canvas, picture: Image.Image, box: Box, strength: float) -> None:
    """A soft mirror image below the product, hanging from its lower outline column by column."""
    half = picture.resize((max(1, box.width // 2), max(1, box.height // 2)), Image.Resampling.BOX)
    pixels = np.asarray(half)
    height, width = pixels.shape[:2]
    depth = min(height, (SIZE - box.bottom) // 2 + height // 12)
    edge = _lower_edge(picture, box, width, height)
    rows = np.arange(height - height // 12, height - height // 12 + depth, dtype=np.float32)[:, None]
    source_y = 2 * edge[None, :] - rows
    source_x = np.broadcast_to(np.arange(width, dtype=np.float32), source_y.shape)
    below = source_y <= edge[None, :]
    mirrored = cv2.remap(pixels, source_x.copy(), source_y.astype(np.float32), cv2.INTER_LINEAR)
    fade = np.exp(-2.6 * np.clip(rows - edge[None, :], 0, None) / max(1.0, height * 0.42))
    alpha = np.where(below, mirrored[..., 3] * fade * strength, 0).astype(np.float32)
    mirrored[..., 3] = cv2.GaussianBlur(alpha, (0, 0), 2).astype(np.uint8)
    mirrored[..., :3] = cv2.GaussianBlur(mirrored[..., :3], (0, 0), 3)
    full = Image.fromarray(mirrored).resize((box.width, depth * 2), Image.Resampling.BILINEAR)
    canvas.picture(full, Box(box.left, box.top + 2 * int(rows[0, 0]), box.width, depth * 2))


def _lower_edge(picture: Image.Image, box: Box, width: int, height: int) -> Plane:
    """For each column of the half-size picture the row at which it touches the ground, between contacts in a line."""
    foot = Footprint(picture, box)
    if not foot.contacts.size:
        return np.full(width, height - 1, np.float32)
    scale = 2.0  # plane pixels are a quarter of the canvas, the picture here is half
    columns = (foot.contacts * scale - box.left / 2).astype(np.float32)
    rows = (foot.lowest[foot.contacts] * scale - box.top / 2 + 1).astype(np.float32)
    return np.asarray(np.interp(np.arange(width), columns, rows), np.float32)
