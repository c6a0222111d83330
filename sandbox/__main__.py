"""``python -m sandbox``: serve an empty Discord until interrupted, and say where it is."""

from __future__ import annotations

import argparse
import asyncio
import contextlib

from sandbox import Sandbox


async def serve(port: int, guilds: list[str]) -> None:
    """Serve a world with the named guilds (a #general in each) and print the addresses."""
    async with Sandbox(port=port) as sandbox:
        for name in guilds:
            sandbox.world.create_guild(name).create_text_channel("general")
        print(f"api      {sandbox.api_url}")
        print(f"gateway  {sandbox.gateway_url}")
        print(f"token    {sandbox.world.application.token}")
        print(f"arXiv    {sandbox.feeds.rss_url}  {sandbox.feeds.api_url}")
        print(f"news     {sandbox.feeds.newsletter_url}", flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--guild", action="append", default=[], help="a guild to start with")
    arguments = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(arguments.port, arguments.guild))


if __name__ == "__main__":
    main()
