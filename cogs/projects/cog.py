"""`/project`: new, update, show, list, publish, audit."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.errors import NotFound
from bot.inputs.search import pick, search
from bot.plans.rules.find import find_block
from bot.plans.values import PUBLISHED
from bot.projects import queries
from bot.projects.guide import guide_of
from bot.projects.values import Wanted
from cogs.common.callers import as_member
from cogs.common.choices import MAX_CHOICES, Choices, choice, suggestions
from cogs.common.reply import reply
from cogs.common.routes import Interaction
from cogs.projects import publishing_views, views
from cogs.projects.routes import Whose

_WHOSE = [
    app_commands.Choice(name="mine", value=Whose.MINE.value),
    app_commands.Choice(name="the group's", value=Whose.GROUP.value),
]


@suggestions
async def _suggest(interaction: Interaction, typed: str) -> Choices:
    """One's own projects, then those that the group can read."""
    found = await as_member(interaction).read(queries.suggest, typed, MAX_CHOICES, mine=False)
    return [choice(title, key) for key, title in found]


@suggestions
async def _suggest_own(interaction: Interaction, typed: str) -> Choices:
    found = await as_member(interaction).read(queries.suggest, typed, MAX_CHOICES, mine=True)
    return [choice(title, key) for key, title in found]


@suggestions
async def _suggest_stage(interaction: Interaction, typed: str) -> Choices:
    titles = await _stages(interaction)
    by_id = dict(titles)
    return [choice(by_id[key], key) for key in search(titles, typed, MAX_CHOICES)]


@suggestions
async def _suggest_any_stage(interaction: Interaction, typed: str) -> Choices:
    titles = [*await _stages(interaction), (PUBLISHED, "Published")]
    by_id = dict(titles)
    return [choice(by_id[key], key) for key in search(titles, typed, MAX_CHOICES)]


@suggestions
async def _suggest_block(interaction: Interaction, typed: str) -> Choices:
    plan = await views.plan_of(interaction)
    titles = [(each.id, f"{n} · {each.title}") for n, each in enumerate(plan.blocks, 1)]
    by_id = dict(titles)
    return [choice(by_id[key], key) for key in search(titles, typed, MAX_CHOICES)]


async def _stages(interaction: Interaction) -> list[tuple[str, str]]:
    guide = guide_of(await views.plan_of(interaction))
    return [(each.id, each.title) for each in guide.stages]


async def _stage(interaction: Interaction, typed: str, *, also_published: bool) -> str:
    """The id of the stage that is meant.

    Raises:
        NotFound: there is none.
    """
    titles = await _stages(interaction)
    found = pick([*titles, (PUBLISHED, "Published")] if also_published else titles, typed)
    if found is None:
        raise NotFound("There is no such stage. Pick one of those that I suggest.", typed=typed)
    return found


async def _found(interaction: Interaction, typed: str, *, mine: bool) -> int:
    return await as_member(interaction).read(queries.find, typed, mine=mine)


@app_commands.allowed_contexts(guilds=True, dms=True)
class Projects(commands.GroupCog, group_name="project"):
    """Your projects, from the first question to the case study."""

    @app_commands.command()
    async def new(self, interaction: Interaction) -> None:
        """Begin a project; it is yours alone until you publish it."""
        await views.begin(interaction)

    @app_commands.command()
    @app_commands.describe(
        project="Which of yours",
        next_step="What you will do next, small enough for a day",
        stage="Where it stands now; all left empty: change what it is",
    )
    @app_commands.autocomplete(project=_suggest_own, stage=_suggest_stage)
    async def update(
        self,
        interaction: Interaction,
        project: str,
        next_step: str | None = None,
        stage: str | None = None,
    ) -> None:
        """Change a project of yours, its next step or its stage."""
        project_id = await _found(interaction, project, mine=True)
        if next_step is None and stage is None:
            await views.edit(interaction, project_id)
            return
        wanted = None
        if stage is not None:
            wanted = await _stage(interaction, stage, also_published=False)
        await views.update(interaction, project_id, next_step, wanted)

    @app_commands.command()
    @app_commands.describe(project="One of yours, or of those that the group can read")
    @app_commands.autocomplete(project=_suggest)
    async def show(self, interaction: Interaction, project: str) -> None:
        """Show where a project stands, and act on it."""
        project_id = await _found(interaction, project, mine=False)
        await reply(interaction, await views.show_any(interaction, project_id))

    @app_commands.command(name="list")
    @app_commands.describe(
        whose="Left empty: yours",
        stage="Only those that stand there",
        block="Only those of one block of the plan",
    )
    @app_commands.choices(whose=_WHOSE)
    @app_commands.autocomplete(stage=_suggest_any_stage, block=_suggest_block)
    async def list_(
        self,
        interaction: Interaction,
        whose: app_commands.Choice[str] | None = None,
        stage: str | None = None,
        block: str | None = None,
    ) -> None:
        """List your projects, or those that members published to the group."""
        wanted = Wanted(
            mine=whose is None or whose.value == Whose.MINE.value,
            stage=await _stage(interaction, stage, also_published=True) if stage else "",
            block=find_block(await views.plan_of(interaction), block).id if block else "",
        )
        await reply(interaction, await views.listed(interaction, wanted))

    @app_commands.command()
    @app_commands.describe(project="Which of yours")
    @app_commands.autocomplete(project=_suggest_own)
    async def publish(self, interaction: Interaction, project: str) -> None:
        """Publish a project of yours, for yourself or to the group."""
        project_id = await _found(interaction, project, mine=True)
        await reply(interaction, await publishing_views.asked(interaction, project_id))

    @app_commands.command()
    @app_commands.describe(project="One of yours or the group's; left empty: all of yours")
    @app_commands.autocomplete(project=_suggest)
    async def audit(self, interaction: Interaction, project: str | None = None) -> None:
        """Show which looks at ethics and bias are written, and which are missing."""
        if project is None:
            await reply(interaction, await views.audits(interaction))
            return
        project_id = await _found(interaction, project, mine=False)
        await reply(interaction, await views.audit_of(interaction, project_id))
