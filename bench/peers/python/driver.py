"""driver.py CLIENT MODE URL COUNT CONCURRENCY: Anthropic's Python client, or boto3 (bench/peers/README.md)."""
import json
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

client_name, mode, url = sys.argv[1:4]
count, concurrency = int(sys.argv[4]), int(sys.argv[5])
USUAL = "anthropic.claude-haiku-4-5-20251001-v1:0"
MESSAGES = [{"role": "user", "content": "Say hello to the prepared answers, please."}]
at_once = concurrency if mode == "many" else 1


class Anthropic:
    def __init__(self):
        from anthropic import AnthropicBedrock
        self.client = AnthropicBedrock(aws_region="us-east-1", base_url=url)

    def ask(self):
        return self.client.messages.create(model=USUAL, max_tokens=1024, messages=MESSAGES).content[0].text

    def deltas(self, model):
        for event in self.client.messages.create(model=model, max_tokens=1024, messages=MESSAGES, stream=True):
            if event.type == "content_block_delta":
                yield event.delta.text


class Boto3:
    def __init__(self):
        import boto3
        from botocore.config import Config
        self.client = boto3.client("bedrock-runtime", region_name="us-east-1", endpoint_url=url,
                                   config=Config(max_pool_connections=at_once))
        self.body = json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1024, "messages": MESSAGES})

    def ask(self):
        answer = self.client.invoke_model(modelId=USUAL, body=self.body, contentType="application/json")
        return json.loads(answer["body"].read())["content"][0]["text"]

    def deltas(self, model):
        for event in self.client.invoke_model_with_response_stream(modelId=model, body=self.body)["body"]:
            event = json.loads(event["chunk"]["bytes"])
            if event["type"] == "content_block_delta":
                yield event["delta"]["text"]


def read_stream(deltas):
    begin = time.perf_counter()
    for text in client.deltas(f"anthropic.deltas-{deltas}"):
        if not deltas_received["first"]:
            firsts.append((time.perf_counter() - begin) * 1e3)
            deltas_received["first"] = True
        deltas_received["answers"] += 1
        deltas_received["bytes"] += len(text.encode())


def work(total):
    """How many answers came, and how many bytes of text."""
    global deltas_received
    deltas_received = {"answers": 0, "bytes": 0, "first": False}
    firsts.clear()
    if mode == "stream":
        read_stream(total)
    elif mode == "first":
        for _ in range(total):
            deltas_received["first"] = False
            read_stream(20)
    else:
        with ThreadPoolExecutor(at_once) as pool:
            texts = list(pool.map(lambda _: client.ask(), range(total)))
        return len(texts), sum(len(text.encode()) for text in texts)
    return deltas_received["answers"], deltas_received["bytes"]


def peak_kilobytes():
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1])


firsts = []
client = {"anthropic": Anthropic, "boto3": Boto3}[client_name]()
if mode != "oneshot":
    work(max(count // 4, 1))
cpu, begin = time.process_time(), time.perf_counter()
answers, size = work(count)
wall, cpu = time.perf_counter() - begin, time.process_time() - cpu
print(json.dumps({"wall_s": wall, "cpu_s": cpu, "peak_kb": peak_kilobytes(), "answers": answers, "bytes": size,
                  "first_ms": median(firsts) if firsts else 0}))
