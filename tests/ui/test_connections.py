"""Connections of the page's server do not wait with the second part of an answer."""

import asyncio
import runpy
import socket

from mnistnet.ui.connections import sending_at_once
from tests.support import ROOT


def test_what_a_server_accepts_sends_at_once():
    """From a socket that Streamlit would make: it names no protocol."""

    async def accepted():
        noted = asyncio.get_running_loop().create_future()

        class Server(asyncio.Protocol):
            def connection_made(self, transport):
                noted.set_result(transport.get_extra_info("socket"))

        async with sending_at_once(None):
            listening = socket.socket(socket.AF_INET)
            listening.bind(("127.0.0.1", 0))
            loop = asyncio.get_running_loop()
            server = await loop.create_server(Server, sock=listening, backlog=5)
            _, writer = await asyncio.open_connection(*listening.getsockname())
            option = (await noted).getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            writer.close()
            server.close()
            return option

    assert asyncio.run(accepted())


def test_servers_of_a_name_and_a_port_are_made_as_ever():
    async def port():
        async with sending_at_once(None):
            loop = asyncio.get_running_loop()
            server = await loop.create_server(asyncio.Protocol, "127.0.0.1", 0)
            async with server:
                return server.sockets[0].getsockname()[1]

    assert asyncio.run(port())


def test_the_page_has_it():
    assert runpy.run_path(str(ROOT / "app.py"))["app"]._user_lifespan is sending_at_once
