"""Holds answers of a running server to openapi.yaml: known path, known status, declared type, and the exact schema."""

import json
import pathlib
import re
import urllib.parse

import yaml
from jsonschema import Draft202012Validator, FormatChecker

DESCRIPTION = pathlib.Path(__file__).resolve().parent.parent.parent / "Public/openapi.yaml"


class Contract:
    """`server` is who `call` asks; answers that came another way are given to `check`."""

    def __init__(self, server=None):
        self.server = server
        self.document = yaml.safe_load(DESCRIPTION.read_text(encoding="utf-8"))
        self.validators = {}
        self.visited = set()
        self.faults = []
        self.paths = [
            (re.compile("^" + re.sub(r"\{[^}]+\}", "[^/]+", template) + "$"), template)
            for template in sorted(self.document["paths"], key=lambda path: path.count("{"))
        ]

    def operations(self):
        return {
            (method.upper(), template)
            for template, item in self.document["paths"].items()
            for method in item
            if method in ("get", "post", "put", "delete")
        }

    def call(self, method, path, body=None, query=None, headers=None, expect=200):
        """Asks the server, notes every way in which the answer differs from its description, and answers it."""
        full = path + ("?" + urllib.parse.urlencode(query) if query else "")
        status, answered, data = self.server.request(method, full, body, headers)
        if status != expect:
            self.faults.append(f"{method} {full} → {status}: expected {expect}: {data[:300]!r}")
        return self.check(method, full, status, answered, data)

    def check(self, method, full, status, answered, data):
        """Notes every way in which one answer differs from its description, and answers its content."""
        where = f"{method} {full} → {status}"
        path = full.split("?")[0]
        template = next((template for pattern, template in self.paths if pattern.match(path)), None)
        if template is None:
            self.faults.append(f"{where}: the path is not described")
            return None
        self.visited.add((method, template))
        kind = answered.get("content-type", "").split(";")[0].strip()
        response = self.resolved(self.document["paths"][template][method.lower()]["responses"].get(str(status)))
        if response is None:
            self.faults.append(f"{where}: the status is not described")
            return None
        for name in response.get("headers", {}):
            if name.lower() not in answered:
                self.faults.append(f"{where}: the header {name} is missing")
        content = response.get("content", {})
        if kind not in content:
            self.faults.append(f"{where}: sent as {kind!r}, described as {', '.join(content)}")
            return None
        if not kind.endswith("json"):
            return data.decode("utf-8")
        value = json.loads(data)
        self.validate(content[kind]["schema"], value, where)
        return value

    def validate(self, schema, value, where):
        for error in self.validator(schema).iter_errors(value):
            for cause in innermost(error):
                self.faults.append(f"{where}: {cause.json_path}: {cause.message[:300]}")

    def validator(self, schema):
        key = json.dumps(schema, sort_keys=True)
        if key not in self.validators:
            root = {**schema, "components": self.document["components"]}
            self.validators[key] = Draft202012Validator(root, format_checker=FormatChecker())
        return self.validators[key]

    def resolved(self, node):
        while isinstance(node, dict) and "$ref" in node:
            target = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node


def innermost(error):
    """Of a choice between null and something, what is wrong with the something."""
    if error.validator in ("oneOf", "anyOf") and error.context:
        deeper = [cause for cause in error.context if cause.validator_value != "null"]
        return [found for cause in deeper or error.context for found in innermost(cause)]
    return [error]
