#!/usr/bin/env python3
"""Anthropic's own client for Python, unchanged, behind `PROGRAM local --exec --`, on each of Claude's doors: messages, streams, the
tool runner, parse, files, batches and betas, and what is refused.
"""
import os

import anthropic
from anthropic import Anthropic, AnthropicAWS, AnthropicBedrock, AnthropicBedrockMantle, beta_tool
from pydantic import BaseModel

from report import check, finish, refusal

ASKED = [{"role": "user", "content": "Name three colours."}]
QUESTION = [{"role": "user", "content": "What is the weather in Bonn?"}]  # clients/replies.json answers with a call of the tool
DOORS = {
    "Anthropic's API": (Anthropic, "claude-opus-5-5", "claude-opus-5-5"),
    "Claude Platform on AWS": (AnthropicAWS, "claude-opus-5-5", "claude-opus-5-5"),
    "Bedrock": (AnthropicBedrock, "us.anthropic.claude-opus-5-5", None),
    "Mantle": (AnthropicBedrockMantle, "anthropic.claude-opus-5-5", None),
}


class Person(BaseModel):
    name: str
    age: int


@beta_tool
def weather(city: str) -> str:
    """The weather of a city.

    Args:
        city: its name
    """
    return f"It rains in {city}."


for door, (client_of, model, parses) in DOORS.items():
    client = client_of(max_retries=0)
    request = {"model": model, "max_tokens": 500}

    def create():
        message = client.messages.create(**request, messages=ASKED, system="Be brief.")
        assert "not Claude" in message.content[0].text and message.stop_reason == "end_turn", message
        assert message.usage.output_tokens > 0, message

    def stream():
        with client.messages.stream(**request, messages=ASKED) as events:
            pieces = list(events.text_stream)
            assert "".join(pieces) == events.get_final_message().content[0].text and len(pieces) > 1, pieces

    def run_tool():
        message = client.beta.messages.tool_runner(**request, messages=QUESTION, tools=[weather]).until_done()
        assert "It rains in Bonn" in message.content[-1].text, message

    def parse():
        message = client.messages.parse(**request, messages=[{"role": "user", "content": "Describe a person."}], output_format=Person)
        assert isinstance(message.parsed_output, Person), message

    def throttled():
        message = client.with_options(max_retries=1).messages.create(
            **request, messages=ASKED, extra_headers={"x-local-fault": f"throttle/1,slow={1 + list(DOORS).index(door)}"})
        assert message.type == "message"

    def broken():
        def read():
            fault = {"x-local-fault": "exception=throttlingException,after=3"}
            return list(client.messages.create(**request, messages=ASKED, stream=True, extra_headers=fault))
        assert isinstance(refusal(read), anthropic.APIError)

    def unknown():
        error = refusal(lambda: client.messages.create(model="anthropic.claude-nobody", max_tokens=100, messages=ASKED))
        assert isinstance(error, (anthropic.BadRequestError, anthropic.NotFoundError)), error

    check(f"anthropic of Python, {door}: create", create)
    check(f"anthropic of Python, {door}: stream", stream)
    check(f"anthropic of Python, {door}: the tool runner", run_tool)
    if parses:
        check(f"anthropic of Python, {door}: parse", parse)
    check(f"anthropic of Python, {door}: asks again when it is throttled", throttled)
    check(f"anthropic of Python, {door}: an exception in mid-stream is raised", broken)
    check(f"anthropic of Python, {door}: an unknown model is refused", unknown)

for door in ("Anthropic's API", "Claude Platform on AWS"):
    client, model = DOORS[door][0](max_retries=0), DOORS[door][1]

    def files():
        made = [client.files.upload(file=(f"{i}.txt", f"{i}".encode(), "text/plain")).id for i in range(25)]
        listed = [file.id for file in client.files.list()]
        for one in made:
            client.files.delete(one)
        assert sorted(listed) == sorted(made), listed

    def batches():
        params = {"model": model, "max_tokens": 100, "messages": ASKED}
        made = client.messages.batches.create(requests=[
            {"custom_id": "good", "params": params}, {"custom_id": "bad", "params": {**params, "model": "claude-nobody"}}])
        batch = client.messages.batches.retrieve(made.id)
        results = {line.custom_id: line.result.type for line in client.messages.batches.results(made.id)}
        assert results == {"good": "succeeded", "bad": "errored"}, results
        assert (batch.request_counts.succeeded, batch.request_counts.errored) == (1, 1), batch

    def models():
        assert model in [one.id for one in client.models.list(limit=2)]
        assert client.models.retrieve(model).capabilities

    check(f"anthropic of Python, {door}: files over pages", files)
    check(f"anthropic of Python, {door}: a batch's counts agree with its results", batches)
    check(f"anthropic of Python, {door}: models say what they can do", models)

for door, client in (("Anthropic's API", Anthropic(max_retries=0, api_key="wrong")),
                     ("Bedrock", AnthropicBedrock(max_retries=0, aws_access_key=os.environ["AWS_ACCESS_KEY_ID"], aws_secret_key="wrong"))):
    def wrong():
        error = refusal(lambda: client.messages.create(model=DOORS[door][1], max_tokens=100, messages=ASKED))
        assert isinstance(error, (anthropic.AuthenticationError, anthropic.PermissionDeniedError)), error

    check(f"anthropic of Python, {door}: a wrong key is refused", wrong)


def beta():
    messages = [*ASKED, {"role": "system", "content": [], "output_config": {"effort": "low"}}]
    message = Anthropic(max_retries=0).beta.messages.create(
        model="claude-opus-5-5", max_tokens=100, messages=messages, betas=["mid-conversation-output-config-2026-07-01"])
    assert message.type == "message"


check("anthropic of Python, Anthropic's API: a beta", beta)
finish()
