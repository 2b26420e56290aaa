"""A YAML language server over standard input and output, asked what an editor asks."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

SECONDS = 60


def program() -> list[str]:
    """The command of the server (`npm install yaml-language-server`), named by the variable
    CXAUDIT_YAML_LANGUAGE_SERVER or found on the PATH; the test is skipped where there is none."""
    found = os.environ.get("CXAUDIT_YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")
    if not found or not shutil.which("node"):
        pytest.skip("no yaml-language-server (CXAUDIT_YAML_LANGUAGE_SERVER names it) or no node")
    return [found, "--stdio"]


class Server:
    """A running server with one open file; positions are 0-based, as the protocol has them. `schemas`
    are those of the editor's settings: the file of each with the files it is for."""

    def __init__(self, folder: Path, schemas: dict[str, list[str]] | None = None) -> None:
        yaml = {"schemaStore": {"enable": False}, "schemas": schemas or {}}
        self.settings: dict[str, Any] = {"yaml": {**yaml, "validate": True, "hover": True}}
        self.process = subprocess.Popen(
            program(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.inbox: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.count = 0
        can = {"workspace": {"configuration": True}}
        self.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities=can)
        self.tell("initialized")
        self.tell("workspace/didChangeConfiguration", settings=self.settings)

    def open(self, path: Path) -> list[str]:
        """Open a file; what the server finds wrong in it."""
        self.uri = path.as_uri()
        document = {"uri": self.uri, "languageId": "yaml", "version": 1, "text": path.read_text()}
        self.tell("textDocument/didOpen", textDocument=document)
        while True:
            message = self._next()
            about = message.get("params", {})
            if (
                message.get("method", "").endswith("publishDiagnostics")
                and about["uri"] == self.uri
            ):
                return [one["message"] for one in about["diagnostics"]]

    def hover(self, line: int, column: int) -> str:
        """What is shown where the mouse rests."""
        answer = self._at("textDocument/hover", line, column)
        return str(answer["contents"]["value"]) if answer else ""

    def complete(self, line: int, column: int) -> dict[str, str]:
        """What is proposed at a place: labels, each with what it means."""
        items = self._at("textDocument/completion", line, column)["items"]
        return {item["label"]: _text(item.get("documentation", "")) for item in items}

    def close(self) -> None:
        """End the server."""
        self.process.kill()
        self.process.wait()

    def _at(self, method: str, line: int, column: int) -> Any:
        place = {"line": line, "character": column}
        return self.ask(method, textDocument={"uri": self.uri}, position=place)

    def ask(self, method: str, **params: Any) -> Any:
        self.count += 1
        mine = self.count
        self._send({"id": mine, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == mine and "method" not in message:
                return message["result"]

    def tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _next(self) -> dict[str, Any]:
        """The next message; the server is told the settings it asks for, else nothing."""
        message = self.inbox.get(timeout=SECONDS)
        if "id" in message and "method" in message:
            items = message.get("params", {}).get("items", [])
            found = [self.settings.get(item.get("section")) for item in items]
            self._send({"id": message["id"], "result": found or None})
        return message

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while head := stream.readline():
            length = int(head.split(b":")[1])
            stream.readline()
            self.inbox.put(json.loads(stream.read(length)))


def _text(said: Any) -> str:
    return str(said["value"] if isinstance(said, dict) else said)
