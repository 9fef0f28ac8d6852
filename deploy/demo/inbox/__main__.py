"""`python -m deploy.demo.inbox PORT MAIL_PORT FOLDER`: vendors, page and mailbox, until the process is stopped."""

import sys
import threading
from pathlib import Path

from deploy.demo.inbox.mail import MailServer
from deploy.demo.inbox.people import FILE, read_people
from deploy.demo.inbox.web import InboxHandler
from deploy.demo.vendors.journal import Journal
from deploy.demo.vendors.server import Vendors, VendorServer
from domain import clock


def main(port: int, mail_port: int, folder: Path) -> None:
    """Take messages of every kind and show them."""
    journal = Journal(folder / "messages.jsonl")
    handler = type("Handler", (InboxHandler,), {"people": read_people(folder / FILE)})
    with MailServer(mail_port, journal) as mail, VendorServer(Vendors(journal), port, handler) as web:
        threading.Thread(target=mail.serve_forever, daemon=True).start()
        web.serve_forever()


if __name__ == "__main__":
    clock.install(clock.from_environment())
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
