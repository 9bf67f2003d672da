#include "commands/models/models.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <anthropic/json.hpp>

#include "errors/exit_codes.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kColumns = 8;
using Row = std::array<std::string, kColumns>;

bool is_shown(const ModelInfo& model, bool all) {
  return all || model.state != ModelState::retired;
}

std::string short_number(std::int64_t tokens) {
  if (tokens >= 1'000'000 && tokens % 1'000'000 == 0) return std::to_string(tokens / 1'000'000) + "M";
  return std::to_string(tokens / 1'000) + "k";
}

std::string accepts(const ModelInfo& model) {
  std::string out;
  const auto append = [&](bool is_accepted, std::string_view name) {
    if (!is_accepted) return;
    if (!out.empty()) out += ',';
    out += name;
  };
  append(model.accepts.images, "images");
  append(model.accepts.sampling, "sampling");
  append(model.accepts.prefill, "prefill");
  return out.empty() ? "-" : out;
}

std::string profiles(const ModelInfo& model) {
  std::string out;
  for (const std::string_view profile : model.profiles) {
    if (!out.empty()) out += ',';
    out += profile;
  }
  return out.empty() ? "-" : out;
}

std::string note(const ModelInfo& model) {
  std::string out(model.state_note);
  if (!model.successor.empty()) {
    if (!out.empty()) out += "; ";
    out += "use ";
    out += model.successor;
  }
  return out;
}

Row row_of(const ModelInfo& model) {
  return {model.alias.empty() ? "-" : std::string(model.alias),
          std::string(model.id),
          std::string(to_string(model.state)),
          short_number(model.context_window),
          short_number(model.max_output_tokens),
          accepts(model),
          profiles(model),
          note(model)};
}

std::size_t columns_within(std::size_t width, const std::array<std::size_t, kColumns>& widths) {
  constexpr std::size_t kAlways = 2;
  constexpr std::size_t kGap = 2;
  std::size_t length = 0;
  for (std::size_t column = 0; column < kColumns; ++column) {
    length += widths[column] + (column == 0 ? 0 : kGap);
    if (length > width && column >= kAlways) return column;
  }
  return kColumns;
}

Json price_json(const ModelPrice& price) {
  if (price.input <= 0) return nullptr;
  Json json = Json::object({{"input", price.input},
                            {"output", price.output},
                            {"cache_read_factor", price.cache_read_factor},
                            {"cache_write_factor", price.cache_write_factor},
                            {"cache_write_1h_factor", price.cache_write_1h_factor},
                            {"regional_factor", price.regional_factor}});
  if (price.long_prompt_tokens > 0) {
    json.set("long_prompt_tokens", price.long_prompt_tokens);
    json.set("long_prompt_input", price.long_prompt_input);
    json.set("long_prompt_output", price.long_prompt_output);
  }
  if (!price.since.empty()) json.set("since", price.since);
  return json;
}

Json json_of(const ModelInfo& model) {
  Json profile_list = Json::array();
  for (const std::string_view profile : model.profiles) profile_list.push_back(profile);
  Json tiers = Json::array();
  for (const std::string_view tier : model.features.service_tiers) tiers.push_back(tier);
  const auto text_or_null = [](std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); };
  return Json::object(
      {{"id", model.id},
       {"name", model.name},
       {"family", model.family},
       {"first_party_id", model.first_party_id},
       {"alias", text_or_null(model.alias)},
       {"profiles", std::move(profile_list)},
       {"state", to_string(model.state)},
       {"state_note", text_or_null(model.state_note)},
       {"successor", text_or_null(model.successor)},
       {"context_window", model.context_window},
       {"max_output_tokens", model.max_output_tokens},
       {"on_demand", model.on_demand},
       {"accepts_sampling", model.accepts.sampling},
       {"accepts_prefill", model.accepts.prefill},
       {"accepts_images", model.accepts.images},
       {"batch", model.features.batch},
       {"count_tokens", model.features.count_tokens},
       {"structured_output", model.features.structured_output},
       {"service_tiers", tiers.empty() ? Json(nullptr) : std::move(tiers)},
       {"data_retention", text_or_null(model.features.data_retention)},
       {"default_effort", text_or_null(model.features.default_effort)},
       {"min_cacheable_tokens",
        model.features.min_cacheable_tokens > 0 ? Json(model.features.min_cacheable_tokens) : Json(nullptr)},
       {"output_burn_down", model.features.output_burn_down},
       {"price", price_json(model.price)}});
}

void declare(Declaration& declaration, ModelsOptions& options) {
  declaration.flag("--json", options.json, "Print everything known as JSON, on one line");
  declaration.flag("--all", options.all, "The retired ones too");
}

}  // namespace

std::string models_table(std::span<const ModelInfo> models, bool all, std::size_t width) {
  std::vector<Row> rows = {{"ALIAS", "ID", "STATE", "CONTEXT", "OUTPUT", "ACCEPTS", "PROFILES", "NOTE"}};
  for (const ModelInfo& model : models) {
    if (is_shown(model, all)) rows.push_back(row_of(model));
  }
  std::array<std::size_t, kColumns> widths = {};
  for (const Row& row : rows) {
    for (std::size_t column = 0; column < kColumns; ++column)
      widths[column] = std::max(widths[column], row[column].size());
  }
  const std::size_t shown = columns_within(width, widths);
  std::string out;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t column = 0; column < shown; ++column) {
      line += row[column];
      line.append(widths[column] - row[column].size() + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

std::string models_json(std::span<const ModelInfo> models, bool all) {
  Json list = Json::array();
  for (const ModelInfo& model : models) {
    if (is_shown(model, all)) list.push_back(json_of(model));
  }
  return json_line(Json::object({{"as_of", model_catalog_date()}, {"models", std::move(list)}}));
}

int run_models(const ModelsOptions& options, Console& console) {
  if (options.json) {
    console.out.write(models_json(model_catalog(), options.all));
    return console.finish(kExitOk);
  }
  const bool is_terminal = console.out.is_terminal();
  const std::string table = models_table(model_catalog(), options.all);
  const std::string fitting =
      is_terminal ? models_table(model_catalog(), options.all, console.out.columns()) : table;
  console.out.write(fitting);
  if (is_terminal) {
    console.out.write("as of " + std::string(model_catalog_date()) +
                      (options.all ? "" : "; --all shows the retired ones too") +
                      (fitting == table ? "\n" : "; a wider terminal shows more columns\n"));
  }
  return console.finish(kExitOk);
}

Command models_command() {
  return {.name = "models",
          .about = "List the Claude models on Bedrock",
          .examples = R"(  claude-bedrock models
  claude-bedrock models --all
  claude-bedrock models --json | jq -r '.models[] | select(.accepts_prefill) | .id'
)",
          .declare = with_options(declare, run_models),
          .lists_exit_codes = false};
}

}  // namespace anthropic::internal::cli
