#include <iostream>
#include <string>

#include <anthropic/bedrock.hpp>

// witness BASE_URL: our client, for tests/outsiders/witness_*.mjs, which compare it with the official one.
// Reads lines {"params": …, "stream": …, "bedrock": …, "headers": …} and answers each with a line
// {"message": …} or {"error": …, "partial": …}.

namespace {

using anthropic::Json;

anthropic::Headers headers_of(const Json& json) {
  anthropic::Headers headers;
  for (const Json::Member& member : json.members())
    headers.emplace_back(member.name, member.value.string_or(""));
  return headers;
}

anthropic::BedrockOptions bedrock_options(const Json& json) {
  anthropic::BedrockOptions options;
  if (const Json& guardrail = json["guardrail"]; guardrail.is_object()) {
    options.guardrail = {.identifier = guardrail["identifier"].string_or(""),
                         .version = guardrail["version"].string_or(""),
                         .trace = guardrail["trace"].string_or("")};
  }
  options.service_tier = json["service_tier"].string_or("");
  options.performance_latency = json["performance_latency"].string_or("");
  options.request_metadata = headers_of(json["request_metadata"]);
  return options;
}

/// The official clients call it "betas"; a body, "anthropic_beta".
anthropic::Result<anthropic::MessageCreateParams> params_of(const Json& line) {
  Json json = line["params"];
  if (const Json betas = json["betas"]; betas.is_array()) {
    json.erase("betas");
    json.set("anthropic_beta", betas);
  }
  auto params = anthropic::MessageCreateParams::from_json(std::move(json));
  if (params && line["bedrock"].is_object()) params->bedrock = bedrock_options(line["bedrock"]);
  return params;
}

Json answer(const anthropic::Result<anthropic::Message>& message) {
  if (message) return Json::object({{"message", message->to_json()}});
  const anthropic::Error& error = message.error();
  Json json = Json::object({{"kind", anthropic::to_string(error.kind)},
                            {"status", error.status},
                            {"type", error.type},
                            {"message", error.message}});
  const Json partial = error.partial_message ? error.partial_message->to_json() : Json();
  return Json::object({{"error", std::move(json)}, {"partial", partial}});
}

Json ask(const anthropic::AnthropicBedrock& client, const std::string& text) {
  const auto line = Json::parse(text);
  if (!line) return answer(line.error());
  const auto params = params_of(*line);
  if (!params) return answer(params.error());
  const anthropic::RequestOptions options = {.extra_headers = headers_of((*line)["headers"])};
  if ((*line)["stream"].as_bool().value_or(false))
    return answer(client.messages.stream(*params, options).final_message());
  return answer(client.messages.create(*params, options));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: witness BASE_URL\n";
    return 2;
  }
  const anthropic::AnthropicBedrock client({.aws_region = "us-east-1",
                                            .aws_access_key = "WITNESSKEY",
                                            .aws_secret_key = "witness-secret",
                                            .aws_session_token = "witness-token",
                                            .base_url = argv[1],
                                            .max_retries = 0,
                                            .check_support = false});
  for (std::string line; std::getline(std::cin, line);) std::cout << ask(client, line).dump() << std::endl;
  return 0;
}
