#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/crypto/encoding.hpp"
#include "base/file/files.hpp"
#include "local/server/endpoint.hpp"
#include "platform/models/choice.hpp"
#include "platform/requests/rules.hpp"
#include "signed_request.hpp"

// Sends each request of tests/local/refusals to the endpoint: what Bedrock refuses, and next to it what it takes.
// docs/what-bedrock-refuses.md is written from the same files.

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kConversePrefix = "The model returned the following errors: ";

/// A way to a model, as the files call it.
struct Door {
  std::string_view name;
  PlatformKind platform;
  std::string_view code;  ///< of most of its refusals
};

constexpr Door kDoors[] = {
    {"invoke", PlatformKind::invoke_model, "ValidationException"},
    {"converse", PlatformKind::invoke_model, "ValidationException"},
    {"count", PlatformKind::invoke_model, "ValidationException"},
    {"runtime", PlatformKind::runtime_messages, "invalid_request_error"},
    {"mantle", PlatformKind::mantle, "invalid_request_error"},
    {"anthropic", PlatformKind::first_party, "invalid_request_error"},
};

const Door& door_of(std::string_view name) {
  for (const Door& door : kDoors) {
    if (door.name == name) return door;
  }
  throw std::invalid_argument("no door is called " + std::string(name));
}

/// One request of the files, and what is said of it.
struct Case {
  const Json& rule;
  const Json& own;
  const Door& door;
  bool is_refused = false;

  const Json& operator[](std::string_view name) const { return own.contains(name) ? own[name] : rule[name]; }
  const ModelInfo& model() const {
    const ModelInfo* found = find_model("claude-" + (*this)["model"].string_or(""));
    if (!found) throw std::invalid_argument((*this)["model"].dump() + " is no model");
    return *found;
  }
};

void merge(const Json& members, Json& body) {
  for (const Json::Member& member : members.members()) body.set(member.name, member.value);
}

/// The members of a body of the Messages API, without what differs from door to door.
Json messages_body(const Case& asked) {
  Json body = *Json::parse(R"({"max_tokens": 2000, "messages": [{"role": "user", "content": "x"}]})");
  merge(asked.own["body"], body);
  if (const auto characters = asked.own["prompt_characters"].as_int64()) {
    Json block =
        Json::object({{"type", "text"}, {"text", std::string(static_cast<std::size_t>(*characters), 'x')}});
    if (asked.own["mark"].as_bool().value_or(false))
      block.set("cache_control", Json::object({{"type", "ephemeral"}}));
    body.set("messages",
             Json::array({Json::object({{"role", "user"}, {"content", Json::array({std::move(block)})}})}));
  }
  for (const Json& name : asked.own["without"].items()) body.erase(name.string_or(""));
  return body;
}

Json invoke_body_of(const Case& asked) {
  Json body = Json::object({{"anthropic_version", "bedrock-2023-05-31"}});
  merge(messages_body(asked), body);
  for (const Json& name : asked.own["without"].items()) body.erase(name.string_or(""));
  return body;
}

Json converse_body_of(const Case& asked) {
  std::string text = "x";
  if (const auto characters = asked.own["prompt_characters"].as_int64())
    text.assign(static_cast<std::size_t>(*characters), 'x');
  Json body = Json::object(
      {{"messages", Json::array({Json::object(
                        {{"role", "user"}, {"content", Json::array({Json::object({{"text", text}})})}})})}});
  merge(asked.own["converse"], body);
  if (asked.own.contains("body")) body.set("additionalModelRequestFields", asked.own["body"]);
  return body;
}

/// Elsewhere the betas are a header.
std::string move_betas(Json& body, Headers& headers) {
  std::string betas;
  for (const Json& beta : body["anthropic_beta"].items()) {
    if (!betas.empty()) betas += ", ";
    betas += beta.string_or("");
  }
  if (body.contains("anthropic_beta")) headers.emplace_back("anthropic-beta", betas);
  body.erase("anthropic_beta");
  return betas;
}

Request request_of(const Case& asked) {
  Request request{.method = "POST"};
  Headers headers = {{"Host", "127.0.0.1"}, {"Content-Type", "application/json"}};
  for (const Json::Member& header : asked.own["headers"].members()) {
    if (header.name == "Content-Type") headers.pop_back();
    headers.emplace_back(header.name, header.value.string_or(""));
  }
  const ModelInfo& model = asked.model();
  const bool counts = asked.door.name == "count";
  const std::string id = asked.own["id"].string_or((counts ? "" : "us.") + std::string(model.id));
  const std::string path = "/model/" + percent_encode(id);
  if (asked.door.name == "invoke") {
    request.target = path + "/invoke";
    request.body = invoke_body_of(asked).dump();
  } else if (asked.door.name == "converse") {
    request.target = path + "/converse";
    request.body = converse_body_of(asked).dump();
  } else if (counts) {
    request.target = path + "/count-tokens";
    const std::string body = base64_encode(invoke_body_of(asked).dump());
    request.body =
        Json::object({{"input", Json::object({{"invokeModel", Json::object({{"body", body}})}})}}).dump();
  } else {
    request.target = asked.door.name == "anthropic" ? "/v1/messages" : "/anthropic/v1/messages";
    Json body = messages_body(asked);
    body.set("model", asked.door.name == "anthropic" ? std::string(model.first_party_id)
                      : asked.door.name == "mantle"  ? std::string(model.id)
                                                     : id);
    headers.emplace_back("anthropic-version", "2023-06-01");
    move_betas(body, headers);
    request.body = body.dump();
  }
  request.headers = std::move(headers);
  return request;
}

Answer answer_to(const Case& asked) {
  EndpointSettings settings;
  settings.accepted.region = "us-east-1";
  settings.check_signatures = false;
  settings.now = noon;
  settings.random = std::make_shared<RealRandom>();
  Endpoint endpoint(std::move(settings));
  return endpoint.answer(request_of(asked));
}

/// "…" at the end stands for more.
void expect_words(std::string_view actual, std::string_view words) {
  constexpr std::string_view more = "…";
  if (words.ends_with(more)) {
    words.remove_suffix(more.size());
    EXPECT_THAT(std::string(actual), ::testing::StartsWith(std::string(words)));
  } else {
    EXPECT_EQ(actual, words);
  }
}

void expect_refused(const Case& asked, const Answer& answer) {
  EXPECT_EQ(answer.status, asked["status"].as_int64().value_or(400)) << answer.body;
  const Json body = *Json::parse(answer.body);
  const bool is_api = asked.door.code == "invalid_request_error";
  const std::string code = is_api ? body["error"]["type"].string_or("") : answer.error_code;
  EXPECT_EQ(code, asked["code"].string_or(std::string(asked.door.code)));
  std::string message = is_api ? body["error"]["message"].string_or("") : body["message"].string_or("");
  if (asked.door.name == "converse" && message.starts_with(kConversePrefix))
    message.erase(0, kConversePrefix.size());
  expect_words(message, asked.own.contains("words") ? asked.own["words"].string_or("")
                                                    : asked.rule["says"].string_or(""));
}

void expect_accepted(const Case& asked, const Answer& answer) {
  EXPECT_EQ(answer.status, 200) << answer.body;
  const auto cached = asked.own["cached"].as_int64();
  if (!cached) return;
  EXPECT_EQ((*Json::parse(answer.body))["usage"]["cache_creation_input_tokens"].as_int64(), cached);
}

/// Whether the client refuses by itself.
bool client_refuses(const Case& asked) {
  Json body = messages_body(asked);
  Headers headers;
  if (asked.door.platform != PlatformKind::invoke_model) move_betas(body, headers);
  const std::string text = body.dump();
  RequestFacts facts = read_request_facts(text);
  facts.add_betas(headers);
  const std::string model = model_id_for(asked.door.platform, asked.model().id, "us-east-1");
  return refuse_request(asked.door.platform, model, "us-east-1", facts).has_value();
}

void judge(const Case& asked) {
  const Answer answer = answer_to(asked);
  asked.is_refused ? expect_refused(asked, answer) : expect_accepted(asked, answer);
  const bool has_body =
      asked.own.contains("body") && asked.door.name != "count" && !asked.own.contains("converse");
  if (!has_body || asked.rule["client"].is_null()) return;
  EXPECT_EQ(client_refuses(asked), asked.is_refused && asked.rule["client"].as_bool().value_or(false))
      << "the client";
}

class RefusalsTest : public ::testing::TestWithParam<std::string> {};

TEST_P(RefusalsTest, TheEndpointRefusesWhatBedrockRefusesAndNothingElse) {
  const auto text = RealFiles().read(std::string(LOCAL_REFUSALS) + "/" + GetParam() + ".json");
  ASSERT_TRUE(text && *text);
  const auto file = Json::parse(**text);
  ASSERT_TRUE(file) << file.error().message;
  std::size_t requests = 0;
  for (const Json& rule : (*file)["rules"].items()) {
    SCOPED_TRACE(rule["rule"].string_or("?"));
    for (const bool is_refused : {true, false}) {
      for (const Json& own : rule[is_refused ? "refused" : "accepted"].items()) {
        SCOPED_TRACE((is_refused ? "refused: " : "accepted: ") + own["name"].string_or("?"));
        const Json& doors = own.contains("at") ? own["at"] : rule["at"];
        for (const Json& door : doors.items()) {
          SCOPED_TRACE(door.string_or("?"));
          judge({rule, own, door_of(door.string_or("")), is_refused});
          ++requests;
        }
      }
    }
  }
  EXPECT_GT(requests, 10u);
}

INSTANTIATE_TEST_SUITE_P(Local, RefusalsTest,
                         ::testing::Values("betas", "caching", "models", "settings", "structure",
                                           "system_messages", "thinking", "tools"),
                         [](const auto& info) { return info.param; });

TEST(Refusals, EachFileIsSent) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(LOCAL_REFUSALS))
    files += entry.is_regular_file();
  EXPECT_EQ(files, 8u) << "name a new one above";
}

}  // namespace
}  // namespace anthropic::internal::local
