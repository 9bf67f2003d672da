#include "commands/batch/files/input_line.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/errors.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kLongestId = 512;

std::string_view type_name(const Json& value) {
  switch (value.type()) {
    case Json::Type::null:
      return "null";
    case Json::Type::boolean:
      return "a boolean";
    case Json::Type::number:
      return "a number";
    case Json::Type::string:
      return "text";
    case Json::Type::array:
      return "a list";
    case Json::Type::object:
      return "an object";
  }
  return "something else";
}

Error wrong_type(std::string_view member, const Json& value, std::string_view wanted) {
  return bad_request_error("\"" + std::string(member) + "\" is " + std::string(type_name(value)),
                           "make it " + std::string(wanted));
}

// The id, if the line has one. Numbers are taken as their digits.
Result<std::string> take_id(Json& json) {
  std::string id;
  for (const char* name : {"custom_id", "id", "recordId"}) {
    const Json* value = json.find(name);
    if (!value) continue;
    if (value->is_number()) {
      id = value->number_text();
    } else if (value->is_string()) {
      id = *value->as_string();
    } else {
      return wrong_type(name, *value, "text");
    }
    if (id.empty())
      return bad_request_error("\"" + std::string(name) + "\" is empty", "give it a name, or leave it out");
    if (id.size() > kLongestId)
      return bad_request_error("\"" + std::string(name) + "\" has " + std::to_string(id.size()) + " bytes",
                               "names have at most " + std::to_string(kLongestId));
    json.erase(name);
    break;
  }
  return id;
}

Result<void> check_messages(const Json& body) {
  if (!body.contains("messages"))
    return bad_request_error("there is no \"messages\"",
                             "the body of a request has messages: [{\"role\", \"content\"}]");
  const Json& messages = body["messages"];
  if (!messages.is_array()) return wrong_type("messages", messages, "a list of {\"role\", \"content\"}");
  if (messages.empty())
    return bad_request_error("\"messages\" is empty",
                             "ask something: [{\"role\": \"user\", \"content\": \"…\"}]");
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Json& message = messages[i];
    const std::string place = "messages[" + std::to_string(i) + "]";
    if (!message.is_object()) return wrong_type(place, message, "an object with \"role\" and \"content\"");
    for (const char* name : {"role", "content"}) {
      if (!message.contains(name))
        return bad_request_error("\"" + place + "\" has no \"" + name + "\"",
                                 "a message is {\"role\": \"user\", \"content\": \"…\"}");
    }
    if (!message["role"].is_string())
      return wrong_type(place + ".role", message["role"], "\"user\" or \"assistant\"");
    const Json& content = message["content"];
    if (!content.is_string() && !content.is_array())
      return wrong_type(place + ".content", content, "text, or a list of content blocks");
  }
  return {};
}

struct TypeRule {
  std::string_view name;
  bool (*holds)(const Json& value);
  std::string_view wanted;
};

bool is_text(const Json& value) {
  return value.is_string();
}
bool is_content(const Json& value) {
  return value.is_string() || value.is_array();
}
bool is_count(const Json& value) {
  return value.as_int64().value_or(0) >= 1;
}
bool is_number(const Json& value) {
  return value.is_number();
}
bool is_list(const Json& value) {
  return value.is_array();
}
bool is_list_of_texts_or_null(const Json& value) {
  return value.is_null() ||
         (value.is_array() && std::all_of(value.items().begin(), value.items().end(), is_text));
}

bool is_anything(const Json&) {
  return true;
}

// The members that are looked at here; the server looks at all.
enum Known {
  kModel,
  kMaxTokens,
  kSystem,
  kTemperature,
  kTopP,
  kTopK,
  kStopSequences,
  kTools,
  kThinking,
  kOutputConfig,
  kBetas,
  kAnthropicBeta
};
constexpr std::array kTypeRules = {
    TypeRule{"model", is_text, "the id of a model"},
    TypeRule{"max_tokens", is_count, "a whole number from 1 on"},
    TypeRule{"system", is_content, "text, or a list of text blocks"},
    TypeRule{"temperature", is_number, "a number from 0 to 1"},
    TypeRule{"top_p", is_number, "a number from 0 to 1"},
    TypeRule{"top_k", is_number, "a whole number"},
    TypeRule{"stop_sequences", is_list, "a list of texts"},
    TypeRule{"tools", is_list, "a list of tools"},
    TypeRule{"thinking", is_anything, ""},
    TypeRule{"output_config", is_anything, ""},
    TypeRule{"betas", is_list_of_texts_or_null, "a list of names of beta features"},
    TypeRule{"anthropic_beta", is_list_of_texts_or_null, "a list of names of beta features"},
};

Error wrong_value(const TypeRule& rule, const Json& value) {
  if (value.is_array() && rule.holds == is_list_of_texts_or_null) {
    const auto entry = std::find_if_not(value.items().begin(), value.items().end(), is_text);
    return wrong_type(std::string(rule.name) + "[" + std::to_string(entry - value.items().begin()) + "]",
                      *entry, "the name of a beta feature, a text");
  }
  if (!value.is_number()) return wrong_type(rule.name, value, rule.wanted);
  return bad_request_error("\"" + std::string(rule.name) + "\" is " + value.number_text(),
                           "make it " + std::string(rule.wanted));
}

// {"prompt": "…"} stands for a conversation of one turn.
Result<std::optional<std::string>> take_prompt(Json& body) {
  Json* prompt = body.find("prompt");
  if (!prompt) return std::optional<std::string>();
  if (body.contains("messages"))
    return bad_request_error("there are both \"prompt\" and \"messages\"", "leave one of them out");
  if (!prompt->is_string()) return wrong_type("prompt", *prompt, "text");
  if (is_blank(*prompt->as_string())) return bad_request_error("\"prompt\" is empty", "ask something");
  std::string text = std::move(prompt->mutable_string());
  body.erase("prompt");
  return std::optional(std::move(text));
}

// The request's body, out of what is around it.
Result<Json> take_body(Json json) {
  for (const char* name : {"params", "modelInput"}) {
    Json* inner = json.find(name);
    if (!inner) continue;
    if (!inner->is_object()) return wrong_type(name, *inner, "an object: the request's body");
    const Json* model = json.find("model");
    if (model && !inner->contains("model")) inner->set("model", *model);
    return std::move(*inner);
  }
  if (json.contains("messages") || json.contains("prompt")) return json;
  return bad_request_error(
      "there is no \"params\", \"modelInput\", \"messages\" or \"prompt\"",
      "write {\"custom_id\": \"…\", \"params\": {\"messages\": […]}} or {\"prompt\": \"…\"}");
}

Result<MessageCreateParams> params_of(Json body, const MessageCreateParams& defaults) {
  Result<std::optional<std::string>> prompt = take_prompt(body);
  if (!prompt) return prompt.error();
  if (!*prompt) {
    if (const Result<void> checked = check_messages(body); !checked) return checked.error();
  }
  if (body.contains("modelId"))
    return bad_request_error("\"modelId\" is in the request's body, where Bedrock refuses it",
                             "name the model with \"model\", or with --model for all lines");
  std::array<bool, kTypeRules.size()> has = {};
  for (const Json::Member& member : body.members()) {
    for (std::size_t i = 0; i < kTypeRules.size(); ++i) {
      const TypeRule& rule = kTypeRules[i];
      if (member.name != rule.name) continue;
      has[i] = true;
      if (!rule.holds(member.value)) return wrong_value(rule, member.value);
    }
  }
  body.erase("stream");
  // Bedrock gets it anyway, and nobody else takes it.
  if (body["anthropic_version"].as_string() == "bedrock-2023-05-31") body.erase("anthropic_version");
  Result<MessageCreateParams> params = MessageCreateParams::from_json(std::move(body));
  if (!params) return params;
  if (*prompt) params->messages.push_back({"user", std::move(**prompt)});
  if (!has[kModel]) params->model = defaults.model;
  if (!has[kMaxTokens]) params->max_tokens = defaults.max_tokens;
  if (!has[kSystem]) params->system = defaults.system;
  if (!has[kTemperature]) params->temperature = defaults.temperature;
  if (!has[kTopP]) params->top_p = defaults.top_p;
  if (!has[kTopK]) params->top_k = defaults.top_k;
  if (!has[kStopSequences]) params->stop_sequences = defaults.stop_sequences;
  if (!has[kThinking]) params->thinking = defaults.thinking;
  if (!has[kOutputConfig]) params->output_config = defaults.output_config;
  params->bedrock = defaults.bedrock;
  return params;
}

Result<Json> read_object(const Line& line) {
  if (line.is_too_long)
    return bad_request_error(
        "it has " + with_thousands(line.size) + " bytes, and a request has at most 25,000,000",
        "send less, or smaller images and documents");
  Result<Json> json = Json::parse(line.text);
  if (!json)
    return bad_request_error("it is " + json.error().message,
                             "each line is one JSON object, with no line break inside");
  if (!json->is_object())
    return bad_request_error("it is " + std::string(type_name(*json)) + ", not an object",
                             "write {\"custom_id\": \"…\", \"params\": {…}} or {\"prompt\": \"…\"}");
  return json;
}

Result<void> read_line(const Line& line, const MessageCreateParams& defaults, ParsedLine& parsed) {
  Result<Json> json = read_object(line);
  if (!json) return json.error();
  Result<std::string> id = take_id(*json);
  if (!id) return id.error();
  parsed.has_own_id = !id->empty();
  parsed.key.id = *std::move(id);
  Result<Json> body = take_body(*std::move(json));
  if (!body) return body.error();
  Result<MessageCreateParams> params = params_of(*std::move(body), defaults);
  if (!params) return params.error();
  parsed.params = *std::move(params);
  return {};
}

}  // namespace

ParsedLine parse_line(const Line& line, const MessageCreateParams& defaults) {
  ParsedLine parsed;
  parsed.key.number = line.number;
  parsed.size = line.size;
  parsed.key.digest = static_cast<std::uint32_t>(digest_of(line.text));
  if (const Result<void> read = read_line(line, defaults, parsed); !read) parsed.error = read.error();
  if (!parsed.has_own_id) parsed.key.id = made_up_id(parsed.key.number, parsed.key.digest);
  return parsed;
}

}  // namespace anthropic::internal::cli
