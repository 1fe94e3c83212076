"""Runs star-coach under strace: it must open no socket, write only to the cache, and log no word of the draft.

usage: private.py BINARY FOLDER
"""

import json
import os
import pathlib
import re
import stat
import subprocess
import sys

SECRET = "Zanzibarquux"
DRAFT = f"""# The {SECRET} outage

**Situation:** The {SECRET} queue was full.

**Task:** I had to empty it.

**Action:** I put a message queue in front of {SECRET}, then Amazon SNS.

**Result:** It got better for {SECRET}.
"""


# System calls that create, change, or remove files, and calls that open files, for writing or not.
WRITES = "mkdir mkdirat mknod mknodat rename renameat renameat2 link linkat symlink symlinkat unlink unlinkat rmdir truncate"
WRITES += " chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat setxattr lsetxattr"
WRITES += " fsetxattr removexattr fallocate ftruncate"
OPENS = "open openat openat2 creat"


def traced(name, command, folder, **options):
    """Runs `command`. Returns the completed process, its network calls, and the paths it wrote to."""
    log = folder / f"{name}.strace"
    # The question mark is for calls that some processors don't have.
    calls = ",".join(["%network", *(f"?{call}" for call in f"{WRITES} {OPENS}".split())])
    # One log per thread: in a shared log, calls of different threads are interleaved.
    run = ["strace", "-ff", "-qq", "-y", "-s", "4096", "-e", f"trace={calls}", "-e", "signal=none", "-o", str(log), *command]
    done = subprocess.run(run, capture_output=True, timeout=120, **options)
    logs = folder.glob(f"{log.name}.*")
    lines = [line for log in logs for line in log.read_text().splitlines() if "(" in line]
    network, written = [], []
    for line in lines:
        call = line.partition("(")[0]
        if call in OPENS.split():
            if call == "creat" or re.search("O_(WRONLY|RDWR|CREAT|TRUNC|APPEND)", line):
                written += paths(line, options["cwd"])
        elif call in WRITES.split():
            written += paths(line, options["cwd"])
        else:
            network.append(line)
    return done, network, written


def paths(line, cwd):
    """Returns the paths in a call, as names or open files. Names may be relative to the working folder of the process."""
    named = re.findall(r'"((?:[^"\\]|\\.)*)"', line)
    opened = re.search(r"\(\d+<([^>]*)>", line)
    # A call that can't be parsed is returned as a whole, and matches no path.
    return [os.path.normpath(os.path.join(cwd, name)) for name in named] or ([opened[1]] if opened else [line])


def frame(message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def session(folder):
    """Returns the messages of a session with one request of each kind."""
    uri = (folder / "drafts" / "draft.md").as_uri()
    start, end = {"line": 0, "character": 0}, {"line": 9, "character": 0}
    document = {"uri": uri}
    place = {"textDocument": document, "position": {"line": 6, "character": 20}}
    named = {"line": 6, "character": DRAFT.splitlines()[6].index("SNS")}
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
        ("textDocument/definition", {"textDocument": document, "position": named}),
        ("textDocument/documentLink", {"textDocument": document}),
        ("documentLink/resolve", {"range": {"start": start, "end": end}, "data": {"scenario": "S3"}}),
        ("textDocument/semanticTokens/full", {"textDocument": document}),
        ("textDocument/codeLens", {"textDocument": document}),
        ("textDocument/foldingRange", {"textDocument": document}),
        ("textDocument/references", {**place, "context": {"includeDeclaration": True}}),
        ("workspace/executeCommand", {"command": "starCoach.checkWorkspace", "arguments": []}),
        ("workspace/executeCommand", {"command": "starCoach.insertTemplate", "arguments": [place]}),
        ("workspace/executeCommand", {"command": "starCoach.nextGap", "arguments": [place]}),
        ("workspace/executeCommand", {"command": "starCoach.showScenario", "arguments": [{"id": "S16"}]}),
        ("no/suchRequest", {"text": SECRET}),
    ]
    messages = [frame({"id": number, "method": method, "params": params}) for number, (method, params) in enumerate(requests)]
    messages.insert(1, frame({"method": "initialized", "params": {}}))
    messages.insert(2, frame({"method": "textDocument/didOpen", "params": {"textDocument": item}}))
    changes = {"textDocument": {"uri": uri, "version": 2}, "contentChanges": [edit]}
    messages.insert(4, frame({"method": "textDocument/didChange", "params": changes}))
    messages.insert(5, frame({"method": "textDocument/didChange", "params": {"oops": SECRET}}))
    messages.insert(6, b"Content-Length: 12\r\n\r\n{ not JSON }")
    messages.append(frame({"method": "textDocument/didSave", "params": {"textDocument": document}}))
    messages.append(frame({"method": "textDocument/didClose", "params": {"textDocument": document}}))
    messages.append(frame({"id": 99, "method": "shutdown"}))
    messages.append(frame({"method": "exit"}))
    return b"".join(messages)


def main():
    binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    (folder / "drafts").mkdir()
    draft = folder / "drafts" / "draft.md"
    draft.write_text(DRAFT)
    cache = folder / "cache"
    env = {**os.environ, "XDG_CACHE_HOME": str(cache), "HOME": str(folder)}
    # The log level must be the default.
    env.pop("STAR_COACH_LOG", None)
    problems = []

    # A control run: strace must report a socket and a written file.
    python = [sys.executable, "-c", "import os, socket; socket.socket(); open('x', 'w'); os.unlink('x')"]
    _, network, written = traced("control", python, folder, cwd=folder)
    if not any("socket(" in call for call in network):
        problems.append("strace does not report a socket that is opened")
    if written.count(str(folder / "x")) != 2:
        problems.append(f"strace does not report a file that is written: {written}")

    runs = {
        "lsp": ([binary, "lsp"], {"input": session(folder)}),
        "check": ([binary, "check", str(draft)], {}),
        "check of everything": ([binary, "check", "--format", "json", str(folder / "drafts")], {}),
        "check of stdin": ([binary, "check", "--fix", "-"], {"input": DRAFT.encode()}),
        "diff": ([binary, "check", "--diff", str(folder / "drafts")], {}),
        "outline": ([binary, "outline", str(draft)], {}),
        "explain": ([binary, "explain", "missing-metric"], {}),
        "lexicon list": ([binary, "lexicon", "list"], {}),
        "lexicon show": ([binary, "lexicon", "show", "S16"], {}),
    }
    for name, (command, options) in runs.items():
        done, network, written = traced(name.replace(" ", "-"), command, folder, env=env, cwd=folder, **options)
        if network:
            problems.append(f"{name}: {len(network)} network calls, such as {network[0]}")
        may_write = name == "lsp"
        others = [path for path in written if not (may_write and f"{path}/".startswith(f"{cache}/"))]
        if others:
            problems.append(f"{name}: writes to {others}")
        if may_write and not written:
            problems.append(f"{name}: wrote nothing, so nothing was checked")
        if done.returncode > 1 or done.returncode < 0:
            problems.append(f"{name}: exit code {done.returncode}: {done.stderr.decode()[-500:]}")
        if SECRET.encode() in done.stderr and name != "check of stdin":
            problems.append(f"{name}: draft text is in the log: {done.stderr.decode()[-500:]}")
        if name == "lsp" and done.stdout.count(b'"result"') < 15:
            problems.append(f"lsp: too few responses: {done.stdout.decode()[-2000:]}")
        print(
            f"{name}: no socket, {len(written)} writing calls{' to the cache' if written else ''}, "
            f"no draft text in {len(done.stderr)} bytes of log"
        )

    pages = [path for path in cache.rglob("*")]
    for path in pages:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            problems.append(f"other users can read {path.relative_to(cache)}: {mode:o}")
    print(f"cache: {len(pages)} files and folders, readable only by the user")
    if not any(path.is_file() for path in pages):
        problems.append("the page of the scenario was not written, so its permissions were not checked")

    left = sorted(str(path.relative_to(folder)) for path in (folder / "drafts").rglob("*"))
    if left != ["drafts/draft.md"] or draft.read_text() != DRAFT:
        problems.append(f"the folder of drafts has changed: {left}")
    for problem in problems:
        print(f"FAILED: {problem}")
    sys.exit(bool(problems))


main()
