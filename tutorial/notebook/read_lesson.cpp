#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/errors.hpp"
#include "tutorial/cells/cell.hpp"
#include "tutorial/notebook/fields.hpp"
#include "tutorial/notebook/lesson.hpp"

namespace anthropic::internal::tutorial {
namespace {

constexpr std::size_t kHints = 2;

/// The source of a cell: one string, or lines with their ends.
Result<std::string> read_source(const Json& json, const std::string& where) {
  if (json.is_string()) return json.string_or("");
  if (!json.is_array()) return misfit(where + ".source", "should be a string or a list of lines");
  std::string source;
  for (const Json& line : json.items()) {
    if (!line.is_string()) return misfit(where + ".source", "should hold strings only");
    source += line.string_or("");
  }
  return source;
}

Result<std::vector<Sample>> read_samples(const Json& json, const std::string& where) {
  if (!json.is_array()) return misfit(where, "should be a list of answers");
  std::vector<Sample> samples;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string place = where + "[" + std::to_string(i) + "]";
    const Json& item = json[i];
    if (!item.is_object()) {
      auto text = read_text(item, place);
      if (!text) return text.error();
      samples.push_back({.answer = *std::move(text)});
      continue;
    }
    auto known = check_members(
        item, place, {"answer", "user", "assistant", "system", "prefill", "request", "thinking", "tool"});
    if (!known) return known.error();
    std::string answer;
    if (item.contains("answer")) {
      auto text = read_text(item["answer"], place + ".answer");
      if (!text) return text.error();
      answer = *std::move(text);
    }
    samples.push_back({.material = item, .answer = std::move(answer)});
  }
  return samples;
}

Result<Exercise> read_exercise(const Json& json, const std::string& where) {
  auto known =
      check_members(json, where, {"title", "grade", "hints", "solution", "explanation", "good", "bad"});
  if (!known) return known.error();
  Exercise exercise;
  for (const auto& [name, target] :
       {std::pair("title", &exercise.title), std::pair("explanation", &exercise.explanation)}) {
    if (!json.contains(name) && target == &exercise.explanation) continue;
    auto text = read_local_text(json[name], where + "." + name);
    if (!text) return text.error();
    *target = *std::move(text);
  }
  auto rules = read_rules(json["grade"], "answer", where + ".grade");
  if (!rules) return rules.error();
  if (rules->empty()) return misfit(where + ".grade", "holds no rule");
  exercise.rules = *std::move(rules);
  if (json["hints"].size() != kHints || !json["hints"].is_array())
    return misfit(where + ".hints", "should be a list of two hints");
  for (std::size_t i = 0; i < kHints; ++i) {
    auto hint = read_local_text(json["hints"][i], where + ".hints[" + std::to_string(i) + "]");
    if (!hint) return hint.error();
    exercise.hints.push_back(*std::move(hint));
  }
  auto solution = read_text(json["solution"], where + ".solution");
  if (!solution) return solution.error();
  exercise.solution = *std::move(solution);
  for (const auto& [name, target] : {std::pair("good", &exercise.good), std::pair("bad", &exercise.bad)}) {
    auto samples = read_samples(json[name], where + "." + name);
    if (!samples) return samples.error();
    *target = *std::move(samples);
  }
  return exercise;
}

Result<void> read_usage(const Json& json, const std::string& where, RecordedReply& reply) {
  const auto known = check_members(
      json, where,
      {"input_tokens", "output_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"});
  if (!known) return known;
  for (const Json::Member& member : json.members()) {
    if (!member.value.as_int64()) return misfit(where + "." + member.name, "should be a whole number");
  }
  reply.usage = json;
  return {};
}

Result<void> read_citations(const Json& json, const std::string& where, RecordedReply& reply) {
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string place = where + "[" + std::to_string(i) + "]";
    if (auto known = check_members(json[i], place, {"document", "quote"}); !known) return known;
    const auto document = json[i]["document"].as_int64();
    if (!document || *document < 0) return misfit(place + ".document", "should be a whole number from 0 on");
    auto quote = read_text(json[i]["quote"], place + ".quote");
    if (!quote) return quote.error();
    reply.citations.push_back({static_cast<std::size_t>(*document), *std::move(quote)});
  }
  return {};
}

Result<RecordedReply> read_reply(const Json& json, const std::string& where, bool is_first) {
  std::vector<std::string_view> known = {"text", "thinking", "tool_use", "stop_reason",
                                         "then", "pace_ms",  "usage",    "citations"};
  if (is_first) known.insert(known.end(), {"when", "part"});
  if (auto checked = check_members(json, where, known); !checked) return checked.error();
  RecordedReply recorded;
  if (const Json* when = json.find("when")) {
    auto rule = read_rule(*when, "prompt", where + ".when");
    if (!rule) return rule.error();
    recorded.when = *std::move(rule);
  }
  recorded.part = static_cast<int>(json["part"].as_int64().value_or(0));
  recorded.reply = Json::object();
  if (!json.contains("text") && !json.contains("tool_use")) return misfit(where, "needs text or tool_use");
  for (const auto& [name, target] :
       {std::pair("text", std::string()), std::pair("thinking", std::string())}) {
    if (!json.contains(name)) continue;
    auto text = read_text(json[name], where + "." + name);
    if (!text) return text.error();
    if (std::string_view(name) == "thinking")
      recorded.thinking = *text;
    else
      recorded.reply.set(name, *text);
  }
  for (const char* name : {"tool_use", "stop_reason", "pace_ms"}) {
    if (const Json* value = json.find(name)) recorded.reply.set(name, *value);
  }
  if (const Json* usage = json.find("usage")) {
    if (auto read = read_usage(*usage, where + ".usage", recorded); !read) return read.error();
  }
  if (auto read = read_citations(json["citations"], where + ".citations", recorded); !read)
    return read.error();
  if (const Json* then = json.find("then")) {
    auto next = read_reply(*then, where + ".then", false);
    if (!next) return next.error();
    recorded.then.push_back(*std::move(next));
  }
  return recorded;
}

class LessonReader {
 public:
  LessonReader(std::string file, Language language) {
    lesson_.file = std::move(file);
    lesson_.language = language;
  }

  Result<Lesson> read(std::string_view text) {
    const auto notebook = Json::parse(text);
    if (!notebook) return misfit(lesson_.file, "is no notebook: " + notebook.error().message);
    const bool is_known =
        (*notebook)["nbformat"].as_int64() == 4 && (*notebook)["nbformat_minor"].as_int64() >= 5;
    if (!is_known) return misfit(lesson_.file, "is no notebook of nbformat 4.5");
    if (auto read = read_head((*notebook)["metadata"]["tutorial"]); !read) return read.error();
    const Json& cells = (*notebook)["cells"];
    if (!cells.is_array()) return misfit(lesson_.file, "has no cells");
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (auto read = read_cell_json(cells[i], i); !read) return read.error();
    }
    return std::move(lesson_);
  }

 private:
  Result<void> read_head(const Json& json) {
    const std::string where = lesson_.file + ", metadata.tutorial";
    if (auto known = check_members(json, where, {"id", "title", "summary", "max_tokens", "tools"}); !known)
      return known;
    lesson_.id = json["id"].string_or("");
    if (lesson_.id.empty()) return misfit(where + ".id", "should be the lesson's id");
    for (const auto& [name, target] :
         {std::pair("title", &lesson_.title), std::pair("summary", &lesson_.summary)}) {
      auto text = read_local_text(json[name], where + "." + name);
      if (!text) return text.error();
      *target = *std::move(text);
    }
    if (const Json* max_tokens = json.find("max_tokens")) {
      lesson_.max_tokens = max_tokens->as_int64().value_or(0);
      if (lesson_.max_tokens < 1) return misfit(where + ".max_tokens", "should be a whole number from 1 on");
    }
    for (std::size_t i = 0; i < json["tools"].size(); ++i) {
      auto tool = read_tool(json["tools"][i], where + ".tools[" + std::to_string(i) + "]");
      if (!tool) return tool.error();
      lesson_.tools.push_back(*std::move(tool));
    }
    return {};
  }

  Result<void> read_cell_json(const Json& json, std::size_t index) {
    LessonCell cell;
    cell.id = json["id"].string_or("");
    const std::string name = cell.id.empty() ? "number " + std::to_string(index + 1) : cell.id;
    const std::string where = lesson_.file + ", cell " + name;
    if (cell.id.empty()) return misfit(where, "has no id");
    if (!ids_.insert(cell.id).second) return misfit(where, "is there twice: an id belongs to one cell");
    const std::string type = json["cell_type"].string_or("");
    if (type != "code" && type != "markdown")
      return misfit(where + ".cell_type", "should be code or markdown");
    cell.is_code = type == "code";
    auto source = read_source(json["source"], where);
    if (!source) return source.error();
    cell.source = *std::move(source);
    const Json& tags = json["metadata"]["tags"];
    cell.is_playground = std::any_of(tags.items().begin(), tags.items().end(),
                                     [](const Json& tag) { return tag.as_string() == "playground"; });
    if (const Json* tutorial = json["metadata"].find("tutorial")) {
      if (auto read = read_metadata(*tutorial, where, cell); !read) return read;
    }
    if (cell.is_code) {
      if (auto read = check_code(where, cell); !read) return read;
    }
    lesson_.cells.push_back(std::move(cell));
    return {};
  }

  static Result<void> read_metadata(const Json& json, const std::string& where, LessonCell& cell) {
    if (auto known = check_members(json, where + ".tutorial", {"exercise", "replies"}); !known) return known;
    if (const Json* exercise = json.find("exercise")) {
      auto read = read_exercise(*exercise, where + ".exercise");
      if (!read) return read.error();
      cell.exercise = *std::move(read);
    }
    for (std::size_t i = 0; i < json["replies"].size(); ++i) {
      auto reply = read_reply(json["replies"][i], where + ".replies[" + std::to_string(i) + "]", true);
      if (!reply) return reply.error();
      cell.replies.push_back(*std::move(reply));
    }
    return {};
  }

  Result<void> check_code(const std::string& where, LessonCell& cell) const {
    const auto code = read_cell(cell.source, lesson_.language);
    if (!code) return configuration_error(where + ", " + code.error().message, code.error().hint);
    if (code->exercise.empty() == cell.exercise.has_value())
      return misfit(where, cell.exercise ? "has an exercise in its metadata, and no %exercise"
                                         : "has an %exercise, and none in its metadata");
    if (cell.exercise) cell.exercise->id = code->exercise;
    return {};
  }

  Lesson lesson_;
  std::set<std::string> ids_;
};

}  // namespace

Result<Lesson> read_lesson(std::string_view notebook, std::string file, Language language) {
  return LessonReader(std::move(file), language).read(notebook);
}

Result<LessonTool> read_tool(const Json& json, const std::string& where) {
  if (!json["name"].is_string()) return misfit(where + ".name", "should be the tool's name");
  LessonTool lesson_tool;
  for (std::size_t i = 0; i < json["results"].size(); ++i) {
    const std::string place = where + ".results[" + std::to_string(i) + "]";
    const Json& item = json["results"][i];
    if (auto known = check_members(item, place, {"if", "result", "is_error"}); !known) return known.error();
    auto text = read_text(item["result"], place + ".result");
    if (!text) return text.error();
    lesson_tool.results.push_back({item["if"], *std::move(text), item["is_error"].as_bool().value_or(false)});
  }
  Json api = json;
  api.erase("results");
  if (!api.contains("input_schema")) api.set("input_schema", Json::object({{"type", "object"}}));
  const ToolUnion parsed = ToolUnion::from_json(std::move(api));
  if (const auto* tool = std::get_if<Tool>(&parsed))
    lesson_tool.tool = *tool;
  else
    return misfit(where, "should be a tool of your own, without a type");
  return lesson_tool;
}

const LessonCell* Lesson::find_cell(std::string_view cell_id) const {
  const auto found =
      std::find_if(cells.begin(), cells.end(), [&](const LessonCell& c) { return c.id == cell_id; });
  return found == cells.end() ? nullptr : &*found;
}

const LessonTool* Lesson::find_tool(std::string_view name) const {
  const auto found =
      std::find_if(tools.begin(), tools.end(), [&](const LessonTool& t) { return t.tool.name == name; });
  return found == tools.end() ? nullptr : &*found;
}

}  // namespace anthropic::internal::tutorial
