"""A bare HTTP client for a sandbox: what any bot library boils down to."""

import io
import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox import Sandbox


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> int | None:
        return self.body.get("code") if self.status >= 400 else None

    def problem(self, path: str) -> str:
        """The code of the first problem at a dotted path of the answer's `errors`."""
        node = self.body["errors"]
        for key in filter(None, path.split(".")):
            node = node[key]
        return str(node["_errors"][0]["code"])


class Api:
    """Speaks to a sandbox's REST API with the default application's token."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.session = session
        self.token = sandbox.world.application.token

    async def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        files: dict[str, bytes] | None = None,
        **query: Any,
    ) -> Answer:
        data: Any = None
        headers = {"Authorization": f"Bot {self.token}"}
        if files is not None:
            data = aiohttp.FormData(quote_fields=False)
            data.add_field("payload_json", json.dumps(body), content_type="application/json")
            for index, (name, content) in enumerate(files.items()):
                data.add_field(f"files[{index}]", io.BytesIO(content), filename=name)
        elif body is not None:
            data = json.dumps(body)
            headers["Content-Type"] = "application/json"
        url = self.sandbox.api_url + path
        params = {key: str(value) for key, value in query.items()}
        async with self.session.request(
            method, url, data=data, headers=headers, params=params
        ) as response:
            text = await response.text()
            if text:
                assert response.headers["Content-Type"] == "application/json"
            return Answer(response.status, json.loads(text) if text else None, response.headers)

    async def ok(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """The body of an answer that has to be a success."""
        answer = await self(method, path, body, **more)
        assert answer.status < 300, (answer.status, answer.body)
        return answer.body
