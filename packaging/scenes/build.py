"""Makes the backdrops of ``resources/scenes`` with Blender: plain shapes, procedural materials, nothing from outside.

    pip install bpy==5.2.3          (a Python of the version that this release of bpy names)
    python packaging/scenes/build.py OUT [NAME ...] [--side 1500] [--samples 64]

All standing scenes share one camera, 9.5 degrees above level and 2.3 m away; the product's foot is at the origin and
shows at 84 % of the frame's height. Light comes from the upper left. Lengths are metres.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bpy

if TYPE_CHECKING:
    from collections.abc import Callable

PITCH = math.radians(9.5)
DISTANCE = 2.3
FRAME = 0.47
FOOT = 0.84


def fresh(side: int, samples: int) -> None:
    """An empty scene with the renderer's settings."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples = samples
    scene.cycles.use_denoising = True
    scene.cycles.seed = 1
    scene.cycles.max_bounces = 5
    scene.render.resolution_x = scene.render.resolution_y = side
    scene.view_settings.view_transform = "Standard"
    scene.view_settings.look = "None"
    scene.render.image_settings.file_format = "JPEG"
    scene.render.image_settings.quality = 88


def world(colour: tuple[float, float, float], strength: float) -> None:
    """Even light from everywhere."""
    made = bpy.data.worlds.new("world")
    bpy.context.scene.world = made
    made.use_nodes = True
    node = made.node_tree.nodes["Background"]
    node.inputs[0].default_value = (*colour, 1)
    node.inputs[1].default_value = strength


def material(
    name: str,
    colour: tuple[float, float, float],
    *,
    rough: float = 0.6,
    second: tuple[float, float, float] | None = None,
    pattern: str = "noise",
    scale: float = 8.0,
    stretch: tuple[float, float, float] = (1, 1, 1),
    bump: float = 0.0,
    contrast: tuple[float, float] = (0.35, 0.65),
) -> Any:
    """A surface; with ``second`` two colours mixed by a procedural pattern in object coordinates."""
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    shader = nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*colour, 1)
    shader.inputs["Roughness"].default_value = rough
    if second is None and not bump:
        return made
    place, mapping = nodes.new("ShaderNodeTexCoord"), nodes.new("ShaderNodeMapping")
    mapping.inputs["Scale"].default_value = stretch
    links.new(place.outputs["Object"], mapping.inputs["Vector"])
    if pattern == "wave":
        texture = nodes.new("ShaderNodeTexWave")
        texture.inputs["Distortion"].default_value = 6
        texture.inputs["Detail"].default_value = 4
    else:
        texture = nodes.new("ShaderNodeTexNoise")
        texture.inputs["Detail"].default_value = 8
        texture.inputs["Roughness"].default_value = 0.62
    texture.inputs["Scale"].default_value = scale
    links.new(mapping.outputs["Vector"], texture.inputs["Vector"])
    value = texture.outputs["Fac"] if "Fac" in texture.outputs else texture.outputs[0]
    if second is not None:
        ramp = nodes.new("ShaderNodeValToRGB")
        ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = contrast
        ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = (*colour, 1), (*second, 1)
        links.new(value, ramp.inputs["Fac"])
        links.new(ramp.outputs["Color"], shader.inputs["Base Color"])
    if bump:
        relief = nodes.new("ShaderNodeBump")
        relief.inputs["Strength"].default_value = bump
        relief.inputs["Distance"].default_value = 0.01
        links.new(value, relief.inputs["Height"])
        links.new(relief.outputs["Normal"], shader.inputs["Normal"])
    return made


def box(
    place: tuple[float, float, float], size: tuple[float, float, float], look: Any, *, turn: float = 0.0
) -> Any:
    """A box with slightly rounded edges; ``place`` is the middle of its foot."""
    bpy.ops.mesh.primitive_cube_add(size=1, location=(place[0], place[1], place[2] + size[2] / 2))
    made = bpy.context.object
    made.scale = size
    made.rotation_euler[2] = turn
    bpy.ops.object.transform_apply(location=False, rotation=False, scale=True)
    edges = made.modifiers.new("edges", "BEVEL")
    edges.width = min(0.006, min(size) / 4)
    edges.segments = 3
    made.data.materials.append(look)
    return made


def round_thing(place: tuple[float, float, float], radius: float, height: float, look: Any) -> Any:
    """An upright cylinder; ``place`` is the middle of its foot."""
    bpy.ops.mesh.primitive_cylinder_add(
        radius=radius, depth=height, location=(place[0], place[1], place[2] + height / 2), vertices=64
    )
    made = bpy.context.object
    bpy.ops.object.shade_smooth()
    edges = made.modifiers.new("edges", "BEVEL")
    edges.width, edges.segments, edges.limit_method = min(radius, height) / 8, 3, "ANGLE"
    made.data.materials.append(look)
    return made


def ball(place: tuple[float, float, float], radius: float, look: Any) -> Any:
    """A ball."""
    bpy.ops.mesh.primitive_uv_sphere_add(radius=radius, location=place, segments=24, ring_count=12)
    made = bpy.context.object
    bpy.ops.object.shade_smooth()
    made.data.materials.append(look)
    return made


def camera(*, stop: float) -> None:
    """The one camera of all standing scenes, sharp at the product's foot."""
    data = bpy.data.cameras.new("camera")
    made = bpy.data.objects.new("camera", data)
    bpy.context.collection.objects.link(made)
    rise = (FOOT - 0.5) * FRAME / math.cos(PITCH)
    made.location = (0, -DISTANCE * math.cos(PITCH), rise + DISTANCE * math.sin(PITCH))
    made.rotation_euler = (math.pi / 2 - PITCH, 0, 0)
    data.angle = 2 * math.atan(FRAME / 2 / DISTANCE)
    data.dof.use_dof = True
    data.dof.focus_distance = DISTANCE
    data.dof.aperture_fstop = stop
    bpy.context.scene.camera = made


def camera_above() -> None:
    """Straight above, for surfaces on which things lie; the frame is one metre wide."""
    data = bpy.data.cameras.new("camera")
    made = bpy.data.objects.new("camera", data)
    bpy.context.collection.objects.link(made)
    made.location = (0, 0, 4)
    data.angle = 2 * math.atan(0.5 / 4)
    bpy.context.scene.camera = made


def sun(
    strength: float, *, size: float = 3.0, warm: float = 0.0, height: float = 40.0, side: float = 55.0
) -> None:
    """Sunlight from the upper left; ``size`` and angles in degrees, ``warm`` from 0 to 1."""
    data = bpy.data.lights.new("sun", "SUN")
    data.energy = strength
    data.angle = math.radians(size)
    data.color = (1, 1 - 0.14 * warm, 1 - 0.34 * warm)
    made = bpy.data.objects.new("sun", data)
    bpy.context.collection.objects.link(made)
    made.rotation_euler = (math.radians(90 - height), 0, math.radians(-side))


def panel(place: tuple[float, float, float], size: float, power: float, *, warm: float = 0.0) -> None:
    """A soft light that looks at the product."""
    data = bpy.data.lights.new("panel", "AREA")
    data.energy, data.size = power, size
    data.color = (1, 1 - 0.1 * warm, 1 - 0.25 * warm)
    made = bpy.data.objects.new("panel", data)
    bpy.context.collection.objects.link(made)
    made.location = place
    length = math.dist(place, (0, 0, 0.1))
    made.rotation_euler = (
        math.acos((place[2] - 0.1) / length),
        0,
        math.atan2(place[1], place[0]) + math.pi / 2,
    )


def planks(look: list[Any], *, wide: float, count: int, length: float) -> None:
    """Boards along x, side by side with narrow gaps, their upper side on the ground."""
    for at in range(count):
        offset = (at - (count - 1) / 2) * wide
        box((0.0, offset, -0.03), (length, wide - 0.004, 0.03), look[at % len(look)])


def tiles(count: tuple[int, int], size: tuple[float, float], y: float, look: Any, joint: Any) -> None:
    """A tiled wall behind the product, ``count`` columns and rows of them."""
    columns, rows = count
    box((0, y + 0.014, -0.3), (8, 0.02, 4), joint)
    for row in range(rows):
        for column in range(columns):
            x = (column - columns / 2 + (0.5 if row % 2 else 0.0)) * size[0]
            box((x, y, -0.06 + row * size[1]), (size[0] - 0.006, 0.02, size[1] - 0.006), look)


def oak(name: str, dark: tuple[float, float, float], light: tuple[float, float, float], shift: float) -> Any:
    """Wood with its grain along x."""
    return material(
        name, dark, second=light, rough=0.5, scale=3.0 + shift, stretch=(0.7, 9 + shift, 9), bump=0.08,
        contrast=(0.3, 0.72),
    )  # fmt: skip


def kitchen() -> None:
    """A pale stone worktop before cream tiles."""
    world((0.95, 0.97, 1.0), 0.55)
    stone = material(
        "stone", (0.66, 0.63, 0.59), second=(0.50, 0.47, 0.44), rough=0.22, scale=9, contrast=(0.55, 0.75)
    )
    box((0, 0.25, -0.04), (5, 1.5, 0.04), stone)
    tiles(
        (26, 8),
        (0.2, 0.1),
        0.95,
        material("tile", (0.80, 0.75, 0.66), rough=0.18),
        material("joint", (0.6, 0.57, 0.52)),
    )
    board = oak("board", (0.36, 0.20, 0.09), (0.52, 0.31, 0.15), 0)
    box((0.27, 0.78, 0), (0.26, 0.03, 0.40), board, turn=0.05)
    round_thing((-0.30, 0.72, 0), 0.065, 0.15, material("jar", (0.62, 0.60, 0.55), rough=0.3))
    green = material("leaf", (0.10, 0.24, 0.07), second=(0.18, 0.34, 0.10), scale=20)
    rng = random.Random(4)
    for _ in range(46):
        turn, out = rng.uniform(0, 6.28), rng.uniform(0, 0.09)
        leaf = ball(
            (-0.30 + out * math.cos(turn), 0.72 + out * math.sin(turn), 0.17 + rng.uniform(0, 0.15)),
            0.032,
            green,
        )
        leaf.scale = (1, 0.5, 1.5)
    sun(2.3, size=6, warm=0.5, height=38, side=62)
    panel((-1.6, -1.2, 1.6), 1.4, 14)
    camera(stop=2.2)


def garden() -> None:
    """Weathered boards before leaves out of focus."""
    world((0.80, 0.90, 1.0), 0.9)
    woods = [
        oak(f"wood{n}", (0.27 + n * 0.02, 0.21, 0.15), (0.47 + n * 0.02, 0.38, 0.28), n) for n in range(3)
    ]
    planks(woods, wide=0.145, count=9, length=5)
    rng = random.Random(9)
    greens = [
        material(f"leaf{n}", colour, rough=0.6)
        for n, colour in enumerate(
            ((0.05, 0.14, 0.03), (0.12, 0.26, 0.05), (0.26, 0.38, 0.09), (0.42, 0.50, 0.18))
        )
    ]
    for _ in range(520):
        y = rng.uniform(1.7, 3.4)
        leaf = ball(
            (rng.uniform(-1.3, 1.3), y, rng.uniform(-0.5, 1.2)), rng.uniform(0.03, 0.1), rng.choice(greens)
        )
        leaf.scale = (1, 0.4, rng.uniform(0.7, 1.4))
    box(
        (0, 4.2, -1), (10, 0.05, 4), material("far", (0.30, 0.40, 0.16), second=(0.62, 0.66, 0.38), scale=1.2)
    )
    sun(4.2, size=2, warm=0.7, height=42, side=58)
    camera(stop=2.0)


def desk() -> None:
    """A dark oak desk in a study, with books."""
    world((0.70, 0.80, 1.0), 0.35)
    woods = [oak(f"wood{n}", (0.12, 0.062, 0.030), (0.25, 0.14, 0.07), n * 0.5) for n in range(2)]
    planks(woods, wide=0.6, count=3, length=5)
    box((0, 2.2, -1), (9, 0.05, 4), material("wall", (0.24, 0.28, 0.31), second=(0.29, 0.33, 0.36), scale=2))
    colours = ((0.42, 0.16, 0.10), (0.72, 0.66, 0.55), (0.10, 0.20, 0.28), (0.55, 0.42, 0.20))
    for at, colour in enumerate(colours):
        box(
            (0.31, 0.75, at * 0.036),
            (0.26 - 0.015 * at, 0.18, 0.034),
            material(f"book{at}", colour, rough=0.7),
            turn=0.1 * at - 0.15,
        )
    glow = bpy.data.materials.new("glow")
    glow.use_nodes = True
    shader = glow.node_tree.nodes["Principled BSDF"]
    shader.inputs["Emission Color"].default_value = (1, 0.72, 0.38, 1)
    shader.inputs["Emission Strength"].default_value = 7
    for x, y, z, radius in (
        (-0.34, 1.5, 0.42, 0.045),
        (-0.10, 2.0, 0.55, 0.03),
        (0.42, 1.9, 0.50, 0.035),
        (0.2, 2.0, 0.36, 0.022),
    ):
        ball((x, y, z), radius, glow)
    sun(2.4, size=5, warm=0.7, height=40, side=60)
    panel((-1.5, -1.3, 1.4), 1.2, 18, warm=0.4)
    camera(stop=3.0)


def bath() -> None:
    """A marble shelf before sage tiles, with towels and a sprig."""
    world((0.94, 0.97, 1.0), 0.6)
    marble = material(
        "marble", (0.80, 0.78, 0.75), second=(0.58, 0.56, 0.54), rough=0.16, scale=2.6, contrast=(0.5, 0.78)
    )
    box((0, 0.25, -0.04), (5, 1.5, 0.04), marble)
    sage = material("tile", (0.50, 0.57, 0.49), second=(0.55, 0.62, 0.53), rough=0.22, scale=3)
    tiles((40, 6), (0.11, 0.22), 0.95, sage, material("joint", (0.72, 0.73, 0.69)))
    towel = material("towel", (0.83, 0.79, 0.73), second=(0.76, 0.72, 0.66), rough=0.95, scale=180, bump=0.6)
    for x, y, z in ((0.22, 0.72, 0.055), (0.35, 0.70, 0.055), (0.285, 0.71, 0.15)):
        roll = round_thing((x, y, z - 0.09), 0.057, 0.18, towel)
        roll.rotation_euler = (math.pi / 2, 0, 0.12)
    round_thing((-0.33, 0.70, 0), 0.04, 0.17, material("vase", (0.36, 0.30, 0.24), rough=0.35))
    green = material("leaf", (0.20, 0.30, 0.20), second=(0.34, 0.44, 0.33), scale=14, rough=0.7)
    rng = random.Random(7)
    for stem in range(5):
        lean = rng.uniform(-0.5, 0.5)
        for at in range(7):
            leaf = ball(
                (-0.33 + lean * at * 0.035 + 0.02 * (-1) ** at, 0.70, 0.19 + at * 0.034 + stem * 0.004),
                0.021,
                green,
            )
            leaf.scale = (1.3, 0.3, 0.8)
            leaf.rotation_euler = (0, rng.uniform(-0.9, 0.9), 0)
    _shadows_of_leaves()
    sun(2.5, size=4, warm=0.35, height=40, side=60)
    panel((-1.6, -1.2, 1.6), 1.4, 14)
    camera(stop=2.2)


def boutique() -> None:
    """Warm plaster with a niche, low steps beside the product, and the shadow of a window."""
    world((1.0, 0.95, 0.90), 0.5)
    plaster = material(
        "plaster", (0.66, 0.50, 0.39), second=(0.71, 0.55, 0.43), rough=0.85, scale=5, bump=0.12
    )
    deep = material("niche", (0.50, 0.33, 0.24), second=(0.55, 0.37, 0.27), rough=0.85, scale=5, bump=0.12)
    pale = material("step", (0.76, 0.66, 0.56), second=(0.72, 0.61, 0.51), rough=0.7, scale=7, bump=0.08)
    box((0, 0.3, -0.04), (5, 1.7, 0.04), pale)
    box((0, 1.0, -0.1), (6, 0.05, 3), plaster)
    box((0.14, 0.965, -0.05), (0.30, 0.03, 0.23), deep)
    arch = round_thing((0.14, 0.960, 0.165), 0.15, 0.03, deep)
    arch.rotation_euler = (math.pi / 2, 0, 0)
    round_thing((-0.30, 0.55, 0), 0.13, 0.05, plaster)
    round_thing((-0.33, 0.62, 0.05), 0.07, 0.13, pale)
    ball((0.33, 0.60, 0.045), 0.045, deep)
    for at in range(3):  # bars of a window out of the picture
        bar = box((-1.35 + at * 0.26, -0.35, 0.5), (0.03, 0.03, 1.6), plaster)
        bar.visible_camera = False
    cross = box((-1.1, -0.35, 1.05), (1.0, 0.03, 0.04), plaster)
    cross.visible_camera = False
    sun(2.8, size=1.2, warm=0.8, height=36, side=62)
    panel((-1.5, -1.3, 1.5), 1.3, 12, warm=0.4)
    camera(stop=2.8)


def loft() -> None:
    """A bright room: ash boards, a white wall with its skirting, a plant in a basket."""
    world((0.92, 0.96, 1.0), 0.75)
    woods = [
        oak(f"wood{n}", (0.50 + n * 0.02, 0.39, 0.27), (0.66 + n * 0.015, 0.54, 0.40), n * 0.8)
        for n in range(4)
    ]
    planks(woods, wide=0.10, count=18, length=6)
    box((0, 0.3, -0.08), (6, 3, 0.03), material("gap", (0.16, 0.11, 0.07)))
    wall = material("wall", (0.84, 0.82, 0.79), second=(0.80, 0.78, 0.75), rough=0.9, scale=4)
    box((0, 1.15, -0.1), (7, 0.05, 4), wall)
    box((0, 1.11, 0), (7, 0.02, 0.075), material("skirting", (0.88, 0.87, 0.85), rough=0.4))
    basket = material("basket", (0.42, 0.30, 0.18), second=(0.56, 0.42, 0.27), rough=0.9, scale=60, bump=0.6)
    round_thing((-0.36, 0.86, 0), 0.085, 0.15, basket)
    rng = random.Random(5)
    greens = [
        material(f"leaf{n}", colour, rough=0.5)
        for n, colour in enumerate(((0.06, 0.18, 0.06), (0.12, 0.27, 0.09)))
    ]
    for _ in range(60):
        turn, out = rng.uniform(0, 6.28), rng.uniform(0.0, 0.15)
        leaf = ball(
            (
                -0.36 + out * math.cos(turn),
                0.86 + out * math.sin(turn),
                0.2 + rng.uniform(0, 0.34) - out * 0.6,
            ),
            0.042,
            rng.choice(greens),
        )
        leaf.scale = (1.25, 0.22, 0.8)
        leaf.rotation_euler = (rng.uniform(-0.6, 0.6), rng.uniform(-1.2, 1.2), turn)
    box((0.27, 1.10, 0.27), (0.24, 0.02, 0.32), material("frame", (0.20, 0.15, 0.11), rough=0.4))
    box(
        (0.27, 1.085, 0.285),
        (0.21, 0.012, 0.29),
        material("sheet", (0.78, 0.70, 0.60), second=(0.62, 0.50, 0.40), scale=1.4, rough=0.8),
    )
    _shadows_of_leaves()
    sun(3.0, size=2.5, warm=0.5, height=40, side=60)
    camera(stop=2.4)


def _shadows_of_leaves() -> None:
    """Twigs out of the picture whose shadows fall into its upper left."""
    rng = random.Random(12)
    dark = material("twig", (0.05, 0.08, 0.03))
    for _ in range(60):
        leaf = ball((rng.uniform(-1.5, -0.72), rng.uniform(0.35, 1.25), rng.uniform(0.45, 0.9)), 0.07, dark)
        leaf.scale = (1, 0.34, 0.1)
        leaf.rotation_euler = (0, 0, rng.uniform(0, 3.1))
        leaf.visible_camera = False


def flat_wood() -> None:
    """Oak boards from above."""
    world((0.9, 0.95, 1.0), 0.5)
    woods = [
        oak(f"wood{n}", (0.30 + n * 0.02, 0.17, 0.08), (0.50 + n * 0.015, 0.31, 0.16), n * 0.7)
        for n in range(4)
    ]
    planks(woods, wide=0.21, count=9, length=4)
    box((0, 0, -0.08), (5, 5, 0.02), material("gap", (0.03, 0.02, 0.01)))
    _shadows_of_leaves()
    sun(2.9, size=3, warm=0.5, height=46, side=50)
    camera_above()


def flat_linen() -> None:
    """A linen cloth from above, with a few soft folds."""
    world((0.95, 0.97, 1.0), 0.6)
    bpy.ops.mesh.primitive_grid_add(x_subdivisions=400, y_subdivisions=400, size=2.4)
    cloth = bpy.context.object
    bpy.ops.object.shade_smooth()
    folds = bpy.data.textures.new("folds", "CLOUDS")
    folds.noise_scale = 0.75
    shape = cloth.modifiers.new("folds", "DISPLACE")
    shape.texture, shape.strength, shape.texture_coords = folds, 0.16, "GLOBAL"
    cloth.data.materials.append(
        material("linen", (0.66, 0.60, 0.51), second=(0.74, 0.68, 0.59), rough=0.95, scale=420, bump=0.35)
    )
    _shadows_of_leaves()
    sun(2.4, size=4, warm=0.35, height=44, side=50)
    camera_above()


SCENES: dict[str, Callable[[], None]] = {
    "kitchen": kitchen, "garden": garden, "desk": desk, "bath": bath, "boutique": boutique, "loft": loft,
    "flat-wood": flat_wood, "flat-linen": flat_linen,
}  # fmt: skip


def main() -> int:
    """Render the scenes that are named, or all."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("out", type=Path)
    words.add_argument("names", nargs="*", metavar="NAME")
    words.add_argument("--side", type=int, default=1500)
    words.add_argument("--samples", type=int, default=64)
    asked = words.parse_args()
    for name in asked.names or SCENES:
        fresh(asked.side, asked.samples)
        SCENES[name]()
        bpy.context.scene.render.filepath = str(asked.out.resolve() / f"{name}.jpg")
        bpy.ops.render.render(write_still=True)
        print(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
