#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "base/text/header_lookup.hpp"
#include "local/server/endpoint.hpp"
#include "signed_request.hpp"

// The Messages API as HTTP, for what none of our clients sends.

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class MessagesApiTest : public ::testing::Test {
 protected:
  static EndpointSettings settings() {
    EndpointSettings made;
    made.accepted = {.pairs = {plain_pair()}, .bearer_tokens = {}, .region = "us-east-1"};
    made.accepted.api_keys = {"sk-local"};
    made.now = noon;
    made.random = std::make_shared<RealRandom>();
    return made;
  }

  Answer ask(const std::string& method, const std::string& target, const std::string& body = "",
             const std::string& betas = "") {
    Request request{.method = method, .target = target, .body = body};
    request.headers = {{"x-api-key", "sk-local"}, {"anthropic-version", "2023-06-01"}};
    if (!betas.empty()) request.headers.emplace_back("anthropic-beta", betas);
    return endpoint.answer(request);
  }
  Json ask_json(const std::string& method, const std::string& target, const std::string& body = "",
                const std::string& betas = "") {
    const Answer answer = ask(method, target, body, betas);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return Json::parse(answer.body).value_or(Json());
  }
  /// What the answer to a request with these members says is wrong; empty if it is right.
  std::string wrong(const std::string& members, const std::string& betas = "") {
    const Answer answer =
        ask("POST", "/v1/messages", R"({"model":"claude-opus-5-5","max_tokens":50,)" + members + "}", betas);
    if (answer.status == 200) return "";
    return (*Json::parse(answer.body))["error"]["message"].string_or("");
  }
  static std::string user(const std::string& content) {
    return R"("messages":[{"role":"user","content":)" + content + "}]";
  }
  static std::string answered(const std::string& block) {
    return R"("messages":[{"role":"user","content":"u"},{"role":"assistant","content":[)" + block +
           R"(]},{"role":"user","content":"v"}])";
  }

  Endpoint endpoint = Endpoint(settings());
};

TEST_F(MessagesApiTest, TakesBackWhatItsAnswersHave) {
  EXPECT_EQ(wrong(user(R"([{"type":"text","text":"u","citations":null}])")), "");
  const std::string result =
      R"("messages":[{"role":"user","content":"u"},{"role":"assistant","content":[{"type":"tool_use","id":"t",
      "name":"n","input":{},"caller":CALLER}]},{"role":"user","content":[{"type":"tool_result",
      "tool_use_id":"t","content":[{"type":"text","text":"r","citations":null}],"toolset_name":null}]}],
      "tools":[{"name":"n","input_schema":{"type":"object"}}])";
  const auto with = [&](const std::string& caller) {
    std::string members = result;
    return members.replace(members.find("CALLER"), 6, caller);
  };
  EXPECT_EQ(wrong(with(R"({"type":"direct"})")), "");
  EXPECT_EQ(wrong(with(R"({"type":"code_execution_20260120","tool_id":"srvtoolu_1"})")), "");
  EXPECT_EQ(wrong(with(R"({"type":"code_execution_20260120"})")),
            "messages.1.content.0.tool_use.caller.code_execution_20260120.tool_id: Field required");
  EXPECT_THAT(wrong(with(R"({"type":"me"})")),
              StartsWith("messages.1.content.0.tool_use.caller: Input tag 'me'"));
}

TEST_F(MessagesApiTest, TakesBlocksOfBetasWithThem) {
  const std::string call = R"({"type":"mcp_tool_use","id":"m","name":"n","server_name":"s","input":{}},
      {"type":"mcp_tool_result","tool_use_id":"m","content":"r"},{"type":"text","text":"t"})";
  EXPECT_EQ(wrong(answered(call), "mcp-client-2025-11-20"), "");
  EXPECT_THAT(wrong(answered(call)), StartsWith("messages.1.content.0: Input tag 'mcp_tool_use' found"));
  const std::string fallback =
      R"({"type":"fallback","from":{"model":"a"},"to":{"model":"b"}},{"type":"text","text":"t"})";
  EXPECT_EQ(wrong(answered(fallback), "server-side-fallback-2026-07-01"), "");
  EXPECT_THAT(wrong(answered(fallback)), StartsWith("messages.1.content.0: Input tag 'fallback' found"));
  EXPECT_THAT(wrong(answered(R"({"type":"mid_conv_system"})")), HasSubstr("does not match any"));
}

TEST_F(MessagesApiTest, TakesMembersOfBetasWithThem) {
  struct Member {
    const char* json;
    const char* beta;
    const char* without;
  };
  for (const Member& member :
       {Member{R"("compaction":{"type":"summarize"})", "compact-2026-09-04",
               "compaction: Extra inputs are not permitted"},
        Member{R"("billing_policy":{"type":"billing_policy","bill_to":"self"})",
               "user-profiles-billing-2026-10-01", "billing_policy: Extra inputs are not permitted"},
        Member{R"("fallback_credit_token":"t")", "fallback-credit-2026-07-01",
               "fallback_credit_token: Extra inputs are not permitted"},
        Member{R"("output_format":{"type":"json_schema","schema":{"type":"object"}})",
               "structured-outputs-2025-11-13", "output_format: Extra inputs are not permitted"}}) {
    const std::string members = user("\"u\"") + "," + member.json;
    EXPECT_EQ(wrong(members, member.beta), "");
    EXPECT_EQ(wrong(members), member.without);
  }
  EXPECT_EQ(wrong(user("\"u\"") + R"(,"billing_policy":{"type":"billing_policy","bill_to":"you"})",
                  "user-profiles-billing-2026-10-01"),
            "billing_policy.bill_to: Input should be 'self' or 'user_profile'");
}

TEST_F(MessagesApiTest, SystemMessagesWithBlocksOfOtherKindsAreRefused) {
  EXPECT_EQ(
      wrong(R"("messages":[{"role":"user","content":"u"},{"role":"system","content":[{"type":"image"}]}])"),
      "messages.1: role 'system' supports text, tool_addition, and tool_removal blocks only");
  EXPECT_EQ(
      wrong(
          R"("messages":[{"role":"user","content":"u"},{"role":"system","content":[{"type":"text","text":""}]}])"),
      "messages: text content blocks must be non-empty");
  EXPECT_EQ(
      wrong(
          R"("messages":[{"role":"user","content":"u"},{"role":"system","content":[],"output_config":{"effort":"huge"}}])",
          "mid-conversation-output-config-2026-07-01"),
      "messages.1.output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'");
}

TEST_F(MessagesApiTest, AnErrorHasItsCodeInTheDetails) {
  const Answer answer =
      ask("POST", "/v1/messages",
          R"({"model":"claude-opus-5-5","max_tokens":50,"messages":[{"role":"user","content":"u"},
      {"role":"system","content":[{"type":"tool_removal","tool":{"type":"tool_reference","name":"b"}}]}]})",
          "inline-tools-2026-09-15");
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ((*Json::parse(answer.body))["error"]["details"]["error_code"].as_string(),
            "tool_reference_unresolved");
}

TEST_F(MessagesApiTest, FilesArePagedByAToken) {
  for (int i = 0; i < 5; ++i) {
    Request upload{
        .method = "POST",
        .target = "/v1/files",
        .body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nb\r\n--x--\r\n"};
    upload.headers = {{"x-api-key", "sk-local"},
                      {"anthropic-version", "2023-06-01"},
                      {"content-type", "multipart/form-data; boundary=x"}};
    ASSERT_EQ(endpoint.answer(upload).status, 200);
  }
  std::vector<std::string> seen;
  std::string query = "?limit=2";
  for (int pages = 1;; ++pages) {
    const Json page = ask_json("GET", "/v1/files" + query);
    EXPECT_FALSE(page.contains("has_more"));
    for (const Json& file : page["data"].items()) seen.push_back(file["id"].string_or(""));
    if (page["next_page"].is_null()) {
      EXPECT_EQ(pages, 3);
      break;
    }
    query = "?limit=2&page=" + page["next_page"].string_or("");
  }
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 5u);

  const Json two =
      ask_json("GET", "/v1/files?ids%5B%5D=" + seen[3] + "&ids%5B%5D=" + seen[1] + "&ids[]=none");
  EXPECT_EQ(two["data"].size(), 2u);
  EXPECT_TRUE(two["next_page"].is_null());
  EXPECT_EQ(ask("GET", "/v1/files?ids=a&limit=2").status, 400);
  EXPECT_EQ(ask("GET", "/v1/files?page=nonsense").status, 400);

  const Json old = ask_json("GET", "/v1/files?limit=2", "", "files-api-2025-04-14");
  EXPECT_EQ(old["has_more"].as_bool(), true);
  EXPECT_EQ(old["last_id"].as_string(), seen[1]);
  EXPECT_FALSE(old.contains("next_page"));
}

TEST_F(MessagesApiTest, ABatchCountsWhatItsResultsSay) {
  const std::string requests = R"({"requests":[
      {"custom_id":"a","params":{"model":"claude-haiku-4-5","max_tokens":9,"messages":[{"role":"user","content":"u"}]}},
      {"custom_id":"b","params":{"model":"claude-haiku-4-5","max_tokens":0,"messages":[]}}]})";
  const std::string id = ask_json("POST", "/v1/messages/batches", requests)["id"].string_or("");
  const Json ended = ask_json("GET", "/v1/messages/batches/" + id);
  EXPECT_EQ(ended["request_counts"].dump(),
            R"({"processing":0,"succeeded":1,"errored":1,"canceled":0,"expired":0})");
  const Answer results = ask("GET", "/v1/messages/batches/" + id + "/results");
  EXPECT_THAT(results.body, HasSubstr(R"("custom_id":"a","result":{"type":"succeeded")"));
  EXPECT_THAT(results.body, HasSubstr(R"("custom_id":"b","result":{"type":"errored")"));

  const std::string other = ask_json("POST", "/v1/messages/batches", requests)["id"].string_or("");
  EXPECT_EQ(ask_json("POST", "/v1/messages/batches/" + other + "/cancel")["request_counts"]["processing"]
                .as_int64(),
            2);
  EXPECT_EQ(ask_json("GET", "/v1/messages/batches/" + other)["request_counts"]["canceled"].as_int64(), 2);
}

TEST_F(MessagesApiTest, ABatchHasTheBetasOfItsOwnRequest) {
  const std::string requests = R"({"requests":[{"custom_id":"a","params":{"model":"claude-opus-5-5",
      "max_tokens":9,"messages":[{"role":"system","content":[],"output_config":{"effort":"low"}},
                                 {"role":"user","content":"u"}]}}]})";
  const Json with =
      ask_json("POST", "/v1/messages/batches", requests, "mid-conversation-output-config-2026-07-01");
  const Json ended = ask_json("GET", "/v1/messages/batches/" + with["id"].string_or(""));
  EXPECT_EQ(ended["request_counts"]["succeeded"].as_int64(), 1);
}

TEST_F(MessagesApiTest, ModelsSayWhatTheyCanDo) {
  const Json opus = ask_json("GET", "/v1/models/claude-opus-5-5");
  EXPECT_EQ(opus["line"].as_string(), "opus");
  EXPECT_EQ(opus["lifecycle"].as_string(), "active");
  EXPECT_TRUE(opus["retires_at"].is_null());
  const Json& thinking = opus["capabilities"]["thinking"]["types"];
  EXPECT_EQ(thinking["adaptive"]["supported"].as_bool(), true);
  EXPECT_EQ(thinking["enabled"]["supported"].as_bool(), false);
  const Json older = ask_json("GET", "/v1/models/claude-opus-4-5-20251101");
  EXPECT_EQ(older["lifecycle"].as_string(), "deprecated");
  EXPECT_EQ(older["retires_at"].as_string(), "2027-01-22T00:00:00Z");
  const Json retired = ask_json("GET", "/v1/models?lifecycle%5B%5D=retired");
  EXPECT_FALSE(retired["data"].empty());
  for (const Json& model : retired["data"].items()) EXPECT_EQ(model["lifecycle"].as_string(), "retired");
}

class ThreadsTest : public MessagesApiTest {
 protected:
  static constexpr char kBeta[] = "message-threads-2026-08-12";

  Answer turn(const std::string& members) {
    return ask("POST", "/v1/messages", R"({"model":"claude-haiku-5-5","max_tokens":50,)" + members + "}",
               kBeta);
  }
  static std::string create(const std::string& more = "") {
    return user("\"first\"") +
           R"(,"system":"Be brief.","tools":[{"name":"n","input_schema":{"type":"object"}}],
        "thread":{"type":"create"})" +
           more;
  }
  static std::string go_on(const Answer& before, const std::string& text = "second") {
    return user('"' + text + '"') + R"(,"thread":{"type":"continue","previous_message_id":")" +
           id_of(before) + "\"}";
  }
  static std::string id_of(const Answer& answer) { return (*Json::parse(answer.body))["id"].string_or(""); }
  static std::string error_code(const Answer& answer) {
    return (*Json::parse(answer.body))["error"]["details"]["error_code"].string_or("");
  }
  static std::int64_t input_tokens(const Answer& answer) {
    return (*Json::parse(answer.body))["usage"]["input_tokens"].as_int64().value_or(0);
  }
};

TEST_F(ThreadsTest, KeepTheConversationTheSystemPromptAndTheTools) {
  const Answer first = turn(create());
  ASSERT_EQ(first.status, 200) << first.body;
  const Answer second = turn(go_on(first));
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_THAT(second.body, HasSubstr("second"));
  EXPECT_GT(input_tokens(second), input_tokens(first));
  // A tool that only the thread has may be chosen.
  const Answer third = turn(go_on(second, "third") + R"(,"tool_choice":{"type":"tool","name":"n"})");
  EXPECT_THAT(third.body, HasSubstr(R"("stop_reason":"tool_use")"));
  // The call is in the thread, so its answer is all that the next turn sends.
  const Json call = (*Json::parse(third.body))["content"][0];
  const Answer fourth =
      turn(R"("messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":")" +
           call["id"].string_or("") + R"(","content":"r"}]}],"thread":{"type":"continue",
      "previous_message_id":")" +
           id_of(third) + "\"}");
  EXPECT_EQ(fourth.status, 200) << fourth.body;
}

TEST_F(ThreadsTest, AnAnswerIsContinuedOnce) {
  const Answer first = turn(create());
  ASSERT_EQ(turn(go_on(first)).status, 200);
  const Answer again = turn(go_on(first));
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(error_code(again), "thread_already_continued");
}

TEST_F(ThreadsTest, ATurnThatIsRefusedDoesNotEndTheThread) {
  const Answer first = turn(create());
  EXPECT_EQ(turn(go_on(first) + R"(,"temperature":0.5)").status, 400);
  EXPECT_EQ(turn(go_on(first)).status, 200);
}

TEST_F(ThreadsTest, WhatIsNotKeptIsNotFound) {
  const Answer other = turn(user("\"x\"") + R"(,"thread":{"type":"continue","previous_message_id":"msg_1"})");
  EXPECT_EQ(other.status, 404);
  EXPECT_EQ(error_code(other), "thread_not_found");
  const Answer plain = turn(user("\"x\""));
  EXPECT_EQ(error_code(turn(go_on(plain))), "thread_not_found");
}

TEST_F(ThreadsTest, WhatMustStayMustStay) {
  const Answer first = turn(create());
  const Answer other = turn(go_on(first) + R"(,"system":"Be long.","output_config":{"effort":"low"})");
  EXPECT_EQ(other.status, 400);
  EXPECT_EQ(error_code(other), "thread_fingerprint_mismatch");
  EXPECT_THAT(other.body, HasSubstr("differing field(s): system, output_config"));
  EXPECT_EQ(turn(go_on(first) + R"(,"system":"Be brief.")").status, 200);
}

TEST_F(ThreadsTest, TheLineOfClaudeCodeMayDiffer) {
  const Answer first = turn(create());
  EXPECT_EQ(
      turn(go_on(first) + R"(,"system":[{"type":"text","text":"x-anthropic-billing-header: cc=2;"}])").status,
      200);
}

TEST_F(ThreadsTest, GoWithoutWhatTheyDoNotSupport) {
  const Answer answer =
      turn(create(R"(,"context_management":{"edits":[{"type":"clear_tool_uses_20250919"}]})"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(error_code(answer), "thread_unsupported_request");
  EXPECT_THAT(answer.body, HasSubstr(R"("unsupported":["context_management"])"));
  const char* keeps_all =
      R"(,"context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]})";
  EXPECT_EQ(turn(create(keeps_all)).status, 200);
}

TEST_F(ThreadsTest, NeedTheirBeta) {
  EXPECT_EQ(wrong(create()), "thread: Extra inputs are not permitted");
}

TEST(Threads, EndAfterFiveMinutes) {
  Threads threads;
  const Json first =
      *Json::parse(R"({"model":"m","messages":[{"role":"user","content":"a"}],"thread":{"type":"create"}})");
  threads.keep(first, "msg_1", Json::array(), noon());
  const Json next = *Json::parse(
      R"({"model":"m","messages":[],"thread":{"type":"continue","previous_message_id":"msg_1"}})");
  EXPECT_TRUE(std::holds_alternative<Refusal>(threads.take(next, noon() + std::chrono::minutes(5))));
  const auto whole = threads.take(next, noon() + std::chrono::minutes(4));
  ASSERT_TRUE(std::holds_alternative<Json>(whole));
  EXPECT_EQ(std::get<Json>(whole)["messages"].size(), 2u);
}

TEST(Threads, AreForgottenWhenTheyTakeTooMuch) {
  Threads threads;
  const Json long_one = Json::object(
      {{"model", "m"},
       {"messages", Json::array({Json::object({{"role", "user"}, {"content", std::string(8 << 20, 'x')}})})},
       {"thread", Json::object({{"type", "create"}})}});
  for (int i = 0; i < 9; ++i) threads.keep(long_one, "msg_" + std::to_string(i), Json::array(), noon());
  const auto is_kept = [&](const char* id) {
    const Json next =
        Json::object({{"model", "m"},
                      {"messages", Json::array()},
                      {"thread", Json::object({{"type", "continue"}, {"previous_message_id", id}})}});
    return std::holds_alternative<Json>(threads.take(next, noon()));
  };
  EXPECT_FALSE(is_kept("msg_0"));
  EXPECT_TRUE(is_kept("msg_8"));
}

TEST_F(MessagesApiTest, DiagnosesWhatTheCacheMissed) {
  const auto reason = [&](const std::string& members, const std::string& previous) {
    const Json answer =
        ask_json("POST", "/v1/messages",
                 R"({"model":"claude-haiku-5-5","max_tokens":50,"diagnostics":{"previous_message_id":)" +
                     previous + "}," + members + "}");
    EXPECT_TRUE(answer.contains("diagnostics"));
    return answer;
  };
  const Json first = reason(user("\"a\"") + R"(,"system":"s")", "null");
  EXPECT_TRUE(first["diagnostics"].is_null());
  const std::string id = '"' + first["id"].string_or("") + '"';
  const std::string longer = R"("messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"},
      {"role":"user","content":"c"}])";
  EXPECT_TRUE(reason(longer + R"(,"system":"s")", id)["diagnostics"].is_null());
  const auto type = [&](const Json& answer) {
    return answer["diagnostics"]["cache_miss_reason"]["type"].string_or("");
  };
  EXPECT_EQ(type(reason(longer + R"(,"system":"t")", id)), "system_changed");
  EXPECT_EQ(type(reason(user("\"b\"") + R"(,"system":"s")", id)), "messages_changed");
  EXPECT_EQ(
      type(reason(longer + R"(,"system":"s","tools":[{"name":"n","input_schema":{"type":"object"}}])", id)),
      "tools_changed");
  EXPECT_EQ(type(reason(longer, R"("msg_0")")), "previous_message_not_found");
}

TEST_F(MessagesApiTest, AnswersHaveWhatTheTypesPromise) {
  const std::string body = R"({"model":"claude-haiku-5-5","max_tokens":50,"inference_geo":"us",
      "context_management":{"edits":[]},"messages":[{"role":"user","content":"u"}],
      "tools":[{"name":"n","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"})";
  const Json whole = ask_json("POST", "/v1/messages", body + "}", "thinking-binding-controls-2026-08-01");
  for (const char* name : {"container", "stop_details", "diagnostics"}) {
    EXPECT_TRUE(whole.contains(name)) << name;
    EXPECT_TRUE(whole[name].is_null()) << name;
  }
  EXPECT_EQ(whole["content"][0]["caller"]["type"].as_string(), "direct");
  EXPECT_EQ(whole["usage"]["cache_creation"]["ephemeral_5m_input_tokens"].as_int64(), 0);
  EXPECT_EQ(whole["usage"]["output_tokens_details"]["thinking_tokens"].as_int64(), 0);
  EXPECT_EQ(whole["usage"]["inference_geo"].as_string(), "us");
  EXPECT_EQ(whole["usage"]["service_tier"].as_string(), "standard");
  EXPECT_EQ(whole["usage"]["speed"].as_string(), "standard");
  EXPECT_TRUE(whole["context_management"]["applied_edits"].is_array());
  EXPECT_TRUE(whole["input_transformations"].is_array());
  const Json plain = ask_json("POST", "/v1/messages",
                              R"({"model":"claude-haiku-5-5","max_tokens":50,)" + user("\"u\"") + "}",
                              "context-management-2025-06-27");
  EXPECT_TRUE(plain.contains("context_management") && plain["context_management"].is_null());

  std::string stream;
  for (const Step& step : ask("POST", "/v1/messages", body + R"(,"stream":true})").steps)
    stream += step.bytes;
  EXPECT_THAT(stream, HasSubstr(R"("stop_details":null,"usage":{"input_tokens")"));
  EXPECT_THAT(stream, HasSubstr(R"("caller":{"type":"direct"}})"));
  EXPECT_THAT(
      stream,
      HasSubstr(
          R"("delta":{"stop_reason":"tool_use","stop_sequence":null,"stop_details":null,"container":null})"));
  EXPECT_THAT(stream, HasSubstr(R"("context_management":{"applied_edits":[]}})"));
}

TEST_F(MessagesApiTest, ACompactionIsTheSummaryAlone) {
  const std::string body =
      R"({"model":"claude-opus-5-5","max_tokens":50,"compaction":{"type":"summarize"},)" + user("\"u\"");
  const Json answer = ask_json("POST", "/v1/messages", body + "}", "compact-2026-09-04");
  EXPECT_EQ(answer["stop_reason"].as_string(), "compaction");
  ASSERT_EQ(answer["content"].size(), 1u);
  const Json& block = answer["content"][0];
  EXPECT_EQ(block["type"].as_string(), "compaction");
  EXPECT_THAT(block["content"].string_or(""), HasSubstr("not Claude"));
  EXPECT_EQ(wrong(R"("messages":[{"role":"user","content":[)" + block.dump() +
                      R"(]},{"role":"user","content":"go on"}])",
                  "compact-2026-09-04"),
            "");
  std::string stream;
  for (const Step& step :
       ask("POST", "/v1/messages", body + R"(,"stream":true})", "compact-2026-09-04").steps)
    stream += step.bytes;
  EXPECT_THAT(stream, HasSubstr(R"("delta":{"type":"compaction_delta","content":"I am)"));
  EXPECT_EQ(wrong(user("\"u\"") + R"(,"compaction":{"type":"summarize"},"context_management":{"edits":[]})",
                  "compact-2026-09-04"),
            "compaction: cannot be combined with context_management");
}

TEST_F(MessagesApiTest, BedrockCompactsToo) {
  const std::string request = R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":50,)" +
                              user("\"u\"") + R"(,"compaction":{"type":"summarize"})";
  const char* target = "/model/us.anthropic.claude-opus-5-5/invoke";
  const Answer answer = endpoint.answer(
      signed_request("POST", target, request + R"(,"anthropic_beta":["compact-2026-09-04"]})"));
  EXPECT_THAT(answer.body, HasSubstr(R"("stop_reason":"compaction")"));
  const Answer without = endpoint.answer(signed_request("POST", target, request + "}"));
  EXPECT_EQ(without.status, 400);
  EXPECT_THAT(without.body, HasSubstr("compaction: Extra inputs are not permitted"));
}

TEST_F(MessagesApiTest, BillsNobodyElseWithoutTheirProfile) {
  const std::string members =
      user("\"u\"") + R"(,"billing_policy":{"type":"billing_policy","bill_to":"user_profile"})";
  EXPECT_THAT(wrong(members, "user-profiles-billing-2026-10-01"), StartsWith("billing_policy: bill_to"));
}

TEST_F(MessagesApiTest, AnOldCreditTokenIsToldOf) {
  const Json answer = ask_json(
      "POST", "/v1/messages",
      R"({"model":"claude-opus-5-5","max_tokens":50,"fallback_credit_token":"t",)" + user("\"u\"") + "}",
      "fallback-credit-2026-07-01");
  EXPECT_EQ(answer["usage"]["fallback_credit"]["status"]["reason"].as_string(), "expired");
}

TEST_F(MessagesApiTest, AClearedSystemMessageCountsNothing) {
  const auto tokens = [&](const std::string& clear_at) {
    const std::string messages =
        R"("messages":[{"role":"user","content":"u"},{"role":"system","clear_at":")" + clear_at +
        R"(","content":"A reminder of some length, for this turn only."},{"role":"assistant","content":"a"},
           {"role":"user","content":"v"}])";
    return ask_json("POST", "/v1/messages/count_tokens", R"({"model":"claude-opus-5-5",)" + messages + "}",
                    "mid-conversation-system-clear-at-2026-08-21")["input_tokens"]
        .as_int64()
        .value_or(0);
  };
  EXPECT_LT(tokens("next_user_message"), tokens("never"));
}

}  // namespace
}  // namespace anthropic::internal::local
