"""What docs/deploy and docs/operations.md say is true: names, numbers, paths and commands are those of the program."""

import configparser
import json
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from enjoin.graph import Graph
from enjoin.server import create_app
from enjoin.server.cli import COMMANDS, enjoin
from enjoin.server.log import Log
from enjoin.server.settings import SECRETS, Settings

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "docs" / "deploy"
OPERATIONS = ROOT / "docs" / "operations.md"
NAMES = {f"ENJOIN_{name.upper()}" for name in Settings.__dataclass_fields__} | {
    f"ENJOIN_{name.upper()}_FILE" for name in SECRETS
}


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile, an instruction a row; lines that go on are joined."""
    joined = re.sub(r"\\\n\s*", " ", text("Dockerfile"))
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(line.partition(" ")[0], line.partition(" ")[2].strip()) for line in lines]


def of(instruction: str) -> list[str]:
    return [said for name, said in instructions() if name == instruction]


def image_environment() -> dict[str, str]:
    return dict(each.split("=", 1) for said in of("ENV") for each in said.split())


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load(text("compose.yaml"))


@pytest.mark.parametrize(
    "path", [*sorted(DEPLOY.iterdir()), OPERATIONS, ROOT / "docs" / "http.md"], ids=lambda path: path.name
)
def test_every_variable_is_one_of_ours(path: Path) -> None:
    # ENJOIN_REQUIRE and ENJOIN_PROPERTIES are the tests' own.
    found = set(re.findall(r"\bENJOIN_[A-Z_]+\b", path.read_text(encoding="utf-8")))
    assert found <= NAMES, found - NAMES


def test_the_image_is_what_it_says_of_itself() -> None:
    given = image_environment()
    settings = Settings.from_environment({n: v for n, v in given.items() if n.startswith("ENJOIN_")})
    assert of("EXPOSE") == [str(settings.port)]
    assert str(settings.store).startswith(f"{of('VOLUME')[-1]}/"), "the store lies in the volume"
    assert settings.host == "0.0.0.0"  # who publishes the port decides
    assert settings.log_format == "json"
    user = of("USER")[-1]
    made = " ".join(of("RUN"))
    assert int(user) > 0
    assert f"--uid {user}" in made
    assert f"-o enjoin -g enjoin {of('VOLUME')[-1]}" in made, "who runs it may write there, and only there"
    command = json.loads(of("CMD")[-1])
    assert command == ["enjoin", "serve"]
    assert f"{given['PATH'].partition(':')[0]}/pip" in made
    assert of("STOPSIGNAL") == ["SIGTERM"]
    for source in (each.split()[0] for each in of("COPY") if not each.startswith("--from")):
        assert (ROOT / source).exists()
    check = json.loads(of("HEALTHCHECK")[0].partition("CMD ")[2])
    assert check[:2] == ["python", "-c"]
    compile(check[2], "healthcheck", "exec")
    assert f"http://127.0.0.1:{settings.port}/readyz" in check[2]
    wheel = re.findall(r"FROM python:(\d+\.\d+)-slim", text("Dockerfile"))
    assert len(set(wheel)) == 1, "what is built with one Python runs with that"
    assert tuple(map(int, wheel[0].split("."))) >= (3, 11)


def test_the_health_check_tells_a_server_that_answers_from_none(tmp_path: Path) -> None:
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Answers(BaseHTTPRequestHandler):
        status = 200

        def do_GET(self) -> None:
            self.send_response(self.status if self.path == "/readyz" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            pass

    check = json.loads(of("HEALTHCHECK")[0].partition("CMD ")[2])
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        program = check[2].replace(":8080", f":{server.server_address[1]}").replace("timeout=4", "timeout=60")
        codes: list[int] = []
        for status in (200, 503):
            Answers.status = status
            codes.append(
                subprocess.run([sys.executable, "-c", program], check=False, capture_output=True).returncode
            )
        server.shutdown()
        thread.join()
    assert codes[0] == 0
    assert codes[1] != 0


def test_the_compose_file_is_one_and_its_parts_fit(compose: dict[str, Any]) -> None:
    services, port = compose["services"], int(of("EXPOSE")[0])
    published: list[str] = []
    for name, service in services.items():
        for volume in service.get("volumes", ()):
            assert volume.partition(":")[0] in compose["volumes"], name
        for secret in service.get("secrets", ()):
            assert secret in compose["secrets"], name
        for other in service.get("depends_on", ()):
            assert other in services
        if "build" not in service:
            continue
        context = (DEPLOY / service["build"]["context"]).resolve()
        assert context == ROOT
        assert (context / service["build"]["dockerfile"]) == DEPLOY / "Dockerfile"
        assert service["read_only"] is True
        assert service["tmpfs"] == ["/tmp"]
        assert service["cap_drop"] == ["ALL"]
        assert f":{of('VOLUME')[-1]}" in service["volumes"][0]
        outside, _, inside = service["ports"][0].rpartition(":")
        assert int(inside) == port
        assert outside.startswith("127.0.0.1:"), "strangers come by the proxy"
        published.append(outside)
        given = {name: str(value) for name, value in service["environment"].items()}
        assert given["ENJOIN_TOKEN_FILE"] == f"/run/secrets/{service['secrets'][0]}"
        del given["ENJOIN_TOKEN_FILE"]
        settings = Settings.from_environment(given)
        assert int(str(service["stop_grace_period"]).removesuffix("s")) > settings.stop_timeout
    assert len(set(published)) == len(published)
    for named in re.findall(r"^#   docker compose -f (\S+)(.*)", text("compose.yaml"), re.MULTILINE):
        assert ROOT / named[0] == DEPLOY / "compose.yaml"
        words = named[1].split()
        for word in words[words.index("up") + 1 :] if "up" in words else ():
            assert word in services
        if "enjoin" in words and "run" in words:
            assert words[words.index("enjoin") + 1] in COMMANDS


def test_the_engine_is_started_as_it_is_asked(compose: dict[str, Any]) -> None:
    engine, ours = compose["services"]["oxigraph"], compose["services"]["enjoin-remote"]["environment"]
    program = Path(sys.executable).with_name("oxigraph")
    if program.exists():
        usage = subprocess.run(
            [program, "serve", "--help"], capture_output=True, text=True, check=True
        ).stdout
        assert all(word in usage for word in engine["command"].split() if word.startswith("--"))
    port = engine["command"].rpartition(":")[2]
    for name, path in (("ENDPOINT", "query"), ("UPDATE_ENDPOINT", "update"), ("GRAPH_STORE", "store")):
        assert ours[f"ENJOIN_{name}"] == f"http://oxigraph:{port}/{path}"
    assert re.fullmatch(r"oxigraph/oxigraph:\d+\.\d+\.\d+", engine["image"]), "a version, not the latest"


def test_the_unit_of_systemd_is_one(tmp_path: Path) -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # names of systemd have capitals
    unit.read_string(text("enjoin.service"))
    service = unit["Service"]
    program, command = service["ExecStart"].split()
    assert program.endswith("/bin/enjoin")
    assert command == "serve"
    assert int(service["TimeoutStopSec"]) > Settings().stop_timeout
    assert "HUP" in service["ExecReload"]
    assert service["DynamicUser"] == service["NoNewPrivileges"] == "yes"
    given = dict(
        said.split("=", 1) for said in re.findall(r"^Environment=(.+)$", text("enjoin.service"), re.MULTILINE)
    )
    settings = Settings.from_environment(given)
    assert str(settings.store).startswith(f"/var/lib/{service['StateDirectory']}/")
    assert int(service["LimitNOFILE"]) >= 3 * settings.max_connections + 256
    systemd = shutil.which("systemd-analyze")
    if systemd is None:
        return
    copy = tmp_path / "enjoin.service"
    copy.write_text(text("enjoin.service").replace(program, "/bin/true"))
    said = subprocess.run(
        [systemd, "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False
    )
    assert not [line for line in said.stderr.splitlines() if "enjoin.service" in line], said.stderr


def test_the_proxy_lets_through_what_the_server_takes() -> None:
    conf, settings = text("nginx.conf"), Settings()
    assert conf.count("{") == conf.count("}")
    assert f"proxy_pass http://{settings.host}:{settings.port};" in conf
    assert f"client_max_body_size {settings.max_body >> 20}m;" in conf
    largest = int(re.findall(r"large_client_header_buffers \d+ (\d+)k;", conf)[0]) * 1024
    assert largest >= 3 * settings.max_query, "a query of full size, percent-encoded"
    assert int(re.findall(r"proxy_read_timeout (\d+)s;", conf)[0]) > settings.timeout
    assert "proxy_buffering off;" in conf
    for header in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Request-Id"):
        assert f"proxy_set_header {header} " in conf
    for line in conf.splitlines():
        line = line.partition("#")[0].strip()  # noqa: PLW2901 - without its comment
        assert not line or line.endswith((";", "{", "}")), line


def options(command: str) -> set[str]:
    found = enjoin.get_command(click.Context(enjoin), command)
    assert found is not None
    return {option for parameter in found.params for option in parameter.opts}


@pytest.mark.parametrize("path", [OPERATIONS, *sorted(DEPLOY.iterdir())], ids=lambda path: path.name)
def test_every_command_exists_with_its_options(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```sh\n(.*?)```", page, re.DOTALL)) if path.suffix == ".md" else page
    spans = "\n".join(re.findall(r"`(enjoin [^`]+)`", page)) if path.suffix == ".md" else ""
    found = re.findall(
        r"(?:^|/bin/|\s)enjoin ((?:--store \S+ )?)([a-z][a-z-]+)((?: (?:--?[a-z-]+|[\w/.:<>-]+))*)",
        f"{blocks}\n{spans}",
        re.MULTILINE,
    )
    known = [(command, rest) for _, command, rest in found if command in COMMANDS]
    if path == OPERATIONS:
        assert {command for command, _ in known} >= {"serve", "backup", "restore", "verify", "migrate"}
        unknown = {command for _, command, _ in found} - set(COMMANDS)
        assert not unknown, unknown
    for command, rest in known:
        assert set(re.findall(r"(?<!\w)--[a-z-]+", rest)) <= options(command), (command, rest)


def test_every_number_that_is_to_be_watched_is_there_and_none_is_left_out() -> None:
    log = Log(lambda _: None)
    try:
        app = create_app(Graph.memory(), Settings(), today=lambda: date(2026, 11, 22), log=log)
        told = app.test_client().get("/metrics").get_data(as_text=True)
    finally:
        log.close()
    there = set(re.findall(r"^# TYPE (enjoin_\w+)", told, re.MULTILINE)) | {"enjoin_disk_free_bytes"}
    section = OPERATIONS.read_text(encoding="utf-8").partition("## Watching it")[2].partition("\n## ")[0]
    named: set[str] = set()
    for cell in re.findall(r"^\| (.+?) \|", section, re.MULTILINE):
        first = ""
        for name in re.findall(r"`(\w+)", cell):
            first = name if name.startswith("enjoin_") else first
            named.add(name if name.startswith("enjoin_") else first.rpartition("_")[0] + name)
    assert named == there


def test_the_lines_of_the_log_that_are_shown_are_lines_of_the_log() -> None:
    shown = re.findall(r"```json\n(.*?)```", OPERATIONS.read_text(encoding="utf-8"), re.DOTALL)[
        0
    ].splitlines()
    told = [json.loads(line) for line in shown]
    assert [line["event"] for line in told] == ["request", "slow-query"]
    kept: list[bytes] = []
    log = Log(kept.append, "json", requests=True)
    app = create_app(Graph.memory(), Settings(slow_query=1e-9), today=lambda: date(2026, 11, 22), log=log)
    app.test_client().get("/sparql?query=ASK{}")
    log.close()
    made = [json.loads(line) for line in b"".join(kept).splitlines()]
    assert [list(line) for line in made] == [list(line) for line in told]
