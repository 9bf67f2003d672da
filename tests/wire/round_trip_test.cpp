#include "support/round_trip.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <random>

#include <anthropic/message_create_params.hpp>
#include <anthropic/stream_event.hpp>

namespace anthropic::internal {
namespace {

struct Example {
  std::string kind;
  Json value;
};

std::vector<Example> read_corpus() {
  std::vector<Example> examples;
  std::ifstream file(ANTHROPIC_MESSAGE_CORPUS);
  for (std::string line; std::getline(file, line);) {
    const Json json = *Json::parse(line);
    examples.push_back({json["kind"].string_or(""), json["value"]});
  }
  return examples;
}

const std::vector<Example>& corpus() {
  static const std::vector<Example> examples = read_corpus();
  return examples;
}

/// Members of a message that are written whatever was read; they replace a null or an empty value.
bool is_always_written(std::string_view name) {
  return name == "role" || name == "usage" || name == "input_tokens" || name == "output_tokens";
}

bool says_nothing(const Json& json) {
  const bool can_be_empty = json.is_object() || json.is_array();
  return json.is_null() || json.as_string() == "" || (can_be_empty && json.empty());
}

/// Where `result` lacks something of `original`, or differs from it; empty if it does not.
std::string first_loss(const Json& original, const Json& result, const std::string& path) {
  if (original.is_object() && result.is_object()) {
    for (const Json::Member& member : original.members()) {
      const std::string name = path + "." + member.name;
      const Json* other = result.find(member.name);
      if (!other) return name + " is gone";
      if (is_always_written(member.name) && says_nothing(member.value)) continue;
      if (auto loss = first_loss(original[member.name], *other, name); !loss.empty()) return loss;
    }
    return {};
  }
  if (original.is_array() && result.is_array() && original.size() == result.size()) {
    for (std::size_t i = 0; i < original.size(); ++i) {
      auto loss = first_loss(original[i], result[i], path + "[" + std::to_string(i) + "]");
      if (!loss.empty()) return loss;
    }
    return {};
  }
  return original == result ? std::string() : path + " changed";
}

TEST(RoundTrip, EveryExampleComesBackAsItWas) {
  ASSERT_GT(corpus().size(), 100u);
  for (const Example& example : corpus()) {
    EXPECT_EQ(round_trip(example.kind, example.value), example.value)
        << example.kind << ' ' << example.value.dump();
  }
}

TEST(RoundTrip, WhatHasAStructGetsIt) {
  const std::map<std::string, std::size_t> blocks = {{"text", 0},     {"image", 1},
                                                     {"document", 2}, {"search_result", 3},
                                                     {"thinking", 4}, {"redacted_thinking", 5},
                                                     {"tool_use", 6}, {"tool_result", 7}};
  const std::map<std::string, std::size_t> deltas = {{"text_delta", 0},
                                                     {"input_json_delta", 1},
                                                     {"citations_delta", 2},
                                                     {"thinking_delta", 3},
                                                     {"signature_delta", 4}};
  std::size_t typed = 0;
  for (const Example& example : corpus()) {
    const std::string type = example.value["type"].string_or("");
    if (example.kind.starts_with("ContentBlock")) {
      const ContentBlock block = ContentBlock::from_json(example.value);
      EXPECT_EQ(block.type(), type);
      const auto known = blocks.find(type);
      EXPECT_EQ(block.index(), known == blocks.end() ? blocks.size() : known->second) << type;
      typed += known != blocks.end();
    } else if (example.kind.starts_with("TextCitation")) {
      const TextCitation citation = TextCitation::from_json(example.value);
      EXPECT_EQ(citation.type(), type);
      EXPECT_FALSE(std::holds_alternative<UnknownCitation>(citation)) << type;
      EXPECT_EQ(citation.cited_text(), example.value["cited_text"].as_string());
    } else if (example.kind == "RawContentBlockDelta") {
      const StreamEvent event = StreamEvent::from_json(
          Json::object({{"type", "content_block_delta"}, {"index", 0}, {"delta", example.value}}));
      const auto known = deltas.find(type);
      EXPECT_EQ(std::get<ContentBlockDeltaEvent>(event).delta.index(),
                known == deltas.end() ? deltas.size() : known->second)
          << type;
    } else if (example.kind == "RawMessageStreamEvent") {
      EXPECT_EQ(std::holds_alternative<UnknownEvent>(StreamEvent::from_json(example.value)), type == "aura")
          << type;
    } else if (example.kind == "ToolUnion") {
      const ToolUnion tool = ToolUnion::from_json(example.value);
      EXPECT_EQ(std::holds_alternative<Tool>(tool), example.value.contains("input_schema"));
      EXPECT_EQ(tool.name(), example.value["name"].string_or(""));
    }
  }
  EXPECT_GT(typed, 20u);
}

/// Changes one place of a value at random: a member or an item is removed, added or made something else.
class Mutation {
 public:
  explicit Mutation(std::uint32_t seed) : random_(seed) {}

  Json of(Json json) {
    if (json.is_object() && !json.empty() && one_in(3)) {
      json.set(json.members()[pick(json.size())].name, anything());
    } else if (json.is_object() && !json.empty() && one_in(4)) {
      json.erase(json.members()[pick(json.size())].name);
    } else if (json.is_object() && one_in(3)) {
      json.set("novel_" + std::to_string(pick(3)), anything());
    } else if (json.is_object() && !json.empty()) {
      const std::string name = json.members()[pick(json.size())].name;
      json.set(name, of(json[name]));
    } else if (json.is_array()) {
      Json::Array items = json.items();
      const std::size_t at = items.empty() ? 0 : pick(items.size());
      if (items.empty() || one_in(4)) {
        items.push_back(anything());
      } else if (one_in(4)) {
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
      } else {
        items[at] = of(items[at]);
      }
      return items;
    } else {
      return anything();
    }
    return json;
  }

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }
  bool one_in(std::size_t count) { return pick(count) == 0; }

  Json anything() {
    switch (pick(14)) {
      case 0:
        return nullptr;
      case 1:
        return true;
      case 2:
        return false;
      case 3:
        return 0;
      case 4:
        return -7;
      case 5:
        return Json::number("1.50");
      case 6:
        return Json::number("123456789012345678901234567890");
      case 7:
        return "";
      case 8:
        return "ephemeral";
      case 9:
        return Json::array();
      case 10:
        return Json::array({"a", nullptr, Json::object({{"type", "text"}, {"text", "b"}})});
      case 11:
        return Json::object();
      case 12:
        return Json::object({{"type", "text"}, {"text", "inside"}, {"more", 1}});
      default:
        return Json::object({{"type", "ephemeral"}, {"ttl", ""}});
    }
  }

  std::mt19937 random_;
};

TEST(RoundTrip, NothingIsLostWhateverIsInAValue) {
  std::map<std::string, std::size_t> kept;
  for (std::uint32_t round = 0; round < 60; ++round) {
    for (std::size_t i = 0; i < corpus().size(); ++i) {
      const Example& example = corpus()[i];
      Mutation mutation(round * 1000 + static_cast<std::uint32_t>(i));
      Json value = mutation.of(example.value);
      if (round % 2 == 1) value = mutation.of(value);
      const Json result = round_trip(example.kind, value);
      const bool may_refuse = example.kind == "Message" || example.kind == "MessageCreateParams" ||
                              example.kind == "ThinkingConfigParam" || example.kind == "ToolChoice";
      if (may_refuse && result.is_null()) continue;
      const std::string loss = first_loss(value, result, example.kind);
      ASSERT_EQ(loss, "") << value.dump() << "\nbecame " << result.dump();
      // Only messages and requests have members that are always written.
      const bool exact = !may_refuse && example.kind != "RawMessageStreamEvent";
      if (exact) {
        ASSERT_EQ(result, value) << value.dump() << "\nbecame " << result.dump();
      }
      ++kept[example.kind];
    }
  }
  EXPECT_GT(kept["Message"], 80u);
  EXPECT_GT(kept["MessageCreateParams"], 80u);
  EXPECT_GT(kept["ContentBlock"], 1000u);
}

TEST(RoundTrip, SettingAFieldReplacesTheNullThatCameFromTheServer) {
  auto block = ContentBlock::from_json(
      *Json::parse(R"({"type":"text","text":"a","citations":null,"cache_control":null})"));
  auto& text = std::get<TextBlock>(block);
  text.cache_control = CacheControl{.ttl = "1h"};
  text.citations.push_back(
      CitationsWebSearchResultLocation{.cited_text = "c", .url = "u", .encrypted_index = "e"});
  const Json json = block.to_json();
  EXPECT_EQ(json["cache_control"]["ttl"].as_string(), "1h");
  EXPECT_EQ(json["citations"][0]["url"].as_string(), "u");
  EXPECT_EQ(json.size(), 4u);
}

TEST(Replay, OnlyWhatAnswersHaveIsLeftOut) {
  const Json sent =
      replay("ContentBlock", *Json::parse(R"({"type":"tool_use","id":"t","name":"f","input":{"caller":1},
      "caller":{"type":"direct"},"toolset_name":null,"novel":1,"partial_json":"{\"a"})"));
  EXPECT_EQ(sent, *Json::parse(R"({"type":"tool_use","id":"t","name":"f","input":{"caller":1},"novel":1})"));
  EXPECT_EQ(
      replay("ContentBlock",
             *Json::parse(R"({"type":"tool_use","id":"t","name":"f","input":{},"toolset_name":"computer"})"))
          ["toolset_name"]
              .as_string(),
      "computer");
  EXPECT_EQ(replay("ContentBlock",
                   *Json::parse(R"({"type":"text","text":"a","citations":null,"parsed_output":{"a":1}})")),
            *Json::parse(R"({"type":"text","text":"a"})"));
  EXPECT_EQ(
      replay(
          "ContentBlock",
          *Json::parse(
              R"({"type":"server_tool_use","id":"s","name":"web_search","input":{},"caller":{"type":"direct"}})")),
      *Json::parse(R"({"type":"server_tool_use","id":"s","name":"web_search","input":{}})"));
  EXPECT_FALSE(
      replay(
          "TextCitation",
          *Json::parse(
              R"({"type":"char_location","cited_text":"c","document_index":0,"document_title":null,"start_char_index":0,"end_char_index":1,"file_id":"f"})"))
          .contains("file_id"));
}

}  // namespace
}  // namespace anthropic::internal
