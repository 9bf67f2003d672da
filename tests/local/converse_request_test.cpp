#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <anthropic/model_catalog.hpp>

#include "base/crypto/encoding.hpp"
#include "local/converse/read_converse_request.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kTools =
    R"({"tools": [{"toolSpec": {"name": "w", "inputSchema": {"json": {"type": "object"}}}}]})";
constexpr std::string_view kPngBytes = "iVBORw0KGgo=";

std::variant<ConverseRequest, Refusal> read(const std::string& json,
                                            std::string_view model = "claude-haiku-4-5") {
  auto request = Json::parse(json);
  EXPECT_TRUE(request) << json;
  return read_converse_request(*request, *find_model(model));
}

// A request whose only message has this content.
std::string with_content(const std::string& content, const std::string& more = "") {
  return R"({"messages": [{"role": "user", "content": )" + content + "}]" + more + "}";
}

// A request that says hello, with more members.
std::string hello(const std::string& more = "") {
  return with_content(R"([{"text": "hello"}])", more.empty() ? "" : ", " + more);
}

Json body_of(const std::string& json, std::string_view model = "claude-haiku-4-5") {
  auto outcome = read(json, model);
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
    ADD_FAILURE() << refusal->message << "\n" << json;
    return {};
  }
  return std::get_if<ConverseRequest>(&outcome)->body;
}

std::string refusal_of_request(const std::string& json, std::string_view model = "claude-haiku-4-5") {
  const auto outcome = read(json, model);
  const auto* refusal = std::get_if<Refusal>(&outcome);
  if (!refusal) return "(accepted)";
  EXPECT_EQ(refusal->code, "ValidationException");
  EXPECT_EQ(refusal->status, 400);
  return refusal->message;
}

Json content_of(const std::string& content, const std::string& more = "") {
  return body_of(with_content(content, more))["messages"][0]["content"];
}

TEST(ConverseRequestBody, IsOneOfInvokeModel) {
  EXPECT_EQ(body_of(hello(R"("inferenceConfig": {"maxTokens": 100})")), *Json::parse(R"({"max_tokens": 100,
                             "messages": [{"role": "user", "content": [{"type": "text", "text": "hello"}]}],
                             "anthropic_version": "bedrock-2023-05-31"})"));
}

TEST(ConverseRequestBody, HasTheModelsMostTokensIfItNamesNone) {
  EXPECT_EQ(body_of(hello())["max_tokens"].as_int64(), find_model("claude-haiku-4-5")->max_output_tokens);
  EXPECT_EQ(body_of(hello(R"("inferenceConfig": {})"))["max_tokens"],
            body_of(hello(R"("inferenceConfig": {"maxTokens": null})"))["max_tokens"]);
}

TEST(ConverseRequestBody, HasTheInferenceSettings) {
  const Json body = body_of(hello(R"("inferenceConfig": {"temperature": 0.5, "stopSequences": ["END"]})"));
  EXPECT_EQ(body["temperature"].as_double(), 0.5);
  EXPECT_EQ(body["stop_sequences"], Json::array({"END"}));
  EXPECT_EQ(body_of(hello(R"("inferenceConfig": {"topP": 0.9})"))["top_p"].as_double(), 0.9);
}

TEST(ConverseRequestBody, HasTheSystemPromptAndItsCachePoint) {
  const Json body = body_of(hello(
      R"("system": [{"text": "Be brief."}, {"guardContent": {"text": {"text": "G"}}}, {"cachePoint": {"type": "default", "ttl": "1h"}}])"));
  EXPECT_EQ(body["system"], *Json::parse(R"([{"type": "text", "text": "Be brief."},
      {"type": "text", "text": "G", "cache_control": {"type": "ephemeral", "ttl": "1h"}}])"));
  EXPECT_FALSE(body_of(hello(R"("system": [])")).contains("system"));
}

TEST(ConverseRequestBody, HasTools) {
  const Json body = body_of(hello(R"("toolConfig": {"tools": [
      {"toolSpec": {"name": "w", "description": "d", "strict": true,
                    "inputSchema": {"json": {"type": "object", "properties": {}}}}},
      {"cachePoint": {"type": "default"}}], "toolChoice": {"any": {}}})"));
  EXPECT_EQ(body["tools"], *Json::parse(R"([{"name": "w",
      "input_schema": {"type": "object", "properties": {}}, "description": "d", "strict": true,
      "cache_control": {"type": "ephemeral"}}])"));
  EXPECT_EQ(body["tool_choice"], *Json::parse(R"({"type": "any"})"));
  const auto choice = [](const std::string& chosen) {
    std::string tools(kTools);
    tools.back() = ',';
    return body_of(hello(R"("toolConfig": )" + tools + R"("toolChoice": )" + chosen + "}"))["tool_choice"];
  };
  EXPECT_EQ(choice(R"({"auto": {}})"), *Json::parse(R"({"type": "auto"})"));
  EXPECT_EQ(choice(R"({"tool": {"name": "w"}})"), *Json::parse(R"({"type": "tool", "name": "w"})"));
}

TEST(ConverseRequestBody, CachesWhatStandsBeforeAList) {
  const std::string cache_point = R"({"cachePoint": {"type": "default"}})";
  const std::string cached = R"("cache_control": {"type": "ephemeral"})";
  const Json body = body_of(R"({"toolConfig": )" + std::string(kTools) + R"(, "system": [)" + cache_point +
                            R"(], "messages": [{"role": "user", "content": [{"text": "a"}]},
      {"role": "assistant", "content": [)" +
                            cache_point + R"(, {"text": "b"}]},
      {"role": "user", "content": [{"text": "c"}]}]})");
  EXPECT_EQ(body["tools"][0]["cache_control"], *Json::parse(R"({"type": "ephemeral"})"));
  EXPECT_EQ(body["messages"][0]["content"],
            *Json::parse(R"([{"type": "text", "text": "a", )" + cached + "}]"));
  EXPECT_EQ(body["messages"][1]["content"], *Json::parse(R"([{"type": "text", "text": "b"}])"));
  EXPECT_FALSE(body.contains("system"));
  EXPECT_FALSE(body_of(hello(R"("system": [)" + cache_point + "]")).contains("system"));
}

TEST(ConverseRequestBody, HasTheAdditionalFields) {
  const Json body = body_of(hello(R"("inferenceConfig": {"maxTokens": 4096},
      "outputConfig": {"effort": "low"},
      "additionalModelRequestFields": {"thinking": {"type": "adaptive", "display": "summarized"},
      "output_config": {"effort": "medium"}, "anthropic_beta": ["compact-2026-09-04"]})"),
                            "claude-opus-5-5");
  EXPECT_EQ(body["thinking"]["display"].as_string(), "summarized");
  EXPECT_EQ(body["output_config"], *Json::parse(R"({"effort": "medium"})"));
  EXPECT_EQ(body["anthropic_beta"], Json::array({"compact-2026-09-04"}));
  EXPECT_EQ(body_of(hello(R"("additionalModelRequestFields": {"top_k": 5})"))["top_k"].as_int64(), 5);
  EXPECT_EQ(body_of(hello(R"("additionalModelRequestFields": {"max_tokens": 5})"))["max_tokens"].as_int64(),
            5);
}

// As the AWS guide asks for computer use, and gateways for calls one at a time.
TEST(ConverseRequestBody, AddsToolsAndTheirChoice) {
  std::string tools(kTools);
  tools.back() = ',';
  const Json body = body_of(hello(R"("toolConfig": )" + tools + R"("toolChoice": {"auto": {}}},
      "additionalModelRequestFields": {"tools": [{"type": "bash_20250124", "name": "bash"}],
                                       "tool_choice": {"type": "auto", "disable_parallel_tool_use": true}})"));
  ASSERT_EQ(body["tools"].size(), 2u);
  EXPECT_EQ(body["tools"][1]["name"].as_string(), "bash");
  EXPECT_EQ(body["tool_choice"], *Json::parse(R"({"type": "auto", "disable_parallel_tool_use": true})"));
}

TEST(ConverseRequestBody, HasTheSchemaOfTheAnswer) {
  const Json body = body_of(hello(R"("outputConfig": {"textFormat": {"type": "json_schema", "structure":
      {"jsonSchema": {"name": "n", "schema": "{\"type\":\"object\",\"additionalProperties\":false}"}}}})"));
  EXPECT_EQ(body["output_config"]["format"],
            *Json::parse(
                R"({"type": "json_schema", "schema": {"type": "object", "additionalProperties": false}})"));
}

TEST(ConverseRequestBody, HasSystemMessagesBetweenTheTurns) {
  const std::string request = R"({"messages": [{"role": "user", "content": [{"text": "u"}]},
      {"role": "system", "content": [{"text": "s"}]}, {"role": "assistant", "content": [{"text": "a"}]},
      {"role": "user", "content": [{"text": "v"}]}]})";
  EXPECT_EQ(body_of(request, "claude-opus-5-5")["messages"][1],
            *Json::parse(R"({"role": "system", "content": [{"type": "text", "text": "s"}]})"));
  EXPECT_EQ(refusal_of_request(request, "claude-haiku-4-5"),
            "The model returned the following errors: role 'system' is not supported on this model");
  EXPECT_EQ(refusal_of_request(R"({"messages": [{"role": "user", "content": [{"text": "u"}]},
                {"role": "system", "content": [{"toolRemoval": {"type": "tool", "name": "n"}}]}]})",
                               "claude-opus-5-5"),
            "This model doesn't support the toolRemoval field for system messages.");
}

TEST(ConverseContent, HasTextsAndCachePoints) {
  EXPECT_EQ(content_of(R"([{"text": "a"}, {"cachePoint": {"type": "default"}},
                           {"guardContent": {"text": {"text": "b", "qualifiers": ["query"]}}}])"),
            *Json::parse(R"([{"type": "text", "text": "a", "cache_control": {"type": "ephemeral"}},
                             {"type": "text", "text": "b"}])"));
}

TEST(ConverseContent, HasImages) {
  const std::string image =
      R"({"image": {"format": "png", "source": {"bytes": ")" + std::string(kPngBytes) + R"("}}})";
  EXPECT_EQ(content_of("[" + image + R"(, {"guardContent": )" + image + "}]"), [] {
    const Json block = Json::object(
        {{"type", "image"},
         {"source", Json::object({{"type", "base64"}, {"media_type", "image/png"}, {"data", kPngBytes}})}});
    return Json::array({block, block});
  }());
}

TEST(ConverseContent, HasDocuments) {
  const auto document = [](const std::string& members) {
    return content_of(R"([{"text": "x"}, {"document": {"name": "My notes [1]", )" + members + "}}]")[1];
  };
  const std::string text = base64_encode("Grüße");
  EXPECT_EQ(document(R"("format": "pdf", "source": {"bytes": "JVBERg=="}, "citations": {"enabled": true})"),
            *Json::parse(R"({"type": "document", "source": {"type": "base64", "media_type": "application/pdf",
                "data": "JVBERg=="}, "title": "My notes [1]", "citations": {"enabled": true}})"));
  EXPECT_EQ(document(R"("format": "md", "context": "c", "source": {"bytes": ")" + text + R"("})"),
            *Json::parse(R"({"type": "document", "source": {"type": "text", "media_type": "text/plain",
                "data": "Grüße"}, "title": "My notes [1]", "context": "c"})"));
  EXPECT_EQ(document(R"("source": {"text": "t"})")["source"]["data"].as_string(), "t");
  EXPECT_EQ(document(R"("source": {"content": [{"text": "t"}]})")["source"],
            *Json::parse(R"({"type": "content", "content": [{"type": "text", "text": "t"}]})"));
  EXPECT_THAT(document(R"("format": "docx", "source": {"bytes": "AAAA"})")["source"]["data"].string_or(""),
              HasSubstr("does not read .docx files; this one has 3 bytes"));
}

TEST(ConverseContent, HasCallsResultsAndReasoning) {
  const Json messages = body_of(R"({"toolConfig": )" + std::string(kTools) + R"(, "messages": [
      {"role": "user", "content": [{"text": "Go"}]},
      {"role": "assistant", "content": [
        {"reasoningContent": {"reasoningText": {"text": "Hm", "signature": "bG9jYWwgZW5kcG9pbnQ6IHNpZ25hdHVyZSA9SdUwkhZ1XZkmDGRXG9GkgEjKMJmmkHlCgVE9DL1FwA=="}}},
        {"reasoningContent": {"redactedContent": "bG9jYWwgZW5kcG9pbnQ6IHJlZGFjdGVkIAbOd20+iwgYQ9qZxF3Bf+kquw6qiA1PPdK88VM7Un0xAAEC"}},
        {"citationsContent": {"content": [{"text": "c"}, {"text": "d"}], "citations": []}},
        {"toolUse": {"toolUseId": "t-1", "name": "w", "input": {"city": "Bonn"}}},
        {"toolUse": {"toolUseId": "t-2", "name": "w", "input": {}}}]},
      {"role": "user", "content": [
        {"toolResult": {"toolUseId": "t-1", "content": [{"json": {"t": 20}}, {"text": "warm"}]}},
        {"toolResult": {"toolUseId": "t-2", "status": "error", "content": [{"searchResult":
          {"source": "s", "title": "t", "content": [{"text": "f"}]}}]}},
        {"cachePoint": {"type": "default"}}]}]})")["messages"];
  EXPECT_EQ(messages[1]["content"], *Json::parse(R"([
      {"type": "thinking", "thinking": "Hm", "signature": "bG9jYWwgZW5kcG9pbnQ6IHNpZ25hdHVyZSA9SdUwkhZ1XZkmDGRXG9GkgEjKMJmmkHlCgVE9DL1FwA=="},
      {"type": "redacted_thinking", "data": "bG9jYWwgZW5kcG9pbnQ6IHJlZGFjdGVkIAbOd20+iwgYQ9qZxF3Bf+kquw6qiA1PPdK88VM7Un0xAAEC"},
      {"type": "text", "text": "cd"},
      {"type": "tool_use", "id": "t-1", "name": "w", "input": {"city": "Bonn"}},
      {"type": "tool_use", "id": "t-2", "name": "w", "input": {}}])"));
  EXPECT_EQ(messages[2]["content"], *Json::parse(R"([
      {"type": "tool_result", "tool_use_id": "t-1",
       "content": [{"type": "text", "text": "{\"t\":20}"}, {"type": "text", "text": "warm"}]},
      {"type": "tool_result", "tool_use_id": "t-2",
       "content": [{"type": "search_result", "source": "s", "title": "t",
                    "content": [{"type": "text", "text": "f"}]}],
       "is_error": true, "cache_control": {"type": "ephemeral"}}])"));
}

TEST(ConverseRequestSettings, AreKept) {
  const auto outcome =
      read(hello(R"("serviceTier": {"type": "flex"}, "performanceConfig": {"latency": "optimized"},
      "additionalModelResponseFieldPaths": ["/stop_sequence"], "requestMetadata": {"team": "a b"},
      "guardrailConfig": {}, "promptVariables": {"x": {"text": "y"}}, "unknown": 1)"));
  const auto* request = std::get_if<ConverseRequest>(&outcome);
  ASSERT_TRUE(request) << std::get_if<Refusal>(&outcome)->message;
  EXPECT_EQ(request->service_tier["type"].as_string(), "flex");
  EXPECT_EQ(request->performance["latency"].as_string(), "optimized");
  EXPECT_THAT(request->field_paths, ::testing::ElementsAre("/stop_sequence"));
}

struct RefusedRequest {
  std::string request;
  std::string words;
};

TEST(ConverseRefuses, WhatIsNoConversationInBedrocksWords) {
  const std::string user = R"({"role": "user", "content": [{"text": "x"}]})";
  const std::string assistant = R"({"role": "assistant", "content": [{"text": "x"}]})";
  const RefusedRequest cases[] = {
      {"{}",
       "A conversation must start with a user message. Try again with a conversation that starts with a "
       "user message."},
      {R"({"messages": []})",
       "A conversation must start with a user message. Try again with a conversation "
       "that starts with a user message."},
      {R"({"messages": [)" + assistant + "]}",
       "A conversation must start with a user message. Try again with "
       "a conversation that starts with a user message."},
      {R"({"messages": [)" + user + "," + user + "]}",
       "A conversation must alternate between user and assistant roles. Make sure the conversation "
       "alternates "
       "between user and assistant roles and try again."},
      {with_content("[]"),
       "The content field in the Message object at messages.0 is empty. Add a ContentBlock "
       "object to the content field and try again."},
  };
  for (const RefusedRequest& refused : cases) EXPECT_EQ(refusal_of_request(refused.request), refused.words);
}

TEST(ConverseRefuses, ToolsThatDoNotPair) {
  const auto turns = [](const std::string& calls, const std::string& results, bool has_tools = true) {
    return R"({"messages": [{"role": "user", "content": [{"text": "x"}]},
        {"role": "assistant", "content": [)" +
           calls + R"(]}, {"role": "user", "content": [)" + results + "]}]" +
           (has_tools ? R"(, "toolConfig": )" + std::string(kTools) : "") + "}";
  };
  const std::string call = R"({"toolUse": {"toolUseId": "a", "name": "w", "input": {}}})";
  const std::string result = R"({"toolResult": {"toolUseId": "a", "content": [{"text": "1"}]}})";
  const std::string other = R"({"toolResult": {"toolUseId": "b", "content": [{"text": "1"}]}})";
  EXPECT_EQ(refusal_of_request(turns(call, result)), "(accepted)");
  const RefusedRequest cases[] = {
      {turns(call, result, false),
       "The toolConfig field must be defined when using toolUse and toolResult content blocks."},
      {turns(R"({"text": "x"})", result),
       "The number of toolResult blocks at messages.2.content exceeds the number of toolUse blocks of "
       "previous "
       "turn."},
      {turns(call, R"({"text": "x"})"),
       "Expected toolResult blocks at messages.2.content for the following Ids: a"},
      {turns(call, other), "Expected toolResult blocks at messages.2.content for the following Ids: a"},
      {turns(R"({"toolUse": {"toolUseId": "a", "name": "w"}})", result),
       "The value at messages.1.content.0.toolUse.input is empty."},
      {turns(R"({"toolUse": {"toolUseId": "a", "name": "w", "input": "x"}})", result),
       "The format of the value at messages.1.content.0.toolUse.input is invalid. Provide a json object "
       "for the "
       "field and try again."},
      {turns(call, R"({"toolResult": {"toolUseId": "a", "status": "error", "content": []}})"),
       "The content field at messages.2.content.0.toolResult cannot be empty when status value is error."},
      {hello(R"("toolConfig": {"tools": [{"toolSpec": {"name": "w", "inputSchema": {"json": {}}}}]})"),
       "The value at toolConfig.tools.0.toolSpec.inputSchema.json.type must be one of the following: "
       "object."},
  };
  for (const RefusedRequest& refused : cases) EXPECT_EQ(refusal_of_request(refused.request), refused.words);
}

TEST(ConverseRefuses, DocumentsAsBedrockDoes) {
  const auto documents = [](std::initializer_list<const char*> names, bool has_text = true) {
    std::string content =
        has_text ? R"([{"text": "x"})" : R"([{"reasoningContent": {"redactedContent": ""}})";
    for (const char* name : names)
      content += R"(, {"document": {"format": "txt", "name": ")" + std::string(name) +
                 R"(", "source": {"text": "t"}}})";
    return with_content(content + "]");
  };
  EXPECT_EQ(refusal_of_request(documents({"a_b", "x-(1) [2]"})), "(accepted)");
  for (const char* name : {"report.pdf", "two  spaces", "John's", "tab\\t", "\\u3000"})
    EXPECT_EQ(
        refusal_of_request(documents({name})),
        "The document file name can only contain alphanumeric characters, whitespace characters, hyphens, "
        "parentheses, and square brackets. The name can't contain more than one consecutive whitespace "
        "character. Check that the file name conforms to these restrictions and retry your request.")
        << name;
  EXPECT_EQ(refusal_of_request(documents({"a", "a"})), "Messages can't contain duplicate document names.");
  EXPECT_EQ(refusal_of_request(documents({"a", "b", "c", "d", "e", "f"})),
            "You can't include more than 5 documents in a request.");
  EXPECT_EQ(refusal_of_request(documents({"a"}, false)),
            "A text block must be included when using documents. Add a text block and retry your request.");
  EXPECT_EQ(refusal_of_request(with_content(
                R"([{"text": "x"}, {"document": {"format": "docx", "name": "a", "source": {"bytes": "AAAA"},
                    "citations": {"enabled": true}}}])")),
            "Unsupported document format. Only txt and pdf formats are supported when citations are enabled");
}

TEST(ConverseRefuses, WhatItsShapeDoesNotAllow) {
  const RefusedRequest cases[] = {
      {hello(R"("toolConfig": {"tools": []})"),
       "1 validation error detected: Value at 'toolConfig.tools' failed to satisfy constraint: Member must "
       "have "
       "length greater than or equal to 1"},
      {hello(R"("toolConfig": {"tools": [{"toolSpec": {"name": "", "description": "",
                                                       "inputSchema": {"json": {"type": "object"}}}}]})"),
       "3 validation errors detected: Value '' at 'toolConfig.tools.1.member.toolSpec.name' failed to "
       "satisfy "
       "constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_-]+; Value '' at "
       "'toolConfig.tools.1.member.toolSpec.name' failed to satisfy constraint: Member must have length "
       "greater "
       "than or equal to 1; Value '' at 'toolConfig.tools.1.member.toolSpec.description' failed to satisfy "
       "constraint: Member must have length greater than or equal to 1"},
      {R"({"messages": [{"role": "tool", "content": [{"text": "x"}]}]})",
       "1 validation error detected: Value 'tool' at 'messages.1.member.role' failed to satisfy "
       "constraint: "
       "Member must satisfy enum value set: [user, assistant, system]"},
      {R"({"messages": [{"role": "user"}]})",
       "1 validation error detected: Value null at 'messages.1.member.content' failed to satisfy "
       "constraint: "
       "Member must not be null"},
      {hello(R"("inferenceConfig": {"maxTokens": 0})"),
       "1 validation error detected: Value '0' at 'inferenceConfig.maxTokens' failed to satisfy "
       "constraint: "
       "Member must have value greater than or equal to 1"},
      {hello(R"("inferenceConfig": {"temperature": 1.5})"),
       "1 validation error detected: Value '1.5' at 'inferenceConfig.temperature' failed to satisfy "
       "constraint: "
       "Member must have value less than or equal to 1"},
      {hello(R"("performanceConfig": {"latency": "turbo"})"),
       "1 validation error detected: Value 'turbo' at 'performanceConfig.latency' failed to satisfy "
       "constraint: "
       "Member must satisfy enum value set: [optimized, standard]"},
      {hello(R"("requestMetadata": {})"),
       "1 validation error detected: Value at 'requestMetadata' failed to satisfy constraint: Member must "
       "have "
       "length greater than or equal to 1"},
      {hello(R"("requestMetadata": {"user{}": "x"})"),
       "1 validation error detected: Value at 'requestMetadata' failed to satisfy constraint: Map keys "
       "must "
       R"(satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z0-9\s:_@$#=/+,-.]{1,256}])"},
      {hello(R"("requestMetadata": {"user": ")" + std::string(257, 'x') + R"("})"),
       "1 validation error detected: Value at 'requestMetadata' failed to satisfy constraint: Map value "
       "must "
       "satisfy constraint: [Member must have length less than or equal to 256]"},
      {with_content("[{}]"),
       "ContentBlock object at messages.0.content.0 must set one of the following keys: text, image, "
       "document, "
       "video, audio, toolUse, toolResult, guardContent, cachePoint, reasoningContent, citationsContent, "
       "searchResult, toolAddition, toolRemoval."},
      {with_content(R"([{"text": "x", "cachePoint": {"type": "default"}}])"),
       "ContentBlock object at messages.0.content.0 must set only one of the following keys: text, image, "
       "document, video, audio, toolUse, toolResult, guardContent, cachePoint, reasoningContent, "
       "citationsContent, searchResult, toolAddition, toolRemoval."},
      {with_content(R"("hello")"),
       "The request is malformed: messages.0.content should be a list, and is a string."},
      {with_content(R"([{"image": {"format": "png", "source": {"bytes": "?"}}}])"),
       "The request is malformed: messages.0.content.0.image.source.bytes is not base64."},
      {"[]", "The request is malformed: the body should be an object, and is a list."},
  };
  for (const RefusedRequest& refused : cases) EXPECT_EQ(refusal_of_request(refused.request), refused.words);
}

TEST(ConverseRefuses, Settings) {
  const RefusedRequest cases[] = {
      {R"("guardrailConfig": {"guardrailIdentifier": "abc123", "guardrailVersion": "1", "trace": "enabled"})",
       "The guardrail identifier or version provided in the request does not exist."},
      {R"("guardrailConfig": {"guardrailIdentifier": "abc123"})",
       "guardrailConfig: guardrailIdentifier and guardrailVersion belong together"},
      {R"("serviceTier": {"type": "cheapest"})", "service tier provided is invalid"},
      {R"("serviceTier": {"type": "reserved"})", "Reservation not found."},
      {R"("additionalModelResponseFieldPaths": ["stop_sequence"])",
       R"(additionalModelResponseFieldPaths.0: "stop_sequence" is not a JSON Pointer, such as "/stop_sequence")"},
      {R"("additionalModelResponseFieldPaths": ["/a~2"])",
       R"(additionalModelResponseFieldPaths.0: "/a~2" is not a JSON Pointer, such as "/stop_sequence")"},
      {R"("additionalModelRequestFields": [])",
       "additionalModelRequestFields: Provide a json object for the field and try again"},
      {R"("inferenceConfig": {"maxTokens": 5}, "additionalModelRequestFields": {"max_tokens": 5})",
       "additionalModelRequestFields.max_tokens: conflicts with what Converse has a member of its own for. "
       "Leave "
       "one of them out"},
      {R"("outputConfig": {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {"schema": "{"}}}})",
       "outputConfig.textFormat.structure.jsonSchema.schema: is not a JSON Schema"},
  };
  for (const RefusedRequest& refused : cases)
    EXPECT_EQ(refusal_of_request(hello(refused.request)), refused.words);
}

TEST(ConverseRefuses, WhatClaudeDoesNotTakeOfBedrocksBlocks) {
  EXPECT_EQ(
      refusal_of_request(with_content(R"([{"video": {"format": "mp4", "source": {"bytes": "AAAA"}}}])")),
      "messages.0.content.0.video: This model doesn't support video.");
  EXPECT_EQ(
      refusal_of_request(with_content(
          R"([{"image": {"format": "png", "source": {"s3Location": {"uri": "s3://bucket/a.png"}}}}])")),
      "messages.0.content.0.image.source.s3Location: This model doesn't take files from Amazon S3. Send "
      "their bytes.");
  EXPECT_EQ(
      refusal_of_request(hello(R"("toolConfig": {"tools": [{"systemTool": {"name": "nova_grounding"}}]})")),
      "toolConfig.tools.0.systemTool: This model doesn't support system tools.");
}

TEST(ConverseRefuses, WhatTheModelRefusesInTheModelsWords) {
  constexpr std::string_view model = "The model returned the following errors: ";
  const RefusedRequest cases[] = {
      {with_content(R"([{"cachePoint": {"type": "default"}}])"),
       "messages.0: all messages must have non-empty content except for the optional final assistant "
       "message"},
      {with_content(R"([{"text": ""}])"), "messages: text content blocks must be non-empty"},
      {with_content(R"([{"text": " "}])"), "messages: text content blocks must contain non-whitespace text"},
      {hello(R"("inferenceConfig": {"temperature": 0.5, "topP": 0.9})"),
       "`temperature` and `top_p` cannot both be specified for this model. Please use only one."},
      {hello(R"("additionalModelRequestFields": {"nonsense": 1})"),
       "nonsense: Extra inputs are not permitted"},
      {with_content(R"([{"image": {"format": "jpeg", "source": {"bytes": ")" + std::string(kPngBytes) +
                    R"("}}}])"),
       "messages.0.content.0.image.source.base64: The image was specified using the image/jpeg media type, "
       "but "
       "the image appears to be a image/png image"},
  };
  for (const RefusedRequest& refused : cases)
    EXPECT_EQ(refusal_of_request(refused.request), std::string(model) + refused.words);
  EXPECT_THAT(refusal_of_request(hello(R"("toolConfig": {"tools": [{"toolSpec": {"name": "w", "inputSchema":
                  {"json": {"type": "object"}}}}], "toolChoice": {"any": {}}})"),
                                 "claude-opus-5-5"),
              StartsWith(std::string(model) + "tool_choice: "));
  EXPECT_EQ(refusal_of_request(hello(R"("outputConfig": {"textFormat": {"type": "json_schema", "structure":
                {"jsonSchema": {"schema": "{\"type\":\"object\"}"}}}})"),
                               "claude-opus-5-5"),
            std::string(model) + "output_config.format: Extra inputs are not permitted");
}

TEST(ConverseInput, IsCountedWithoutTheSettings) {
  const Json request =
      *Json::parse(hello(R"("guardrailConfig": {"guardrailIdentifier": "a"}, "system": [{"text": "s"}])"));
  const auto outcome = read_converse_input(request, *find_model("claude-haiku-4-5"));
  const auto* input = std::get_if<ConverseRequest>(&outcome);
  ASSERT_TRUE(input) << std::get_if<Refusal>(&outcome)->message;
  EXPECT_EQ(input->body["system"][0]["text"].as_string(), "s");
}

}  // namespace
}  // namespace anthropic::internal::local
