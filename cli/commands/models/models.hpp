#pragma once

#include <cstddef>
#include <span>
#include <string>

#include <anthropic/model_catalog.hpp>

#include "arguments/command.hpp"

namespace anthropic::internal::cli {

struct ModelsOptions {
  bool json = false;
  bool all = false;  ///< The retired ones too.
};

/// Prints the catalogue of models. Returns the exit code.
int run_models(const ModelsOptions& options, Console& console);

/// The table as text, a heading and one line a model. Where a line would be longer than `width`, the last
/// columns are left out, but for the alias and the id.
std::string models_table(std::span<const ModelInfo> models, bool all, std::size_t width = std::string::npos);
/// The same with everything that is known, as JSON on one line.
std::string models_json(std::span<const ModelInfo> models, bool all);

Command models_command();

}  // namespace anthropic::internal::cli
