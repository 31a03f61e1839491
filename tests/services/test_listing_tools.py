"""Brand kits, corrected cut-outs, photos' roles, scenes and A+ content, from the services to the worker's pixels."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from desktop.core.aplus import APLUS_MODULES, AplusModule, AplusText
from desktop.core.errors import InvalidInputError, NotFoundError, PhotoRefusedError
from desktop.core.pack import Brief, Feature, ImageType, PhotoRole, Style
from desktop.core.records import BrandKitRow, KitChoice
from desktop.workspace import open_workspace
from tests.imaging.market_kit import PHOTOS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import psycopg

    from desktop.core.records import GeneratedImage, Project
    from desktop.imaging.contract import RenderRequest
    from desktop.workspace import Workspace

KIT = BrandKitRow("", "Acme", "#00AA55", "#222222", "#FFCC00", "inter", None, is_default=False, version=0)
BODY = "A bottle made of steel that keeps what is in it cold all day long, and warm all night."


@pytest.fixture
async def workspace(dsn: str) -> AsyncIterator[Workspace]:
    async with open_workspace(dsn=dsn, slots=1) as opened:
        yield opened


async def make(workspace: Workspace, *names: str, kit: KitChoice | None = None) -> Project:
    paths = [PHOTOS / f"{name}.jpg" for name in names]
    checks = await workspace.photos.check_files(paths)
    stored = await workspace.photos.store_files(paths, checks)
    brief = Brief("Bottle", "Hydro bottle", description=BODY, features=(Feature("Keeps cold all day"),))
    return await workspace.projects.create(
        brief, style=Style.PREMIUM, owner="anna", photos=stored, kit=kit or KitChoice()
    )


async def work(workspace: Workspace) -> None:
    """Everything that is queued."""
    await workspace.worker(slots=1, drain=True).run()


async def image_of(workspace: Workspace, project: str, kind: ImageType) -> tuple[GeneratedImage, Image.Image]:
    await workspace.packs.generate_one(project, kind)
    await work(workspace)
    found = (await workspace.projects.detail(project)).chosen_of(kind)
    assert found is not None
    return found, Image.open(io.BytesIO(await workspace.store.get(found.blob_sha256)))


def share_of(picture: Image.Image, colour: str, within: int = 40) -> float:
    wanted = [int(colour[n : n + 2], 16) for n in (1, 3, 5)]
    away = np.abs(np.asarray(picture.convert("RGB"), np.int16) - wanted).max(axis=2)
    return float((away <= within).mean())


def logo(folder: Path) -> Path:
    picture = Image.new("RGBA", (300, 120), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((10, 10, 290, 110), fill=(255, 0, 220, 255))
    picture.save(folder / "logo.png")
    return folder / "logo.png"


async def test_that_a_kit_is_checked_found_by_name_and_one_is_the_default(workspace: Workspace) -> None:
    kits = workspace.brand_kits
    first = await kits.save(replace(KIT, is_default=True))
    second = await kits.save(replace(KIT, name="Beta", is_default=True))
    assert [(kit.name, kit.is_default) for kit in await kits.all()] == [("Acme", False), ("Beta", True)]
    assert (await kits.find(" aCME ")).id == first
    with pytest.raises(NotFoundError, match="Known are: Acme, Beta"):
        await kits.find("Gamma")
    with pytest.raises(InvalidInputError, match="already"):
        await kits.save(replace(KIT, name="BETA"))
    for wrong in (
        replace(KIT, name=" "),
        replace(KIT, name="x" * 101),
        replace(KIT, name="New", primary="red"),
        replace(KIT, name="New", font="Comic Sans"),
    ):
        with pytest.raises(InvalidInputError):
            await kits.save(wrong)
    project = await make(workspace, "bottle_white")
    assert project.kit is not None
    assert project.kit.id == second
    await workspace.projects.update(
        project.id, project.brief, style=Style.BOLD, brand=project.brand, kit=KitChoice(first)
    )
    chosen = (await workspace.projects.get(project.id)).kit
    assert chosen is not None
    assert chosen.id == first
    await kits.delete(first)
    after = await workspace.projects.get(project.id)
    assert after.kit is not None
    assert after.kit.id == second, "without its own the default counts again"
    await workspace.projects.update(
        project.id, project.brief, style=Style.BOLD, brand=project.brand, kit=KitChoice(is_used=False)
    )
    assert (await workspace.projects.get(project.id)).kit is None


async def test_that_a_kit_is_seen_in_all_images_but_the_main_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    kits = workspace.brand_kits
    sha = await kits.take_logo(logo(tmp_path))
    kit = await kits.save(replace(KIT, logo_sha256=sha))
    project = await make(workspace, "bottle_white", kit=KitChoice(kit))
    await workspace.packs.generate_one(project.id, ImageType.MAIN_IMAGE)
    _, info = await image_of(workspace, project.id, ImageType.INFOGRAPHIC)
    assert share_of(info, "#FF00DC") > 0.001, "the logo"
    _, main = await image_of(workspace, project.id, ImageType.MAIN_IMAGE)
    assert share_of(main, "#FF00DC") == 0
    await workspace.image_repo.prune_blobs()
    assert await workspace.store.get(sha)


async def test_that_a_logo_is_opened_safely(workspace: Workspace, tmp_path: Path) -> None:
    bad = tmp_path / "logo.png"
    bad.write_bytes(b"%!PS-Adobe-3.0\nshowpage")
    with pytest.raises(PhotoRefusedError, match=r"logo\.png"):
        await workspace.brand_kits.take_logo(bad)
    Image.new("RGB", (3000, 800), "red").save(tmp_path / "large.jpg", exif=Image.Exif())
    stored = await workspace.store.get(await workspace.brand_kits.take_logo(tmp_path / "large.jpg"))
    with Image.open(io.BytesIO(stored)) as opened:
        assert (opened.format, opened.size) == ("PNG", (1200, 320))


async def test_that_a_person_s_mask_decides_survives_and_goes_with_its_photo(
    workspace: Workspace, sql: psycopg.Connection
) -> None:
    project = await make(workspace, "bottle_white")
    (photo,) = (await workspace.projects.detail(project.id)).photos
    begun = await workspace.retouching.begin(photo)
    with Image.open(io.BytesIO(begun.mask)) as mask:
        size = mask.size
    half = Image.new("L", size, 0)
    half.paste(255, (0, 0, size[0], size[1] // 2))
    out = io.BytesIO()
    half.save(out, "PNG")
    await workspace.retouching.keep(photo, out.getvalue())
    made, picture = await image_of(workspace, project.id, ImageType.MAIN_IMAGE)
    assert made.needs_check == []
    assert made.photo_ids == [photo.id]
    assert made.score == 1.0
    ratio = np.asarray(picture.convert("L")) < 250
    columns, rows = np.flatnonzero(ratio.any(axis=0)), np.flatnonzero(ratio.any(axis=1))
    wanted = size[0] / (size[1] / 2)
    assert (columns[-1] - columns[0]) / (rows[-1] - rows[0]) == pytest.approx(wanted, rel=0.05)

    sql.execute("update packdesk.blobs set created_at = now() - interval '2 hours'")
    await workspace.image_repo.prune_blobs()
    (kept,) = (await workspace.projects.detail(project.id)).photos
    assert kept.mask_sha256 is not None
    assert await workspace.store.get(kept.mask_sha256)
    await workspace.projects.delete_photos([kept.id])
    await workspace.projects.restore_photos([kept])
    assert (await workspace.projects.detail(project.id)).photos[0].mask_sha256 == kept.mask_sha256

    await workspace.projects.replace_photo(photo.id, await workspace.photos.turn(photo, 1))
    (turned,) = (await workspace.projects.detail(project.id)).photos
    assert turned.mask_sha256 is None
    with pytest.raises(NotFoundError, match="changed or deleted"):
        await workspace.retouching.keep(photo, out.getvalue())


async def test_that_a_photo_is_what_a_person_says(workspace: Workspace) -> None:
    project = await make(workspace, "bottle_white", "mug_table")
    bottle, mug = (await workspace.projects.detail(project.id)).photos
    made, _ = await image_of(workspace, project.id, ImageType.MAIN_IMAGE)
    assert made.photo_ids == [bottle.id]
    await workspace.projects.set_role(mug, PhotoRole.MAIN)
    await workspace.projects.set_role(bottle, PhotoRole.DETAIL)
    made, _ = await image_of(workspace, project.id, ImageType.FEATURE_HIGHLIGHT)
    assert made.photo_ids == [mug.id, bottle.id]
    await workspace.projects.set_role(bottle, PhotoRole.MAIN)
    roles = {photo.id: photo.role for photo in (await workspace.projects.detail(project.id)).photos}
    assert roles == {bottle.id: "main", mug.id: "auto"}
    await workspace.projects.set_role(bottle, PhotoRole.UNUSED)
    made, _ = await image_of(workspace, project.id, ImageType.FEATURE_HIGHLIGHT)
    assert made.photo_ids == [mug.id]


async def test_that_one_s_own_scene_is_stored_and_handed_to_the_engine(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = await make(workspace, "bottle_white")
    Image.new("RGB", (1600, 1200), (20, 160, 60)).save(tmp_path / "meadow.jpg")
    await workspace.projects.set_scene(project.id, await workspace.photos.take_scene(tmp_path / "meadow.jpg"))
    found = await workspace.projects.get(project.id)
    assert found.scene is not None
    assert found.scene.name == "meadow.jpg"
    (tmp_path / "not.jpg").write_text("no picture")
    with pytest.raises(PhotoRefusedError, match=r"not\.jpg"):
        await workspace.photos.take_scene(tmp_path / "not.jpg")
    asked: list[RenderRequest] = []
    render = workspace.engine.render

    async def listening(request: RenderRequest, **more: Any) -> Any:
        asked.append(request)
        return await render(request, **more)

    monkeypatch.setattr(workspace.engine, "render", listening)
    _, lifestyle = await image_of(workspace, project.id, ImageType.LIFESTYLE)
    assert share_of(lifestyle, "#14A03C", 70) > 0.2, "the meadow is seen"
    await image_of(workspace, project.id, ImageType.MAIN_IMAGE)
    assert [request.scene for request in asked] == [(tmp_path / "meadow.jpg").read_bytes(), None]
    await workspace.projects.set_scene(project.id, None)
    assert (await workspace.projects.get(project.id)).scene is None


async def test_that_a_plain_insert_makes_six_modules_with_edited_words(
    workspace: Workspace, sql: psycopg.Connection, tmp_path: Path
) -> None:
    project = await make(workspace, "bottle_white")
    with pytest.raises(InvalidInputError, match="headline"):
        await workspace.aplus.write(project.id, AplusModule.IMAGE_WITH_SIDEBAR, AplusText("short", BODY))
    words = AplusText("Cold all day, every day", BODY, ("One", "Two"))
    await workspace.aplus.write(project.id, AplusModule.IMAGE_WITH_SIDEBAR, words)
    sql.execute(
        "insert into public.job_queue (job_type, payload, user_id)"
        " values ('generate-aplus', jsonb_build_object('projectId', %s::text), 'web')",
        [project.id],
    )
    await work(workspace)
    content = await workspace.aplus.content(project.id)
    assert content.job is not None
    assert content.job.state == "completed"
    assert [part.module for part in content.parts] == list(APLUS_MODULES)
    assert all(
        part.chosen and (part.chosen.width, part.chosen.height) == (970, 600) for part in content.parts
    )
    sidebar = content.parts[0]
    assert sidebar.is_edited
    assert sidebar.chosen is not None
    assert sidebar.chosen.words["headline"] == words.headline
    assert not sidebar.is_outdated
    await workspace.aplus.write(project.id, AplusModule.IMAGE_WITH_SIDEBAR, None)
    sidebar = (await workspace.aplus.content(project.id)).parts[0]
    assert (sidebar.is_edited, sidebar.is_outdated) == (False, True)

    first = await workspace.aplus.generate(project.id)
    assert await workspace.aplus.generate(project.id) == first, "a double click is one job"
    await work(workspace)
    sidebar = (await workspace.aplus.content(project.id)).parts[0]
    assert len(sidebar.versions) == 2
    old = sidebar.versions[1]
    await workspace.aplus.choose(old)
    sidebar = (await workspace.aplus.content(project.id)).parts[0]
    assert sidebar.chosen is not None
    assert sidebar.chosen.id == old.id

    for kind, ending in (("jpeg", "jpg"), ("png", "png")):
        saved = await workspace.aplus.save(project.id, tmp_path / kind, kind=kind)
        assert [made.path.name for made in saved.modules][:2] == [
            f"1-image-with-sidebar.{ending}",
            f"2-image-with-highlights.{ending}",
        ]
        for made in saved.modules:
            assert made.size_bytes <= 5 * 1024 * 1024
            with Image.open(made.path) as opened:
                assert (opened.format, opened.size) == (kind.upper(), (970, 600))


async def test_that_a_pack_with_a_plus_has_seven_parts_and_a_plus_counts_once(workspace: Workspace) -> None:
    project = await make(workspace, "bottle_white")
    pack = await workspace.packs.generate(project.id, aplus=True)
    children = await workspace.jobs.children(pack)
    assert [child.job_type for child in children][-1] == "generate-aplus"
    assert await workspace.aplus.generate(project.id) == children[-1].id
    await work(workspace)
    detail = await workspace.projects.detail(project.id)
    assert detail.project.status == "COMPLETED"
    assert detail.pack is not None
    assert (detail.pack.done, detail.pack.total) == (7, 7)
    assert (await workspace.aplus.content(project.id)).is_made


async def test_that_without_any_photo_to_use_the_job_says_so(workspace: Workspace) -> None:
    project = await make(workspace, "bottle_white")
    (photo,) = (await workspace.projects.detail(project.id)).photos
    await workspace.projects.set_role(photo, PhotoRole.UNUSED)
    await workspace.packs.generate_one(project.id, ImageType.MAIN_IMAGE)
    await work(workspace)
    job = (await workspace.projects.detail(project.id)).job_of("MAIN_IMAGE")
    assert job is not None
    assert job.state == "failed"
    assert job.retry_count == 0
    assert job.error_message is not None
    assert "set aside" in job.error_message
