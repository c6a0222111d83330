"""Keeping a world in a folder: everything comes back and goes on, and no folder is ever harmed."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import Sandbox, SettableClock, Upload
from sandbox.persistence import keeping
from sandbox.rules import permissions
from sandbox.world import polls, reactions, threads
from sandbox.world.composing.compose import new_message
from sandbox.world.events import Event
from sandbox.world.model import Channel, Message
from sandbox.world.world import World
from tests.sandbox.api import Api
from tests.sandbox.bare_bot import running
from tests.sandbox.rich_world import bring_back, contents, furnish, save, told

START = datetime(2026, 3, 2, 7, 0, 0, 123456, tzinfo=UTC)


def brought_back(folder: Path) -> Sandbox:
    """A new sandbox with the kept world, at its instant."""
    kept = keeping.load(folder)
    assert kept is not None
    sandbox = Sandbox(clock=SettableClock(kept.instant))
    keeping.restore(kept, sandbox.world)
    return sandbox


@pytest.fixture(scope="module")
def rich_folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder with a rich world, and what that world told of itself. Not to be written to."""
    folder = tmp_path_factory.mktemp("kept")

    async def fill() -> dict[str, Any]:
        async with Sandbox(clock=SettableClock(START)) as sandbox:
            await furnish(sandbox)
            # As it will be told before anything is served.
            before = sandbox.world.cdn_url
            keeping.save(sandbox.world, folder)
            text = json.dumps(told(sandbox), default=repr)
            return dict(json.loads(text.replace(before, "http://127.0.0.1/cdn")))

    return folder, asyncio.run(fill())


@pytest.fixture
def folder(rich_folder: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    """A folder with a rich world of the test's own."""
    copy = tmp_path / "kept"
    (copy / "files").mkdir(parents=True)
    for file in rich_folder[0].rglob("*"):
        if file.is_file():
            (copy / file.relative_to(rich_folder[0])).write_bytes(file.read_bytes())
    return copy


def papers_of(sandbox: Sandbox) -> Channel:
    return next(each for each in sandbox.world.channels.values() if each.name == "papers")


def private_messages(sandbox: Sandbox) -> list[Message]:
    every = sandbox.world.channels.values()
    return [m for channel in every for kept in channel.ephemeral.values() for m in kept]


# What comes back


def test_everything_comes_back(rich_folder: tuple[Path, dict[str, Any]]) -> None:
    folder, before = rich_folder
    after = json.loads(json.dumps(told(brought_back(folder)), default=repr))
    assert after.keys() == before.keys()
    for what, said in before.items():
        assert after[what] == said, what
        assert said


def test_keeping_again_changes_nothing(folder: Path) -> None:
    first = brought_back(folder)
    save(first, folder)
    once = contents(folder)
    second = brought_back(folder)
    assert told(first) == told(second)
    save(second, folder)
    assert contents(folder) == once


def test_things_are_the_same_things_again(folder: Path) -> None:
    sandbox = brought_back(folder)
    world = sandbox.world
    for guild in world.guilds.values():
        assert guild.world is world
        assert guild.owner is world.users[guild.owner.id]
        for member in guild.members.values():
            assert member.user is world.users[member.user.id]
            assert guild in world.guilds_of(member.user)
            assert member.user.bot == (member.user_id in guild.bots)
        for channel in [*guild.channels.values(), *guild.threads.values()]:
            assert world.guild_of(channel) is guild
            assert world.channels[channel.id] is channel
    for channel in world.channels.values():
        for message in channel.messages:
            assert message.channel is channel
            assert message.author is world.users[message.author_id]
            assert all(world.files[each.path] is each for each in message.attachments)
    bots = [world.users[each.id] for each in world.applications.values()]
    assert [each.bot_user for each in world.applications.values()] == bots
    for application in world.applications.values():
        assert world.applications_by_token[application.token] is application
    assert [user.username for user in world.users.values()].count("operator") == 1


def test_listeners_stay_and_ids_go_on(folder: Path) -> None:
    # A clock that is behind, as after a change of the machine's time.
    sandbox = Sandbox(clock=SettableClock(START - timedelta(days=3)))
    world = sandbox.world
    heard: list[Event] = []
    world.listen(heard.append)
    bring_back(folder, sandbox)
    papers = papers_of(sandbox)
    known = {*world.users, *world.guilds, *world.channels, *(m.id for m in papers.messages)}
    known |= {message.id for message in private_messages(sandbox)}
    message = world.say(papers, world.operator, "and on")
    assert message.id > max(known - {*world.guilds})
    assert world.create_guild("new").id > max(known & {*world.guilds})
    assert heard[0].data["content"] == "and on"
    assert papers.messages.last is message


def test_direct_channels_are_found(folder: Path) -> None:
    sandbox = brought_back(folder)
    world = sandbox.world
    ana = next(user for user in world.users.values() if user.display_name == "Ana")
    found = world.find_direct_channel(ana, world.application.bot_user)
    assert found is not None
    assert [message.content for message in found.messages if message.content] == ["psst", "PONG"]
    assert sandbox.acting(ana).dm is found


async def test_polls_and_threads_still_end_by_the_clock(folder: Path) -> None:
    sandbox = brought_back(folder)
    clock = sandbox.clock
    assert isinstance(clock, SettableClock)
    papers = papers_of(sandbox)
    (running_poll,) = [m for m in papers.messages if m.poll and not m.poll.closed]
    secret = next(each for each in sandbox.world.channels.values() if each.name == "secret")
    assert await clock.next_due() == START + timedelta(hours=1)
    await clock.advance(timedelta(hours=1))
    assert threads.state_of(secret).archived
    polls.vote(running_poll, sandbox.world.operator, [1])
    await clock.advance(timedelta(hours=1))
    assert polls.poll_of(running_poll).closed
    last = papers.messages.last
    assert last is not None
    assert last.referenced is running_poll


def test_what_was_here_before_is_forgotten(folder: Path, tmp_path: Path) -> None:
    sandbox = brought_back(folder)
    save(Sandbox(clock=SettableClock(START)), tmp_path / "empty")
    bring_back(tmp_path / "empty", sandbox)
    clock = sandbox.clock
    assert isinstance(clock, SettableClock)
    assert asyncio.run(clock.next_due()) is None
    assert private_messages(sandbox) == []


async def test_bots_and_people_go_on_as_before(folder: Path) -> None:
    sandbox = brought_back(folder)
    world = sandbox.world
    papers = papers_of(sandbox)
    ana = next(sandbox.acting(user) for user in world.users.values() if user.display_name == "Ana")
    async with sandbox:
        async with aiohttp.ClientSession() as session:
            api = Api(sandbox, session)
            repeated = {"content": "again", "nonce": "n1", "enforce_nonce": True}
            answer = await api.ok("POST", f"/channels/{papers.id}/messages", repeated)
            assert answer["content"] == "once"
            await _see_files(session, papers)
        async with running(sandbox) as bot:
            assert bot.user is not None
            assert bot.user.id == world.application.bot_user.id
            panel = next(m for m in papers.messages if "Panel" in m.text)
            await ana.click(panel, "Count 0")
            assert "**Panel** 1" in panel.text
            own = next(m for m in ana.visible(papers) if m.ephemeral)
            reply = await ana.send(papers, "still here")
            assert own.visible_to == ana.id
            reactions.react(panel, ana.account, {"id": None, "name": "👍"})
            assert papers.messages.last is reply
            assert (await ana.slash("ping", dm=True)).text == "pong"
    assert sandbox.violations == []


async def _see_files(session: aiohttp.ClientSession, papers: Channel) -> None:
    gallery = next(m for m in papers.messages if m.text == "Look")
    url = gallery.components[1]["items"][0]["media"]["url"]
    async with session.get(url) as response:
        assert response.status == 200
        assert await response.read() == gallery.attachments[1].data


# How it lies in the folder


def test_files_are_named_by_ids_alone_and_written_once(folder: Path) -> None:
    place = folder / "files"
    sandbox = brought_back(folder)
    ids = {attachment.id for attachment in sandbox.world.files.values()}
    assert {path.name for path in place.iterdir()} == {str(each) for each in ids}
    assert {path.name for path in folder.iterdir()} == {"world.json", "files"}
    before = {path.name: path.stat().st_ino for path in place.iterdir()}
    (place / "7").write_bytes(b"an orphan")
    (place / "8.unfinished").write_bytes(b"a file that was never finished")
    (place / "notes.txt").write_bytes(b"not ours")
    (place / "9").mkdir()
    message = next(m for m in papers_of(sandbox).messages if m.content == "files")
    sandbox.world.delete_message(message)
    save(sandbox, folder)
    after = {path.name: path.stat().st_ino for path in place.iterdir()}
    assert after.pop("notes.txt")
    assert after.pop("9")
    gone = {str(attachment.id) for attachment in message.attachments}
    assert gone
    assert after == {name: node for name, node in before.items() if name not in gone}


def test_an_id_that_came_to_mean_another_file_is_written_anew(folder: Path) -> None:
    sandbox = brought_back(folder)
    attachment = next(each for each in sandbox.world.files.values() if each.data)
    path = folder / "files" / str(attachment.id)
    path.write_bytes(bytes(len(attachment.data)))
    save(sandbox, folder)
    assert path.read_bytes() == attachment.data


def test_a_kill_leaves_the_old_world_or_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = brought_back(folder)
    before = told(sandbox)
    old = (folder / "world.json").read_bytes()
    sandbox.world.say(papers_of(sandbox), sandbox.world.operator, "new")
    upload = _with_file(sandbox)
    replace, moves = Path.replace, 0

    def killed(self: Path, target: Path) -> Path:
        nonlocal moves
        if moves == 0:
            raise KeyboardInterrupt
        moves -= 1
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", killed)
    for steps in (0, 1):
        moves = steps
        with pytest.raises(KeyboardInterrupt):
            save(sandbox, folder)
        assert (folder / "world.json").read_bytes() == old
        assert told(brought_back(folder)) == before
    monkeypatch.undo()
    save(sandbox, folder)
    assert told(brought_back(folder)) == told(sandbox)
    assert (folder / "files" / str(upload.attachments[0].id)).read_bytes() == b"new"
    assert not list(folder.rglob("*.unfinished"))


def _with_file(sandbox: Sandbox) -> Message:
    files = {"0": Upload("new.txt", b"new")}
    papers, operator = papers_of(sandbox), sandbox.world.operator
    none = permissions.Permissions.NONE
    return sandbox.world.post(new_message(papers, operator, {}, files, permissions=none))


def test_a_world_can_be_removed_without_a_trace_of_it(folder: Path) -> None:
    (folder / "demo.db").write_bytes(b"not ours")
    (folder / "world.json.unfinished").write_bytes(b"ours")
    keeping.remove(folder)
    assert contents(folder) == {"demo.db": b"not ours"}
    assert [path.name for path in folder.iterdir()] == ["demo.db"]
    keeping.remove(folder)
    (folder / "files").mkdir()
    (folder / "files" / "mine.txt").write_bytes(b"not ours")
    (folder / "world.json").write_bytes(b"not a world")
    keeping.remove(folder)
    assert contents(folder).keys() == {"demo.db", "files/mine.txt"}
    assert keeping.load(folder) is None


def test_a_snapshot_is_one_instant(tmp_path: Path, folder: Path) -> None:
    sandbox = brought_back(folder)
    before = told(sandbox)
    snapshot = keeping.capture(sandbox.world)
    sandbox.world.say(papers_of(sandbox), sandbox.world.operator, "too late")
    keeping.write(snapshot, tmp_path / "deep" / "new")
    assert told(brought_back(tmp_path / "deep" / "new")) == before


# What must not be forgotten when the model grows


def test_every_part_of_the_world_is_kept() -> None:
    kept = {"users", "guilds", "channels", "applications", "files", "operator", "application"}
    found_again = {"ids", "cdn_url", "applications_by_token", "_direct"}
    stays = {"clock", "journal", "_listeners", "_on_post", "_on_thread", "_on_replaced"}
    assert vars(World(SettableClock(START))).keys() == kept | found_again | stays
