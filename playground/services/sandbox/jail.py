"""The inside of the sandbox: a program of its own that only knows the standard library.

Its source is handed to `python -I -S -c`; the first argument says who builds the walls: "root" or
"user" (this program, with the kernel's namespaces(7)) or "built" (bubblewrap did). It reads a JSON
object from standard input and writes one with the verdict. The code runs in a grandchild: the first
process of a new PID namespace, chrooted into an empty tmpfs(5) with the interpreter read-only, with
no network, no environment, no capabilities and small limits. Only Linux has all that.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

NOBODY = 65534
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x20000, 0x4000000, 0x8000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_REMOUNT, MS_BIND = 1, 2, 4, 32, 4096
MS_REC, MS_PRIVATE = 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CAPABILITY_VERSION = 0x20080522
WORK = "/work"
SYSTEM = ("/usr", "/lib", "/lib64", "/bin")
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
# statvfs(3) flags that a remount by an unprivileged owner must repeat, and the mount(2) flags of
# the same meaning: nosuid, nodev, noexec, noatime, nodiratime, relatime.
LOCKED = ((2, 2), (4, 4), (8, 8), (1024, 1024), (2048, 2048), (4096, 1 << 21))

libc = ctypes.CDLL(None, use_errno=True)


def check(result: int, what: str) -> None:
    """Raise `OSError` where a call of the C library failed."""
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    """mount(2)."""
    done = libc.mount(
        source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), data.encode()
    )
    check(done, f"mount {target}")


def part_ways(builder: str) -> None:
    """Leave the namespaces of the rest of the machine."""
    spaces = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWNET
    user, group = os.getuid(), os.getgid()
    if builder == "user":
        spaces |= CLONE_NEWUSER
    check(libc.unshare(spaces), "unshare")
    if builder == "user":
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")


def build(root: str, needed: list[str]) -> None:
    """An empty root with the system and the interpreter in it, neither writable."""
    mount("none", "/", "", MS_REC | MS_PRIVATE)
    mount("tmpfs", root, "tmpfs", MS_NOSUID | MS_NODEV, "size=8m,nr_inodes=4096,mode=755")
    for path in [*SYSTEM, *needed]:
        place = Path(root + path)
        if Path(path).is_symlink() and path in SYSTEM:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.symlink_to(Path(path).readlink())
        elif Path(path).is_dir():
            place.mkdir(parents=True, exist_ok=True)
            mount(path, str(place), "", MS_BIND | MS_REC)
            flags = os.statvfs(place).f_flag
            kept = sum(flag for seen, flag in LOCKED if flags & seen)
            mount("", str(place), "", MS_REMOUNT | MS_BIND | MS_RDONLY | kept | MS_NOSUID)
    for path in DEVICES:
        place = Path(root + path)
        place.parent.mkdir(exist_ok=True)
        place.touch()
        mount(path, str(place), "", MS_BIND)
    work = Path(root + WORK)
    work.mkdir()
    work.chmod(0o777)
    os.chroot(root)


def give_up_power(builder: str) -> None:
    """Become nobody where we are root, and lose every capability."""
    if builder == "root":
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    check(libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")


def limit(job: dict[str, Any]) -> None:
    """Small limits, none of which can be raised again."""
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, int(job["seconds"]) + 1),
        (resource.RLIMIT_FSIZE, job["file_bytes"]),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_AS, job["memory_bytes"]),
        (resource.RLIMIT_NPROC, job["processes"]),
    ):
        resource.setrlimit(what, (most, most))


def refuse(event: str, _: tuple[Any, ...]) -> None:
    """An audit hook: signals could hit nothing outside, but are told of instead of ignored."""
    if event in {"os.kill", "os.killpg", "signal.pthread_kill"}:
        raise PermissionError(f"{event} is refused")


def last_words(error: BaseException) -> str:
    """What went wrong, on one line."""
    text = " ".join("".join(traceback.format_exception_only(error)).split())
    return text[:300]


def run(job: dict[str, Any], builder: str, out: int, report: int) -> NoReturn:
    """Be the first process of the new world: run the code, report how it went, end."""
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.setsid()
    try:
        if builder != "built":
            build("/tmp", job["needed"])
        os.chdir(WORK)
        empty = os.open("/dev/null", os.O_RDONLY)
        for source, target in ((empty, 0), (out, 1), (out, 2)):
            os.dup2(source, target)
        keep = 3
        os.dup2(report, keep)
        os.closerange(keep + 1, 4096)
        os.environ.clear()
        give_up_power(builder)
        limit(job)
    except OSError as error:
        os.write(report, b"walls " + str(error).encode())
        os._exit(3)
    sys.addaudithook(refuse)
    try:
        exec(compile(job["code"], "program", "exec"), {"__name__": "program"})
        words = f"passed {job['nonce']}"
    except BaseException as error:  # whatever it raises, SystemExit too, is its verdict
        words = "raised " + last_words(error)
    os.write(keep, words.encode("utf-8", "replace"))
    os._exit(0)


def watch(job: dict[str, Any], child: int, out: int, report: int) -> dict[str, str]:
    """Wait for the end, at most for so long and for so much output."""
    deadline = time.monotonic() + float(job["seconds"])
    written, verdict, tail, open_ends = 0, b"", b"", {out, report}
    why = ""
    while open_ends and not why:
        left = deadline - time.monotonic()
        ready = select.select(sorted(open_ends), [], [], max(0.0, left))[0] if left > 0 else []
        if not ready:
            why = f"ran longer than {job['seconds']:g} seconds"
        for end in ready:
            data = os.read(end, 65536)
            if not data:
                open_ends.discard(end)
            elif end == report:
                verdict += data[:4096]
            else:
                written += len(data)
                tail = (tail + data)[-300:]
        if written > int(job["output_bytes"]):
            why = f"wrote more than {job['output_bytes']} bytes"
        if verdict and report not in open_ends:
            break  # what it left running goes with its namespace
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    return judged(job, verdict.decode("utf-8", "replace"), why, status)


def judged(job: dict[str, Any], verdict: str, why: str, status: int) -> dict[str, str]:
    """The verdict as it is written out: kind is passed, failed or walls."""
    kind, _, words = verdict.partition(" ")
    if kind == "walls":
        return {"kind": "walls", "reason": words}
    if why:
        return {"kind": "failed", "reason": why}
    if kind == "passed" and words == job["nonce"]:
        return {"kind": "passed", "reason": ""}
    if kind == "raised":
        return {"kind": "failed", "reason": words}
    if os.WIFSIGNALED(status):
        name = signal.Signals(os.WTERMSIG(status)).name
        return {"kind": "failed", "reason": f"was ended by {name}"}
    return {"kind": "failed", "reason": "ended before its tests did"}


def main() -> None:
    """Read the job, build the walls, run, tell."""
    job = json.load(sys.stdin)
    builder = sys.argv[1]
    try:
        if builder != "built":
            part_ways(builder)
    except OSError as error:
        sys.stdout.write(json.dumps({"kind": "walls", "reason": str(error)}))
        return
    out_read, out_write = os.pipe()
    report_read, report_write = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(out_read)
        os.close(report_read)
        run(job, builder, out_write, report_write)
    os.close(out_write)
    os.close(report_write)
    sys.stdout.write(json.dumps(watch(job, child, out_read, report_read)))


if __name__ == "__main__":
    main()
