"""Guilds, roles, members and the bot's own account over REST."""

from datetime import timedelta

from sandbox import Permissions, Sandbox
from sandbox.rules.intents import Intents
from sandbox.world.events import Event
from sandbox.world.guild import Guild
from tests.sandbox.api import Api

P = Permissions


async def test_own_account_and_application(api: Api, sandbox: Sandbox) -> None:
    application = sandbox.world.application
    me = await api.ok("GET", "/users/@me")
    assert (me["id"], me["bot"]) == (str(application.bot_user.id), True)
    assert (await api.ok("PATCH", "/users/@me", {"username": "Owl"}))["username"] == "Owl"
    for path in ("/applications/@me", "/oauth2/applications/@me"):
        own = await api.ok("GET", path)
        assert (own["id"], own["bot"]["username"]) == (str(application.id), "Owl")
    emoji = sandbox.world.create_application_emoji("owl")
    listed = await api.ok("GET", f"/applications/{application.id}/emojis")
    assert [each["name"] for each in listed["items"]] == [emoji.name]
    assert (await api("GET", "/users/123")).code == 10013


async def test_the_gateway_advises_shards_by_size(api: Api, sandbox: Sandbox) -> None:
    assert (await api.ok("GET", "/gateway"))["url"] == sandbox.gateway_url
    assert (await api.ok("GET", "/gateway/bot"))["shards"] == 1
    for number in range(1000):
        sandbox.world.create_guild(f"Guild {number}")
    advice = await api.ok("GET", "/gateway/bot")
    assert (advice["shards"], advice["session_start_limit"]["max_concurrency"]) == (2, 1)


async def test_own_guilds_come_in_pages(api: Api, sandbox: Sandbox) -> None:
    guilds = [sandbox.world.create_guild(f"Guild {number}") for number in range(3)]
    ids = [str(guild.id) for guild in guilds]

    async def page(**query: object) -> list[str]:
        return [each["id"] for each in await api.ok("GET", "/users/@me/guilds", **query)]

    assert await page() == ids
    assert await page(limit=1, after=ids[0]) == [ids[1]]
    assert await page(limit=1, before=ids[2]) == [ids[1]]
    assert (await api("DELETE", f"/users/@me/guilds/{ids[0]}")).status == 204
    assert await page() == ids[1:]


async def test_a_guild_the_bot_is_not_in_does_not_exist(api: Api, sandbox: Sandbox) -> None:
    guild = sandbox.world.create_guild("Closed", with_bot=False)
    assert (await api("GET", f"/guilds/{guild.id}")).code == 10004
    guild.add_bot()
    data = await api.ok("GET", f"/guilds/{guild.id}", with_counts="true")
    assert (data["name"], data["approximate_member_count"]) == ("Closed", 2)
    guild.kick_bot()
    assert (await api("GET", f"/guilds/{guild.id}")).code == 10004


async def test_m3_members_are_listed_with_the_intent_only(
    api: Api, sandbox: Sandbox, guild: Guild
) -> None:
    ana = sandbox.world.create_user("Ana Lima")
    guild.add_member(ana, nick="Anita")
    path = f"/guilds/{guild.id}/members"
    assert (await api.ok("GET", f"{path}/{ana.id}"))["nick"] == "Anita"
    assert (await api("GET", path, limit=10)).code == 50001
    sandbox.world.application.privileged_intents = Intents.GUILD_MEMBERS
    assert len(await api.ok("GET", path, limit=10)) == 3
    (last,) = await api.ok("GET", path, limit=10, after=ana.id - 1)
    assert last["user"]["id"] == str(ana.id)
    (found,) = await api.ok("GET", f"{path}/search", query="ani")
    assert found["user"]["id"] == str(ana.id)
    stranger = sandbox.world.create_user("Bo")
    assert (await api("GET", f"{path}/{stranger.id}")).code == 10007


async def test_roles_are_given_below_the_bots_own(
    api: Api, sandbox: Sandbox, heard: list[Event]
) -> None:
    guild = sandbox.world.create_guild("g", with_bot=False)
    low = guild.create_role("Member")
    guild.add_bot(permissions=P.MANAGE_ROLES)
    high = guild.create_role("Boss")
    ana = sandbox.world.create_user("Ana")
    member = guild.add_member(ana)
    path = f"/guilds/{guild.id}/members/{ana.id}/roles"
    assert (await api("PUT", f"{path}/{low.id}")).status == 204
    assert member.roles == {low.id}
    assert (await api("PUT", f"{path}/{high.id}")).code == 50013
    assert (await api("PUT", f"{path}/123")).code == 10011
    assert (await api("DELETE", f"{path}/{low.id}")).status == 204
    assert member.roles == set()
    updates = [e for e in heard if e.name == "GUILD_MEMBER_UPDATE"]
    assert [event.intents for event in updates] == [Intents.GUILD_MEMBERS] * 2
    one = f"/guilds/{guild.id}/members/{ana.id}"
    assert (await api("PATCH", one, {"roles": [str(low.id), str(high.id)]})).code == 50013
    assert (await api.ok("PATCH", one, {"roles": [str(low.id)]}))["roles"] == [str(low.id)]
    assert (await api("PATCH", one, {"nick": "A"})).code == 50013
    assert (await api("DELETE", one)).code == 50013


async def test_role_changes(api: Api, sandbox: Sandbox, heard: list[Event]) -> None:
    guild = sandbox.world.create_guild("g", bot_permissions=P.MANAGE_ROLES)
    path = f"/guilds/{guild.id}/roles"
    administrator = {"name": "x", "permissions": str(int(P.ADMINISTRATOR))}
    assert (await api("POST", path, administrator)).code == 50013
    made = await api.ok("POST", path, {"name": "Readers", "mentionable": True})
    assert (made["position"], made["mentionable"]) == (1, True)
    edited = await api.ok("PATCH", f"{path}/{made['id']}", {"name": "Authors", "color": 5})
    assert (edited["name"], edited["color"]) == ("Authors", 5)
    own = next(role for role in guild.roles.values() if role.managed_by)
    assert (await api("PATCH", f"{path}/{own.id}", {"name": "x"})).code == 50013
    assert (await api("DELETE", f"{path}/{own.id}")).code == 50028
    assert await api.ok("GET", f"{path}/member-counts") == {made["id"]: 0, str(own.id): 1}
    assert (await api("DELETE", f"{path}/{made['id']}")).status == 204
    names = [e.name for e in heard if "ROLE" in e.name][-3:]
    assert names == ["GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE"]


async def test_a_time_out_silences(api: Api, guild: Guild) -> None:
    channel = guild.create_text_channel("x")
    bot = api.sandbox.world.application.bot_user
    guild.time_out(bot, timedelta(minutes=1))
    assert (await api("POST", f"/channels/{channel.id}/messages", {"content": "x"})).code == 50013
    guild.time_out(bot, None)
    assert (await api("POST", f"/channels/{channel.id}/messages", {"content": "x"})).status == 200


async def test_own_nickname(api: Api, guild: Guild) -> None:
    path = f"/guilds/{guild.id}/members/@me"
    assert (await api.ok("PATCH", path, {"nick": "Owl"}))["nick"] == "Owl"
    assert (await api("PATCH", path, {"nick": "o" * 33})).code == 50035
