"""kcat (librdkafka 2.0.2 at the command line), told by one JSON argument what to do with the broker; what it saw is printed as lines of JSON."""
import json
import re
import subprocess
import sys
import threading

task = json.loads(sys.argv[1])


def say(**line):
    print(json.dumps(line), flush=True)


def kcat(*arguments, given=None):
    return subprocess.run(["kcat", "-b", task["bootstrap"], "-X", "message.max.bytes=2000000", *arguments], input=given, capture_output=True, text=True, check=True, timeout=60).stdout


def write():
    for codec, topic in task["topics"].items():
        for record in task["records"]:
            headers = [part for name, value in record["headers"].items() for part in ("-H", f"{name}={value}")]
            value = (record["value"] or "") * record["times"]
            # -Z: an empty key or value is none. kcat takes no timestamps.
            kcat("-P", "-t", topic, "-p", "0", "-z", codec, "-Z", "-K", "|", *headers, given=f"{record['key'] or ''}|{value}\n")
        say(wrote=codec)


def read():
    for topic in task["topics"]:
        lines = kcat("-C", "-t", topic, "-p", "0", "-o", "beginning", "-e", "-q", "-X", "isolation.level=" + task["isolation"], "-f", "%K|%k|%S|%T|%h|%s\\n").splitlines()
        for line in lines:
            keyed, key, size, timestamp, headers, value = line.split("|", 5)
            say(topic=topic, key=None if int(keyed) < 0 else key, size=int(size), value=None if int(size) < 0 else value[:20],
                headers=dict(each.split("=", 1) for each in headers.split(",") if each), timestamp=int(timestamp))


def member():
    process = subprocess.Popen(["kcat", "-b", task["bootstrap"], "-G", task["group"], "-u", "-X", "partition.assignment.strategy=" + task["strategy"], "-X", "auto.offset.reset=earliest",
                                "-X", f"session.timeout.ms={task['sessionMs']}", "-X", "heartbeat.interval.ms=500", task["topic"]], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    threading.Thread(target=lambda: (sys.stdin.read(), process.terminate()), daemon=True).start()
    threading.Thread(target=lambda: [say(value=line.strip()) for line in process.stdout], daemon=True).start()
    for line in process.stderr:
        if "assigned:" in line or "revoked:" in line:
            say(assigned=sorted(int(each) for each in re.findall(r"\[(\d+)\]", line)) if " assigned:" in line else [])
    process.wait(20)
    say(left=True)


def transact():
    say(lacks="transactions", why="kcat writes none")


def administer():
    known = json.loads(kcat("-L", "-J"))
    assert task["existing"] in [topic["topic"] for topic in known["topics"]], known
    assert kcat("-Q", "-t", f"{task['existing']}:0:-1").split()[-1] == "10"
    say(done=True)


{"write": write, "read": read, "member": member, "transact": transact, "administer": administer}[task["do"]]()
