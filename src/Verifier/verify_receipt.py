#!/usr/bin/env python3
"""Checks an exported purge receipt offline, with Python's standard library alone (3.8 or newer).

    python3 verify_receipt.py BUNDLE.json [--key VKEY-or-file] [--as-of 2026-11-22T21:31Z] [--json]

Exit code 0 verified, 1 not verified, 2 wrong usage or unreadable, 3 nothing failed but not everything could
be checked (without --key: whoever makes a receipt chooses the key in it). Written apart from the C# verifier
and makes the same checks under the same names. Carries the Ed25519 verification of RFC 8032 section 6.
"""
import argparse
import base64
import binascii
import datetime
import hashlib
import json
import os
import re
import sys

# ---- Ed25519, RFC 8032 --------------------------------------------------------------------------------------------
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


def decompress(data):
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def compress(point):
    zinv = pow(point[2], P - 2, P)
    x, y = point[0] * zinv % P, point[1] * zinv % P
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)
NEUTRAL = (1).to_bytes(32, "little")


def verify_signature(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = decompress(public), decompress(signature[:32])
    if a is None or r is None:
        return False
    # Points of small order sign anything: refused, as libsodium does.
    if compress(multiply(8, a)) == NEUTRAL or compress(multiply(8, r)) == NEUTRAL:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    negative = (P - a[0], a[1], 1, (P - a[3]) % P)
    return compress(add(multiply(s, BASE), multiply(h, negative))) == signature[:32]


# ---- Signed notes and checkpoints (C2SP) --------------------------------------------------------------------------
def decode64(text):
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data).decode() == text else None


def parse_key(text):
    parts = text.split("+", 2)
    if len(parts) != 3 or not re.fullmatch(r"[!-*,-~]{1,200}", parts[0]):
        return None
    data = decode64(parts[2])
    if data is None or len(data) != 33 or data[0] != 1:
        return None
    key_id = hashlib.sha256(parts[0].encode() + b"\n" + data).digest()[:4]
    return (parts[0], key_id, data[1:]) if key_id.hex() == parts[1] else None


def read_head(note, vkey):
    """(origin, size, root) of a checkpoint that the key signed, else None."""
    key, at = parse_key(vkey), note.rfind("\n\n")
    if key is None or at < 0 or not note.endswith("\n") or any(c < " " and c != "\n" for c in note):
        return None
    text, own = note[:at + 1], 0
    for line in note[at + 2:-1].split("\n"):
        match = re.fullmatch("\u2014 ([^ ]+) ([^ ]*)", line)
        data = decode64(match.group(2)) if match else None
        if data is None or len(data) <= 4:
            return None
        if match.group(1) == key[0] and data[:4] == key[1]:
            own += 1
            if not verify_signature(key[2], text.encode(), data[4:]):
                return None
    lines = text.split("\n")
    if own == 0 or len(lines) < 4 or lines[0] != key[0] or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
        return None
    root = decode64(lines[2])
    return (lines[0], int(lines[1]), root) if root is not None and len(root) == 32 and int(lines[1]) < 2**63 else None


# ---- The tree, RFC 6962 -------------------------------------------------------------------------------------------
def leaf_hash(leaf):
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def included(index, size, path, digest, root):
    if not 0 <= index < size or any(p is None or len(p) != 32 for p in path):
        return False
    node, last = index, size - 1
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            digest = node_hash(sibling, digest)
            while node & 1 == 0 and node != 0:
                node, last = node >> 1, last >> 1
        else:
            digest = node_hash(digest, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and digest == root


def tree_root(leaves):
    stack = []  # (height, hash), heights strictly falling: one perfect subtree per bit of the size
    for leaf in leaves:
        height, digest = 0, leaf_hash(leaf)
        while stack and stack[-1][0] == height:
            digest = node_hash(stack.pop()[1], digest)
            height += 1
        stack.append((height, digest))
    if not stack:
        return hashlib.sha256(b"").digest()
    root = stack.pop()[1]
    while stack:
        root = node_hash(stack.pop()[1], root)
    return root


# ---- Documents ----------------------------------------------------------------------------------------------------
class Unreadable(Exception):
    pass


UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
CATEGORY, WORD = r"[a-z][a-z-]{0,31}", r"[A-Za-z0-9._:/@+=~-]{1,200}"
TYPES = ("log-opened record-key-created triggered hold-placed hold-released policy-changed purge-intended "
         "purge-receipt audit-committed model-loaded").split()
FIELDS = {"type": "|".join(TYPES), "time": None, "visit": UUID, "category": CATEGORY, "due": None, "policy": WORD,
          "disposition": UUID, "items": None, "commitment": r"[0-9a-f]{64}"}


def strict_json(data):
    def pairs(items):
        result = dict(items)
        if len(result) != len(items):
            raise ValueError("a property is given twice")
        return result

    def refuse(name):
        raise ValueError(name)

    value = json.loads(data.decode("utf-8"), object_pairs_hook=pairs, parse_constant=refuse)
    json.dumps(value, ensure_ascii=False).encode("utf-8")  # refuses lone surrogates
    return value


def parse_time(text, pattern, form):
    if not isinstance(text, str) or not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError("time")
    return datetime.datetime.strptime(text, form)


def minute(text):
    return parse_time(text, r"\d{4}-\d\d-\d\dT\d\d:\d\dZ", "%Y-%m-%dT%H:%MZ")


def second(text):
    return parse_time(text, r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "%Y-%m-%dT%H:%M:%SZ")


def whole_minute(time):
    return time.replace(second=0)


def read_entry(leaf):
    """The entry with its times and the records it is about; None where the leaf is not a canonical entry."""
    try:
        fields = strict_json(leaf)
        names = ["v"] + [name for name in FIELDS if name in fields]
        if list(fields) != names or fields["v"] != 1 or isinstance(fields["v"], bool) or len(leaf) > 65535:
            return None
        for name, pattern in FIELDS.items():
            value = fields.get(name)
            if name in fields and pattern and not (isinstance(value, str) and re.fullmatch(pattern, value)):
                return None
        items = fields.get("items", [])
        if not isinstance(items, list) or not all(isinstance(i, str) and re.fullmatch(WORD, i) for i in items):
            return None
        if json.dumps(fields, separators=(",", ":")).encode() != leaf:
            return None
        entry = dict(fields, time=minute(fields["time"]), due=minute(fields["due"]) if "due" in fields else None)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    own = ["%s:%s" % (entry["visit"], entry["category"])] if "visit" in entry and "category" in entry else []
    entry["records"] = list(dict.fromkeys(own + [i for i in items if re.fullmatch(UUID + ":" + CATEGORY, i)]))
    return entry


def shaped(value, shape):
    """Whether a JSON value has exactly a shape: a type, [shape], or {name: shape}; a name that ends in ? may be absent or null."""
    if isinstance(shape, dict):
        known = {name.rstrip("?") for name in shape}
        return isinstance(value, dict) and set(value) <= known and all(
            (name.endswith("?") and value.get(name.rstrip("?")) is None) or (name.rstrip("?") in value and shaped(value[name.rstrip("?")], part))
            for name, part in shape.items())
    if isinstance(shape, list):
        return isinstance(value, list) and all(shaped(item, shape[0]) for item in value)
    if shape is int:
        return type(value) is int and -2**63 <= value < 2**63
    return isinstance(value, shape)


PROVEN = {"index": int, "leaf": str, "proof": [str]}
BUNDLE = {"version": int, "tenant": str, "verifierKey": str, "checkpoint": str, "certificate": str, "receipt": PROVEN,
          "entries": [PROVEN], "log?": [str]}
RECORD = {"visit": str, "category": str, "due": str, "destroyedAt": str, "key?": str}
CERTIFICATE = {"version": int, "id": str, "tenant": str, "policy": str, "state": str, "lastCopyExpires?": str, "records": [RECORD],
               "destroyedKeys": [str], "resealedShards": [str], "destroyedSealKeys": [str], "method": str, "cipher": str,
               "counts": {"due": int, "destroyed": int, "held": int}, "rowsRemoved": int, "provider": str, "assumptions": [str],
               "issuedAt": str}


def read_bundle(data):
    try:
        bundle = strict_json(data)
    except (ValueError, RecursionError):
        raise Unreadable("The file is not a receipt bundle: it is not complete JSON. Export it again, and check that it was not cut off on the way.")
    if not shaped(bundle, BUNDLE):
        raise Unreadable("The file is not a receipt bundle of the expected form. Export it again.")
    if bundle["version"] != 1:
        raise Unreadable("The bundle has format version %d; this program reads version 1." % bundle["version"])
    return bundle


def uuid(text):
    if not re.fullmatch(UUID, text.lower()):
        raise ValueError("not an id")
    return text.lower()


def read_certificate(data):
    try:
        certificate = strict_json(data)
        if not shaped(certificate, CERTIFICATE) or certificate["version"] != 1:
            return None
        if certificate["state"].lower() not in ("provisional", "final"):
            return None
        second(certificate["issuedAt"])
        if certificate.get("lastCopyExpires") is not None:
            second(certificate["lastCopyExpires"])
        # Ids are read as numbers: upper case is the same id, anything else is none.
        certificate["id"] = uuid(certificate["id"])
        for record in certificate["records"]:
            record["visit"] = uuid(record["visit"])
            record["due"], record["destroyedAt"] = second(record["due"]), second(record["destroyedAt"])
            record["item"] = "%s:%s" % (record["visit"], record["category"])
        return certificate
    except (ValueError, RecursionError):
        return None


# ---- Replay of a whole log ----------------------------------------------------------------------------------------
TOLERANCE = datetime.timedelta(minutes=15)
CLOCK_SLACK = datetime.timedelta(minutes=5)


class Replay:
    def __init__(self):
        self.records, self.holds, self.released = {}, {}, []
        self.problems, self.hold_violations = [], []
        self.latest, self.count = None, 0

    def covers(self, hold, item):
        visit, category = hold[0], hold[1]
        return (visit is None or item.startswith(visit + ":")) and (category is None or item.endswith(":" + category))

    def held(self, item):
        return any(self.covers(hold, item) for hold, count in self.holds.items() if count > 0)

    def deadline(self, item):
        due = self.records[item]["due"]
        releases = [time for hold, time in self.released if self.covers(hold, item)]
        return max([due] + releases) if due is not None else None

    def add(self, entry):
        index, kind = self.count, entry["type"]
        self.count += 1
        if (index == 0) != (kind == "log-opened"):
            self.problems.append("Entry %d: the log is opened by its first entry and by no other." % index)
        if self.latest is not None and self.latest - entry["time"] > CLOCK_SLACK:
            self.problems.append("Entry %d is dated more than five minutes before an earlier entry." % index)
        self.latest = entry["time"] if self.latest is None else max(self.latest, entry["time"])
        hold = (entry.get("visit"), entry.get("category"), entry.get("disposition"), ",".join(entry.get("items", [])))
        if kind == "hold-placed":
            self.holds[hold] = self.holds.get(hold, 0) + 1
        elif kind == "hold-released":
            if self.holds.get(hold, 0) == 0:
                self.problems.append("Entry %d releases a hold that was not in force." % index)
            else:
                self.holds[hold] -= 1
                if self.holds[hold] == 0:
                    self.released.append((hold, entry["time"]))
        elif kind == "record-key-created":
            for item in entry["records"]:
                record = self.records.get(item)
                if record is None or record["destroyed"]:
                    record = self.records[item] = {"due": None, "intent": None, "held": False, "destroyed": False}
                record["due"] = entry["due"] if entry["due"] is not None else record["due"]
        elif kind in ("triggered", "purge-intended", "purge-receipt"):
            for item in entry["records"]:
                if item not in self.records:
                    self.problems.append("Entry %d is about %s, for which no record key was ever created." % (index, item))
                else:
                    self.change(index, kind, item, entry)

    def change(self, index, kind, item, entry):
        record = self.records[item]
        if kind == "triggered":
            record["due"] = entry["due"]
        elif kind == "purge-intended":
            record["intent"], record["held"] = entry.get("disposition"), self.held(item)
        elif not record["destroyed"]:
            if entry.get("disposition") is None or record["intent"] != entry["disposition"]:
                self.problems.append("Entry %d is a receipt for %s without an intent of the same purge before it." % (index, item))
            if record["due"] is None or record["due"] > entry["time"]:
                self.problems.append("Entry %d is a receipt for %s, which was not due then." % (index, item))
            if record["held"]:
                self.hold_violations.append("%s was destroyed under a legal hold (receipt: entry %d)." % (item, index))
            record["destroyed"] = True

    def overdue(self, at):
        late = []
        for item, record in self.records.items():
            due = self.deadline(item)
            if not record["destroyed"] and due is not None and at - due > TOLERANCE and not self.held(item):
                late.append("%s is overdue by %d minutes and under no hold." % (item, (at - due).total_seconds() // 60))
        return late


# ---- The checks ---------------------------------------------------------------------------------------------------
class Checks:
    def __init__(self):
        self.list = []

    def add(self, name, problem, passed):
        self.list.append({"id": name, "outcome": "failed" if problem else "passed", "sentence": problem or passed})
        return not problem

    def skip(self, name, why):
        self.list.append({"id": name, "outcome": "notChecked", "sentence": why})

    def gaps(self):
        return sum(c["outcome"] == "notChecked" for c in self.list)

    def verified(self):
        return any(c["outcome"] == "passed" for c in self.list) and all(c["outcome"] != "failed" for c in self.list)


def first(problems):
    problems = [p for p in problems if p]
    return " ".join(problems[:3]) + (" And %d more." % (len(problems) - 3) if len(problems) > 3 else "") if problems else None


def read_proven(proven, head):
    leaf = proven["leaf"].encode()
    ok = head is not None and included(proven["index"], head[1], [decode64(h) for h in proven["proof"]], leaf_hash(leaf), head[2])
    return proven["index"], read_entry(leaf), ok


def entries_problem(entries):
    previous, latest = -1, None
    for index, entry, ok in entries:
        if not ok:
            return "Entry %d is not in the log: its proof does not lead to the signed head." % index
        if entry is None or index <= previous or (latest is not None and latest - entry["time"] > CLOCK_SLACK):
            return "Entry %d cannot be read, is out of order, or is dated before an earlier one." % index
        previous, latest = index, entry["time"] if latest is None else max(latest, entry["time"])
    return None


def check_certificate(checks, bundle, receipt, entries):
    data = bundle["certificate"].encode()
    entry = receipt[1]
    committed = entry is not None and entry.get("commitment") == hashlib.sha256(data).hexdigest()
    checks.add("commitment", None if committed else "The certificate is not the one that the receipt commits to: its SHA-256 differs.",
               "The receipt commits to exactly this certificate (SHA-256).")
    certificate = read_certificate(data)
    if certificate is None or entry is None:
        checks.add("certificate", "The certificate or the receipt cannot be read.", "")
        for name in ("intent", "keys", "due"):
            checks.skip(name, "The certificate or the receipt cannot be read.")
        return
    before = [e for index, e, _ in entries if e is not None and index < receipt[0]]
    records = certificate["records"]

    def about(record):
        return [e for e in before if record["item"] in e["records"]]

    def intent(record):
        found = [e for e in about(record) if e["type"] == "purge-intended" and e.get("disposition") == certificate["id"]]
        return found[-1] if found else None

    def intent_problem(record):
        found = intent(record)
        if found is None or found["time"] > whole_minute(record["destroyedAt"]):
            return "%s was destroyed without an intent of this purge before it." % record["item"]

    def key_problem(record):
        created = [e for e in about(record) if e["type"] == "record-key-created"]
        if not created:
            return "No entry shows that a key was created for %s." % record["item"]
        key = record.get("key")
        if key is not None and not (key in certificate["destroyedKeys"] and any(key in e.get("items", []) for e in created)):
            return "The key named for %s is not the one that was created for it, or is not among the destroyed keys." % record["item"]

    def due_problem(record):
        due, last = None, intent(record)
        for e in about(record):
            if e is last:
                break
            if e["type"] == "triggered" or (e["type"] == "record-key-created" and e["due"] is not None):
                due = e["due"]
        if due is None:
            return "No entry sets a due date for %s." % record["item"]
        if due != whole_minute(record["due"]):
            return "The certificate gives another due date for %s than the log." % record["item"]
        if record["destroyedAt"] < record["due"]:
            return "%s was destroyed before it was due." % record["item"]

    problem = None
    if not records:
        problem = "The certificate names no record."
    elif certificate["id"] != entry.get("disposition"):
        problem = "The certificate is of another purge than the receipt."
    elif certificate["tenant"] != bundle["tenant"]:
        problem = "The certificate is of another tenant than the bundle."
    elif entry.get("policy") not in (None, certificate["policy"]):
        problem = "The certificate names another policy than the receipt."
    elif sorted(r["item"] for r in records) != sorted(entry["records"]):
        problem = "The certificate and the receipt do not name the same records."
    elif certificate["counts"]["destroyed"] != len(records):
        problem = "The certificate counts another number of destroyed records than it names."
    elif any(whole_minute(r["destroyedAt"]) > entry["time"] for r in records):
        problem = "The certificate dates a destruction after its receipt."
    checks.add("certificate", problem, "Certificate and receipt name the same purge, tenant, policy and %d records." % len(records))
    checks.add("intent", first(map(intent_problem, records)), "The purge was announced before any of the %d records was destroyed." % len(records))
    checks.add("keys", first(map(key_problem, records)), "Each of the %d records had its key created, and the certificate names that key." % len(records))
    checks.add("due", first(map(due_problem, records)), "Each of the %d records was due by the log when it was destroyed." % len(records))


def check_log(checks, log, head, as_of):
    replay, problem = Replay(), None
    if log is not None:
        leaves = [leaf.encode() for leaf in log]
        for leaf in leaves:
            entry = read_entry(leaf)
            if entry is None:
                problem = "An entry of the log cannot be read."
                break
            replay.add(entry)
        if not problem and (head is None or len(leaves) != head[1] or tree_root(leaves) != head[2]):
            problem = "The entries of the log do not lead to the signed head: some were changed, added, left out or moved."
    if log is None or not checks.add("log", problem, "All %d entries of the log lead to the signed head." % len(log)):
        if log is None:
            checks.skip("log", "The bundle does not hold the whole log.")
        for name in ("history", "holds", "completeness"):
            checks.skip(name, "Not without the whole log as it was signed.")
        return
    checks.add("history", first(replay.problems), "Every entry is in order: each receipt follows a key, a due date that had passed, and an intent.")
    checks.add("holds", first(replay.hold_violations), "Nothing was destroyed while a legal hold was in force.")
    if replay.latest is None:
        checks.add("completeness", None, "The log is empty.")
        return
    at = max(as_of, replay.latest) if as_of else replay.latest
    checks.add("completeness", first(replay.overdue(at)), "Nothing is overdue as of %s. The log says nothing about later." % at.strftime("%Y-%m-%dT%H:%MZ"))


def verify(bundle, expected, as_of=None):
    checks = Checks()
    if expected is None:
        checks.skip("key", "The public key came with the data itself. Compare it with the one the hospital gave you by another way: " + bundle["verifierKey"])
    else:
        checks.add("key", None if expected == bundle["verifierKey"] else "The data is under another public key than the one you gave.", "The public key is the one you gave.")
    head = read_head(bundle["checkpoint"], bundle["verifierKey"])
    checks.add("head", None if head else "The log's head does not bear a valid signature by the public key, or belongs to another log.",
               "The head of the log %s with %d entries is signed by that key." % (head[:2] if head else ("", 0)))
    receipt = read_proven(bundle["receipt"], head)
    problem = None
    if not receipt[2]:
        problem = "The receipt is not in the log: its proof does not lead to the signed head."
    elif receipt[1] is None or receipt[1]["type"] != "purge-receipt":
        problem = "The entry given as the receipt is not a purge receipt."
    checks.add("receipt", problem, "The purge receipt is entry %d of the log under that head." % receipt[0])
    entries = [read_proven(proven, head) for proven in bundle["entries"]]
    checks.add("entries", entries_problem(entries + [receipt]), "All %d entries about the destroyed records are in the log before the receipt, in order." % len(entries))
    check_certificate(checks, bundle, receipt, entries)
    check_log(checks, bundle.get("log"), head, as_of)
    return checks


def report(checks):
    marks = {"passed": "[ ok ]", "failed": "[ FAILED ]", "notChecked": "[ not checked ]"}
    for check in checks.list:
        print("%-15s %s" % (marks[check["outcome"]], check["sentence"]))
    gaps = checks.gaps()
    if not checks.verified():
        print("\nNOT VERIFIED. Do not rely on this document; keep it as it is and ask the hospital's compliance office.")
    elif gaps:
        print("\nNOTHING FAILED, but %s could not be checked with what was given (marked above), so this is not a full verification."
              % ("1 point" if gaps == 1 else "%d points" % gaps))
    else:
        print("\nVERIFIED.")


def key_of(argument):
    """The vkey that --key names: a file that holds it, or itself."""
    if argument is None:
        return None
    if os.path.isfile(argument):
        return read_file(argument).decode("utf-8", "replace").strip()
    if len(argument.split("+")) >= 3:
        return argument
    raise Unreadable("--key names neither a file nor a public key. Give the text name+hash+key, or a file that holds it.")


def read_file(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        why = ("it is a folder" if os.path.isdir(path)
               else "access was refused or the disk failed" if os.path.exists(path) else "there is no such file")
        raise Unreadable("The file %s cannot be read: %s. Check the name and your access." % (path, why))


def as_of_of(argument):
    try:
        return None if argument is None else minute(argument)
    except ValueError:
        raise Unreadable("--as-of is not a time of the form 2026-11-22T21:31Z.")


def main(arguments):
    parser = argparse.ArgumentParser(
        description="Checks an exported purge receipt offline.",
        epilog="Exit code: 0 verified; 1 not verified; 2 wrong usage or unreadable; 3 nothing failed, but not everything could be "
               "checked. Without --key it is never 0: whoever makes a receipt chooses the key in it.")
    parser.add_argument("bundle", metavar="BUNDLE.json")
    parser.add_argument("--key", metavar="VKEY-or-file", help="the log's public key as you got it from the hospital by another way")
    parser.add_argument("--as-of", metavar="TIME", help="judge what is overdue at this time (UTC, 2026-11-22T21:31Z)")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args(arguments)
    try:
        bundle = read_bundle(read_file(options.bundle))
        checks = verify(bundle, key_of(options.key), as_of_of(options.as_of))
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps({"checks": checks.list, "verified": checks.verified(), "gaps": checks.gaps()}))
    else:
        report(checks)
    return 1 if not checks.verified() else 3 if checks.gaps() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
