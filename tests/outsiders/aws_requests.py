#!/usr/bin/env python3
"""aws_requests.py PROGRAM: what PROGRAM's commands for companies ask AWS's services is what botocore would ask, and what
`PROGRAM local` answers is what botocore's models of the services know. Each request is taken apart by its operation's model
and made again by botocore, which must give the same one; then botocore reads the answer, in which nothing may be that the
model does not have. Prints "ok NAME" or "FAIL NAME" for each operation."""
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import xml.etree.ElementTree as ElementTree
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import botocore.awsrequest
import botocore.exceptions
import botocore.session

KEY, SECRET = "REQUESTSKEY", "requestssecret"
ROLE = "arn:aws:iam::000000000000:role/samples/"
# By the name that is signed.
SERVICES = {"ce": "ce", "budgets": "budgets", "servicequotas": "service-quotas", "monitoring": "cloudwatch", "logs": "logs",
            "iam": "iam", "sts": "sts", "bedrock": "bedrock"}
TOO_NEW = {"/data-retention"}  # for this botocore
COMMANDS = [
    ["whoami"],
    ["costs", "--forecast", "--json"],
    ["costs", "--by", "tag:team"],
    ["costs", "--by", "tag:nobody-has-it"],
    ["costs", "--by", "profile"],
    ["budget", "create", "team ü", "--limit", "99.50", "--mail", "a@example.com", "--alert", "80", "--alert", "forecast:100",
     "--tag", "team=search"],
    ["budget", "list"],
    ["budget", "show", "team ü"],
    ["budget", "delete", "team ü"],
    ["metrics", "--since", "6h"],
    ["logs", "setup", "--group", "/bedrock/calls", "--role", ROLE + "bedrock-logger", "--retention", "30", "--yes"],
    ["logs", "query", "--by", "metadata:team"],
    ["logs", "tail", "--invocations", "--filter", "haiku"],
    ["logs", "setup", "--off", "--yes"],
    ["iam", "check", "--models", "haiku", "--stream", "--principal", ROLE + "without-policies", "--policy", "POLICY"],
    ["doctor", "--model", "haiku", "--no-invoke"],
]
EXPECTED = {
    "sts GetCallerIdentity", "ce GetDimensionValues", "ce GetCostAndUsage", "ce GetCostForecast", "ce GetTags",
    "bedrock ListInferenceProfiles", "budgets CreateBudget", "budgets DescribeBudgets",
    "budgets DescribeBudget", "budgets DescribeNotificationsForBudget", "budgets DescribeSubscribersForNotification",
    "budgets DeleteBudget", "monitoring ListMetrics", "monitoring GetMetricData", "logs DescribeLogGroups",
    "logs CreateLogGroup", "logs PutRetentionPolicy", "logs StartQuery", "logs GetQueryResults", "logs FilterLogEvents",
    "bedrock PutModelInvocationLoggingConfiguration", "bedrock GetModelInvocationLoggingConfiguration",
    "bedrock DeleteModelInvocationLoggingConfiguration", "iam GetRole", "iam SimulatePrincipalPolicy",
    "servicequotas ListServiceQuotas", "bedrock GetFoundationModelAvailability",
}


class Recorder(ThreadingHTTPServer):
    """Passes everything on to an endpoint, and keeps what was asked and answered."""

    daemon_threads = True

    def __init__(self, upstream):
        super().__init__(("127.0.0.1", 0), RecordingHandler)
        self.upstream = upstream.removeprefix("http://")
        self.exchanges = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class RecordingHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def relay(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        upstream = http.client.HTTPConnection(self.server.upstream)
        # The Host goes on as it was signed.
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            upstream.putheader(name, value)
        upstream.endheaders(body)
        answer = upstream.getresponse()
        content = answer.read()
        self.server.exchanges.append(Exchange(self.command, self.path, dict(self.headers.items()), body, answer, content))
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = relay

    def log_message(self, *_):
        pass


class Exchange:
    def __init__(self, method, target, headers, body, answer, content):
        self.method, self.target, self.body = method, target, body
        self.headers = {name.lower(): value for name, value in headers.items()}
        self.answer_headers, self.status, self.content = answer.getheaders(), answer.status, content
        signed = re.search(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/", self.headers.get("authorization", ""))
        self.region, self.service = signed.groups() if signed else (None, None)


def nested(form):
    """{"A.member.1": "x"} as {"A": {"member": {"1": "x"}}}"""
    tree = {}
    for path, value in form:
        *parents, name = path.split(".")
        place = tree
        for parent in parents:
            place = place.setdefault(parent, {})
        place[name] = value
    return tree


def typed(shape, value):
    """The parameter that botocore takes for what a form or a path says."""
    if shape.type_name == "structure":
        return {name: typed(member, value[member.serialization.get("name", name)]) for name, member in shape.members.items()
                if member.serialization.get("name", name) in value}
    if shape.type_name == "list":
        items = value["member"] if isinstance(value, dict) else {"1": value}
        return [typed(shape.member, items[number]) for number in sorted(items, key=int)]
    if shape.type_name in ("integer", "long"):
        return int(value)
    return value == "true" if shape.type_name == "boolean" else value


def operation_of(model, exchange):
    """The operation's model, and the parameters that the request was made of."""
    if model.resolved_protocol == "json":
        return model.operation_model(exchange.headers["x-amz-target"].split(".")[-1]), json.loads(exchange.body)
    if model.resolved_protocol == "query":
        form = nested(urllib.parse.parse_qsl(exchange.body.decode(), keep_blank_values=True))
        operation = model.operation_model(form["Action"])
        return operation, typed(operation.input_shape, form) if operation.input_shape else {}
    path, _, query = exchange.target.partition("?")
    for name in model.operation_names:
        operation = model.operation_model(name)
        names = re.findall(r"{(\w+)\+?}", operation.http["requestUri"])
        pattern = re.sub(r"{\w+\+?}", "([^/]+)", operation.http["requestUri"])
        found = re.fullmatch(pattern, path) if operation.http["method"] == exchange.method else None
        if not found:
            continue
        said = dict(zip(names, map(urllib.parse.unquote, found.groups())), **dict(urllib.parse.parse_qsl(query)))
        return operation, typed(operation.input_shape, said) | (json.loads(exchange.body) if exchange.body else {})
    raise LookupError(f"no operation of {model.service_name} is {exchange.method} {path}")


def meaning(model, body):
    """A body, so that two which say the same are equal."""
    body = body.decode() if isinstance(body, bytes) else body or ""
    if model.resolved_protocol == "query":
        return sorted(urllib.parse.parse_qsl(body, keep_blank_values=True))
    return json.loads(body) if body else None


def differences(model, ours, theirs):
    url = urllib.parse.urlsplit(theirs.url)
    theirs_headers = {name.lower(): value.decode() if isinstance(value, bytes) else value
                      for name, value in theirs.headers.items()}
    target, _, query = ours.target.partition("?")
    pairs = {"method": (ours.method, theirs.method), "path": (target, url.path),
             "query": (sorted(urllib.parse.parse_qsl(query)), sorted(urllib.parse.parse_qsl(url.query))),
             "body": (meaning(model, ours.body), meaning(model, theirs.body))}
    for name in ("content-type", "x-amz-target", "x-amzn-query-mode"):
        pairs[name] = (ours.headers.get(name), theirs_headers.get(name))
    return [f"{name}: {one!r} is not {other!r}" for name, (one, other) in pairs.items() if one != other]


def unknown_in_json(shape, value, place):
    if shape is None:
        return [place] if value else []
    if shape.type_name == "structure" and not getattr(shape, "is_document_type", False):
        names = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        return [at for name, of in value.items() for at in
                (unknown_in_json(names[name], of, f"{place}.{name}") if name in names else [f"{place}.{name}"])]
    if shape.type_name == "list":
        return [at for item in value for at in unknown_in_json(shape.member, item, place + "[]")]
    if shape.type_name == "map":
        return [at for name, of in value.items() for at in unknown_in_json(shape.value, of, f"{place}.{name}")]
    kinds = {"string": str, "boolean": bool, "integer": int, "long": int, "double": (int, float), "float": (int, float),
             "timestamp": str if shape.serialization.get("timestampFormat") == "iso8601" else (int, float)}
    return [] if isinstance(value, kinds.get(shape.type_name, object)) else [f"{place} is no {shape.type_name}"]


def unknown_in_xml(shape, element, place):
    name_of = lambda child: child.tag.rsplit("}", 1)[-1]
    if shape.type_name == "structure":
        names = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        return [at for child in element for at in
                (unknown_in_xml(names[name_of(child)], child, f"{place}.{name_of(child)}") if name_of(child) in names
                 else [f"{place}.{name_of(child)}"])]
    if shape.type_name == "list":
        return [at for child in element for at in
                (unknown_in_xml(shape.member, child, place + "[]") if name_of(child) == "member" else [f"{place}.{name_of(child)}"])]
    return [f"{place} has children"] if len(element) else []


def unknown_in_answer(model, operation, exchange):
    if model.resolved_protocol == "query":
        result = ElementTree.fromstring(exchange.content).find("{*}" + operation.name + "Result")
        return unknown_in_xml(operation.output_shape, result, operation.name) if result is not None else []
    said = json.loads(exchange.content) if exchange.content else {}
    return unknown_in_json(operation.output_shape, said, operation.name)


class Botocore:
    """Makes requests without sending them, and reads the answers that it is given."""

    def __init__(self):
        self.session = botocore.session.get_session()
        self.session.set_credentials(KEY, SECRET)
        loader = self.session.get_component("data_loader")
        load = loader.load_service_model

        def with_json(service, kind, **more):
            model = load(service, kind, **more)
            if service == "cloudwatch" and kind == "service-2":  # else it would take CBOR
                model = model | {"metadata": model["metadata"] | {"protocol": "json", "protocols": ["json"]}}
            return model
        loader.load_service_model = with_json
        self.clients = {}

    def client(self, exchange):
        return self.clients.setdefault(
            exchange.service, self.session.create_client(SERVICES[exchange.service], region_name=exchange.region))

    def judge(self, exchange):
        """The operation's name, and what is wrong with request or answer."""
        client = self.client(exchange)
        model = client.meta.service_model
        operation, parameters = operation_of(model, exchange)
        name = f"{exchange.service} {operation.name}"
        sent = []

        def answer(request, **_):
            sent.append(request)
            response = botocore.awsrequest.AWSResponse(
                request.url, exchange.status, botocore.awsrequest.HeadersDict(exchange.answer_headers), None)
            response._content = exchange.content
            return response
        client.meta.events.register("before-send", answer, unique_id="answer")
        try:
            getattr(client, botocore.xform_name(operation.name))(**parameters)
            wrong = unknown_in_answer(model, operation, exchange)
        except botocore.exceptions.ClientError as error:
            code = error.response["Error"]["Code"]
            known = {shape.name for shape in operation.error_shapes} | {shape.error_code for shape in operation.error_shapes}
            wrong = [] if code in known else [f"the answer is the error {code}, which the operation does not have"]
        except botocore.exceptions.BotoCoreError as error:
            wrong = [f"botocore does not take it: {error}"]
        finally:
            client.meta.events.unregister("before-send", unique_id="answer")
        return name, wrong + (differences(model, exchange, sent[0]) if sent else [])


def main():
    program = sys.argv[1]
    local = subprocess.Popen([program, "local", "--access-key", KEY, "--secret-key", SECRET], stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True)
    recorder = Recorder(local.stdout.readline().strip().removeprefix("listening on "))
    url = f"http://127.0.0.1:{recorder.server_address[1]}"
    environment = {"PATH": os.environ["PATH"], "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET,
                   "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL": url}
    printed = {}
    try:
        with tempfile.TemporaryDirectory() as folder:
            policy = os.path.join(folder, "policy.json")
            written = subprocess.run([program, "iam", "policy", "--models", "haiku", "--stream", "--offline"], text=True,
                                     env=environment | {"HOME": folder}, capture_output=True, check=True)
            with open(policy, "w") as file:
                file.write(written.stdout)
            for command in COMMANDS:
                arguments = [policy if argument == "POLICY" else argument for argument in command]
                printed[" ".join(command)] = subprocess.run(
                    [program, *arguments], env=environment | {"HOME": folder}, stdin=subprocess.DEVNULL, text=True,
                    capture_output=True, timeout=60)
    finally:
        local.terminate()
        local.wait()

    wrong = {}
    answered = set()
    judge = Botocore()
    for exchange in recorder.exchanges:
        if exchange.service not in SERVICES or exchange.target in TOO_NEW:
            continue
        name, found = judge.judge(exchange)
        wrong.setdefault(name, []).extend(found)
        if exchange.status == 200:
            answered.add(name)
    for name in EXPECTED - answered:
        wrong.setdefault(name, []).append("it was not asked, or only refused")
    for name, found in sorted(wrong.items()):
        print(("FAIL" if found else "ok") + f" AWS requests: {name}")
        for line in found:
            print("  " + line, file=sys.stderr)
    if any(wrong.values()):
        for command, run in printed.items():
            print(f"$ {command}: {run.returncode}\n{run.stdout[-300:]}\n{run.stderr[-600:]}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
