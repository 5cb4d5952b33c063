"""Files: what is written is there as a whole or not at all, what is read is a file within its
limit; with real processes, killed at work.
"""

import ast
import hashlib
import itertools
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import make
import pytest
from thirteen import DATA

import kzstats
from kzstats import files
from kzstats.dataset import validation
from kzstats.query import addresses

PACKAGE = Path(files.__file__).parent
OLD, NEW = b"old" * 1000, b"new" * 2000


def beside(path: Path) -> list[str]:
    return sorted(found.name for found in path.parent.iterdir())


def test_a_new_file_is_written_as_the_system_would(tmp_path):
    (usual := tmp_path / "usual").write_bytes(b"")
    files.write(tmp_path / "new", NEW)
    assert ((tmp_path / "new").read_bytes(), (tmp_path / "new").stat().st_mode) == (
        NEW,
        usual.stat().st_mode,
    )
    assert beside(usual) == ["new", "usual"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_a_file_that_is_replaced_keeps_its_permissions_and_its_owner_and_is_of_now(mode, tmp_path):
    path = tmp_path / "kept"
    path.write_bytes(OLD)
    path.chmod(mode)
    if os.geteuid() == 0:
        os.chown(path, 12345, 54321)
    os.utime(path, (1_000_000_000, 1_000_000_000))
    before = path.stat()
    files.write(path, NEW)
    after = path.stat()
    assert path.read_bytes() == NEW
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    assert after.st_mtime > before.st_mtime
    assert beside(path) == ["kept"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is protected from root")
def test_a_file_protected_from_writing_is_left_alone(tmp_path):
    (path := tmp_path / "kept").write_bytes(OLD)
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        files.write(path, NEW)
    assert path.read_bytes() == OLD


@pytest.mark.parametrize("there", [True, False], ids=["to a file", "to no file yet"])
def test_a_link_to_a_file_stays_a_link(there, tmp_path):
    (folder := tmp_path / "elsewhere").mkdir()
    target, link = folder / "target", tmp_path / "link"
    if there:
        target.write_bytes(OLD)
    link.symlink_to(Path("elsewhere/target"))
    files.write(link, NEW)
    assert (link.is_symlink(), target.read_bytes()) == (True, NEW)
    assert (beside(link), beside(target)) == (["elsewhere", "link"], ["target"])


def test_a_pipe_is_written_to_as_it_is(tmp_path):
    os.mkfifo(pipe := tmp_path / "pipe")
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    files.write(pipe, OLD)
    assert (os.read(reading, 10_000), pipe.is_fifo()) == (OLD, True)
    os.close(reading)


@pytest.mark.parametrize("place", ["", "nowhere/file", "file/within"])
def test_what_cannot_be_written_leaves_nothing(place, tmp_path):
    (tmp_path / "file").write_bytes(OLD)
    with pytest.raises(OSError, match=r"."):
        files.write(tmp_path / place, NEW)
    assert (beside(tmp_path / "file"), (tmp_path / "file").read_bytes()) == (["file"], OLD)


@pytest.mark.no_cover
def test_no_other_module_writes_a_file():
    for path in PACKAGE.rglob("*.py"):
        called = [
            node.func
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        ]
        names = {
            call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")
            for call in called
        }
        if path.stem == "press":
            names -= {
                "write_text"
            }  # it tells the kernel that it is the process to end where memory does
        assert path.stem == "files" or not names & {
            "write_bytes",
            "write_text",
            "mkstemp",
            "NamedTemporaryFile",
            "rename",
        }, path.name


WRITER = """
import os, sys
from pathlib import Path
from kzstats import files
place, stop = Path(sys.argv[1]), int(sys.argv[2])
steps = 0
def step(event, arguments):
    global steps
    if event in ("open", "os.rename", "os.chmod", "os.chown", "os.utime", "os.setxattr", "os.listxattr", "os.remove"):
        steps += 1
        if steps == stop:
            os.kill(os.getpid(), 9)
class Killing(bytes):
    pass
real = os.fsync
def fsync(opened):
    step("os.rename", ())
    real(opened)
    step("os.rename", ())
os.fsync = fsync
sys.addaudithook(step)
files.write(place, b"new" * 2000)
print(steps)
"""  # noqa: E501


def test_a_writer_that_is_killed_at_any_step_leaves_the_old_file_or_the_new_one(tmp_path):
    seen = []
    for stop in itertools.count(1):
        (folder := tmp_path / str(stop)).mkdir()
        (path := folder / "kept").write_bytes(OLD)
        left = subprocess.run(
            [sys.executable, "-c", WRITER, str(path), str(stop)],
            check=False,
            capture_output=True,
            text=True,
        )
        seen.append(path.read_bytes())
        assert seen[-1] in (OLD, NEW), stop
        if left.returncode == 0:
            break
        assert left.returncode == -signal.SIGKILL, left.stderr
    assert len(seen) > 8
    assert seen == sorted(seen, reverse=True), "old, until it is new at one step"
    assert (seen[0], seen[-2], seen[-1]) == (OLD, NEW, NEW)


@pytest.fixture(params=["a full disk", "a limit of size"])
def cramped(request, tmp_path):
    """A folder in which a few KB can be written and no more, and what a process must do
    to feel it.
    """
    folder = tmp_path / "cramped"
    folder.mkdir()
    if request.param == "a limit of size":
        yield folder, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        return
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode != 0:
        pytest.skip("no small disk can be mounted here (it takes root)")
    yield folder, None
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [(["verify", "--archive", "archive", "--write"], "evidence.json"), (["export", "--format",
    "json", "-o"], "figures.json"),
     (["schema", "-o"], "schema.json")],
    ids=["the ledger", "an export", "the schema"],
)  # fmt: skip
def test_where_there_is_no_room_what_was_written_stays_and_a_sentence_says_so(
    arguments, name, cramped, tmp_path
):
    folder, limit = cramped
    records = [{"id": f"r{place}", "label": f"Region {place}"} for place in range(300)]
    data = folder / "metrics.yaml" if name == "evidence.json" else tmp_path / "metrics.yaml"
    (tmp_path / "archive").mkdir()
    (text := tmp_path / "archive" / "press.txt").write_text(
        "There were so many in a year.", encoding="utf-8"
    )
    digest = hashlib.sha256(text.read_bytes()).hexdigest()
    (tmp_path / "whole.yaml").write_text(
        make.yaml_text(records, sources={"press": {"text_sha256": digest}}), encoding="utf-8"
    )
    shutil.copy(tmp_path / "whole.yaml", tmp_path / "metrics.yaml")
    if data.parent == folder:
        data.symlink_to(tmp_path / "whole.yaml")
    (path := folder / name).write_bytes(OLD)
    if limit is None:
        (folder / "filling").write_bytes(b"x" * (56 << 10))
    command = [
        sys.executable,
        "-m",
        "kzstats",
        *arguments,
        *([str(path)] if arguments[-1] == "-o" else []),
        "--data",
        str(data),
    ]
    left = subprocess.run(
        command, cwd=tmp_path, check=False, capture_output=True, text=True, preexec_fn=limit
    )
    assert (left.returncode, path.read_bytes()) == (1, OLD)
    last = left.stderr.splitlines()[-1]
    assert last.startswith(f"kzstats {arguments[0]}: {path} cannot be written: ")
    assert "the file there is as it was" in last
    assert "Traceback" not in left.stderr
    assert set(beside(path)) <= {name, "filling", "metrics.yaml"}


ASKED = """
import sys
from kzstats import cli
odd, data = sys.argv[1:]
for command in (["check"], ["export"], ["verify", "--archive", "."], ["verify", odd]):
    print(cli.main([*command, "--data", data if odd in command else odd]), flush=True)
"""


@pytest.mark.parametrize("kind", ["a pipe", "a device", "a socket"])
def test_what_is_no_file_is_refused_and_not_waited_for(kind, tmp_path):
    place = tmp_path / "odd"
    if kind == "a pipe":
        os.mkfifo(place)
    elif kind == "a device":
        place.symlink_to("/dev/zero")
    else:
        with socket.socket(socket.AF_UNIX) as odd:
            odd.bind(str(place))
    command = [sys.executable, "-c", ASKED, str(place), str(DATA)]
    left = subprocess.run(
        command, cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60
    )
    assert left.stdout.split() == ["1", "1", "1", "2"]
    assert left.stderr.count("is a pipe or a device and no file") == 4
    assert "Traceback" not in left.stderr


def test_a_file_larger_than_the_limit_is_refused_unread(tmp_path):
    with (path := tmp_path / "sparse.yaml").open("wb") as file:
        file.truncate(3 << 30)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(kzstats.DataError, match="cannot be read: is larger than 200 MB"):
        validation.load(path)
    with pytest.raises(OSError, match="larger"):
        files.read(path, 1_000_000_000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KB


def test_a_file_that_is_longer_than_it_says_is_read_no_further(tmp_path):
    (path := tmp_path / "kept").write_bytes(OLD)
    assert files.read(path, len(OLD)) == OLD
    with pytest.raises(OSError, match="larger"):
        files.read(path, len(OLD) - 1)
    endless = Path("/proc/self/status")  # of no size, and with content
    assert b"Name" in files.read(endless, 1_000_000)
    with pytest.raises(OSError, match="larger"):
        files.read(endless, 10)


MEASURED = """
import re, sys
from pathlib import Path
from kzstats import cli
code = cli.main(sys.argv[1:])
print(re.search("VmHWM: *([0-9]+)", Path("/proc/self/status").read_text().replace("\\t", " "))[1])
sys.exit(code)
"""


def packed(path: Path, *members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method, compresslevel=1) as package:
        for name, content in members:
            package.writestr(name, content)
    return path


@pytest.fixture(scope="module")
def bombs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bombs")
    head = kzstats_csv().partition(b"\r\n")[0] + b"\r\n"
    long = packed(folder / "long.zip", ("data.csv", head + b" " * 600_000_000))
    (lying := folder / "lying.zip").write_bytes(
        long.read_bytes().replace(
            (600_000_000 + len(head)).to_bytes(4, "little"), (1000).to_bytes(4, "little")
        )
    )
    rows = packed(folder / "rows.zip", ("data.csv", head + b"\r\n" * 45_000_000))
    odd = packed(
        folder / "odd.zip", ("data.csv", head + b" " * 10_000_000), method=zipfile.ZIP_LZMA
    )
    many = packed(folder / "many.zip", *((f"{place}", b"") for place in range(100_000)))
    (wide := folder / "wide.csv").write_bytes(head[:-2] + b",x" * 40_000_000 + b"\r\n")
    return {"long": long, "lying": lying, "rows": rows, "odd": odd, "many": many, "wide": wide}


def kzstats_csv() -> bytes:
    from kzstats import settings
    from kzstats.exports import export
    from kzstats.query import versions

    return export.whole(
        versions.Store(DATA).snapshot(), addresses.Query(), "csv", settings.base_url()
    )


@pytest.mark.no_cover
@pytest.mark.parametrize("bomb", ["long", "lying", "rows", "odd", "many", "wide"])
def test_a_small_copy_that_unpacks_to_very_much_is_refused_within_the_memory_of_a_small_one(
    bomb, bombs
):
    left = subprocess.run(
        [sys.executable, "-c", MEASURED, "verify", str(bombs[bomb])],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"KZSTATS_DATA": str(DATA)},
    )
    assert left.returncode == 2, left.stderr[-500:]
    assert "is no extract that can be read: " in left.stderr
    assert "Traceback" not in left.stderr
    assert int(left.stdout) < 550_000  # KB; one of 13 rows takes 150,000
