"""What ``deploy/`` promises: a real nginx with its configuration, and files that name what is
there.
"""

import re
import shutil
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, expect
from running import NO_NGINX, ROOT, WAIT, answers, free_port, proxied, serving, started, stop
from test_browser import resting

from kzstats.language import interface
from kzstats.serve import guard

DEPLOY = ROOT / "deploy"
PAGES = ("cases", "cooperation", "funding", "recruitment", "records", "articles", "method", "")


def asked(address: str, body: bytes | None = None, **headers: str) -> tuple[int, Message, bytes]:
    """Status, headers and body of an answer, whatever its status."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, body, headers), timeout=WAIT / 1000
        ) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read()


@pytest.mark.skipif(**NO_NGINX)
def test_everything_works_below_a_base_path(browser: Browser, tmp_path: Path) -> None:
    listen = free_port()
    base_url = f"http://127.0.0.1:{listen}/kzstats"
    port = free_port()
    with (
        serving(port, STREAMLIT_SERVER_BASE_URL_PATH="/kzstats", KZSTATS_URL=base_url),
        proxied(tmp_path, [port], listen, "/kzstats"),
    ):
        page = browser.new_page()
        paths: set[str] = set()
        page.on("request", lambda request: paths.add(urlsplit(request.url).path))
        page.on("websocket", lambda opened: paths.add(urlsplit(opened.url).path))
        page.goto(f"{base_url}?from=2015")  # without the slash at its end
        linked: set[str] = set()
        for name in PAGES:
            if name in (PAGES[0], PAGES[-1]):  # the others are reached from there
                page.goto(f"{base_url}/{name}?from=2015")
                expect(page.locator("#first")).to_have_count(0, timeout=WAIT)
            else:
                page.locator(f"[data-testid=stSidebarNavLink][href$='/{name}']").click()
                page.wait_for_url(f"{base_url}/{name}?from=2015")
                expect(page.locator("h1")).to_have_text(interface.pages("en")[name])
                resting(page)
            expect(page.locator("footer")).to_contain_text("12 of 13 figures")
            linked |= {
                urljoin(page.url, link)
                for link in page.locator("a[href]").evaluate_all(
                    "links => links.map(link => link.getAttribute('href'))"
                )
            }
            linked |= {
                said
                for said in page.locator("code.address").all_text_contents()
                if not re.search("METRIC|record}|/ID[.]", said)
            }
        page.get_by_test_id("stSidebarNav").get_by_text("All figures").click()
        expect(page.locator("h1")).to_have_text("All figures")
        page.wait_for_url(f"{base_url}/records?from=2015")
        page.locator("a[data-record=offences-2015]").click()
        receipt = page.get_by_role("dialog")
        for link in (
            receipt.get_by_role("link", name=f"{base_url}/figure/offences-2015"),
            receipt.get_by_role("link", name="offences-2015.json"),
        ):
            linked.add(urljoin(page.url, link.get_attribute("href", timeout=WAIT) or ""))
        page.close()
        own = {link.partition("#")[0] for link in linked if urlsplit(link).port == listen}
        assert {
            f"{base_url}/api/records/offences-2015.json",
            f"{base_url}/figure/offences-2015",
            f"{base_url}/method",
        } <= own
        assert len([link for link in own if "/api/" in link]) > 20
        assert all(link.startswith(f"{base_url}/") for link in own)
        for link in {urlsplit(link).path: link for link in own}.values():
            assert asked(link)[0] == 200, link
        assert {path for path in paths if not path.startswith("/kzstats/")} <= {"/kzstats"}
        assert "/kzstats/_stcore/stream" in paths
        assert asked(f"{base_url}/api/health")[0] == 200


@pytest.mark.skipif(**NO_NGINX)
def test_nginx_adds_what_is_missing_and_lets_in_only_what_is_used(tmp_path: Path) -> None:
    port = free_port()
    with started(port) as process:
        try:
            answers(port, process)
            with proxied(tmp_path, [port], free_port()) as base_url:
                script = re.search(rb'src="\.(/static/js/[^"]+)"', asked(f"{base_url}/")[2])
                assert script
                entry = f"{base_url}{script[1].decode()}"
                for address in (
                    f"{base_url}/",
                    f"{base_url}/api/records.csv",
                    f"{base_url}/api/charts/registered_offences.svg",
                    entry,
                ):
                    status, headers, packed = asked(address, **{"Accept-Encoding": "gzip"})
                    assert (status, headers["Content-Encoding"], packed[:2]) == (
                        200,
                        "gzip",
                        b"\x1f\x8b",
                    )
                    for name in (
                        "Content-Security-Policy",
                        "X-Content-Type-Options",
                        "Referrer-Policy",
                        "X-Frame-Options",
                        "Vary",
                    ):
                        assert len(headers.get_all(name, [])) == 1, (address, name)
                    assert "nginx/" not in headers["Server"]
                for path in (
                    "metrics",
                    "upload_file/a/b",
                    "agent/mcp",
                    "agent/openapi.json",
                    "script-health-check",
                ):
                    assert asked(f"{base_url}/_stcore/{path}")[0] == 404
                assert asked(f"{base_url}/_stcore/health")[0] == 200
                assert asked(f"{base_url}/api/records.csv", b"x" * 20_000)[0] == 413
                assert asked(f"{base_url}/api/records.csv?metric={'x' * 7900}")[0] == 400
                with ThreadPoolExecutor(16) as pool:
                    assert {
                        status for status, *_ in pool.map(asked, [f"{base_url}/api/health"] * 300)
                    } == {200, 429}
                whole = asked(entry)[2]
                stop(process)
                assert asked(f"{base_url}/api/health")[0] in (429, 502)
                assert asked(entry)[2] == whole  # a file named by its hash is kept
        finally:
            stop(process)


def test_every_service_is_confined_and_nginx_is_given_what_its_template_asks_for() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert set(services) == {"kzstats", "nginx"}
    for service in services.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
    template = (DEPLOY / "nginx" / "kzstats.conf.template").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{(\w+)\}", template)) == {
        name for name in services["nginx"]["environment"] if name.startswith("KZSTATS_")
    }


def test_the_image_takes_files_that_are_there_and_runs_as_nobody_in_particular() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    let_in = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    taken = {
        name
        for line in lines
        if line.startswith("COPY") and "--from" not in line
        for name in line.split()[1:-1]
    }
    assert taken == let_in
    assert all((ROOT / name).exists() for name in taken)
    assert "USER 10001" in lines
    assert lines[-1].startswith("CMD ")


def test_the_cluster_runs_the_image_confined_and_asks_addresses_that_answer() -> None:
    documents = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text(encoding="utf-8")))
    parts = {part["kind"]: part["spec"] for part in documents}
    assert set(parts) == {
        "Deployment",
        "Service",
        "NetworkPolicy",
        "Ingress",
        "HorizontalPodAutoscaler",
        "PodDisruptionBudget",
    }
    pod = parts["Deployment"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True
    assert {
        container[f"{kind}Probe"]["httpGet"]["path"]
        for kind in ("startup", "readiness", "liveness")
    } == {"/_stcore/health", "/api/health"}
    assert parts["Service"]["selector"] == parts["Deployment"]["selector"]["matchLabels"]
    policy = parts["NetworkPolicy"]
    assert policy["podSelector"] == parts["Deployment"]["selector"]
    assert (policy["egress"], set(policy["policyTypes"])) == ([], {"Ingress", "Egress"})
    assert [rule["ports"] for rule in policy["ingress"]] == [
        [{"protocol": "TCP", "port": container["ports"][0]["containerPort"]}]
    ]
    settings = {setting["name"]: setting.get("value") for setting in container["env"]}
    ingresses = [part for part in documents if part["kind"] == "Ingress"]
    for ingress in ingresses:
        hosts = {rule["host"] for rule in ingress["spec"]["rules"]} | {
            host for tls in ingress["spec"]["tls"] for host in tls["hosts"]
        }
        assert (
            hosts
            == {settings["STREAMLIT_SERVER_ALLOWED_HOSTS"]}
            == {urlsplit(settings["KZSTATS_URL"]).hostname}
        )
    limits = {}
    for ingress in ingresses:
        for path in ingress["spec"]["rules"][0]["http"]["paths"]:
            said = {
                name.partition("/")[2]: value
                for name, value in ingress["metadata"]["annotations"].items()
            }
            limits[path["path"]] = said.get("limit-rps") or said["denylist-source-range"]
    assert (limits.pop("/"), limits.pop("/api")) == ("100", "20")
    assert set(limits.values()) == {"0.0.0.0/0,::/0"}
    assert not any(guard.is_open(path) for path in limits)


OPENSSL = shutil.which("openssl")


@pytest.mark.skipif(**NO_NGINX)
@pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")
def test_where_tls_ends_in_nginx_browsers_are_told_to_come_by_nothing_else(tmp_path: Path) -> None:
    assert OPENSSL
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        str(key),
        "-out",
        str(certificate),
        "-subj",
        "/CN=localhost",
    ]
    subprocess.run(
        [OPENSSL, *made, "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True
    )
    port, listen, plain = free_port(), free_port(), tmp_path / "plain"
    plain.mkdir()
    with serving(port, KZSTATS_URL=""):
        with proxied(
            tmp_path,
            [port],
            listen,
            secure=f"ssl; ssl_certificate {certificate}; ssl_certificate_key {key}",
        ) as base_url:
            trusted = ssl.create_default_context(cafile=str(certificate))
            for path in ("/", "/api/records/offences-2014.json", "/_stcore/metrics"):
                try:
                    answer = urllib.request.urlopen(
                        f"https{base_url.removeprefix('http')}{path}",
                        timeout=WAIT / 1000,
                        context=trusted,
                    )
                except urllib.error.HTTPError as refusal:
                    answer = refusal
                with answer:
                    assert answer.headers.get_all("Strict-Transport-Security") == [
                        "max-age=31536000"
                    ], path
                    if path.startswith(
                        "/api"
                    ):  # nginx, on this machine, says by which scheme the reader came
                        assert (
                            f"https://127.0.0.1:{listen}/api/records/offences-2014.json"
                            in answer.read().decode()
                        )
        with proxied(plain, [port], free_port()) as base_url:
            assert asked(f"{base_url}/")[1]["Strict-Transport-Security"] is None


@pytest.mark.parametrize(
    "name", ["requirements", "requirements-entry", "requirements-test", "requirements-bench"]
)
def test_every_requirement_is_pinned_and_held_to_its_hashes(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) > 30
    assert [
        line
        for line in lines
        if not re.fullmatch(
            r"[\w.-]+(\[[\w,-]+\])?==[\w.]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+ *", line
        )
    ] == []


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)
def test_systemd_understands_every_line_of_the_unit(tmp_path: Path) -> None:
    unit = (
        (DEPLOY / "kzstats@.service")
        .read_text(encoding="utf-8")
        .replace("/opt/kzstats/.venv/bin/streamlit", sys.executable)
    )
    (path := tmp_path / "kzstats@8501.service").write_text(unit, encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in checked.stderr.splitlines() if "kzstats@" in line] == []
    assert checked.returncode == 0, checked.stderr
