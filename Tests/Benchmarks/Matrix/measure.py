#!/usr/bin/env python3
"""Measures the executable on a real homeserver: the time from a command to its answer beside a bare client that answers
with a fixed text, and memory before and after; then memory and requests on a homeserver that only fails, for a minute.

    script/install-packages test
    python3 Tests/Benchmarks/Matrix/measure.py EXECUTABLE [ROUNDS]
"""
import http.client, http.server, json, os, shutil, statistics, subprocess, sys, tempfile, threading, time, urllib.parse

SYNAPSE = "/var/cache/slotkeeper/synapse/bin/synapse_homeserver"
EXECUTABLE = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 200
FOLDER = tempfile.mkdtemp(prefix="slotkeeper-matrix-")
PORT = 18448
PLENTY = "{per_second: 100000, burst_count: 100000}"


class Client:
    """One connection, which stays open."""

    def __init__(self, token=None):
        self.connection, self.token, self.number = None, token, 0

    def call(self, method, path, body=None):
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        for attempt in (1, 2):
            try:
                if not self.connection:
                    self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
                self.connection.request(method, "/_matrix/client/" + path, json.dumps(body) if body is not None else None, headers)
                answer = self.connection.getresponse()
                return json.loads(answer.read())
            except (http.client.HTTPException, OSError):
                self.connection = None
                if attempt == 2:
                    raise

    def say(self, room, text, kind="m.text"):
        self.number += 1
        path = f"v3/rooms/{urllib.parse.quote(room)}/send/m.room.message/{id(self)}.{self.number}"
        return self.call("PUT", path, {"msgtype": kind, "body": text})["event_id"]

    def sync(self, since=None, timeout=30000):
        query = f"?timeout={timeout}&filter=" + urllib.parse.quote(json.dumps({"room": {"timeline": {"types": ["m.room.message"]}}}))
        return self.call("GET", "v3/sync" + query + (f"&since={since}" if since else ""))


def person(name):
    body = {"username": name, "password": "correct horse", "auth": {"type": "m.login.dummy"}}
    answer = Client().call("POST", "v3/register", body)
    client = Client(answer["access_token"])
    client.id = answer["user_id"]
    return client


def start_synapse():
    with open(f"{FOLDER}/homeserver.yaml", "w") as file:
        file.write(f"""server_name: example.org
listeners: [{{port: {PORT}, bind_addresses: [127.0.0.1], type: http, resources: [{{names: [client]}}]}}]
database: {{name: sqlite3, args: {{database: {FOLDER}/homeserver.db}}}}
signing_key_path: {FOLDER}/signing.key
trusted_key_servers: []
federation_domain_whitelist: []
report_stats: false
presence: {{enabled: false}}
enable_media_repo: false
enable_registration: true
enable_registration_without_verification: true
bcrypt_rounds: 4
rc_message: {PLENTY}
rc_registration: {PLENTY}
rc_login: {{address: {PLENTY}, account: {PLENTY}, failed_attempts: {PLENTY}}}
""")
    import base64
    with open(f"{FOLDER}/signing.key", "w") as file:
        file.write("ed25519 a_test " + base64.b64encode(os.urandom(32)).decode().rstrip("=") + "\n")
    process = subprocess.Popen([SYNAPSE, "-c", f"{FOLDER}/homeserver.yaml"], cwd=FOLDER, stdout=open(f"{FOLDER}/log", "w"), stderr=subprocess.STDOUT)
    for _ in range(600):
        try:
            Client().call("GET", "versions")
            return process
        except OSError:
            time.sleep(0.1)
    sys.exit(open(f"{FOLDER}/log").read()[-2000:])


def round_trips(asker, writer, room, bot, count):
    """Milliseconds from the moment before a command is sent to the answer in the asker's own sync."""
    since = asker.sync(timeout=0)["next_batch"]
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        writer.say(room, "!version")
        while True:
            got = asker.sync(since)
            since = got["next_batch"]
            events = got.get("rooms", {}).get("join", {}).get(room, {}).get("timeline", {}).get("events", [])
            if any(event["sender"] == bot for event in events):
                break
        times.append((time.perf_counter() - begin) * 1000)
        time.sleep(0.02)
    return times


def echo(client, room, stop):
    since = client.sync(timeout=0)["next_batch"]
    writer = Client(client.token)
    while not stop.is_set():
        got = client.sync(since, 2000)
        since = got["next_batch"]
        for event in got.get("rooms", {}).get("join", {}).get(room, {}).get("timeline", {}).get("events", []):
            if event["sender"] != client.id and event["content"].get("body") == "!version":
                writer.say(room, "Slotkeeper 0.1.0, up for a while.", "m.notice")


def show(name, times):
    times = sorted(times)
    print(f"{name}: p50 {statistics.median(times):.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f} ms, {len(times)} rounds")
    return statistics.median(times)


def resident(pid):
    return int(next(line for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS")).split()[1]) / 1024


def configure(name, url, user, room):
    os.makedirs(f"{FOLDER}/{name}")
    with open(f"{FOLDER}/{name}/password", "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
        file.write("correct horse\n")
    with open(f"{FOLDER}/{name}/slotkeeper.yaml", "w") as file:
        file.write(f"""state: {FOLDER}/{name}/state
limits: {{commands: 0, same_within: 0s}}
networks: {{matrix: {{kind: matrix, homeserver: "{url}", user: "{user}", password_file: {FOLDER}/{name}/password, sends_typing: false, sends_receipts: false}}}}
boards: {{nova: {{cycle: kilo, channels: [{{network: matrix, name: "{room}"}}]}}}}
log: {{level: critical}}
""")
    return subprocess.Popen([EXECUTABLE, "run", "--config", f"{FOLDER}/{name}/slotkeeper.yaml"], stdin=subprocess.DEVNULL)


class Failing(http.server.BaseHTTPRequestHandler):
    """A homeserver that lets the bot in, and then answers each sync wrongly, in seven ways in turn."""

    protocol_version = "HTTP/1.1"
    syncs = []

    def log_message(self, *_):
        pass

    def answer(self, status, body, kind="application/json"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "/sync" not in self.path:
            me = {"user_id": "@slotkeeper:example.org", "access_token": "t", "device_id": "D", "versions": ["v1.11"]}
            return self.answer(200, json.dumps(me).encode())
        self.syncs.append(time.perf_counter())
        turn = len(self.syncs) % 7
        try:
            if turn == 0:
                self.answer(500, b'{"errcode":"M_UNKNOWN"}')
            elif turn == 1:
                self.answer(200, b"<html>maintenance</html>", "text/html")
            elif turn == 2:
                self.answer(200, b'{"next_batch":"s1"' + b" " * 60_000_000 + b"}")
            elif turn == 3:
                self.answer(200, b'{"rooms":' + b"[" * 1_000_000)
            elif turn == 4:
                self.answer(429, b"{}")
            elif turn == 5:
                self.answer(200, os.urandom(1_000_000))
            else:
                self.send_response(200)
                self.send_header("Content-Length", "100")
                self.end_headers()
                self.close_connection = True
        except OSError:
            pass

    do_POST = do_PUT = do_GET


def failing_server():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Failing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    bot = configure("failing", f"http://127.0.0.1:{server.server_address[1]}", "@slotkeeper:example.org", "#nova:example.org")
    try:
        peaks = []
        for _ in range(60):
            time.sleep(1)
            peaks.append(resident(bot.pid))
        times = Failing.syncs
        most = max(sum(1 for other in times if 0 <= other - begin < 10) for begin in times)
        print(f"on a server that only fails: {len(times)} syncs in a minute, at most {most} within ten seconds")
        print(f"resident after 5 s {peaks[4]:.1f} MiB, at most {max(peaks):.1f}, after a minute {peaks[-1]:.1f}")
    finally:
        bot.terminate()
        bot.wait()
        server.shutdown()


synapse = start_synapse()
bot = None
try:
    # Each has people and a room of its own, and they take turns.
    asker, other = person("asker"), person("other")
    rooms = [who.call("POST", "v3/createRoom", {"preset": "public_chat"})["room_id"] for who in (asker, other)]
    bare, account = person("bare"), person("slotkeeper")
    bare.call("POST", f"v3/join/{urllib.parse.quote(rooms[0])}", {})
    stop = threading.Event()
    thread = threading.Thread(target=echo, args=(bare, rooms[0], stop))
    thread.start()
    bot = configure("bot", f"http://127.0.0.1:{PORT}", account.id, rooms[1])
    while account.id not in other.call("GET", f"v3/rooms/{urllib.parse.quote(rooms[1])}/joined_members")["joined"]:
        time.sleep(0.1)
    time.sleep(1)
    before = resident(bot.pid)
    times = [[], []]
    writers = [Client(asker.token), Client(other.token)]
    for _ in range(ROUNDS // 20):
        times[0] += round_trips(asker, writers[0], rooms[0], bare.id, 20)
        times[1] += round_trips(other, writers[1], rooms[1], account.id, 20)
    stop.set()
    thread.join()
    plain, ours = show("bare client", times[0]), show("slotkeeper", times[1])
    print(f"slotkeeper adds {ours - plain:.1f} ms at p50")
    print(f"resident {before:.1f} MiB before, {resident(bot.pid):.1f} MiB after")
finally:
    if bot:
        bot.terminate()
        bot.wait()
    synapse.terminate()
    synapse.wait()
try:
    failing_server()
finally:
    shutil.rmtree(FOLDER)
