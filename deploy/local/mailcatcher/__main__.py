"""`python -m deploy.local.mailcatcher`: SMTP_PORT, HTTP_PORT, SUITE_URL, API_KEY and SUPPORT say
where."""

import os
import threading

from chassis.stop_signal import StopSignal
from deploy.local.mailcatcher.inbound import Suite
from deploy.local.mailcatcher.mails import Mailbox
from deploy.local.mailcatcher.smtp import Receiver
from deploy.local.mailcatcher.web import Window


def main() -> None:
    """Runs until SIGTERM."""
    stop = StopSignal().heed()
    mailbox = Mailbox()
    suite = Suite(os.environ["SUITE_URL"], os.environ["API_KEY"])
    receiver = Receiver(int(os.environ["SMTP_PORT"]), mailbox)
    window = Window(int(os.environ["HTTP_PORT"]), mailbox, suite, os.environ["SUPPORT"])
    for server in (receiver, window):
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"mails arrive at port {receiver.server_address[1]}", flush=True)
    stop.wait()


if __name__ == "__main__":
    main()
