"""Visitors on the page Train: each has a training, and looks at it as often as the page has it."""

import asyncio

import websockets

from tests.support.visitor import Page, ask


async def begin_training(line: websockets.ClientConnection) -> Page:
    """Open the page and press Start."""
    page = Page(name="train")
    await ask(line, page.question(), page)
    return await ask(line, page.question("training_start"), page)


async def watch_training(line: websockets.ClientConnection, page: Page) -> None:
    """Ask whenever the page has a browser ask, and press Start again when a training has ended."""
    while True:
        if not page.looks:
            await ask(line, page.question("training_start"), page)
        looks = dict(page.looks)
        await asyncio.sleep(max(looks.values(), default=0))
        for fragment in looks:
            if page.looks == looks:  # a run of the whole page ends them
                await ask(line, page.question(fragment=fragment), page)
