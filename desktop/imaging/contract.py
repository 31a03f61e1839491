"""What the image engine takes and gives: plain values that cross to its own process and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from desktop.core.pack import DEFAULT_BRAND, DEFAULT_STYLE, BrandKit, Brief, ImageType, Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.aplus import AplusModule, AplusText
    from desktop.core.compliance import ImageFacts
    from desktop.core.retouching import PhotoMask, Stroke


RENDER_S: Final = 180.0
"""How long one image may take, in seconds. A second or two is usual; an old computer that is busy with its owner's
work gives the engine, which steps back, a twentieth of that. Within the job's own deadline (five minutes)."""


@dataclass(frozen=True, slots=True)
class PhotoCheck:
    """What the safe opening found out about a file that may serve as a product photo.

    ``width`` and ``height`` are pixels after the EXIF orientation is applied; ``thumbnail`` is a small sRGB
    JPEG without metadata; ``warnings`` are plain sentences ("only the first frame is used"). ``extension`` has
    no dot.
    """

    mime: str
    extension: str
    width: int
    height: int
    warnings: tuple[str, ...] = ()
    thumbnail: bytes = field(default=b"", repr=False)


DEFAULT_SEED: Final = 20
"""Of all that is random in a picture (the grain that smooths gradients): one seed, one picture."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose image it is, for an engine elsewhere that finds photos and brief in the same database."""

    project_id: str
    user_id: str | None = None
    job_id: str | None = None


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """One listing image to make. ``photos`` are whole files in their owner's order; the best is chosen.

    ``masks`` are alphas that a person has decided on (PNG, ``L``), in the photos' order, None where there is none;
    it may be shorter than ``photos``. ``scene`` is the owner's own photo (a whole file) to stand the product in, for
    the lifestyle image. ``language`` is that of the few fixed words on images, ``en`` or ``de``; empty means the
    brief's own. ``seed`` is written into the JPEG's comment, its only metadata. ``main`` and ``detail`` are positions
    of photos that a person wants for the main view and for close-ups; None leaves the choice to the engine.
    """

    image_type: ImageType
    photos: tuple[bytes, ...] = field(repr=False)
    brief: Brief = field(default_factory=lambda: Brief(name=""))
    style: Style = DEFAULT_STYLE
    brand: BrandKit = DEFAULT_BRAND
    masks: tuple[bytes | None, ...] = field(default=(), repr=False)
    scene: bytes | None = field(default=None, repr=False)
    language: str = ""
    seed: int = DEFAULT_SEED
    origin: Origin | None = None
    main: int | None = None
    detail: int | None = None


@dataclass(frozen=True, slots=True)
class RenderedImage:
    """A finished listing image: an sRGB JPEG with nothing but its seed in the metadata, and a thumbnail of it.

    ``asks`` names what the project lacks for a better image (``features``, ``dimensions``, ``comparison``);
    ``needs_check`` holds plain sentences when the cut-out should be looked at by a person, else it is empty.
    ``score`` is the cut-outs' lowest (0 to 1, above .5 is good); ``photos_used`` are the positions of the photos
    shown among the request's, the main one first. ``lost_letters`` are the characters of its words that it leaves out,
    because no shipped font has them; each once.
    """

    image_type: ImageType
    data: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int
    mime: str = "image/jpeg"
    asks: tuple[str, ...] = ()
    needs_check: tuple[str, ...] = ()
    score: float = 1.0
    photos_used: tuple[int, ...] = (0,)
    lost_letters: str = ""


class Engine(Protocol):
    """What services and worker need of the image engine; ``desktop.imaging.studio.Studio`` is the real one.

    Both raise ``PhotoRefusedError`` for a photo that can't be used and ``StudioError`` when the engine
    stopped or took longer than ``timeout_s``. Cancelling the awaiting task abandons the work.
    """

    async def check_photo(self, data: bytes, *, timeout_s: float = 30.0) -> PhotoCheck:
        """Open a file safely and say what it is."""
        ...

    async def render(
        self,
        request: RenderRequest,
        *,
        timeout_s: float = RENDER_S,
        progress: Callable[[float], None] | None = None,
    ) -> RenderedImage:
        """Make one listing image; ``progress`` is told fractions from 0 to 1 on the caller's loop."""
        ...


@dataclass(frozen=True, slots=True)
class MaskOrder:
    """A photo's alpha as it is (``mask``, or the engine's own cut-out without one), corrected by ``strokes``.

    Strokes count in their order, a later one over an earlier one. With ``refine`` what lies beside a stroke and looks
    like it follows too, and edges follow the photo's; without it the brush's own outline counts, with a soft rim.
    """

    photo: bytes = field(repr=False)
    mask: bytes | None = field(default=None, repr=False)
    strokes: tuple[Stroke, ...] = ()
    refine: bool = True


class Retoucher(Protocol):
    """Who shows and corrects a photo's alpha, always this computer's engine."""

    async def mask(self, order: MaskOrder, *, timeout_s: float = 60.0) -> PhotoMask:
        """The alpha of a photo, with the order's strokes; raises ``PhotoRefusedError`` and ``StudioError``.

        The first call for a photo opens and, without a mask, cuts it out; further ones take under half a second.
        """
        ...


@dataclass(frozen=True, slots=True)
class AplusRequest:
    """One A+ module to make; all but ``module`` and ``text`` is as in ``RenderRequest``."""

    module: AplusModule
    text: AplusText
    photos: tuple[bytes, ...] = field(repr=False)
    brief: Brief = field(default_factory=lambda: Brief(name=""))
    style: Style = DEFAULT_STYLE
    brand: BrandKit = DEFAULT_BRAND
    masks: tuple[bytes | None, ...] = field(default=(), repr=False)
    language: str = ""
    seed: int = DEFAULT_SEED
    main: int | None = None
    detail: int | None = None


@dataclass(frozen=True, slots=True)
class AplusImage:
    """A finished module: an sRGB JPEG of 970 x 600 pixels and at most 5 MB, and a thumbnail of it.

    All from ``asks`` on is as in ``RenderedImage``; ``asks`` may also hold
    ``text`` where ``text_problems`` has something to say, or a feature is longer than its place. ``left_out`` are the
    titles of the features and rows that it has no room for.
    """

    module: AplusModule
    data: bytes = field(repr=False)
    thumbnail: bytes = field(repr=False)
    width: int
    height: int
    mime: str = "image/jpeg"
    asks: tuple[str, ...] = ()
    needs_check: tuple[str, ...] = ()
    score: float = 1.0
    photos_used: tuple[int, ...] = (0,)
    lost_letters: str = ""
    left_out: tuple[str, ...] = ()


class AplusEngine(Protocol):
    """Who makes A+ modules, always this computer's engine; raises as ``Engine`` does."""

    async def compose_aplus(
        self,
        request: AplusRequest,
        *,
        timeout_s: float = RENDER_S,
        progress: Callable[[float], None] | None = None,
    ) -> AplusImage:
        """Make one module; its words are set as they are given, whether or not they keep the limits."""
        ...


@dataclass(frozen=True, slots=True)
class CutoutOrder:
    """A whole photo file whose product is wanted alone."""

    photo: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class TransparentPhoto:
    """A photo's product on nothing: a PNG with alpha, of the photo's size after the EXIF orientation.

    ``score`` is 0 to 1, and above .5 exactly when ``needs_check`` is empty.
    """

    data: bytes = field(repr=False)
    width: int
    height: int
    score: float
    needs_check: tuple[str, ...] = ()


class Cutter(Protocol):
    """Who cuts products out on their own, always this computer's engine."""

    async def cut_out(self, photo: bytes, *, timeout_s: float = 120.0) -> TransparentPhoto:
        """Cut the product out of a photo file; raises ``PhotoRefusedError`` and ``StudioError``."""
        ...


@dataclass(frozen=True, slots=True)
class EncodeOrder:
    """A file to make: at most ``side`` pixels on the long side and ``cap_bytes`` large.

    Without ``side`` the picture stays as it is, to the last bit where it is a JPEG. ``as_png`` makes a PNG, which keeps
    transparency and knows no quality.
    """

    data: bytes = field(repr=False)
    side: int | None = None
    cap_bytes: int | None = None
    as_png: bool = False


@dataclass(frozen=True, slots=True)
class EncodedImage:
    """A file without metadata; ``quality`` is the JPEG's, None where nothing was encoded anew."""

    data: bytes = field(repr=False)
    mime: str
    width: int
    height: int
    quality: int | None


class Outgoing(Protocol):
    """What marketplaces need of the image engine, always this computer's own; both raise ``StudioError``."""

    async def measure(self, data: bytes, *, timeout_s: float = 30.0) -> ImageFacts:
        """Measure an image file for a marketplace's rules."""
        ...

    async def encode(self, order: EncodeOrder, *, timeout_s: float = 30.0) -> EncodedImage:
        """Make the file a marketplace takes."""
        ...


class ImageEngine(Engine, Outgoing, Retoucher, AplusEngine, Protocol):
    """An engine that makes listing images and A+ modules, lets people correct masks, and serves marketplaces."""
