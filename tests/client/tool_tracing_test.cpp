#include "client/tool_runner_fixture.hpp"
#include "client/tracing_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using namespace std::chrono_literals;

class ToolTracingTest : public ToolRunnerTest {
 protected:
  ToolTracingTest() {
    for (int i = 1; i < 400; ++i) fake_.random->push(i / 400.0);  // ids that differ
  }
  ToolRunner traced(std::vector<RunnableTool> tools, ToolRunnerOptions runner = {},
                    TracingOptions tracing = {}) {
    AnthropicBedrockOptions options = this->options();
    tracing.on_span = spans.observer();
    options.observe.tracing = std::move(tracing);
    return make_client(options).messages.tool_runner(params(), std::move(tools), std::move(runner));
  }
  Span named(std::string_view name) {
    for (const Span& span : spans.all()) {
      if (span.name == name) return span;
    }
    return {.name = "there is none named " + std::string(name)};
  }

  Spans spans;
};

TEST_F(ToolTracingTest, CallsAndToolsAreInTheRunsSpan) {
  fake_.transport->answer(calling(use("t1", "echo", R"({"text":"hi"})")));
  fake_.transport->answer(saying("It said hi."));
  TraceContext seen;
  RunnableTool echo = tool("echo", [&](const ToolCall& call) {
    seen = call.trace;
    return "hi";
  });
  std::get<Tool>(echo.tool).description = "Says it again";
  ASSERT_TRUE(traced({echo}, {.request = {.trace = {.conversation_id = "c"}}}).run_until_done());

  const auto all = spans.all();
  ASSERT_EQ(all.size(), 4u);
  const Span run = all[3];
  EXPECT_EQ(run.name, "invoke_agent");
  EXPECT_EQ(run.kind, SpanKind::internal);
  EXPECT_EQ(run.status, SpanStatus::ok);
  EXPECT_EQ(run.text("gen_ai.operation.name"), "invoke_agent");
  EXPECT_EQ(run.text("gen_ai.request.model"), kHaiku);
  EXPECT_EQ(run.text("gen_ai.conversation.id"), "c");
  EXPECT_EQ(run.inference_calls, 2);
  EXPECT_EQ(run.tool_calls, 1);
  const Span tool = all[1];
  EXPECT_EQ(attributes(tool),
            (std::map<std::string, std::string>{{"gen_ai.conversation.id", "c"},
                                                {"gen_ai.operation.name", "execute_tool"},
                                                {"gen_ai.tool.call.id", "t1"},
                                                {"gen_ai.tool.description", "Says it again"},
                                                {"gen_ai.tool.name", "echo"},
                                                {"gen_ai.tool.type", "function"}}));
  EXPECT_EQ(tool.name, "execute_tool echo");
  EXPECT_EQ(tool.status, SpanStatus::ok);
  for (const Span& span : {all[0], all[1], all[2]}) {
    EXPECT_EQ(span.trace_id, run.trace_id);
    EXPECT_EQ(span.parent_span_id, run.span_id);
  }
  EXPECT_EQ(seen.traceparent, "00-" + run.trace_id + "-" + tool.span_id + "-01");
  EXPECT_EQ(seen.conversation_id, "") << "the tool's own calls are another conversation";
}

TEST_F(ToolTracingTest, AToolsFailure) {
  fake_.transport->answer(calling(use("t1", "bad") + "," + use("t2", "worse") + "," + use("t3", "none")));
  fake_.transport->answer(saying("oh"));
  ASSERT_TRUE(traced({tool("bad", [](const ToolCall&) { return ToolOutput::failure("no"); }),
                      tool("worse", [](const ToolCall&) -> ToolOutput { throw std::runtime_error("no"); })})
                  .run_until_done());
  EXPECT_EQ(named("execute_tool bad").status, SpanStatus::error);
  EXPECT_EQ(named("execute_tool bad").text("error.type"), "tool_error");
  EXPECT_EQ(named("execute_tool worse").text("error.type"), "tool_error");
  EXPECT_EQ(spans.all().size(), 5u) << "what was not run has no span";
  EXPECT_EQ(named("invoke_agent").tool_calls, 2) << "what was run and failed counts";
}

TEST_F(ToolTracingTest, AToolThatTakesTooLong) {
  fake_.transport->answer(calling(use("t1", "slow")));
  fake_.transport->answer(saying("oh"));
  const auto gate = std::make_shared<Gate>();
  ToolRunner runner = traced({tool("slow",
                                   [gate](const ToolCall&) {
                                     gate->wait();
                                     return "late";
                                   })},
                             {.tool_timeout = 1ms});
  ASSERT_TRUE(runner.run_until_done());
  EXPECT_EQ(named("execute_tool slow").text("error.type"), "timeout");
  EXPECT_EQ(spans.all().size(), 4u);
  gate->open();
  while (runner.tools_running() > 0) std::this_thread::yield();
  EXPECT_EQ(spans.all().size(), 4u) << "it has ended once";
}

TEST_F(ToolTracingTest, ARunThatFailed) {
  fake_.transport->answer(refusal(403, "AccessDeniedException", "no"));
  ASSERT_FALSE(traced({echo()}).run_until_done());
  EXPECT_EQ(named("invoke_agent").status, SpanStatus::error);
  EXPECT_EQ(named("invoke_agent").text("error.type"), "permission_error");
}

TEST_F(ToolTracingTest, EachRunOfARunnerHasASpan) {
  fake_.transport->answer_with([](const FakeRequest&) { return saying("done"); });
  ToolRunner runner = traced({echo()});
  ASSERT_TRUE(runner.run_until_done());
  runner.push_messages({{"user", "Once more"}});
  ASSERT_TRUE(runner.run_until_done());
  int runs = 0;
  for (const Span& span : spans.all()) runs += span.name == "invoke_agent" ? 1 : 0;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(spans.all().back().inference_calls, 1) << "each run counts its own";
  EXPECT_EQ(spans.all().size(), 4u);
}

TEST_F(ToolTracingTest, ContentAndNamesOfTheSdks) {
  fake_.transport->answer(calling(use("t1", "echo", R"({"text":"hi"})")));
  fake_.transport->answer(saying("It said hi."));
  ASSERT_TRUE(traced({echo()}, {}, {.record_content = true, .span_names = SpanNames::sdk}).run_until_done());
  const Span tool = named("anthropic.custom_tool_use echo");
  EXPECT_EQ(tool.text("gen_ai.tool.call.arguments"), R"({"text":"hi"})");
  EXPECT_EQ(tool.text("gen_ai.tool.call.result"), R"([{"type":"text","content":"hi"}])");
  EXPECT_EQ(named("anthropic.messages.tool_runner").kind, SpanKind::internal);
}

TEST_F(ToolTracingTest, WithoutTracingTheCallersTraceGoesThrough) {
  const std::string incoming = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  fake_.transport->answer(calling(use("t1", "echo")));
  fake_.transport->answer(saying("done"));
  std::string seen;
  const RunnableTool echo = tool("echo", [&](const ToolCall& call) {
    seen = call.trace.traceparent;
    return "";
  });
  ASSERT_TRUE(runner({echo}, {.request = {.trace = {.traceparent = incoming}}}).run_until_done());
  EXPECT_EQ(seen, incoming);
  for (const FakeRequest& request : fake_.transport->requests())
    EXPECT_EQ(request.header("traceparent"), incoming);
}

}  // namespace
}  // namespace anthropic::internal::testing
