"""The HTTP doors of a real worker process on a real database, called by a real HTTP client."""

from __future__ import annotations

import base64
import json
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from desktop.core.pack import Brief, Style
from desktop.core.records import NewPhoto
from desktop.workspace import open_workspace
from tests.cli.program import MUG, Program, eventually, rows

KEY = "correct-horse-battery-staple-42"
SHOWN = {"Authorization": f"Bearer {KEY}"}


@dataclass
class Door:
    process: subprocess.Popen[str]
    url: str
    dsn: str

    def post(
        self, path: str, body: Any = None, *, headers: Any = None, timeout: float = 60
    ) -> httpx.Response:
        return httpx.post(
            self.url + path, json=body, headers=SHOWN if headers is None else headers, timeout=timeout
        )

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


def open_door(team: Program, *words: str) -> Door:
    assert team.dsn is not None
    process = team.start("worker", "--http", "127.0.0.1:0", *words, env={"PACKDESK_HTTP_KEY": KEY})
    assert process.stderr is not None
    url = next(line.split()[2] for line in process.stderr if line.startswith("Listening on "))
    eventually(lambda: httpx.get(url + "/healthz").status_code == 200, what="listening")
    return Door(process, url, team.dsn)


@pytest.fixture
def door(team: Program) -> Door:
    return open_door(team)


@pytest.fixture
def quiet_door(team: Program) -> Door:
    """Of a worker that claims nothing by itself."""
    return open_door(team, "--on-request")


async def make_project(dsn: str) -> str:
    async with open_workspace(dsn=dsn) as workspace:
        data = MUG.read_bytes()
        sha256 = await workspace.store.put(data, "image/jpeg")
        photo = NewPhoto("mug.jpg", sha256, None, "image/jpeg", len(data), 1200, 900)
        project = await workspace.projects.create(
            Brief("Mug"), style=Style.MINIMAL, owner=None, photos=[photo]
        )
        return project.id


def refused(answer: httpx.Response, status: int, *words: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()
    assert set(told) == {"error", "message"}
    for word in words:
        assert word in told["error"] + " " + told["message"], told


@pytest.mark.parametrize("env", [{}, {"PACKDESK_HTTP_KEY": "  "}, {"PACKDESK_HTTP_KEY_FILE": "/no/such"}])
def test_that_without_a_key_no_door_opens(team: Program, env: dict[str, str]) -> None:
    team("worker", "--http", "127.0.0.1:0", env=env, timeout=30).refused(3, "key")


def test_that_addresses_and_options_that_cannot_be_are_refused(team: Program) -> None:
    env = {"PACKDESK_HTTP_KEY": KEY}
    for address in ("8080", "127.0.0.1", "127.0.0.1:99999", "::1:80", "127.0.0.1:http", ":80"):
        team("worker", "--http", address, env=env).refused(3, address)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        team("worker", "--http", address, env=env).refused(4, address)
    team("worker", "--http", "127.0.0.1:0", "--drain", env=env).refused(2, "--drain")
    team("worker", "--on-request", env=env).refused(2, "--http")


def test_that_only_the_key_opens_and_it_may_come_from_a_file(team: Program) -> None:
    file = team.cwd / "key"
    file.write_text(KEY + "\n")
    process = team.start("worker", "--http", "[::1]:0", env={"PACKDESK_HTTP_KEY_FILE": str(file)})
    assert process.stderr is not None
    url = next(line.split()[2] for line in process.stderr if line.startswith("Listening"))
    assert url.startswith("http://[::1]:")
    assert httpx.post(url + "/process-jobs", headers=SHOWN).json()["processed"] == 0
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {KEY}"},
        {"Authorization": KEY},
        {"Authorization": f"Bearer {KEY}x"},
        {"apikey": KEY},
    ):
        for path in ("/process-jobs", "/api/process-image"):
            answer = httpx.post(url + path, headers=headers, json={})
            refused(answer, 401)
            assert answer.headers["www-authenticate"] == "Bearer"
    health = httpx.get(url + "/healthz")
    assert (health.status_code, health.json()["status"]) == (200, "ok")
    assert KEY not in (team.home / "logs" / "packdesk.log").read_text()


def test_that_what_cannot_be_understood_is_answered_in_json(door: Door) -> None:
    refused(httpx.get(door.url + "/nowhere"), 404)
    refused(httpx.get(door.url + "/process-jobs"), 405)
    refused(httpx.get(door.url + "/process-jobs/"), 404)
    refused(httpx.delete(door.url + "/healthz"), 405)
    for body in (b"{", b"[1]", b'"text"', b"\xff\xfe", b"[" * 50_000, b"nil"):
        answer = httpx.post(door.url + "/process-jobs", content=body, headers=SHOWN)
        refused(answer, 400)
    refused(httpx.post(door.url + "/process-jobs", content=b"x" * 200_000, headers=SHOWN), 413)
    for number in (0, -1, 1001, "many", 2.5, None, True, [1]):
        refused(door.post("/process-jobs", {"n": number}), 400, "n must be")
    with socket.create_connection(("127.0.0.1", door.port), 10) as raw:
        raw.sendall(b"GARBAGE\r\n\r\n")
        head, _, body = b"".join(iter(lambda: raw.recv(4096), b"")).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400")
    assert json.loads(body)["error"] == "not-http"


async def test_that_an_image_order_is_checked_word_by_word(door: Door) -> None:
    project = await make_project(door.dsn)
    good = {"projectId": project, "imageType": "MAIN_IMAGE", "userId": "u1"}
    for name in good:
        refused(door.post("/api/process-image", {**good, name: None}), 400, name)
        refused(door.post("/api/process-image", {**good, name: 7}), 400, name)
        refused(door.post("/api/process-image", {**good, name: "x" * 201}), 400, name)
    refused(door.post("/api/process-image", {**good, "imageType": "POSTER"}), 400, "imageType")
    refused(door.post("/api/process-image", {**good, "style": "loud"}), 400, "style")
    refused(door.post("/api/process-image", {**good, "style": ["premium"]}), 400, "style")
    refused(door.post("/api/process-image", {**good, "jobId": "7"}), 400, "jobId")
    refused(door.post("/api/process-image", {**good, "jobId": str(uuid4())}), 404)
    refused(door.post("/api/process-image", {**good, "projectId": "nobody"}), 404)
    rows(door.dsn, "insert into packdesk.projects (id, name) values ('bare', 'No photo')")
    refused(door.post("/api/process-image", {**good, "projectId": "bare"}), 400, "photo")
    assert rows(door.dsn, "select * from public.job_queue") == []


async def test_that_an_image_is_made_recorded_and_answered(quiet_door: Door) -> None:
    project = await make_project(quiet_door.dsn)
    order = {"projectId": project, "imageType": "MAIN_IMAGE", "style": "bold", "userId": "u1"}
    told = quiet_door.post("/api/process-image", order).json()
    assert told["success"] is True
    data = base64.b64decode(told["image"])
    assert data.startswith(b"\xff\xd8\xff")
    assert (told["mime"], len(data), told["width"]) == ("image/jpeg", told["sizeBytes"], 2000)
    [job] = rows(quiet_door.dsn, "select * from public.job_queue")
    assert (job["status"], job["user_id"], str(job["id"])) == ("completed", "u1", told["jobId"])
    [image] = rows(quiet_door.dsn, "select * from packdesk.generated_images")
    assert (image["id"], image["style"], image["chosen"]) == (told["imageId"], "bold", True)
    # asked again for the same job: the same image, and nothing made anew
    again = quiet_door.post("/api/process-image", {**order, "jobId": told["jobId"]}).json()
    assert again == told


async def test_that_an_old_processors_job_gets_its_image_and_stays_its_own(quiet_door: Door) -> None:
    dsn = quiet_door.dsn
    project = await make_project(dsn)
    payload = json.dumps({"projectId": project, "imageType": "INFOGRAPHIC"})
    rows(dsn, "insert into job_queue (job_type, payload) values ('generate-image', %s)", [payload])
    [job] = rows(dsn, "select * from get_next_job()")
    order = {"projectId": project, "imageType": "INFOGRAPHIC", "userId": "u1", "jobId": str(job["id"])}
    refused(quiet_door.post("/api/process-image", {**order, "imageType": "LIFESTYLE"}), 400, "jobId")
    told = quiet_door.post("/api/process-image", order).json()
    assert told["imageId"] == rows(dsn, "select id from packdesk.generated_images")[0]["id"]
    [image] = rows(dsn, "select photo_ids, score from packdesk.generated_images")
    assert image["photo_ids"] == [row["id"] for row in rows(dsn, "select id from packdesk.project_images")]
    assert 0 < image["score"] <= 1
    assert rows(dsn, "select status from job_queue") == [{"status": "processing"}]
    rows(dsn, "select mark_job_completed(%s)", [job["id"]])
    assert rows(dsn, "select status, retry_count from job_queue") == [
        {"status": "completed", "retry_count": 0}
    ]
    assert rows(dsn, "select status from packdesk.projects") == [{"status": "COMPLETED"}]


async def test_that_process_jobs_handles_up_to_n_and_says_what_became_of_them(quiet_door: Door) -> None:
    dsn = quiet_door.dsn
    rows(dsn, "insert into job_queue (job_type, payload) select 'odd', '{}' from generate_series(1, 5)")
    told = quiet_door.post("/process-jobs", {"n": 2}).json()
    assert (told["processed"], told["running"]) == (2, 0)
    assert [job["state"] for job in told["jobs"]] == ["failed", "failed"]
    assert rows(dsn, "select count(*) from job_queue where status = 'pending'") == [{"count": 3}]
    assert quiet_door.post("/process-jobs?n=100").json()["processed"] == 3
    assert quiet_door.post("/process-jobs").json() == {"processed": 0, "running": 0, "jobs": []}
    # a pack that a web app enqueued: its images follow in the same errand
    project = await make_project(dsn)
    rows(
        dsn,
        "insert into job_queue (job_type, payload) values ('generate-complete-pack', %s)",
        [json.dumps({"projectId": project})],
    )
    told = quiet_door.post("/process-jobs", {"n": 7}, timeout=120).json()
    assert told["processed"] == 7, told
    assert rows(dsn, "select status from packdesk.projects") == [{"status": "COMPLETED"}]


def test_that_a_worker_that_claims_by_itself_counts_what_it_has_in_hand(door: Door) -> None:
    rows(door.dsn, "insert into job_queue (job_type, payload) select 'odd', '{}' from generate_series(1, 50)")
    door.post("/process-jobs", {"n": 50})
    assert rows(door.dsn, "select count(*) from job_queue where status = 'pending'") == [{"count": 0}]


async def test_that_a_stop_gives_the_job_back_and_tells_the_caller(quiet_door: Door) -> None:
    project = await make_project(quiet_door.dsn)
    answers: list[httpx.Response] = []
    order = {"projectId": project, "imageType": "LIFESTYLE", "userId": "u1"}
    asking = threading.Thread(target=lambda: answers.append(quiet_door.post("/api/process-image", order)))
    asking.start()
    eventually(lambda: rows(quiet_door.dsn, "select 1 from job_queue where status = 'processing'"))
    quiet_door.process.send_signal(signal.SIGTERM)
    assert quiet_door.process.wait(30) == 0
    asking.join(10)
    refused(answers[0], 503)
    assert answers[0].headers["retry-after"].isdigit()
    assert rows(quiet_door.dsn, "select status, retry_count from job_queue") == [
        {"status": "pending", "retry_count": 0}
    ]


def test_that_a_crowd_at_the_door_is_told_to_come_back(door: Door) -> None:
    crowd = [socket.create_connection(("127.0.0.1", door.port), 30) for _ in range(140)]
    for one in crowd:
        one.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
    heads = [one.recv(4096) for one in crowd]
    assert sum(head.startswith(b"HTTP/1.1 200") for head in heads) >= 100
    away = [head for head in heads if head.startswith(b"HTTP/1.1 503")]
    assert away
    head, _, body = away[0].partition(b"\r\n\r\n")
    assert b"Retry-After: 5" in head
    assert json.loads(body)["error"] == "busy"
    for one in crowd:
        one.close()
    eventually(lambda: httpx.get(door.url + "/healthz").status_code == 200, what="room for the next")


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_that_a_worker_does_not_ask_itself(team: Program, address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    env = {"PACKDESK_HTTP_KEY": KEY, "PACKDESK_ENGINE_URL": f"http://localhost:{port}/api/process-image"}
    team("worker", "--http", f"{address}:{port}", env=env, timeout=30).refused(3, "ask itself")


def test_that_slow_callers_do_not_hold_the_door(door: Door) -> None:
    begun = time.monotonic()
    silent, slow_head, slow_body = (socket.create_connection(("127.0.0.1", door.port), 30) for _ in range(3))
    with silent, slow_head, slow_body:
        slow_head.sendall(b"GET /healthz HTTP/1.1\r\nHo")
        slow_body.sendall(
            b"POST /process-jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n"
            + f"Authorization: Bearer {KEY}\r\n\r\n".encode()
        )
        assert httpx.get(door.url + "/healthz").status_code == 200
        assert silent.recv(100) == b""
        assert slow_head.recv(100) == b""
        assert slow_body.recv(4096).startswith(b"HTTP/1.1 408")
    assert time.monotonic() - begun < 15


def test_that_ids_in_answers_are_uuids(quiet_door: Door) -> None:
    rows(quiet_door.dsn, "insert into job_queue (job_type, payload) values ('odd', '{}')")
    [job] = quiet_door.post("/process-jobs").json()["jobs"]
    assert str(UUID(job["id"])) == job["id"]
    assert (job["jobType"], job["imageType"]) == ("odd", None)
    assert "odd" in job["error"]


async def test_that_another_worker_can_have_its_images_made_at_the_door(
    quiet_door: Door, team: Program
) -> None:
    project = await make_project(quiet_door.dsn)
    rows(quiet_door.dsn, "select packdesk.enqueue_image(%s, 'LIFESTYLE')", [project])
    wrong = {"PACKDESK_ENGINE_URL": quiet_door.url, "PACKDESK_ENGINE_KEY": "wrong"}
    team("worker", "--drain", env=wrong)
    [job] = rows(quiet_door.dsn, "select status, error_message from job_queue")
    assert job["status"] == "failed"
    assert "doesn't accept the key" in job["error_message"]
    rows(quiet_door.dsn, "select packdesk.enqueue_image(%s, 'LIFESTYLE')", [project])
    assert team("worker", "--drain", env={**wrong, "PACKDESK_ENGINE_KEY": KEY}).code == 0
    [image] = rows(quiet_door.dsn, "select * from packdesk.generated_images")
    assert (image["width"], image["mime"], image["style"]) == (2000, "image/jpeg", "minimal")
    log = (team.home / "logs" / "packdesk.log").read_text()
    assert "/api/process-image: 200" in log
    assert KEY not in log
