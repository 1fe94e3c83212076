"""Runs star-coach under strace: no socket may be opened, and no word of the draft may be logged.

usage: private.py BINARY FOLDER
"""

import json
import os
import pathlib
import stat
import subprocess
import sys

SECRET = "Zanzibarquux"
DRAFT = f"""# The {SECRET} outage

**Situation:** The {SECRET} queue was full.

**Task:** I had to empty it.

**Action:** I put a message queue in front of {SECRET}.

**Result:** It got better for {SECRET}.
"""


def traced(name, command, folder, **options):
    """Runs `command`; returns what it said to stderr, and each call that has to do with a network."""
    log = folder / f"{name}.strace"
    run = ["strace", "-f", "-qq", "-e", "trace=%network", "-e", "signal=none", "-o", str(log), *command]
    done = subprocess.run(run, capture_output=True, timeout=120, **options)
    calls = [line for line in log.read_text().splitlines() if "(" in line]
    return done, calls


def frame(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def session(folder):
    """One of everything that a writer does."""
    uri = (folder / "drafts" / "draft.md").as_uri()
    start, end = {"line": 0, "character": 0}, {"line": 9, "character": 0}
    document = {"uri": uri}
    place = {"textDocument": document, "position": {"line": 6, "character": 20}}
    actions = {"textDocument": document, "range": {"start": start, "end": end}, "context": {"diagnostics": []}}
    edit = {"range": {"start": end, "end": end}, "text": f"More of {SECRET}.\n"}
    root = [{"uri": (folder / "drafts").as_uri(), "name": "drafts"}]
    folders = {"processId": None, "rootUri": None, "capabilities": {}, "workspaceFolders": root}
    item = {"uri": uri, "languageId": "markdown", "version": 1, "text": DRAFT}
    requests = [
        ("initialize", folders),
        ("textDocument/codeAction", actions),
        ("textDocument/hover", place),
        ("textDocument/completion", place),
        ("textDocument/documentSymbol", {"textDocument": document}),
        ("workspace/symbol", {"query": SECRET}),
        ("workspace/executeCommand", {"command": "starCoach.showScenario", "arguments": [{"id": "S16"}]}),
        ("no/suchRequest", {"text": SECRET}),
    ]
    said = [frame({"id": number, "method": method, "params": params}) for number, (method, params) in enumerate(requests)]
    said.insert(1, frame({"method": "initialized", "params": {}}))
    said.insert(2, frame({"method": "textDocument/didOpen", "params": {"textDocument": item}}))
    changes = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [edit]}
    said.insert(4, frame({"method": "textDocument/didChange", "params": changes}))
    said.insert(5, frame({"method": "textDocument/didChange", "params": {"oops": SECRET}}))
    said.insert(6, b"Content-Length: 12\r\n\r\n{ not JSON }")
    said.append(frame({"id": 99, "method": "shutdown"}))
    said.append(frame({"method": "exit"}))
    return b"".join(said)


def main():
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    (folder / "drafts").mkdir()
    draft = folder / "drafts" / "draft.md"
    draft.write_text(DRAFT)
    cache = folder / "cache"
    env = {**os.environ, "XDG_CACHE_HOME": str(cache), "HOME": str(folder)}
    problems = []

    # The measure is one that can fail.
    python = [sys.executable, "-c", "import socket; socket.socket()"]
    _, calls = traced("control", python, folder)
    if not any("socket(" in call for call in calls):
        problems.append("strace does not see a socket where one is opened")

    runs = {
        "lsp": ([binary, "lsp"], {"input": session(folder)}),
        "check": ([binary, "check", str(draft)], {}),
        "check of everything": ([binary, "check", "--format", "json", str(folder / "drafts")], {}),
        "lexicon list": ([binary, "lexicon", "list"], {}),
    }
    for name, (command, options) in runs.items():
        done, calls = traced(name.replace(" ", "-"), command, folder, env=env, cwd=folder, **options)
        if calls:
            problems.append(f"{name}: {len(calls)} calls that have to do with a network, such as {calls[0]}")
        if done.returncode > 1:
            problems.append(f"{name}: exit code {done.returncode}: {done.stderr.decode()[-500:]}")
        if SECRET.encode() in done.stderr:
            problems.append(f"{name}: the draft is in the log: {done.stderr.decode()[-500:]}")
        if name == "lsp" and done.stdout.count(b'"result"') < 5:
            problems.append(f"lsp: few answers: {done.stdout.decode()[-500:]}")
        print(f"{name}: no socket, nothing of the draft in {len(done.stderr)} bytes of log")

    pages = [path for path in cache.rglob("*")]
    for path in pages:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            problems.append(f"others may look into {path.relative_to(cache)}: {mode:o}")
    print(f"cache: {len(pages)} files and folders, for nobody else")
    if not any(path.is_file() for path in pages):
        problems.append("the page of the scenario was not written, so its permissions were not looked at")

    left = sorted(str(path.relative_to(folder)) for path in (folder / "drafts").rglob("*"))
    if left != ["drafts/draft.md"] or draft.read_text() != DRAFT:
        problems.append(f"the folder of drafts is not as it was: {left}")
    for problem in problems:
        print(f"FAILED: {problem}")
    sys.exit(bool(problems))



main()
