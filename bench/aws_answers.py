#!/usr/bin/env python3
"""aws_answers.py [OPTIONS]: plays Cost Explorer, CloudWatch and CloudWatch Logs with prepared answers that are as large as
the real services' get. Prints "listening on URL", then the bytes of the answers: of all pages of the costs, of the metrics,
of the query of the logs.
"""
import argparse
import datetime
import http.server
import json
import time

options = argparse.ArgumentParser()
options.add_argument("--delay", type=float, default=0, help="seconds before each answer")
options.add_argument("--query", type=float, default=0, help="seconds that a query of the logs takes")
options.add_argument("--days", type=int, default=365)
options.add_argument("--usage-types", type=int, default=200, help="on each day")
options.add_argument("--services", type=int, default=10, help="that the usage types are of")
options.add_argument("--page", type=int, default=5000, help="groups of a page of costs")
options.add_argument("--rows", type=int, default=10000, help="of the answer to a query: the most that a page has")
options.add_argument("--points", type=int, default=1440, help="of each metric: the minutes of a day")
options = options.parse_args()

MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
IDS = [MODEL, "global.anthropic.claude-haiku-4-5-20251001-v1:0", "us.anthropic.claude-opus-5-5",
       "global.anthropic.claude-opus-5-5"]
QUERIES = 64  # what `metrics` asks about these: nearly the 100,800 points that an answer has at most
METRICS = ["Invocations", "InvocationThrottles", "InvocationClientErrors", "InvocationServerErrors", "InputTokenCount",
           "OutputTokenCount", "InvocationLatency", "TimeToFirstToken"]


def service(type_number):
    return f"Claude {type_number % options.services} (Amazon Bedrock Edition)"


def cost_pages():
    """The pages of a year by day, as Cost Explorer cuts them: within a day, too."""
    groups = [(day, type_number) for day in range(options.days) for type_number in range(options.usage_types)]
    first = datetime.date(2025, 12, 1)
    for begin in range(0, len(groups), options.page):
        days = {}
        for day, n in groups[begin:begin + options.page]:
            days.setdefault(first + datetime.timedelta(day), []).append({
                "Keys": [service(n), f"USE1-MP:USE1_{n}_{'Input' if n % 2 else 'Output'}TokenCount-Units"],
                "Metrics": {"UnblendedCost": {"Amount": f"{day % 7}.{n:04}123456", "Unit": "USD"},
                            "UsageQuantity": {"Amount": f"{day}{n}.0", "Unit": "1M tokens"}}})
        results = [{"TimePeriod": {"Start": str(day), "End": str(day + datetime.timedelta(1))}, "Total": {},
                    "Groups": of_day, "Estimated": False} for day, of_day in days.items()]
        page = {"GroupDefinitions": [{"Type": "DIMENSION", "Key": "SERVICE"}, {"Type": "DIMENSION", "Key": "USAGE_TYPE"}],
                "ResultsByTime": results}
        if begin + options.page < len(groups):
            page["NextPageToken"] = str(begin // options.page + 1)
        yield dumped(page)


def rows():
    return [[{"field": "@timestamp", "value": f"2026-11-30 12:00:{n % 60:02}.000"}, {"field": "modelId", "value": MODEL},
             {"field": "input_tokens", "value": str(n)}, {"field": "@ptr", "value": f"{n:0100}"}] for n in range(options.rows)]


def dumped(value):
    return json.dumps(value, separators=(",", ":")).encode()


def measured(body):
    queries = len(body.get("MetricDataQueries", range(QUERIES)))
    if queries not in prepared_metrics:
        begin = int(time.time()) // 60 * 60 - 60 * options.points
        times = [begin + 60 * i for i in range(options.points)]
        values = [float(i % 1000) for i in range(options.points)]
        prepared_metrics[queries] = dumped({"MetricDataResults": [
            {"Id": f"m{n}", "Label": "x", "Timestamps": times, "Values": values, "StatusCode": "Complete"}
            for n in range(queries)]})
    return prepared_metrics[queries]


prepared_metrics = {}
query_began = 0.0
cost_page = list(cost_pages())
services = dumped({"DimensionValues": [{"Value": service(n), "Attributes": {}} for n in range(options.services)],
                   "ReturnSize": options.services, "TotalSize": options.services})
found = dumped({"results": rows(), "status": "Complete",
                "statistics": {"recordsMatched": 1.0, "recordsScanned": 1.0, "bytesScanned": 5.0}})
listed = dumped({"Metrics": [{"Namespace": "AWS/Bedrock", "MetricName": metric,
                              "Dimensions": [{"Name": "ModelId", "Value": id}]} for id in IDS for metric in METRICS]})


def answer(operation, body):
    global query_began
    time.sleep(options.delay)
    if operation == "GetDimensionValues":
        return services
    if operation == "GetCostAndUsage":
        return cost_page[int(body.get("NextPageToken", 0))]
    if operation == "StartQuery":
        query_began = time.monotonic()
        return b'{"queryId":"q"}'
    if operation == "GetQueryResults":
        left = query_began + options.query - time.monotonic()
        if left > 0 and not body.get("waits"):
            return b'{"results":[],"status":"Running"}'
        time.sleep(max(left, 0))  # for the bound, which does not ask again
        return found
    if operation == "ListMetrics":
        return listed if body.get("Namespace") != "AWS/BedrockMantle" else b'{"Metrics":[]}'
    return measured(body) if operation == "GetMetricData" else b"{}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        said = answer(self.headers["x-amz-target"].split(".")[-1], body)
        self.send_response(200)
        self.send_header("content-type", "application/x-amz-json-1.1")
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"listening on http://127.0.0.1:{server.server_address[1]}")
print(sum(map(len, cost_page)), len(measured({})), len(found), flush=True)
server.serve_forever()
