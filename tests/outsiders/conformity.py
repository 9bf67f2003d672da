"""What botocore's own model of a service objects to in an answer."""
import base64
import binascii
import re


def problems(value, shape, place):
    """What is wrong with a value as it came over the wire, by botocore's model."""
    kind = shape.type_name
    python = {"structure": dict, "map": dict, "list": list, "string": str, "blob": str, "timestamp": str, "boolean": bool,
              "integer": int, "long": int, "float": (int, float), "double": (int, float)}[kind]
    if getattr(shape, "is_document_type", False):
        return
    if not isinstance(value, python) or (python is int and isinstance(value, bool)):
        yield f"{place} is a {type(value).__name__}"
    elif kind == "structure":
        yield from (f"{place}.{name} is unknown" for name in value if name not in shape.members)
        yield from (f"{place}.{name} is missing" for name in shape.required_members if name not in value)
        if getattr(shape, "is_tagged_union", False) and len(value) != 1:
            yield f"{place} sets {sorted(value)}"
        for name in value.keys() & shape.members.keys():
            yield from problems(value[name], shape.members[name], f"{place}.{name}")
    elif kind == "list":
        for i, item in enumerate(value):
            yield from problems(item, shape.member, f"{place}[{i}]")
    elif kind == "map":
        for name, item in value.items():
            yield from problems(item, shape.value, f"{place}.{name}")
    elif kind == "timestamp":
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value):
            yield f"{place} is no time of ISO 8601"
    elif kind == "blob":
        try:
            base64.b64decode(value, validate=True)
        except binascii.Error:
            yield f"{place} is not base64"
    elif kind == "string":
        if shape.enum and value not in shape.enum:
            yield f"{place} is {value!r}"
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(pattern, value):
            yield f"{place} does not match {pattern}"
        if not shape.metadata.get("min", 0) <= len(value) <= shape.metadata.get("max", len(value)):
            yield f"{place} has {len(value)} characters"
    elif value < shape.metadata.get("min", value):
        yield f"{place} is {value}"
