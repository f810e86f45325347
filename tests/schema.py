"""Signs in for tests/schema.sh and looks for things that are there, so that requests reach beyond the first "no such thing".

Prints the cookie and the token against forged requests; writes what Schemathesis is to put into paths and queries.
"""

import json
import sys
import urllib.error
import urllib.request

base, login, to = sys.argv[1:]
headers = {"content-type": "application/json"}


def ask(path, body=None):
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{base}/api/v1{path}", data, headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.headers, json.load(answer)
    except urllib.error.HTTPError:
        return {}, {}


given, me = ask("/session", {"login": login, "password": "tongtu-2021"})
cookie = given["set-cookie"].split(";")[0]
headers |= {"cookie": cookie, "x-csrf": me["csrf"]}

TEAM = "/ledgers/overload/team/records"
records = [it["id"] for it in ask(f"{TEAM}?limit=1")[1].get("items", [])]
figures = [it["id"] for it in ask("/figures?period=2021H1")[1].get("items", [])]
reports = ask("/reports")[1]
reports = reports if isinstance(reports, list) else reports.get("items", [])
draft = ask("/drafts", {"report": reports[0]["id"], "period": "2021H1"})[1].get("id") if reports else None
check = ask("/checks?name=a.txt", "共检查车辆41台，其中货车11台、客车20台。".encode())[1].get("id")

lines = ["[parameters]", '"path.domain" = "overload"', '"path.name" = "team"', '"query.period" = "2021H1"']
if records:
    lines.append(f'"path.id" = {json.dumps(records[0])}')


def only(pattern, **values):
    if all(values.values()):
        pairs = ", ".join(f'"path.{key}" = {json.dumps(value)}' for key, value in values.items())
        lines.extend(["", "[[operations]]", f'include-path-regex = "{pattern}"', f"parameters = {{ {pairs} }}"])


only("/drafts/", id=draft)
only("/checks/", id=check)
if figures:
    domain, name = figures[0].split("/", 1)
    only("/figures/", domain=domain, name=name)
catalog = ask("/catalog")[1]
for kind in ("exchanges", "calendars"):
    ids = [it["id"] for it in catalog.get(kind, [])]
    if ids:
        only(f"/{kind}/", id=ids[0])
only("/codes/", list="check_result")
with open(to, "w", encoding="utf-8") as file:
    file.write("\n".join(lines) + "\n")
print(cookie, me["csrf"])
