"""A headless Chromium: the system's, or Playwright's own where there is none.

The headless shell comes first: it has no window around its pages, which costs a quarter less."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.support import ROOT

SYSTEM_CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
QUIET = ("--disable-gpu", "--disable-background-networking", "--disable-component-update")
ONE_PROCESS = "--renderer-process-limit=1"
"""All pages of a context in one process: what was compiled for one serves the others, too."""

KEEP_COMPILED = "--no-flush-bytecode"
COMPILED_ONCE = f"{KEEP_COMPILED} --no-script-streaming"
"""What is compiled while it arrives is compiled for every page; visitors have it so, once."""

LOCAL = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""Streamlit's default page looks for servers elsewhere; no measurement may depend on them."""


@contextmanager
def chromium(js_flags: str = KEEP_COMPILED) -> Iterator[Browser]:
    """Start a Chromium that reaches nothing but this machine, with options for its JavaScript."""
    found = next(filter(None, map(shutil.which, SYSTEM_CHROMIUM)), None)
    no_sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found,
            args=[*QUIET, ONE_PROCESS, f"--js-flags={js_flags}", LOCAL, *no_sandbox],
        )
        yield browser
        browser.close()


def page_with(browser: Browser, **modules: str) -> Page:
    """Return an empty page that has modules of mnistnet/browser as variables.

    Parameters
    ----------
    browser : Browser
    **modules : str
        For each variable the module's path, such as ``reading="reading.js"``.
    """

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body="", content_type="text/html")
        else:
            route.fulfill(path=ROOT / "mnistnet" / "browser" / path[1:])

    page = browser.new_page()
    page.route("http://modules/**", answer)
    page.goto("http://modules/")
    for name, path in modules.items():
        page.evaluate(f"async () => {{ window.{name} = await import('/{path}'); }}")
    return page
