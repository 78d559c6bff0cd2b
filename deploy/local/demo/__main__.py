"""`python -m deploy.local.demo URL API_KEY`: loads the demo story through the public API.

It may be run again after it broke off: every step has an Idempotency-Key of its own.
"""

import sys

from deploy.local.demo.api import Api
from deploy.local.demo.load import load

if __name__ == "__main__":
    url, key = sys.argv[1:]
    load(Api(url, key))
