"""Discord's markdown in the browser: what each form becomes, and that no text breaks it."""

from __future__ import annotations

import random

import pytest
from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Writes elements as `tag.class[href](content)`, so that cases stay legible.
OUTLINE = """(texts) => {
  const outline = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    const inside = [...node.childNodes].map(outline).join("");
    if (node.matches?.(".markdown, bdi, .spoiler-content")) return inside;
    const name = node.localName + (node.className ? "." + node.className.split(" ")[0] : "");
    const more = node.href ?? node.dataset.language ?? node.getAttribute("start");
    return `${name}${more === undefined || more === null ? "" : `[${more}]`}(${inside})`;
  };
  return texts.map((text) => {
    const holder = document.createElement("div");
    holder.append(renderMarkdown(text, view));
    return [...holder.childNodes].map(outline).join("");
  });
}"""

FORMATS = {
    "plain text": "plain text",
    "two\n\nlines ": "two\n\nlines ",
    "**bold** end": "strong(bold) end",
    "*italic* and _italic_": "em(italic) and em(italic)",
    "__under__ ~~gone~~": "u(under) s(gone)",
    "***both***": "em(strong(both))",
    "**bold *and italic* bold**": "strong(bold em(and italic) bold)",
    "*a **b** c*": "em(a strong(b) c)",
    "__*u* **v**__": "u(em(u) strong(v))",
    "**open": "**open",
    "2 * 3 * 4": "2 * 3 * 4",
    "snake_case_name": "snake_case_name",
    "_a_b": "_a_b",
    "**a*": "*em(a)",
    "*a\nb*": "em(a\nb)",
    "||hidden **b**||": "span.spoiler(hidden strong(b))",
    "|| ||": "span.spoiler( )",
    "||||": "||||",
    "`code *plain*`": "code.code(code *plain*)",
    "``a ` b``": "code.code(a ` b)",
    "`` `a` ``": "code.code(`a`)",
    "`open": "`open",
    "**`a`**": "strong(code.code(a))",
    "\\*not\\* \\`this\\` \\\\": "*not* `this` \\",
    "\\a": "\\a",
    "¯\\_(ツ)_/¯": "¯\\_(ツ)_/¯",
    "a 🎉 é <b>x</b> &amp;": "a 🎉 é <b>x</b> &amp;",
}

BLOCKS = {
    "```py\nx = 1\n\ny\n```": "pre.code-block(code[py](x = 1\n\ny))",
    "```js```": "pre.code-block(code(js))",
    "a ```b``` c": "a pre.code-block(code(b)) c",
    "```\n**a**\n```\nb": "pre.code-block(code(**a**))b",
    "``````": "``````",
    "> one\n> *two*\nthree": "blockquote(one\nem(two))three",
    "> > one": "blockquote(> one)",
    ">one": ">one",
    "a > b": "a > b",
    "a\n>>> b\n# c": "a\nblockquote(b\nh3.heading-1(c))",
    "# One #\n## Two\n### Three\n#### Four": (
        "h3.heading-1(One)h4.heading-2(Two)h5.heading-3(Three)#### Four"
    ),
    "#one": "#one",
    "a # b": "a # b",
    "# **b** c": "h3.heading-1(strong(b) c)",
    "-# small *x*": "small.small-print(small em(x))",
    "- a\n* b\nc": "ul(li(a)li(b))c",
    "- a\n  - b\n    - c\n- d": "ul(li(aul(li(bul(li(c)))))li(d))",
    "- a\n  more": "ul(li(a\nmore))",
    "3. a\n4. b": "ol[3](li(a)li(b))",
    "1. a\n- b": "ol[1](li(a))ul(li(b))",
    "- a\n  1. b": "ul(li(aol[1](li(b))))",
    "- # a": "ul(li(h3.heading-1(a)))",
    "-a": "-a",
    "**a\n- b**": "strong(a\nul(li(b)))",
}

LINKS = {
    "[a](https://x.org/)": "a[https://x.org/](a)",
    "[**a** [b]](https://x.org/)": "a[https://x.org/](strong(a) [b])",
    "[a](<https://x.org/>) b": "a[https://x.org/](a) b",
    '[a](https://x.org/ "T")': "a[https://x.org/](a)",
    "[a](https://x.org/w_(b))": "a[https://x.org/w_(b)](a)",
    "[a](javascript:alert(1))": "[a](javascript:alert(1))",
    "[a](data:text/html,x)": "[a](data:text/html,x)",
    "[a](x)": "[a](x)",
    "[ ](https://x.org/)": "[ ](a[https://x.org/](https://x.org/))",
    "[a] (b)": "[a] (b)",
    "[https://x.org](https://y.org/)": (
        "[a[https://x.org/](https://x.org)](a[https://y.org/](https://y.org/))"
    ),
    "[<#20> ||a||](https://x.org/)": "a[https://x.org/](<#20> ||a||)",
    "see https://x.org/a_b_c?d=*e*, ok": (
        "see a[https://x.org/a_b_c?d=*e*](https://x.org/a_b_c?d=*e*), ok"
    ),
    "(https://x.org/a)": "(a[https://x.org/a](https://x.org/a))",
    "https://x.org/a_(b).": "a[https://x.org/a_(b)](https://x.org/a_(b)).",
    "<https://x.org/>": "a[https://x.org/](https://x.org/)",
    "**https://x.org/a**": "strong(a[https://x.org/a](https://x.org/a))",
    "https:// xhttps://x.org": "https:// xhttps://x.org",
    "https://[": "https://[",
    "<javascript:alert(1)>": "<javascript:alert(1)>",
}

MENTIONS = {
    "<@1> <@!2> <@9>": ("span.mention(@Ana) span.mention(@Ben <b>) span.mention(@unknown-user)"),
    "<@&10> <@&99>": "span.mention(@Readers) span.mention(@unknown-role)",
    "<#20> <#99>": "button.mention(#papers) span.mention(#unknown)",
    "</paper vote:5>": "button.mention(/paper vote)",
    "</:5> </a:b>": "</:5> </a:b>",
    "@everyone, @here, @else": "span.mention(@everyone), span.mention(@here), @else",
    "<:party:77><a:wave:78> :smile:": "img.emoji()img.emoji() :smile:",
    "<:party:x>": "<:party:x>",
    "<t:1772438400> <t:1772438400:t>": (
        "time.timestamp(2 March 2026 at 08:00) time.timestamp(08:00)"
    ),
    "<t:1772438400:x> <t:9999999999999:f> <t:>": ("<t:1772438400:x> <t:9999999999999:f> <t:>"),
    "\\<@1> `<@1>`": "<@1> code.code(<@1>)",
}


async def test_every_form_becomes_what_discord_makes_of_it(harness: Page) -> None:
    cases = FORMATS | BLOCKS | LINKS | MENTIONS
    made = await harness.evaluate(OUTLINE, list(cases))
    assert dict(zip(cases, made, strict=True)) == cases


async def test_one_line_takes_no_blocks(harness: Page) -> None:
    script = """(text) => {
      const holder = document.createElement("p");
      holder.append(renderMarkdown(text, view, { inline: true }));
      return holder.innerHTML;
    }"""
    text = "# *a*\n> b\n- c ```\nd\ne```"
    want = '# <em>a</em> &gt; b - c <code class="code">d\ne</code>'
    assert await harness.evaluate(script, text) == want


async def test_mentions_lead_where_they_say(harness: Page) -> None:
    text = "<#20> </paper vote:5> <@1> <@&10> <:party:77> [a](https://x.org/)"
    await harness.evaluate("(text) => show(renderMarkdown(text, view))", text)
    await harness.get_by_role("button", name="#papers").click()
    await harness.get_by_role("button", name="/paper vote").press("Enter")
    assert await harness.evaluate("calls") == [["open", "20"], ["command", "paper vote"]]
    assert await harness.locator(".mention.mine").inner_text() == "@Ana"
    emoji = harness.get_by_role("img", name=":party:")
    assert await emoji.get_attribute("src") == "/cdn/emojis/77.webp"
    link = harness.get_by_role("link", name="a")
    assert await link.get_attribute("rel") == "noopener noreferrer"
    assert await link.get_attribute("title") == "https://x.org/"
    role = harness.locator(".mention.coloured")
    assert await role.evaluate("(each) => each.style.getPropertyValue('--role')") == "#2ecc71"


async def test_spoilers_open_by_key_and_by_click_and_are_shut_before(harness: Page) -> None:
    await harness.evaluate('show(renderMarkdown("||one <#20>|| and ||two||", view))')
    spoilers = harness.get_by_role("button", name="Spoiler, show it")
    assert await spoilers.count() == 2
    assert await spoilers.first.get_attribute("aria-pressed") == "false"
    inside = harness.get_by_role("button", name="#papers")
    assert await inside.count() == 0
    await spoilers.first.press("Enter")
    await inside.click()
    assert await harness.evaluate("calls") == [["open", "20"]]
    await spoilers.click()
    assert await spoilers.count() == 0
    assert await harness.get_by_text("two").is_visible()


PATHOLOGICAL = [
    "*",
    "_",
    "**a ",
    "*a ",
    "*a**",
    "_a__",
    "__a ",
    "~~a ",
    "[",
    "[a](",
    "[a](<",
    "](",
    "||",
    "||a ",
    "> ",
    "- ",
    "> - ",
    "`",
    "`a``b```",
    "```a ",
    "\\",
    "<",
    "<@",
    "<t:1",
    "</a ",
    "<https://",
    "https://",
    "https://x.org/(",
    "# ",
    "-# ",
    " ",
    "\n",
    "- a\n  ",
    " - a\n",
    "1. a\n- b\n",
    "**_~~||",
    "[**a** ",
]


async def test_no_text_takes_long_or_nests_deep(harness: Page) -> None:
    # The trees of texts five times as long as the longest message: linear work takes milliseconds
    # there, work that grows with the square of the length takes seconds.
    script = """([parts, length]) => {
      const depth = (node) => 1 + Math.max(0, ...[...node.children].map(depth));
      return parts.map((part) => {
        const start = performance.now();
        parse(part.repeat(5 * length / part.length));
        const time = performance.now() - start;
        return [time, depth(renderMarkdown(part.repeat(length / part.length), view))];
      });
    }"""
    measured = await harness.evaluate(script, [PATHOLOGICAL, 4000])
    by_part = dict(zip(PATHOLOGICAL, measured, strict=True))
    assert {part: time for part, (time, _) in by_part.items() if time > 1000} == {}
    assert max(depth for _, depth in by_part.values()) < 60


async def test_an_address_has_an_end(harness: Page) -> None:
    # Or each of a thousand openings of a link would be followed to the end of the text.
    address = f"https://x.org/{'a' * 3000}"
    bare, masked = await harness.evaluate(OUTLINE, [address, f"[a]({address})"])
    assert bare == f"a[{address[:2048]}]({address[:2048]}){'a' * 966}"
    assert masked.startswith("[a](a[https://")


ALLOWED = {
    *("DIV", "STRONG", "EM", "U", "S", "BLOCKQUOTE", "SMALL", "CODE", "PRE", "SPAN", "H3", "H4"),
    *("H5", "UL", "OL", "LI", "A", "BDI", "BUTTON", "TIME"),
}


async def test_random_texts_lose_no_letter_and_make_no_foreign_element(harness: Page) -> None:
    random_ = random.Random(20260302)
    parts = ["*", "_", "~", "|", "`", "[", "](", ")", "<", ">", "@", "#", "-", " ", "\n", "\\"]
    parts += ["x", "y", "**", "||", "> ", "- ", "1. ", "<script>", "<@1>", "<img ", "javascript:"]
    texts = ["".join(random_.choices(parts, k=random_.randint(1, 60))) for _ in range(1500)]
    script = """(texts) => texts.map((text) => {
      const holder = renderMarkdown(text, view);
      const elements = [...holder.querySelectorAll("*")];
      let letters = "";
      const walk = (node) => {
        letters += node.data ?? node.dataset?.language ?? "";
        for (const child of node.childNodes) walk(child);
      };
      walk(holder);
      return { tags: [...new Set(elements.map((each) => each.tagName))],
               links: elements.filter((each) => each.href).map((each) => each.protocol),
               letters };
    })"""
    for text, made in zip(texts, await harness.evaluate(script, texts), strict=True):
        assert set(made["tags"]) <= ALLOWED, text
        assert set(made["links"]) <= {"http:", "https:"}, text
        assert _letters(made["letters"]) == _letters(text), text


def _letters(text: str) -> str:
    return "".join(each for each in text if each in "xy")
