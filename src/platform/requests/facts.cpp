#include "platform/requests/facts.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <anthropic/json.hpp>

#include "base/text/text.hpp"
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

/// "web_search_tool_result", "mcp_tool_result" …; AWS names the call, Anthropic its result.
bool ends_server_turn(std::string_view type) {
  return type.ends_with("_tool_result") || type == "server_tool_use" || type == "mcp_tool_use";
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
    if (name == "anthropic_beta")
      cursor_.items([this](std::size_t) { facts_.betas.push_back(cursor_.string()); });
    if (name == "cache_control") facts_.automatic_caching = read_breakpoint("");
  }

  void read_messages() {
    std::string place = "messages";
    const std::size_t front = place.size();
    std::string_view role_before;
    bool follows_server_tool = false;
    cursor_.items([&](std::size_t index) {
      place.resize(front);
      append(place, index);
      append(place, "content");
      ++facts_.message_count;
      facts_.last_block_is_marked = false;
      message_ = {.index = index, .role_before = role_before, .follows_server_tool = follows_server_tool};
      has_server_blocks_ = false;
      last_block_ = {};
      std::string_view role;
      turn_.begin_message();
      cursor_.members([&](std::string_view name) {
        if (name == "role") role = cursor_.string();
        if (name == "content") read_content(place);
        if (name == "output_config" && !is_null(cursor_)) read_output_config_of_message();
        if (name == "clear_at" && !is_null(cursor_))
          message_.clear_at = optional_string(cursor_).value_or("");
      });
      turn_.end_message(role, place);
      if (role_before == "system") facts_.system_messages.back().role_after = role;
      finish_message(role);
      role_before = role;
      follows_server_tool = role == "assistant" && ends_server_turn(last_block_);
    });
    facts_.open_turn = turn_.start();
  }

  /// What was noted of any message, by the role that it turned out to have.
  void finish_message(std::string_view role) {
    if (role == "system") {
      facts_.system_messages.push_back(message_);
      return;
    }
    facts_.last_role = role;
    facts_.is_paused = has_server_blocks_;
    if (message_.clear_at) facts_.stray_members.push_back({message_.index, "clear_at"});
    if (message_.has_output_config) facts_.stray_members.push_back({message_.index, "output_config"});
  }

  void read_content(const std::string& place) {
    if (cursor_.first() == '"') {
      message_.is_empty = cursor_.string().empty();
    } else {
      read_blocks(place, message_breakpoints_, 0);
    }
  }

  void read_output_config_of_message() {
    message_.has_output_config = true;
    cursor_.members([this](std::string_view name) {
      if (name == "effort" && !is_null(cursor_)) message_.sets_effort = true;
    });
  }

  void read_blocks(const std::string& list, std::vector<CacheBreakpoint>& breakpoints, int depth) {
    if (depth > kDeepest) return;
    std::string place = list;
    cursor_.items([&](std::size_t index) {
      place.resize(list.size());
      append(place, index);
      read_block(place, index, breakpoints, depth);
    });
  }

  void read_block(const std::string& place, std::size_t index, std::vector<CacheBreakpoint>& breakpoints,
                  int depth) {
    BlockFacts block;
    std::string_view tool;
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
      if (name == "tool") tool = cursor_.value();
      if (name == "cache_control" && !is_null(cursor_)) breakpoint = read_breakpoint(place);
    });
    const bool changes_tools = block.type == "tool_addition" || block.type == "tool_removal";
    if (changes_tools) read_changed_tool(place, tool);
    if (depth == 0 && &breakpoints == &message_breakpoints_) {
      facts_.last_block_is_marked = breakpoint.has_value();
      const bool is_own = std::find(kOwnBlocks.begin(), kOwnBlocks.end(), block.type) != kOwnBlocks.end();
      has_server_blocks_ = has_server_blocks_ || !is_own;
      last_block_ = block.type;
      if (changes_tools && !message_.first_tool_change) message_.first_tool_change = index;
      if (breakpoint && !message_.first_breakpoint) message_.first_breakpoint = index;
      if (!changes_tools && block.type != "text") message_.has_other_blocks = true;
      message_.is_empty = false;
      turn_.add_block(block.type);
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

  /// The `tool` of a tool_addition or tool_removal: a reference, or a definition. Those of MCP servers are not
  /// known from the request.
  void read_changed_tool(const std::string& place, std::string_view tool) {
    std::string_view type;
    std::string_view name;
    std::string_view defined;
    JsonCursor cursor(tool);
    cursor.members([&](std::string_view member) {
      if (member == "type") type = cursor.string();
      if (member == "name") name = cursor.string();
      if (member == "definition")
        cursor.members([&](std::string_view inner) {
          if (inner == "name") defined = cursor.string();
        });
    });
    if (type == "tool_reference") facts_.tool_references.push_back({place, name});
    if (type == "tool_definition") facts_.added_tools.push_back(defined);
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
        if (name == "defer_loading") tool.is_deferred = !is_null(cursor_);
        if (name == "eager_input_streaming") tool.streams_input = !is_null(cursor_);
        if (name == "input_examples") tool.has_examples = !is_null(cursor_);
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
  SystemMessageFacts message_;      // the message being read, whatever its role
  bool has_server_blocks_ = false;  // of it
  std::string_view last_block_;     // its type
  OpenTurn turn_;
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

bool RequestFacts::has_beta(std::string_view name) const {
  return std::find(betas.begin(), betas.end(), name) != betas.end();
}

bool RequestFacts::has_beta_like(std::string_view prefix) const {
  return std::any_of(betas.begin(), betas.end(),
                     [prefix](std::string_view beta) { return beta.starts_with(prefix); });
}

void RequestFacts::add_betas(std::string_view header) {
  while (!header.empty()) {
    const std::size_t comma = std::min(header.find(','), header.size());
    const std::string_view beta = trim(header.substr(0, comma));
    if (!beta.empty()) betas.push_back(beta);
    header.remove_prefix(std::min(comma + 1, header.size()));
  }
}

void RequestFacts::add_betas(const Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (ascii_lower(name) == "anthropic-beta") add_betas(value);
  }
}

RequestFacts read_request_facts(std::string_view body_json) {
  return Reader(body_json).read();
}

}  // namespace anthropic::internal
