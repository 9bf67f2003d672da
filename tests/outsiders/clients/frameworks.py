#!/usr/bin/env python3
"""Python's frameworks, unchanged, behind `PROGRAM local --exec --`, whose variables alone tell them where to ask: LangChain's three
classes and Strands. Each answers, streams, uses a tool, fills a form and is refused.
"""
from langchain_anthropic import ChatAnthropic
from langchain_aws import ChatAnthropicBedrock, ChatBedrock, ChatBedrockConverse
from langchain_core.messages import HumanMessage
from langchain_core.tools import tool as langchain_tool
from pydantic import BaseModel
from strands import Agent, tool as strands_tool
from strands.models import BedrockModel
from strands.models.anthropic import AnthropicModel

from report import check, finish, refusal

HAIKU = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
OPUS = "us.anthropic.claude-opus-5-5"
QUESTION = "What is the weather in Bonn?"  # clients/replies.json answers with a call of the tool


class Person(BaseModel):
    name: str
    age: int


@langchain_tool
def weather(city: str) -> str:
    """The weather of a city."""
    return f"It rains in {city}."


def first_party(model):
    return model.removeprefix("us.anthropic.").removesuffix("-v1:0")


CHATS = {
    "ChatBedrockConverse": lambda model: ChatBedrockConverse(model=model),
    "ChatBedrock": lambda model: ChatBedrock(model=model),
    "ChatAnthropicBedrock": lambda model: ChatAnthropicBedrock(model=model, max_retries=0),
    "ChatAnthropic": lambda model: ChatAnthropic(model=first_party(model), max_retries=0),
}

for name, chat in CHATS.items():
    # Anthropic's client asks for an API version that the models of before 4.7 refuse, and this class lets nobody choose.
    for model in (OPUS,) if name == "ChatAnthropicBedrock" else (HAIKU, OPUS):
        def text():
            answer = chat(model).invoke([("system", "Be brief."), ("human", "Name three colours.")])
            assert "not Claude" in answer.text, answer
            assert answer.usage_metadata["input_tokens"] > 0 < answer.usage_metadata["output_tokens"], answer

        def stream():
            pieces = [piece.text for piece in chat(model).stream("Name three colours.")]
            assert "not Claude" in "".join(pieces) and len(pieces) > 2, pieces

        def use_tool():
            bound = chat(model).bind_tools([weather])
            called = bound.invoke([HumanMessage(QUESTION)])
            assert [(call["name"], call["args"]) for call in called.tool_calls] == [("weather", {"city": "Bonn"})], called
            answer = bound.invoke([HumanMessage(QUESTION), called, weather.invoke(called.tool_calls[0])])
            assert "It rains in Bonn" in answer.text, answer

        def form():
            person = chat(model).with_structured_output(Person).invoke("Describe a person by a call of Person.")
            assert isinstance(person, Person), person

        def refused_form():
            seen = repr(refusal(lambda: chat(model).with_structured_output(Person).invoke("Describe a person.")))
            assert 'tool_choice: type "tool" and "any" are not supported for this model' in seen, seen

        check(f"LangChain of Python, {name}, {model}: text", text)
        check(f"LangChain of Python, {name}, {model}: stream", stream)
        check(f"LangChain of Python, {name}, {model}: tool", use_tool)
        if name == "ChatAnthropicBedrock":
            check(f"LangChain of Python, {name}, {model}: the tool that it forces is refused", refused_form)
        else:
            check(f"LangChain of Python, {name}, {model}: form", form)

    def unknown():
        seen = repr(refusal(lambda: chat("us.anthropic.claude-nobody").invoke("Hi")))
        assert "ValidationException" in seen or "NotFound" in seen or "model identifier is invalid" in seen, seen

    check(f"LangChain of Python, {name}: an unknown model is refused", unknown)


@strands_tool(name="weather")
def weather_of(city: str) -> str:
    """The weather of a city."""
    return f"It rains in {city}."


MODELS = {
    "BedrockModel": lambda model, streaming: BedrockModel(model_id=model, streaming=streaming),
    "AnthropicModel": lambda model, _: AnthropicModel(model_id=first_party(model), max_tokens=1000),
}
for name, made in MODELS.items():
    for model in (HAIKU, OPUS):
        for streaming in (True, False) if name == "BedrockModel" else (True,):
            def agent():
                return Agent(model=made(model, streaming), callback_handler=None, system_prompt="Be brief.", tools=[weather_of])

            def answers():
                result = agent()("Name three colours.")
                assert result.stop_reason == "end_turn" and "not Claude" in str(result), result

            def uses_tool():
                assert "It rains in Bonn" in str(agent()(QUESTION))

            how = "stream" if streaming else "text"
            check(f"Strands of Python, {name}, {model}: {how}", answers)
            check(f"Strands of Python, {name}, {model}: tool, {how}", uses_tool)


def unknown():
    seen = repr(refusal(lambda: Agent(model=BedrockModel(model_id="us.anthropic.claude-nobody"), callback_handler=None)("Hi")))
    assert "ValidationException" in seen or "model identifier is invalid" in seen, seen


check("Strands of Python: an unknown model is refused", unknown)
finish()
