"""Serves moto, an endpoint that speaks the AWS protocols, to one test on loopback.

Only starting and stopping belongs here; what is changed in moto is in patches.py,
what is put into the server is in world.py.

    python serve.py [--unpatched]

Prints one line, `READY http://127.0.0.1:PORT`, once connections are accepted, and
ends when its standard input closes: a test that dies leaves no server behind.
`--unpatched` serves moto as it is.
"""

import argparse
import importlib
import logging
import os
import sys

# Called in the course of every test; loading them first keeps the first request quick.
SERVICES = ["ec2", "ecs", "elbv2", "sts"]


def main() -> None:
    arguments = argparse.ArgumentParser(description="Serve moto on 127.0.0.1.")
    arguments.add_argument(
        "--unpatched", action="store_true", help="moto as it is, without patches.py"
    )
    options = arguments.parse_args()

    # One log line a request would fill the pipe of a test that does not read stderr.
    logging.getLogger("werkzeug").setLevel(logging.CRITICAL)

    from moto.server import ThreadedMotoServer

    for service in SERVICES:
        importlib.import_module(f"moto.{service}.models")
    if not options.unpatched:
        sys.dont_write_bytecode = True  # keep the source tree clean
        import patches

        patches.apply()

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    print(f"READY http://{host}:{port}", flush=True)

    sys.stdin.buffer.read()
    # Not a graceful stop: a request that hangs must not keep the process alive.
    os._exit(0)


if __name__ == "__main__":
    main()
