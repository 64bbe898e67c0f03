"""A support desk at a terminal: it answers tickets, shows what came in and what became of its answers, prints a ticket.

It posts and reads threads over HTTP, which takes long texts too, and reads the events from their queue. It needs Python
3.9 or newer and no package.

    python3 desk.py     with API, KEY and AZURE_STORAGE_CONNECTION_STRING, which ./run prints

On Azure, where the account takes no keys, read the queue with the packages azure-storage-queue and azure-identity
instead of queue() below: QueueClient(address, "mail-events", credential=DefaultAzureCredential()).
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import uuid
from email.utils import formatdate
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen
from xml.etree import ElementTree

API = os.environ["API"]
KEY = os.environ["KEY"]
STORAGE = dict(part.split("=", 1) for part in os.environ["AZURE_STORAGE_CONNECTION_STRING"].split(";") if part)
MODEL = "helpdesk.ticket"
HELP = """\
answer TICKET TEXT                 posts on the thread of a ticket
open TICKET CUSTOMER TEXT          makes a ticket for a customer, who gets the text by mail
events                             shows what happened
show TICKET                        prints the messages of a ticket
end"""
# What was shown before: an event may come twice.
known = set()


def call(path, body=None):
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(f"{API}/{path}", data, headers)) as answer:
        return answer.read().decode()


def post(ticket, customer, text):
    message = {
        # The program's own name for it: sent twice, it is posted once.
        "id": f"{ticket}-{uuid.uuid4()}",
        "author": "Desk <desk@example.com>",
        "text": text,
    }
    if customer:
        message |= {"create": True, "subject": f"Ticket {ticket}", "followers": [customer]}
    call(f"threads/{MODEL}/{quote(ticket, safe='')}/messages", message)
    print(f"{ticket}: posted")


def queue(method, path, **query):
    """Calls the queue service with the account's key (Shared Key authorization)."""
    url = urlsplit(f"{STORAGE['QueueEndpoint'].rstrip('/')}/mail-events/{path}?{urlencode(query)}")
    headers = {"x-ms-date": formatdate(usegmt=True), "x-ms-version": "2021-12-02"}
    lines = [method, *[""] * 11, *[f"{name}:{value}" for name, value in headers.items()]]
    lines += [f"/{STORAGE['AccountName']}{url.path}", *[f"{name}:{value}" for name, value in sorted(query.items())]]
    digest = hmac.digest(base64.b64decode(STORAGE["AccountKey"]), "\n".join(lines).encode(), hashlib.sha256)
    headers["Authorization"] = f"SharedKey {STORAGE['AccountName']}:{base64.b64encode(digest).decode()}"
    with urlopen(Request(url.geturl(), headers=headers, method=method)) as answer:
        return answer.read()


def line(event):
    kind, data = event["type"], event["data"]
    name = data.get("record", event["subject"])
    if kind == "postern.record.created":
        return f"{name}: new, {data['subject']}"
    if kind == "postern.message.received":
        return f"{name}: {data['from']} wrote"
    if kind == "postern.delivery.sent":
        return f"{name}: sent to {data['recipient']}"
    return f"{name}: {kind} {data.get('recipient', data.get('reason', ''))}"


def show_events():
    while messages := list(ElementTree.fromstring(queue("GET", "messages", numofmessages=32, visibilitytimeout=60))):
        for message in messages:
            text = message.findtext("MessageText")
            event = json.loads(text if text.startswith("{") else base64.b64decode(text))
            if event["id"] not in known:
                print(line(event))
            known.add(event["id"])
            # One that is not deleted comes again.
            queue("DELETE", f"messages/{message.findtext('MessageId')}", popreceipt=message.findtext("PopReceipt"))


def show(ticket):
    messages, after = [], ""
    while after is not None:
        page = json.loads(call(f"threads/{MODEL}/{quote(ticket, safe='')}/messages?{urlencode({'after': after})}"))
        messages += page["items"]
        after = page.get("next")
    for message in reversed(messages):
        author = message["author"].get("name") or message["author"]["address"]
        text = message.get("newText", message.get("text", ""))
        # A long text is content of its own.
        if not text and "textBlob" in message:
            text = call(f"content/{quote(message['textBlob'], safe='')}")
        print(f"{message['time'][:16]} {author}: {text}")


def run(words):
    if words[0] == "answer" and len(words) > 2:
        post(words[1], None, " ".join(words[2:]))
    elif words[0] == "open" and len(words) > 3:
        post(words[1], words[2], " ".join(words[3:]))
    elif words == ["events"]:
        show_events()
    elif words[0] == "show" and len(words) == 2:
        show(words[1])
    else:
        print(HELP)


print(HELP)
for words in map(str.split, sys.stdin):
    if words == ["end"]:
        break
    try:
        run(words or ["help"])
    except HTTPError as problem:
        print(f"{problem.code} {problem.read().decode()}")
