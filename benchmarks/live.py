"""200 pages that listen and hear nothing: memory and CPU of the web process. Takes two minutes, most of it waiting."""

import http.client
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinhelm.config.settings")
os.environ.setdefault("TWINHELM_SECRET_KEY", "benchmark")

import django

django.setup()

from tests.durability.processes import House, a_free_port, until  # noqa: E402
from tests.durability.test_live import SETTING  # noqa: E402
from tests.durability.test_workers import answers  # noqa: E402

MEMBERS, PAGES_EACH, IDLE_SECONDS = 20, 10, 60
MANY = f"""
out = []
for number in range({MEMBERS}):
    member = a_member(f"Maker {{number}}", Role.MAKER, email=f"maker{{number}}@northlight.example")
    key = session_of(member)
    topics = [[f"member:{{member.pk}}", f"task:{{page}}"] for page in range({PAGES_EACH})]
    out += [[key, live.sign_pass(member.pk, key, one)] for one in topics]
print(json.dumps(out))
"""


def megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def share_while_idle(pid: int, seconds: int) -> float:
    before = cpu_seconds(pid)
    time.sleep(seconds)
    return (cpu_seconds(pid) - before) / seconds * 100


def main() -> None:
    home = Path(tempfile.mkdtemp())
    house = House(home, DJANGO_SETTINGS_MODULE="twinhelm.config.settings")
    try:
        house.run("migrate", "--verbosity", "0")
        *_rest, setting, many = house.run("shell", "--no-imports", "-c", SETTING + MANY).stdout.splitlines()
        cookie = json.loads(setting)["cookie"]
        port = a_free_port()
        pid = house.start("serve", "--port", port).pid
        until(lambda: answers(port))
        time.sleep(2)
        print(f"nobody listens: {megabytes(pid):.1f} MB, {share_while_idle(pid, 20):.2f} % of a core")
        before, lines = cpu_seconds(pid), []
        for key, token in json.loads(many):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            line.request("GET", f"/live?for={token}", headers={"Cookie": f"{cookie}={key}"})
            answer = line.getresponse()
            assert answer.status == 200, answer.status
            lines.append((line, answer))
        each = (cpu_seconds(pid) - before) / len(lines) * 1000
        print(f"{len(lines)} listen: {megabytes(pid):.1f} MB, {each:.1f} ms CPU to let each in")
        time.sleep(3)
        print(f"idle: {share_while_idle(pid, IDLE_SECONDS):.2f} % of a core, {megabytes(pid):.1f} MB")
    finally:
        house.kill_all()
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
