"""`python -m deploy.local.demo URL API_KEY`: loads the demo story through the public API.

DEMO_LOGINS holds who may sign in, DEMO_MAILS where the mail catcher lists its mails, as suite.json
does. It may be run again after it broke off:
every step has an Idempotency-Key of its own.
"""

import json
import os
import sys
from datetime import UTC, datetime

from deploy.local.demo.api import Api
from deploy.local.demo.load import load

#: Who speaks for themselves in the story; what the admin's key does is the rest.
ROLES = ("manager", "rep", "agent")

if __name__ == "__main__":
    url, key = sys.argv[1:]
    logins = json.loads(os.environ["DEMO_LOGINS"])
    voices = {
        role: Api.signed_in(url, logins[role]["email"], logins[role]["password"]) for role in ROLES
    }
    load(Api(url, key), voices, os.environ["DEMO_MAILS"], datetime.now(UTC))
