#!/usr/bin/env python3
"""Measures the executable against a stand-in for a Gerrit server: memory for 34,000 changes, requests of the first
reading and of a catch-up after a day, and the time from an event to its announcement.

    SLOTKEEPER_FAKE_GERRIT=…/fake_gerrit.py python3 Tests/Benchmarks/Gerrit/measure.py EXECUTABLE
"""
import json, os, re, shutil, subprocess, sys, tempfile, time, urllib.request

FAKE = os.environ["SLOTKEEPER_FAKE_GERRIT"]
EXECUTABLE = os.path.abspath(sys.argv[1])
FOLDER = tempfile.mkdtemp(prefix="slotkeeper-gerrit-")
REVIEWS = "reviews: {system: gerrit, projects: [openstack/nova], specs: {projects: [openstack/nova-specs]}}"


class Fake:
    """The stand-in as a process, and its side door."""

    def __init__(self, clock):
        self.process = subprocess.Popen(
            [sys.executable, FAKE, "serve", "--port", "0", "--stream-port", "0", "--clock", clock],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.url, self.stream = ready["http"], ready["stream"]

    def call(self, path, body=None, method=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/__fake__{path}", data=data, method=method)
        return json.loads(urllib.request.urlopen(request).read() or "null")

    def reads(self):
        return [entry for entry in self.call("/log") if not entry["path"].startswith("/__fake__")]


class Bot:
    """The executable with a board that follows the stand-in, or nothing."""

    def __init__(self, fake, name, reviews=REVIEWS, requests="{}"):
        self.folder = f"{FOLDER}/{name}"
        os.makedirs(self.folder, exist_ok=True)
        self.log = f"{self.folder}/log"
        password = os.open(f"{self.folder}/password", os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(password, b"s3cret\n")
        os.close(password)
        command = f'[env, "FAKE_GERRIT_STREAM={fake.stream}", python3, "{FAKE}", ssh, -p, "29418", slotbot@localhost, gerrit, stream-events]'
        self.config = f"{self.folder}/config.yaml"
        with open(self.config, "w") as file:
            file.write(f"""state: {self.folder}/state
networks: {{terminal: {{kind: terminal}}}}
review_systems:
  gerrit: {{url: "{fake.url}", user: slotbot, password_file: {self.folder}/password, allow_plaintext_auth: true,
           requests: {requests}, stream: {{command: {command}}}}}
boards:
  nova: {{cycle: Kilo, slots: 3, channels: [{{network: terminal, name: "#nova"}}], {reviews}}}
log: {{level: info}}
""")

    def start(self):
        self.process = subprocess.Popen(
            [EXECUTABLE, "run", "--config", self.config], stdin=subprocess.DEVNULL, stdout=open(self.log, "a"),
            stderr=subprocess.STDOUT)
        return self

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def wait(self, words, seconds=600):
        end = time.time() + seconds
        while words not in open(self.log).read():
            if time.time() > end:
                sys.exit(f"{words!r} was not said in {seconds} s; see {self.log}")
            time.sleep(0.002)
        return time.time()

    def memory(self, field):
        status = open(f"/proc/{self.process.pid}/status").read()
        return int(re.search(rf"{field}:\s+(\d+)", status)[1]) / 1024


def large(count):
    """Changes of three years: every fourth names a blueprint, every twentieth is a spec, most are merged."""
    for index in range(count):
        at, number, is_spec = 1325376000 + index * 2700, 100000 + index, index % 20 == 0
        blueprint = f"bp-{index % 400}" if index % 4 == 0 else None
        footer = f"Implements: blueprint {blueprint}\n" if blueprint else ""
        yield {
            "at": at, "op": "create", "number": number, "branch": "master", "owner": f"a{index % 700:04}",
            "project": "openstack/nova-specs" if is_spec else "openstack/nova", "change_id": f"I{index:040x}",
            "topic": f"bp/{blueprint}" if blueprint else None,
            "message": f"Change number {index} does something to the virt driver\n\nWhat it does and why, over some lines "
            f"of text,\nas most messages of commits have it.\n\n{footer}Change-Id: I{index:040x}\n",
            "files": {f"specs/kilo/approved/spec-{index}.rst": {"status": "A", "ins": 100}}
            if is_spec else {f"nova/virt/driver{index % 300}.py": {"status": "M", "ins": 10, "del": 3}}}
        for user, labels in (
            ("core1", {"Code-Review": 1 + index % 2}), ("core2", {"Code-Review": 1}), ("zuul", {"Verified": 1})):
            yield {"at": at + 1, "op": "review", "change": number, "user": user, "labels": labels, "force": True}
        if index % 20 > 1:
            yield {"at": at + 2, "op": "merge", "change": number, "user": "zuul", "force": True}


def measure_memory(count):
    fake = Fake("2014-12-01 10:00:00")
    fake.call("/load", {"timeline": list(large(count))})
    fake.call("/play", {"until": "2014-12-01 10:00:00"})
    idle = Bot(fake, "idle", reviews="trial: true").start()
    time.sleep(3)
    before = idle.memory("RssAnon"), idle.memory("VmHWM")
    idle.stop()
    bot = Bot(fake, "large", requests="{burst: 10000, every: 1ms}").start()
    begin = time.time()
    took = bot.wait("done=true") - begin
    time.sleep(5)
    print(f"{count} changes: read in {took:.0f} s, {len(fake.reads())} requests; anonymous memory {before[0]:.1f} -> "
          f"{bot.memory('RssAnon'):.1f} MiB, most resident {before[1]:.1f} -> {bot.memory('VmHWM'):.1f} MiB")
    bot.stop()
    fake.process.terminate()


def measure_day():
    fake = Fake("2014-08-01 00:00:00")
    for name in ("kilo-specs.json", "kilo-code.json"):
        fake.call("/load", json.load(open(f"{os.path.dirname(FAKE)}/data/{name}")))
    fake.call("/play", {"until": "2014-12-01 10:00:00"})
    bot = Bot(fake, "day").start()
    bot.wait("done=true")
    time.sleep(10)
    print(f"the Kilo cycle until December: {len(fake.call('/state'))} changes, {len(fake.reads())} requests")
    times = []
    for change in [one for one in fake.call("/state") if "specs" in one["project"] and one["status"] == "NEW"][:8]:
        begin = time.time()
        fake.call("/op", {"op": "merge", "change": change["number"], "user": "zuul", "force": True})
        said = bot.wait(f"spec {change['number']} is approved", 30)
        answered = max(entry["t"] for entry in fake.reads() if f"~{change['number']}?" in entry["path"])
        times.append((said - answered, said - begin))
    print(f"from the server's answer to the announcement: {1000 * max(t[0] for t in times):.0f} ms at most of 8, "
          f"from the event {max(t[1] for t in times):.2f} s")
    bot.stop()
    before = {one["number"]: one["updated"] for one in fake.call("/state")}
    fake.call("/play", {"until": "2014-12-02 10:00:00"})
    changed = sum(before.get(one["number"]) != one["updated"] for one in fake.call("/state"))
    fake.call("/log", method="DELETE")
    bot.start()
    time.sleep(30)
    print(f"after a day away: {changed} changes, {len(fake.reads())} requests in 30 s")
    bot.stop()
    fake.process.terminate()


measure_day()
measure_memory(34_000)
shutil.rmtree(FOLDER)
