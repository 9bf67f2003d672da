"""The rows of the table: what is measured, beside what, and the goal.

A group is measured as one: ours and the build before take turns, round after round. `source` says how:

  benchmark    functions of `anthropic_bench`; `ours` and `bound` name one and the value that is taken of it
  script       a command that prints rows `| name | ours | bound | …`; `ours` is the name, a regular expression
  build, size  what building takes, and how large it is
"""
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    what: str
    ours: str = ""  # if it is empty, `what`
    bound: str = ""
    unit: str = ""
    goal: str = ""  # "≤ 18 kB", "bound ≤ 1.2", "before ≤ 0.6" (summary.met)

    @property
    def key(self):
        return self.ours or self.what


@dataclass(frozen=True)
class Group:
    name: str
    source: str
    rows: tuple
    command: tuple = ()  # of a script; {build}, {source}, {rounds} and {work} are filled in
    rounds: int = 7
    quick_rounds: int = 0  # 0: not measured by --quick
    has_before: bool = True


GROUPS = (
    Group("request", "benchmark", quick_rounds=3, rows=(
        Row("warm request, CPU; bound: libcurl easy", "warm_request µs", "warm_request_bare_curl µs", "µs", "bound ≤ 1.2"),
        Row("warm request, its transport alone, CPU", "warm_request_transport µs", "warm_request_bare_curl µs", "µs"),
        Row("warm request, its other part and the bound's request in turn, CPU", "request_without_transport_between_waits µs",
            "warm_request_bare_curl µs", "µs"),
        Row("warm request, the client's own part again and again, CPU", "request_without_transport µs", "", "µs"),
        Row("warm request, allocations", "warm_request allocations"),
        Row("signing a small request, key cached, CPU; bound: OpenSSL with reused contexts", "sign µs", "sign_bound µs", "µs",
            "≤ 3 µs"),
    )),
    Group("many", "benchmark", quick_rounds=3, rows=(
        Row("`create_all`, 64 at once, CPU a request; bound: as many threads with libcurl", "create_all_64 µs_per_item",
            "create_all_bare_curl_64 µs_per_item", "µs"),
        Row("`create_all`, 64 at once, requests a second; bound: as many threads with libcurl", "create_all_64 per_second",
            "create_all_bare_curl_64 per_second", "", "bound ≥ 1.0"),
        Row("`create_all`, 256 at once, requests a second", "create_all_256 per_second", "create_all_bare_curl_256 per_second", "",
            "bound ≥ 0.95"),
        Row("`create_all`, 1,000 at once, requests a second", "create_all_1000 per_second", "create_all_bare_curl_1000 per_second",
            "", "bound ≥ 0.9"),
    )),
    Group("many-one-thread", "benchmark", rows=(
        Row("`create_all`, 64 at once, requests a second; bound: one thread with libcurl multi", "create_all_64 per_second",
            "create_all_bare_multi_64 per_second"),
        Row("`create_all`, 256 at once, requests a second; bound: one thread", "create_all_256 per_second",
            "create_all_bare_multi_256 per_second"),
        Row("`create_all`, 1,000 at once, requests a second; bound: one thread", "create_all_1000 per_second",
            "create_all_bare_multi_1000 per_second"),
    )),
    Group("call-memory", "benchmark", rounds=5, quick_rounds=2, rows=(
        Row("memory of a call in flight, of 1,000", "calls_in_flight_memory kB_per_call", "", "kB", "≤ 18 kB"),
        Row("cancelling 1,000 calls in flight, until the last has ended", "calls_in_flight_memory cancel_ms", "", "ms", "≤ 50 ms"),
    )),
    Group("stream-memory", "benchmark", rounds=5, quick_rounds=2, rows=(
        Row("memory of an open stream, of 1,000", "open_streams kB_per_stream", "", "kB", "≤ 20 kB"),
    )),
    Group("stream", "benchmark", quick_rounds=3, rows=(
        Row("event from the socket to a typed delta, CPU; bound: libcurl, not decoded", "stream ns_per_item",
            "stream_bare_curl ns_per_item", "ns", "bound ≤ 2.4"),
        Row("event in memory to a typed delta, CPU; bound: framing, CRC, base64 and simdjson", "decode ns_per_item",
            "decode_floor ns_per_item", "ns", "bound ≤ 1.3"),
        Row("event in memory, decoded, typed and put together, CPU", "accumulate_100000_deltas ns_per_item", "", "ns", "≤ 500 ns"),
        Row("an answer of 10 MB put together, CPU a kB; bound: one of 100 kB", "accumulate_10MB ns_per_item",
            "accumulate_100kB ns_per_item", "ns", "bound ≤ 1.1"),
        Row("allocations an event, once warm", "stream allocations_per_event"),
    )),
    Group("paced", "benchmark", rounds=5, rows=(
        Row("delay of a delta at a 5 ms pace, median; bound: libcurl", "paced_delta delay_p50_us", "paced_delta_bare_curl delay_p50_us",
            "µs", "bound ≤ 1.2"),
        Row("delay of a delta at a 5 ms pace, 99th percentile", "paced_delta delay_p99_us", "paced_delta_bare_curl delay_p99_us", "µs"),
    )),
    Group("json", "benchmark", quick_rounds=3, rows=(
        Row("`Json::parse` of 1,000 messages, CPU; bound: simdjson's tree", "parse_conversation µs", "parse_conversation_simdjson µs",
            "µs", "bound ≤ 1.6"),
        Row("`Json::dump` of 1,000 messages, CPU", "dump_conversation µs", "write_conversation_simdjson µs", "µs", "bound ≤ 2"),
        Row("`Json::parse` of 14 MB of images, CPU", "parse_images µs", "parse_images_simdjson µs", "µs", "bound ≤ 2"),
        Row("`Json::dump` of 14 MB of images, CPU", "dump_images µs", "write_images_simdjson µs", "µs", "bound ≤ 2"),
        Row("writing a request of 1,000 messages, CPU; bound: simdjson's tree of it", "write_conversation µs",
            "write_conversation_simdjson µs", "µs", "bound ≤ 2"),
        Row("writing a request of 14 MB of images, CPU", "write_images µs", "write_images_simdjson µs", "µs", "bound ≤ 2"),
        Row("what asking with 1,000 messages holds, in sizes of its body", "write_conversation peak"),
        Row("what asking with 14 MB of images holds, in sizes of its body", "write_images peak"),
    )),
    Group("ask", "script", command=("{bench}/cold_start", "{build}", "{rounds}", "{programs}"), rounds=4, quick_rounds=2, rows=(
        Row("`ask` one-shot, wall; bound: bare libcurl", "`ask` against a running endpoint, wall", "", "ms", "bound ≤ 1.2"),
        Row("`ask` one-shot, CPU", "`ask` against a running endpoint, CPU", "", "ms"),
        Row("`ask` one-shot, peak memory", "`ask` against a running endpoint, peak memory", "", "MB", "bound ≤ 1.2"),
    )),
    Group("ask-tls", "script", command=("{bench}/cold_start", "{build}", "{rounds}", "{programs}", "--tls"), rounds=2, rows=(
        Row("`ask` over TLS, wall; bound: bare libcurl", "`ask` over TLS, wall", "", "ms"),
        Row("`ask` over TLS, CPU", "", "", "ms"),
        Row("`ask` over TLS, peak memory", "", "", "MB"),
        Row("`ask` over TLS, CPU; bound: all authorities in one file", "`ask` over TLS; bound: .* in one file, CPU", "", "ms"),
    )),
    Group("batch", "script", command=("{build}/bench/bench_batch_books", "{work}", "{lines}"), rounds=3, quick_rounds=1, rows=(
        Row("batch of a million lines: bookkeeping a line, CPU", r"batch of \d+ lines: bookkeeping a line \(CPU\)", "", "µs", "before ≤ 0.6"),
        Row("batch of a million lines: peak memory more than with 1,000", r"batch of \d+ lines: peak memory .*", "", "MB", "≤ 10 MB"),
        Row("resuming after a million results, wall", r"taking up \d+ results, wall", "", "s", "before ≤ 0.6"),
        Row("resuming after a million results: peak memory more than with 1,000", r"taking up \d+ results: peak memory .*", "", "MB",
            "≤ 10 MB"),
    )),
    Group("header", "script", command=("{bench}/compile_time", "{source}"), quick_rounds=2, rows=(
        Row("umbrella header, CPU of a compilation; bound: five standard headers", "umbrella header: CPU of a compilation", "", "s",
            "before ≤ 0.6"),
        Row("umbrella header, preprocessed lines", "umbrella header: preprocessed lines", goal="≤ 65,000"),
    )),
    Group("size", "size", rounds=1, quick_rounds=1, rows=(
        Row("stripped `claude-bedrock`", "program", "", "MB", "before ≤ 0.8"),
        Row("stripped shared library", "library", "", "MB", "before ≤ 0.8"),
    )),
    Group("endpoint", "script", command=("{bench}/endpoint_rate", "{build}", "{seconds}", "{programs}"), rounds=3, rows=(
        Row("local endpoint: signed invokes a second, one processor", "", "", "", "≥ 10,000"),
    )),
    Group("endpoint-memory", "script", command=("{bench}/endpoint_memory.py", "{build}/cli/claude-bedrock"), rounds=1, has_before=False,
          rows=(
        Row("local endpoint: memory of an open stream, of 10,000, HTTP/1.1", "", "", "kB", "≤ 12 kB"),
        Row("local endpoint: memory of an open stream, of 10,000, HTTP/2, 100 a connection", "", "", "kB", "≤ 12 kB"),
        Row("local endpoint: memory of an open stream, of 10,000, HTTP/2, each on its own connection", "", "", "kB"),
    )),
    Group("endpoint-calls", "script", command=("{build}/bench/bench_endpoint_calls",), rounds=3, has_before=False, rows=(
        Row("local endpoint, without the network: a signed InvokeModel, CPU", r".*a signed InvokeModel \(CPU\)", "", "µs"),
        Row("local endpoint, without the network: a signed Converse, CPU; bound: InvokeModel", r".*a signed Converse \(CPU.*", "", "µs",
            "bound ≤ 1.25"),
    )),
    Group("company", "script", command=("{bench}/company", "{build}", "{rounds}"), rounds=1, has_before=False, rows=(
        Row("`costs` in 15 pages, 0.25 s for each: until the first output; bound: libcurl", r"`costs`.* in 15 pages, answers after .*", "",
            "ms", "bound ≤ 1.2"),
        Row("`metrics`, answers after 0.25 s: until the first output", r"`metrics`.*, answers after .*", "", "ms", "bound ≤ 1.2"),
        Row("`logs query`, the query takes 2 s: until the first output", r"`logs query`, .*, answers after .*", "", "ms", "bound ≤ 1.2"),
        Row("`logs query --json`: until the first output", r"`logs query --json`, .*, answers after .*", "", "ms", "bound ≤ 1.2"),
        Row("`costs` in one page of 15.4 MB, after 0.25 s: until the first output", r"`costs`, .* one page, answers after .*", "", "ms",
            "bound ≤ 1.2"),
        Row("`costs`, answers at once: until the first output", r"`costs`.* in 15 pages, answers at once.*", "", "ms"),
        Row("`metrics`, answers at once: until the first output", r"`metrics`.*, answers at once.*", "", "ms"),
        Row("`logs query`, answers at once: until the first output", r"`logs query`, .*, answers at once.*", "", "ms"),
        Row("`costs` in 15 pages: what it holds, in sizes of its answer", r"`costs` in 15 pages: what it holds.*", goal="≤ 2"),
        Row("`costs` in one page: what it holds", r"`costs` in one page: what it holds.*", goal="≤ 2"),
        Row("`metrics`: what it holds", r"`metrics`: what it holds.*", goal="≤ 2"),
        Row("`logs query`: what it holds", r"`logs query`: what it holds.*", goal="≤ 2"),
        Row("`costs --html`: CPU more than without the page", r"`costs --html`.*: CPU more .*", "", "ms", "≤ 100 ms"),
        Row("`costs --html`: size of the page", r"`costs --html`.*: size of the page", "", "MB", "≤ 2 MB"),
    )),
    Group("kernel", "script", command=("{bench}/kernel", "{build}", "{rounds}"), rounds=1, has_before=False, rows=(
        Row("Jupyter kernel until its first reply; bound: ipykernel", "", "", "ms", "bound ≤ 0.25"),
        Row("Jupyter kernel after a cell, resident", "Jupyter kernel after a cell, resident.*", "", "MB", "bound ≤ 0.3"),
        Row("a cell with an answer of 20,000 pieces, CPU; bound: `ask --no-stream`", "", "", "ms", "bound ≤ 2"),
        Row("`tutorial --live` until the first text of the answer; bound: `ask`", "", "", "ms", "bound ≤ 1.2"),
    )),
    Group("build", "script", command=("{bench}/build_time", "{source}"), rounds=1, rows=(
        Row("program from a clean clone, as `script/demo` builds it, CPU", "", "", "s", "before ≤ 0.5"),
    )),
)
