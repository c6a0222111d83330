"""The study group of the demo and its tour: a server, and five people from five zones."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox import ActingUser, Permissions, Sandbox
from sandbox.world.guild import Guild
from sandbox.world.model import Channel

ORGANISER = "Ines"
CLOSED_DMS = "Rafael"
GROUP_ZONE = "Europe/Berlin"
CATEGORIES = "cs.LG, stat.ML, cs.CL, cs.CV"
CHANNELS = ("announcements", "papers", "retros")
INVITED_WITH = Permissions.CREATE_PRIVATE_THREADS | Permissions.CREATE_EVENTS
"""What an organiser ticks for the bot beyond what everybody may do."""
_PEOPLE = (
    (ORGANISER, "de", GROUP_ZONE),
    ("Yuki", "ja", "Asia/Tokyo"),
    ("Arjun", "en-GB", "Asia/Kolkata"),
    ("Maya", "en-US", "America/New_York"),
    (CLOSED_DMS, "pt-BR", "America/Sao_Paulo"),
)


@dataclass(frozen=True, slots=True)
class DemoGroup:
    """The server, its channels and its people, both by name."""

    guild: Guild
    channels: dict[str, Channel]
    people: dict[str, ActingUser]


def gather(sandbox: Sandbox) -> DemoGroup:
    """Make them; nobody has typed anything yet."""
    people = {name: sandbox.user(name, locale=locale, zone=zone) for name, locale, zone in _PEOPLE}
    guild = sandbox.world.create_guild(
        "Night owls",
        owner=people[ORGANISER].account,
        zone=GROUP_ZONE,
        bot_permissions=INVITED_WITH,
    )
    organisers = guild.create_role(
        "Organisers", permissions=Permissions.MANAGE_GUILD, color=0xE67E22, hoist=True
    )
    for name, person in people.items():
        person.join(guild, roles=[organisers] if name == ORGANISER else [])
    people[CLOSED_DMS].close_dms()
    return DemoGroup(guild, {name: guild.create_text_channel(name) for name in CHANNELS}, people)
