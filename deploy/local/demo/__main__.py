"""`python -m deploy.local.demo URL API_KEY`: loads the demo story through the public API.

DEMO_LOGINS holds who may sign in, as suite.json does. It may be run again after it broke off:
every step has an Idempotency-Key of its own.
"""

import json
import os
import sys
from datetime import UTC, datetime

from deploy.local.demo.api import Api
from deploy.local.demo.load import load
from deploy.local.demo.staff import Staff

if __name__ == "__main__":
    url, key = sys.argv[1:]
    logins = json.loads(os.environ["DEMO_LOGINS"])
    admin, agent = Api(url, key), logins["agent"]
    staff = Staff.signed_in(admin, url, logins)
    load(admin, Api.signed_in(url, agent["email"], agent["password"]), staff, datetime.now(UTC))
