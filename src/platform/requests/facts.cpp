#include "platform/requests/facts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <anthropic/json.hpp>

#include "wire/json/cursor.hpp"

namespace anthropic::internal {
namespace {

/// Content nests in the results of tools and in documents, and there no further.
constexpr int kDeepest = 8;

constexpr std::array<std::string_view, 8> kOwnBlocks = {
    "text", "image", "document", "search_result", "thinking", "redacted_thinking", "tool_use", "tool_result"};

bool is_property_name(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  return !text.empty() && text.size() <= 64 && text.find_first_not_of(letters) == std::string_view::npos;
}

bool is_null(JsonCursor cursor) {
  return cursor.first() == 'n';
}

std::optional<std::string_view> optional_string(JsonCursor& cursor) {
  if (cursor.first() == '"') return cursor.string();
  cursor.value();
  return std::nullopt;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> number(std::string_view text) {
  const auto json = Json::parse(text);
  return json ? json->as_double() : std::nullopt;
}

void append(std::string& place, std::string_view name) {
  if (!place.empty()) place += '.';
  place += name;
}
void append(std::string& place, std::size_t index) {
  append(place, std::to_string(index));
}

class Reader {
 public:
  explicit Reader(std::string_view body) : cursor_(body) {}

  RequestFacts read() {
    cursor_.members([this](std::string_view name) { read_member(name); });
    // The body has them in any order.
    facts_.cache_breakpoints = std::move(tool_breakpoints_);
    for (auto* breakpoints : {&system_breakpoints_, &message_breakpoints_}) {
      for (CacheBreakpoint& breakpoint : *breakpoints)
        facts_.cache_breakpoints.push_back(std::move(breakpoint));
    }
    return std::move(facts_);
  }

 private:
  void read_member(std::string_view name) {
    if (is_null(cursor_)) return;
    facts_.members.push_back(name);
    if (name == "messages") return read_messages();
    if (name == "system") return read_blocks("system", system_breakpoints_, 0);
    if (name == "tools") return read_tools();
    if (name == "tool_choice") return read_tool_choice();
    if (name == "thinking") return read_thinking();
    if (name == "output_config") return read_output_config();
    if (name == "max_tokens") facts_.max_tokens = whole_number(cursor_.value());
    if (name == "temperature") facts_.temperature = number(cursor_.value());
    if (name == "top_p") facts_.top_p = number(cursor_.value());
    if (name == "top_k") facts_.has_top_k = true;
    if (name == "anthropic_beta") cursor_.items([this](std::size_t) { facts_.has_betas = true; });
    if (name == "cache_control") facts_.automatic_caching = read_breakpoint("");
  }

  void read_messages() {
    std::string place = "messages";
    const std::size_t front = place.size();
    cursor_.items([&](std::size_t index) {
      place.resize(front);
      append(place, index);
      append(place, "content");
      ++facts_.message_count;
      facts_.last_role = {};
      facts_.is_paused = false;
      facts_.last_block_is_marked = false;
      cursor_.members([&](std::string_view name) {
        if (name == "role") facts_.last_role = cursor_.string();
        if (name == "content") read_blocks(place, message_breakpoints_, 0);
      });
    });
  }

  void read_blocks(const std::string& list, std::vector<CacheBreakpoint>& breakpoints, int depth) {
    if (depth > kDeepest) return;
    std::string place = list;
    cursor_.items([&](std::size_t index) {
      place.resize(list.size());
      append(place, index);
      read_block(place, breakpoints, depth);
    });
  }

  void read_block(const std::string& place, std::vector<CacheBreakpoint>& breakpoints, int depth) {
    BlockFacts block;
    std::string_view tool_use_id;
    std::optional<CacheBreakpoint> breakpoint;
    cursor_.members([&](std::string_view name) {
      if (name == "type") block.type = cursor_.string();
      if (name == "id") block.id = cursor_.string();
      if (name == "tool_use_id") tool_use_id = cursor_.string();
      if (name == "name") block.name = cursor_.string();
      if (name == "signature" && !is_null(cursor_)) block.signature = optional_string(cursor_).value_or("");
      if (name == "source") read_source(place, breakpoints, depth);
      if (name == "content") read_blocks(place + ".content", breakpoints, depth + 1);
      if (name == "cache_control" && !is_null(cursor_)) breakpoint = read_breakpoint(place);
    });
    if (depth == 0 && &breakpoints == &message_breakpoints_) {
      facts_.last_block_is_marked = breakpoint.has_value();
      const bool is_own = std::find(kOwnBlocks.begin(), kOwnBlocks.end(), block.type) != kOwnBlocks.end();
      facts_.is_paused = facts_.is_paused || !is_own;
    }
    if (breakpoint) {
      // A system prompt has one kind of blocks, and answers do not name it.
      if (&breakpoints != &system_breakpoints_ && !block.type.empty()) append(breakpoint->schema, block.type);
      breakpoints.push_back(*std::move(breakpoint));
    }
    if (block.type == "tool_addition") facts_.adds_tools = true;
    if (block.type == "image" && !facts_.first_image) facts_.first_image = place;
    if (block.type == "tool_result") block.id = tool_use_id;
    if (block.type == "tool_use" || block.type == "tool_result" || block.type == "thinking") {
      block.place = place;
      facts_.blocks.push_back(std::move(block));
    }
  }

  void read_source(const std::string& place, std::vector<CacheBreakpoint>& breakpoints, int depth) {
    cursor_.members([&](std::string_view name) {
      if (name == "content") return read_blocks(place + ".source.content", breakpoints, depth + 1);
      if (name != "type") return;
      const std::string_view type = cursor_.string();
      facts_.has_url_source = facts_.has_url_source || type == "url";
      facts_.has_file_source = facts_.has_file_source || type == "file";
    });
  }

  CacheBreakpoint read_breakpoint(const std::string& place) {
    CacheBreakpoint breakpoint{.place = place, .schema = place};
    cursor_.members([&](std::string_view name) {
      if (name == "type") {
        breakpoint.type = optional_string(cursor_).value_or("");
      } else if (name == "ttl") {
        if (!is_null(cursor_)) breakpoint.ttl = optional_string(cursor_).value_or("");
      } else if (name == "scope") {
        breakpoint.has_scope = !is_null(cursor_);
      } else {
        breakpoint.unknown_member = name;
      }
    });
    return breakpoint;
  }

  void read_tools() {
    cursor_.items([this](std::size_t index) {
      ToolFacts tool{.type = "custom"};
      std::optional<CacheBreakpoint> breakpoint;
      cursor_.members([&](std::string_view name) {
        if (name == "type" && !is_null(cursor_)) tool.type = cursor_.string();
        if (name == "name" && !is_null(cursor_)) tool.name = optional_string(cursor_).value_or("");
        if (name == "strict") tool.is_strict = cursor_.value() == "true";
        if (name == "input_schema") read_schema(tool);
        if (name == "cache_control" && !is_null(cursor_)) {
          std::string place = "tools";
          append(place, index);
          breakpoint = read_breakpoint(place);
        }
      });
      if (breakpoint) {
        append(breakpoint->schema, tool.type);
        tool_breakpoints_.push_back(*std::move(breakpoint));
      }
      facts_.tools.push_back(tool);
    });
  }

  void read_schema(ToolFacts& tool) {
    cursor_.members([&](std::string_view name) {
      if (name == "anyOf" || name == "oneOf" || name == "allOf") tool.combines = name;
      if (name != "properties") return;
      cursor_.members([&](std::string_view property) {
        if (!tool.odd_property && !is_property_name(property)) tool.odd_property = property;
      });
    });
  }

  void read_tool_choice() {
    cursor_.members([this](std::string_view name) {
      if (name == "type") facts_.tool_choice = cursor_.string();
      if (name == "name") facts_.chosen_tool = cursor_.string();
    });
  }

  void read_thinking() {
    ThinkingFacts thinking;
    cursor_.members([&](std::string_view name) {
      if (name == "type") {
        thinking.type = cursor_.string();
      } else if (name == "budget_tokens") {
        if (is_null(cursor_)) return;
        thinking.has_budget = true;
        thinking.budget = whole_number(cursor_.value());
      } else if (name != "display" && name != "block_binding") {
        thinking.unknown_member = name;
      }
    });
    facts_.thinking = thinking;
  }

  void read_output_config() {
    cursor_.members([this](std::string_view name) {
      if (name == "effort") facts_.effort = cursor_.string();
      if (name == "format") facts_.has_output_format = !is_null(cursor_);
    });
  }

  JsonCursor cursor_;
  RequestFacts facts_;
  std::vector<CacheBreakpoint> tool_breakpoints_;
  std::vector<CacheBreakpoint> system_breakpoints_;
  std::vector<CacheBreakpoint> message_breakpoints_;
};

}  // namespace

bool RequestFacts::has(std::string_view member) const {
  return std::find(members.begin(), members.end(), member) != members.end();
}

bool RequestFacts::thinks() const {
  return thinking && is_thinking(thinking->type);
}

bool RequestFacts::forces_a_tool() const {
  return tool_choice == "any" || tool_choice == "tool";
}

RequestFacts read_request_facts(std::string_view body_json) {
  return Reader(body_json).read();
}

}  // namespace anthropic::internal
