"""Checks that the API description is valid OpenAPI 3.1, and that its examples satisfy its own schemas.

usage: check_openapi.py FILE
"""

import sys

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator


def main(path):
    with open(path, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    faults = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in OpenAPIV31SpecValidator(document).iter_errors()]
    faults += examples_that_lie(document) + repeated_operation_ids(document)
    for fault in faults:
        print(f"{path}: {fault}", file=sys.stderr)
    if faults:
        sys.exit(1)
    operations = sum(1 for _ in operations_of(document))
    print(f"lint: {path} is valid and describes {operations} operations")


def operations_of(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in ("get", "post", "put", "delete", "patch"):
                yield path, method, operation


def repeated_operation_ids(document):
    seen, faults = set(), []
    for path, method, operation in operations_of(document):
        name = operation.get("operationId")
        if name is None:
            faults.append(f"{method} {path} has no operationId")
        elif name in seen:
            faults.append(f"{method} {path} repeats the operationId {name}")
        seen.add(name)
    return faults


def examples_that_lie(document):
    """Every `example`/`examples` beside a JSON `schema`, and every schema's own `examples`, against that schema."""
    faults = []

    def check(schema, value, where):
        root = {**schema, "components": document["components"]}
        for error in Draft202012Validator(root, format_checker=FormatChecker()).iter_errors(value):
            faults.append(f"example at {where}: {error.message}")

    def walk(node, where):
        if isinstance(node, list):
            for index, child in enumerate(node):
                walk(child, f"{where}/{index}")
        if not isinstance(node, dict):
            return
        if isinstance(node.get("schema"), dict) and not where.endswith("text/event-stream"):
            if "example" in node:
                check(node["schema"], node["example"], where)
            for name, example in (node.get("examples") or {}).items():
                check(node["schema"], example["value"], f"{where}/{name}")
        if isinstance(node.get("examples"), list):
            for example in node["examples"]:
                check(node, example, where)
        for key, child in node.items():
            if key not in ("example", "examples"):
                walk(child, f"{where}/{key}")

    walk(document, "")
    return faults


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
