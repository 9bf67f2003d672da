#include "local/replies/replies.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <utility>

#include "base/crypto/encoding.hpp"
#include "base/text/glob.hpp"
#include "local/replies/read_members.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::array<std::string_view, 7> kStopReasons = {"end_turn",
                                                          "max_tokens",
                                                          "stop_sequence",
                                                          "tool_use",
                                                          "refusal",
                                                          "pause_turn",
                                                          "model_context_window_exceeded"};
// Of Converse alone.
constexpr std::array<std::string_view, 4> kConverseStopReasons = {
    "guardrail_intervened", "content_filtered", "malformed_model_output", "malformed_tool_use"};

Result<std::optional<std::int64_t>> read_count(const Json& object, const std::string& where,
                                               std::string_view name, std::int64_t minimum) {
  const Json* value = object.find(name);
  if (!value) return std::optional<std::int64_t>();
  const std::optional<std::int64_t> number = value->as_int64();
  if (!number || *number < minimum || *number > 3'600'000)
    return wrong_replies(where + "." + std::string(name),
                         "should be a whole number from " + std::to_string(minimum) + " to 3600000");
  return number;
}

Result<Match> read_match(const Json& json, const std::string& where) {
  if (auto checked = check_members(json, where,
                                   {"model", "system", "user_contains", "user_equals", "user_glob",
                                    "has_tool_result", "tool_result_of", "tool_result_contains"});
      !checked)
    return checked.error();
  Match match;
  const std::pair<std::string_view, std::optional<std::string>*> members[] = {
      {"model", &match.model},
      {"system", &match.system},
      {"user_contains", &match.user_contains},
      {"user_equals", &match.user_equals},
      {"user_glob", &match.user_glob},
      {"tool_result_of", &match.tool_result_of},
      {"tool_result_contains", &match.tool_result_contains},
  };
  for (const auto& [name, out] : members) {
    if (auto read = read_text(json, where, name, *out); !read) return read.error();
  }
  if (const Json* has_result = json.find("has_tool_result")) {
    if (!has_result->is_bool()) return wrong_replies(where + ".has_tool_result", "should be true or false");
    match.has_tool_result = has_result->as_bool();
  }
  return match;
}

Result<std::vector<std::string>> read_chunks(const Json& text, const std::string& where) {
  std::vector<std::string> chunks;
  if (text.is_string()) {
    chunks.push_back(text.string_or(""));
    return chunks;
  }
  if (!text.is_array()) return wrong_replies(where, "should be a string or a list of strings");
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!text[i].is_string())
      return wrong_replies(where + "[" + std::to_string(i) + "]", "should be a string");
    chunks.push_back(text[i].string_or(""));
  }
  return chunks;
}

Result<ToolUse> read_tool_use(const Json& json, const std::string& where) {
  if (auto checked = check_members(json, where, {"name", "input"}); !checked) return checked.error();
  if (!json["name"].is_string()) return wrong_replies(where + ".name", "should be a string");
  ToolUse use;
  use.name = json["name"].string_or("");
  if (const Json* input = json.find("input")) {
    if (!input->is_object()) return wrong_replies(where + ".input", "should be an object");
    use.input = *input;
  }
  return use;
}

Result<std::vector<ToolUse>> read_tool_uses(const Json& json, const std::string& where) {
  std::vector<ToolUse> uses;
  if (!json.is_array()) {
    auto use = read_tool_use(json, where);
    if (!use) return use.error();
    uses.push_back(*std::move(use));
    return uses;
  }
  for (std::size_t i = 0; i < json.size(); ++i) {
    auto use = read_tool_use(json[i], where + "[" + std::to_string(i) + "]");
    if (!use) return use.error();
    uses.push_back(*std::move(use));
  }
  return uses;
}

Result<std::vector<Quote>> read_quotes(const Json& json, const std::string& where) {
  std::vector<Quote> quotes;
  if (!json.is_array()) return wrong_replies(where, "should be a list");
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string item = item_place(where, i);
    if (auto checked = check_members(json[i], item, {"cited_text", "document_index"}); !checked)
      return checked.error();
    std::optional<std::string> text;
    if (auto read = read_text(json[i], item, "cited_text", text); !read) return read.error();
    auto index = read_count(json[i], item, "document_index", 0);
    if (!index) return index.error();
    if (!text && !*index) return wrong_replies(item, "needs cited_text or document_index");
    Quote quote{.text = text.value_or("")};
    if (*index) quote.document = static_cast<std::size_t>(**index);
    quotes.push_back(std::move(quote));
  }
  return quotes;
}

bool is_stop_reason(std::string_view reason) {
  const auto is_it = [&](std::string_view known) { return known == reason; };
  return std::any_of(kStopReasons.begin(), kStopReasons.end(), is_it) ||
         std::any_of(kConverseStopReasons.begin(), kConverseStopReasons.end(), is_it);
}

Result<Reply> read_reply(const Json& json, const std::string& where) {
  if (auto checked = check_members(json, where,
                                   {"thinking", "redacted_thinking", "text", "citations", "tool_use",
                                    "stop_reason", "pace_ms", "chunk_size"});
      !checked)
    return checked.error();
  Reply reply;
  if (!json.contains("text") && !json.contains("tool_use"))
    return wrong_replies(where, "needs text or tool_use");
  if (const Json* text = json.find("text")) {
    auto chunks = read_chunks(*text, where + ".text");
    if (!chunks) return chunks.error();
    reply.chunks = *std::move(chunks);
  }
  if (const Json* citations = json.find("citations")) {
    auto quotes = read_quotes(*citations, where + ".citations");
    if (!quotes) return quotes.error();
    reply.quotes = *std::move(quotes);
  }
  if (const Json* tool_use = json.find("tool_use")) {
    auto uses = read_tool_uses(*tool_use, where + ".tool_use");
    if (!uses) return uses.error();
    reply.tool_uses = *std::move(uses);
  }
  std::optional<std::string> thinking, redacted_thinking, stop_reason;
  if (auto read = read_text(json, where, "thinking", thinking); !read) return read.error();
  reply.thinking = thinking.value_or("");
  if (auto read = read_text(json, where, "redacted_thinking", redacted_thinking); !read) return read.error();
  reply.redacted_thinking = redacted_thinking.value_or("");
  if (!base64_decode(reply.redacted_thinking))
    return wrong_replies(where + ".redacted_thinking", "should be base64, as Claude's is");
  if (auto read = read_text(json, where, "stop_reason", stop_reason); !read) return read.error();
  reply.stop_reason = stop_reason.value_or("");
  if (stop_reason && !is_stop_reason(*stop_reason))
    return wrong_replies(where + ".stop_reason", "is not a stop reason of the Messages API or of Converse");

  auto pace = read_count(json, where, "pace_ms", 0);
  if (!pace) return pace.error();
  reply.pace = std::chrono::milliseconds(pace->value_or(0));
  auto size = read_count(json, where, "chunk_size", 1);
  if (!size) return size.error();
  if (*size) reply.chunk_size = static_cast<std::size_t>(**size);
  // One long text comes in pieces like those of a model; a list of texts as it was written.
  if (!*size && json["text"].is_string()) reply.chunk_size = 16;
  return reply;
}

bool has(std::string_view text, const std::optional<std::string>& part) {
  return !part || text.find(*part) != std::string_view::npos;
}

bool fits_name(std::string_view pattern, std::string_view name) {
  return pattern == name || glob_matches(pattern, name);
}

bool matches_tool_result(const Match& match, const std::vector<ToolResult>& results) {
  if (match.has_tool_result && *match.has_tool_result == results.empty()) return false;
  if (!match.tool_result_of && !match.tool_result_contains) return true;
  return std::any_of(results.begin(), results.end(), [&](const ToolResult& result) {
    return (!match.tool_result_of || fits_name(*match.tool_result_of, result.tool)) &&
           has(result.text, match.tool_result_contains);
  });
}

bool matches(const Match& match, std::string_view model, const Conversation& conversation) {
  if (match.model) {
    const bool is_pattern = match.model->find_first_of("*?") != std::string::npos;
    if (is_pattern ? !glob_matches(*match.model, model) : !has(model, match.model)) return false;
  }
  if (!has(conversation.system, match.system)) return false;
  if (!has(conversation.last_user, match.user_contains)) return false;
  if (match.user_equals && *match.user_equals != conversation.last_user) return false;
  if (match.user_glob && !glob_matches(*match.user_glob, conversation.last_user)) return false;
  return matches_tool_result(match, conversation.tool_results);
}

// Whether a rule may answer once more; then that is counted.
bool take_one(const Rule& rule) {
  if (!rule.left) return true;
  std::int64_t left = rule.left->load();
  while (left > 0 && !rule.left->compare_exchange_weak(left, left - 1)) continue;
  return left > 0;
}

}  // namespace

Result<Replies> Replies::in_order(const Json& list) {
  if (list.empty()) return wrong_replies("the list", "should hold at least one answer");
  Replies replies;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Json answer = list[i].is_string() ? Json::object({{"text", list[i]}}) : list[i];
    auto reply = read_reply(answer, "[" + std::to_string(i) + "]");
    if (!reply) return reply.error();
    replies.in_order_.push_back(*std::move(reply));
  }
  replies.next_ = std::make_unique<std::atomic<std::size_t>>(0);
  return replies;
}

Result<Replies> Replies::parse(std::string_view json_text) {
  const Result<Json> json = Json::parse(json_text);
  if (!json) {
    Error error = wrong_replies("the text", json.error().message);
    error.hint = "A text to answer stands in braces: .replies = {\"Hello.\"}. " + error.hint;
    return error;
  }
  if (json->is_array()) return in_order(*json);
  if (!json->is_object()) return wrong_replies("the file", "should be rules, or a list of answers");
  if (auto checked = check_members(*json, "the file", {"rules", "guardrails"}); !checked)
    return checked.error();
  Replies replies;
  if (const Json* guardrails = json->find("guardrails")) {
    auto read = Guardrails::read(*guardrails, "guardrails");
    if (!read) return read.error();
    replies.guardrails_ = *std::move(read);
    if (!json->contains("rules")) return replies;
  }
  const Json& rules = (*json)["rules"];
  if (!rules.is_array()) return wrong_replies("rules", "should be a list");
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const std::string where = item_place("rules", i);
    if (auto checked = check_members(rules[i], where, {"match", "reply", "times"}); !checked)
      return checked.error();
    Rule rule;
    if (const Json* match = rules[i].find("match")) {
      auto read = read_match(*match, where + ".match");
      if (!read) return read.error();
      rule.match = *std::move(read);
    }
    auto reply = read_reply(rules[i]["reply"], where + ".reply");
    if (!reply) return reply.error();
    rule.reply = *std::move(reply);
    auto times = read_count(rules[i], where, "times", 1);
    if (!times) return times.error();
    if (*times) rule.left = std::make_unique<std::atomic<std::int64_t>>(**times);
    replies.rules_.push_back(std::move(rule));
  }
  return replies;
}

const Reply* Replies::find(std::string_view model, const Conversation& conversation) const {
  if (next_) return &in_order_[std::min(next_->fetch_add(1), in_order_.size() - 1)];
  for (const Rule& rule : rules_) {
    if (matches(rule.match, model, conversation) && take_one(rule)) return &rule.reply;
  }
  return nullptr;
}

}  // namespace anthropic::internal::local
