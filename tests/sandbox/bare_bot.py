"""An ordinary discord.py bot that uses a bit of everything, pointed at a sandbox."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

import discord
import yarl
from discord import app_commands, ui
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from sandbox import Sandbox, Seen
from sandbox.world.model import Message

P = TypeVar("P")
Tree = app_commands.CommandTree[Any]


@contextmanager
def pointed_at(sandbox: Sandbox) -> Iterator[None]:
    """Let discord.py talk to the sandbox; its addresses are process-wide."""
    before = (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.asset.Asset.BASE)
    Route.BASE = sandbox.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway_url)
    discord.asset.Asset.BASE = sandbox.cdn_url
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.asset.Asset.BASE = before


def data_of(interaction: discord.Interaction) -> dict[str, Any]:
    """An interaction's data as plain JSON: its keys differ by kind."""
    assert interaction.data is not None
    return {**interaction.data}


def shown(seen: Seen) -> Message:
    """The message of an answer, which must be there."""
    assert seen.message is not None
    return seen.message


class Counter(ui.DynamicItem[ui.Button[Any]], template=r"count:(?P<value>\d+)"):
    """A button that keeps its number in its custom id."""

    def __init__(self, value: int) -> None:
        super().__init__(ui.Button(label=f"Count {value}", custom_id=f"count:{value}"))
        self.value = value

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: Any) -> "Counter":
        return cls(int(match["value"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(view=Panel(self.value + 1))


class Panel(ui.LayoutView):
    """A container with a text, a section with a button, and a dynamic item."""

    def __init__(self, value: int = 0) -> None:
        super().__init__(timeout=None)
        section: ui.Section[Any] = ui.Section(
            "A row", accessory=ui.Button(label="Act", custom_id="act")
        )
        row: ui.ActionRow[Any] = ui.ActionRow(Counter(value))
        self.add_item(ui.Container(ui.TextDisplay(f"**Panel** {value}"), section, row))


class Form(ui.Modal, title="Tell us"):
    """Every kind of field."""

    name: ui.Label[Any] = ui.Label(
        text="Name", component=ui.TextInput(custom_id="name", default="nobody", max_length=20)
    )
    mood: ui.Label[Any] = ui.Label(
        text="Mood",
        component=ui.Select(
            custom_id="mood",
            max_values=2,
            options=[
                discord.SelectOption(label="Fine", value="f"),
                discord.SelectOption(label="Tired", value="t"),
            ],
        ),
    )
    level: ui.Label[Any] = ui.Label(
        text="Level",
        component=ui.RadioGroup(
            custom_id="level",
            options=[
                discord.RadioGroupOption(label="Low", value="l"),
                discord.RadioGroupOption(label="High", value="h"),
            ],
        ),
    )
    proof: ui.Label[Any] = ui.Label(
        text="Proof", component=ui.FileUpload(custom_id="proof", required=False)
    )
    friend: ui.Label[Any] = ui.Label(
        text="Friend", component=ui.UserSelect(custom_id="friend", required=False)
    )

    def __init__(self) -> None:
        super().__init__(custom_id="form:1")

    @staticmethod
    def part(label: ui.Label[Any], kind: type[P]) -> P:
        """What a label holds, which must be of that kind."""
        assert isinstance(label.component, kind)
        return label.component

    async def on_submit(self, interaction: discord.Interaction) -> None:
        proof: ui.FileUpload[Any] = self.part(self.proof, ui.FileUpload)
        friend: ui.UserSelect[Any] = self.part(self.friend, ui.UserSelect)
        said = [
            self.part(self.name, ui.TextInput).value,
            *self.part(self.mood, ui.Select).values,
            self.part(self.level, ui.RadioGroup).value or "",
            *[f"{f.filename}={(await f.read()).decode()}" for f in proof.values],
            *[each.name for each in friend.values],
        ]
        if interaction.message is not None:
            await interaction.response.edit_message(content=" ".join(said))
        else:
            await interaction.response.send_message(" ".join(said), ephemeral=True)


class Menus(ui.View):
    """Menus of two kinds, and buttons that cannot be pressed."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.Button(label="Off", custom_id="off", disabled=True))
        self.add_item(ui.Button(label="Read", url="https://example.org"))

    @ui.select(
        custom_id="days",
        max_values=2,
        options=[
            discord.SelectOption(label=day, value=day[:3].lower()) for day in ("Monday", "Friday")
        ],
    )
    async def days(self, interaction: discord.Interaction, menu: ui.Select[Any]) -> None:
        await interaction.response.send_message(",".join(menu.values), ephemeral=True)

    @ui.select(cls=ui.UserSelect, custom_id="who")
    async def who(self, interaction: discord.Interaction, menu: ui.UserSelect[Any]) -> None:
        await interaction.response.send_message(menu.values[0].display_name, ephemeral=True)

    @ui.select(cls=ui.ChannelSelect, custom_id="where", min_values=0)
    async def where(self, interaction: discord.Interaction, menu: ui.ChannelSelect[Any]) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(content=f"in {menu.values[0].name}")


class Bot(commands.AutoShardedBot):
    """The bot; ``pings`` counts what its commands saw."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            "!", intents=discord.Intents(guilds=True), guild_ready_timeout=0.01, **options
        )
        self.pings: list[discord.Interaction] = []
        self.pinged = asyncio.Event()
        self.gate = asyncio.Event()
        self.resumes = asyncio.Event()
        add_commands(self)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Counter)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The sandbox lets shards identify at once."""

    async def on_shard_resumed(self, shard_id: int) -> None:
        self.resumes.set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.pings.append(interaction)
        self.pinged.set()


def add_commands(bot: Bot) -> None:
    """Register the commands that the tests use."""
    _add_goals(bot.tree)
    _add_answers(bot)
    _add_parts(bot.tree)
    _add_menus(bot.tree)


def _add_goals(tree: Tree) -> None:
    """Groups, ranges, choices, autocomplete."""
    goal = app_commands.Group(name="goal", description="Goals")
    own = app_commands.Group(name="own", description="Own goals", parent=goal)

    @goal.command(description="Finish one")
    async def done(
        interaction: discord.Interaction,
        goal: app_commands.Range[str, 1, 10],
        hours: app_commands.Range[int, 1, 40] = 1,
        note: str | None = None,
    ) -> None:
        await interaction.response.send_message(f"done {goal} {hours} {note}")

    @done.autocomplete("goal")
    async def goals(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        hours = interaction.namespace.hours
        names = ["calculus", "clustering", "statistics"]
        return [
            app_commands.Choice(name=f"{n} ({hours})", value=n)
            for n in names
            if n.startswith(typed)
        ]

    @own.command(description="Add one")
    @app_commands.choices(kind=[app_commands.Choice(name="A book", value="b")])
    async def add(interaction: discord.Interaction, kind: app_commands.Choice[str]) -> None:
        await interaction.response.send_message(f"added {kind.value}", ephemeral=True)

    tree.add_command(goal)


def _add_answers(bot: Bot) -> None:
    """At once, with objects, late, never, and only for some."""
    tree = bot.tree

    @tree.command(description="Answer at once")
    async def ping(interaction: discord.Interaction, loud: bool = False) -> None:
        await interaction.response.send_message("PONG" if loud else "pong", ephemeral=not loud)

    @tree.command(description="Objects")
    async def show(
        interaction: discord.Interaction,
        member: discord.Member,
        role: discord.Role,
        place: discord.TextChannel,
        file: discord.Attachment,
        channel: str = "",
    ) -> None:
        data = (await file.read()).decode()
        await interaction.response.send_message(
            f"{member.display_name} {role.name} {place.name} {data} {channel}",
            allowed_mentions=discord.AllowedMentions.none(),
        )

    @tree.command(description="Think first")
    async def slow(interaction: discord.Interaction, ephemeral: bool = True) -> None:
        await interaction.response.defer(ephemeral=ephemeral, thinking=True)
        await bot.gate.wait()
        await interaction.edit_original_response(content="thought")
        await interaction.followup.send("more", ephemeral=True)
        await interaction.followup.send("for all")

    @tree.command(description="Never answer")
    async def mute(interaction: discord.Interaction) -> None:
        return

    @tree.command(description="For organisers")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def admin(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(str(interaction.permissions.manage_guild))


def _add_parts(tree: Tree) -> None:
    """Panels, menus, forms."""

    @tree.command(description="Show the panel")
    async def panel(interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=Panel())

    @tree.command(description="Show the menus")
    async def menus(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("choose", view=Menus())

    @tree.command(description="Open the form")
    async def form(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(Form())


def _add_menus(tree: Tree) -> None:
    """What stands in the menus of messages and people."""

    @tree.context_menu(name="Quote")
    async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"> {message.id}", ephemeral=True)

    @tree.context_menu(name="Greet")
    async def greet(interaction: discord.Interaction, user: discord.User) -> None:
        await interaction.response.send_message(f"hello {user.name}", ephemeral=True)


@asynccontextmanager
async def running(sandbox: Sandbox, **options: Any) -> AsyncIterator[Bot]:
    """The bot, connected and ready."""
    bot = Bot(**options)
    with pointed_at(sandbox):
        async with bot:
            await bot.login(sandbox.world.application.token)
            connection = asyncio.create_task(bot.connect())
            ready = asyncio.create_task(bot.wait_until_ready())
            done, _ = await asyncio.wait(
                {connection, ready}, timeout=10, return_when=asyncio.FIRST_COMPLETED
            )
            assert ready in done, "the bot did not get ready"
            yield bot
        await connection
