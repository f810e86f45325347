"""Signs in for tests/schema.sh: prints the cookie and the token against forged requests."""

import json
import sys
import urllib.request

base, login = sys.argv[1:]
body = json.dumps({"login": login, "password": "tongtu-2021"}).encode()
request = urllib.request.Request(f"{base}/api/v1/session", body, {"content-type": "application/json"})
with urllib.request.urlopen(request) as answer:
    cookie = answer.headers["set-cookie"].split(";")[0]
    print(cookie, json.load(answer)["csrf"])
