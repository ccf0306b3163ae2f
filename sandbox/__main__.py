"""`python -m sandbox`: a sandbox in a process of its own."""

import argparse
import asyncio
import sys
from pathlib import Path

import aiohttp

from sandbox.phones import Phones, PhonesError
from sandbox.playing import Player
from sandbox.script import StoryError, names, read
from sandbox.server import LOOPBACK, Options, bound, build
from sandbox.training import Trainer, summary

DEMO_TOKEN = "7000000001:sandbox-token-that-opens-nothing"  # noqa: S105 - it is good for this stand-in alone


def parsed(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser("python -m sandbox", description="A stand-in for Telegram's Bot API.")
    parser.add_argument("--port", type=int, default=0, help="the port on 127.0.0.1 (0: any free one)")
    parser.add_argument("--token", default=DEMO_TOKEN, help="the token the bot must use")
    parser.add_argument("--people", choices=["", "demo"], default="", help="who holds a phone at the start")
    parser.add_argument("--keep", type=Path, default=None, help="a folder to keep chats in over a restart")
    parser.add_argument("--flood", action="store_true", help="answer 429 above Telegram's limits")
    parser.add_argument("--log", type=int, default=10_000, help="how many calls the log keeps")
    parser.add_argument("--bot-control", default="", help="address of the bot's own clock control")
    parser.add_argument("--username", default="teduh_sandbox_bot", help="the bot's username")
    parser.add_argument("--play", default="", metavar="NAME", help=f"play a story: {', '.join(names())}")
    parser.add_argument("--train", type=float, default=0, metavar="SECONDS", help="rehearse for so long")
    parser.add_argument("--cases", type=int, default=6, help="how many invented cases a rehearsal has")
    parser.add_argument("--at", default="", metavar="URL", help="play or train in a sandbox that runs there")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast a story is played (0: no pauses)")
    return parser.parse_args(arguments)


async def run(options: Options, told: argparse.Namespace) -> None:
    """Serve until a signal comes."""
    taken = bound(options.port)
    server = build(options)
    serving = asyncio.create_task(server.serve([taken]))
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn offers no event
        await asyncio.sleep(0.01)
    if server.started:
        url = f"http://{LOOPBACK}:{taken.getsockname()[1]}"
        tell(f"Ready: {url}")
        if told.play:
            await play(told.play, url, told.speed)
        if told.train:
            await train(told.train, told.cases, url)
    await serving


async def play(name: str, url: str, speed: float) -> None:
    """Play one story in a running sandbox."""
    story = read(name)
    async with Phones(url) as phones:
        await Player(phones, speed).play(story)


async def train(seconds: float, cases: int, url: str) -> None:
    """Rehearse in a running sandbox, and print the summary."""
    async with Phones(url) as phones:
        rehearsed = await Trainer(phones, tell).train(seconds, cases)
    tell(summary(rehearsed))


def tell(words: str) -> None:
    """Say something to whoever started this."""
    print(words, flush=True)  # noqa: T201 - a program for the console


def outside(given: argparse.Namespace) -> bool:
    """Do what is asked of a sandbox that runs already; False when one must be started."""
    if not given.at or not (given.play or given.train):
        return False
    work = (
        play(given.play, given.at, given.speed) if given.play else train(given.train, given.cases, given.at)
    )
    try:
        asyncio.run(work)
    except (StoryError, PhonesError) as failed:
        sys.exit(str(failed))
    except aiohttp.ClientError:
        sys.exit(f"No sandbox answers at {given.at}.")
    return True


def main() -> None:
    """Start the sandbox, or play in one that runs."""
    given = parsed()
    if outside(given):
        return
    options = Options(
        token=given.token,
        port=given.port,
        people=given.people,
        keep=given.keep,
        flood=given.flood,
        log=given.log,
        bot_control=given.bot_control,
        username=given.username,
    )
    try:
        asyncio.run(run(options, given))
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
