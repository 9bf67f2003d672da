"""otlp_collector.py PROGRAM ENDPOINT KEY SECRET: a collector that decodes what PROGRAM exports with OpenTelemetry's own classes.
opentelemetry-proto-json reads and writes it again, which must give the same JSON; protobuf's reader of JSON knows every
member of opentelemetry-proto, and refuses others."""
import base64
import gzip
import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from google.protobuf import json_format
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto_json.collector.metrics.v1 import metrics_service as json_metrics
from opentelemetry.proto_json.collector.trace.v1 import trace_service as json_traces

program, endpoint, key, secret = sys.argv[1:]
received = []
failed = 0


class Collector(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        received.append((self.path, dict(self.headers), body))
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


def check(name, true, detail=""):
    global failed
    print(("ok " if true else "FAIL ") + name)
    if not true:
        failed += 1
        print(detail, file=sys.stderr)


def run(collector, *arguments, **more):
    """What was received of what one command did."""
    received.clear()
    environment = {
        "PATH": os.environ["PATH"], "HOME": "/nonexistent", "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": secret, "AWS_EC2_METADATA_DISABLED": "true",
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector, "OTEL_RESOURCE_ATTRIBUTES": "deployment.environment.name=test",
        **more}
    done = subprocess.run([program, *arguments, "--endpoint-url", endpoint, "Hello"], env=environment, text=True,
                          capture_output=True, timeout=60)
    if done.returncode or done.stderr:
        print(done.stderr, file=sys.stderr)
    return {path: (headers, body) for path, headers, body in received}


def ask(collector, **more):
    found = run(collector, "ask", **more)
    check("one request for spans and one for metrics", sorted(found) == ["/v1/metrics", "/v1/traces"], str(sorted(found)))
    return found


def bytes_as_base64(json_value):
    """OTLP has ids in hexadecimal, protobuf's JSON in base64."""
    if isinstance(json_value, list):
        return [bytes_as_base64(item) for item in json_value]
    if not isinstance(json_value, dict):
        return json_value
    return {
        name: base64.b64encode(bytes.fromhex(value)).decode() if name in ("traceId", "spanId", "parentSpanId")
        else bytes_as_base64(value)
        for name, value in json_value.items()}


def attributes(owner):
    return {a.key: getattr(a.value, a.value.WhichOneof("value")) for a in owner.attributes}


server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
Thread(target=server.serve_forever, daemon=True).start()
collector = f"http://127.0.0.1:{server.server_port}"

found = ask(collector)
for path, reader in (("/v1/traces", json_traces.ExportTraceServiceRequest),
                     ("/v1/metrics", json_metrics.ExportMetricsServiceRequest)):
    sent = json.loads(found[path][1])
    again = reader.from_dict(sent).to_dict()
    check(f"opentelemetry-proto-json reads {path} and writes the same", sent == again, f"{sent}\n{again}")

traces = json_format.ParseDict(bytes_as_base64(json.loads(found["/v1/traces"][1])), ExportTraceServiceRequest())
resource = attributes(traces.resource_spans[0].resource)
check("the resource", resource["service.name"] == "claude-bedrock" and resource["deployment.environment.name"] == "test",
      str(resource))
span = traces.resource_spans[0].scope_spans[0].spans[0]
of_span = attributes(span)
check("a span's kind, ids and times", span.kind == 3 and len(span.trace_id) == 16 and len(span.span_id) == 8
      and 0 < span.end_time_unix_nano - span.start_time_unix_nano < 60e9 and span.status.code == 1, str(span))
check("a span's attributes", span.name == "chat " + of_span["gen_ai.request.model"]
      and of_span["gen_ai.provider.name"] == "aws.bedrock" and of_span["gen_ai.usage.input_tokens"] > 0
      and of_span["http.response.status_code"] == 200 and of_span["gen_ai.request.stream"] is True
      and of_span["gen_ai.response.time_to_first_chunk"] > 0, str(of_span))

metrics = json_format.ParseDict(json.loads(found["/v1/metrics"][1]), ExportMetricsServiceRequest())
by_name = {m.name: m for m in metrics.resource_metrics[0].scope_metrics[0].metrics}
chunks = by_name["gen_ai.client.inference.time_per_output_chunk"].histogram.data_points[0]
check("the times between a stream's pieces", chunks.count > 0 and sum(chunks.bucket_counts) == chunks.count, str(chunks))
duration = by_name["gen_ai.client.inference.duration"].histogram.data_points[0]
check("a histogram's buckets", len(duration.bucket_counts) == len(duration.explicit_bounds) + 1
      and sum(duration.bucket_counts) == duration.count == 1, str(duration))
counted = by_name["gen_ai.client.inference.usage.input_tokens"].sum
check("a counter", counted.is_monotonic and counted.aggregation_temporality == 2
      and counted.data_points[0].as_int == of_span["gen_ai.usage.input_tokens"], str(counted))

found = run(collector, "count", "--model", "claude-haiku-4-5")
check("a call that is no inference has a span and no metrics", list(found) == ["/v1/traces"], str(list(found)))
sent = json.loads(found["/v1/traces"][1])
check("its span is read and written the same", json_traces.ExportTraceServiceRequest.from_dict(sent).to_dict() == sent,
      str(sent))
traces = json_format.ParseDict(bytes_as_base64(sent), ExportTraceServiceRequest())
[span] = traces.resource_spans[0].scope_spans[0].spans
of_span = attributes(span)
check("its attributes", span.name == "anthropic.messages.count_tokens" and span.kind == 3 and span.status.code == 1
      and of_span["gen_ai.provider.name"] == "aws.bedrock" and "gen_ai.operation.name" not in of_span
      and of_span["anthropic.message.count_tokens.input_tokens"] > 0 and of_span["http.response.status_code"] == 200,
      str(of_span))

found = ask(collector, AWS_SECRET_ACCESS_KEY="x" * 40, OTEL_EXPORTER_OTLP_COMPRESSION="gzip")
check("compression", found["/v1/traces"][0].get("content-encoding") == "gzip", str(found["/v1/traces"][0]))
sent = json.loads(found["/v1/traces"][1])
check("a failure is read and written the same", json_traces.ExportTraceServiceRequest.from_dict(sent).to_dict() == sent,
      str(sent))
refused = sent["resourceSpans"][0]["scopeSpans"][0]["spans"][0]
check("a failure's status", refused["status"]["code"] == 2 and any(
    a["key"] == "error.type" and a["value"]["stringValue"] for a in refused["attributes"]), str(refused))
sys.exit(failed > 0)
