#include "tutorial/progress/progress.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <sys/file.h>
#include <utility>

#include "base/errors.hpp"
#include "base/file/descriptor.hpp"
#include "base/file/paths.hpp"

namespace anthropic::internal::tutorial {
namespace {

constexpr std::int64_t kVersion = 1;

Json to_json(const ExerciseProgress& exercise) {
  return Json::object({{"attempts", exercise.attempts},
                       {"hints", exercise.hints},
                       {"solution_seen", exercise.solution_seen},
                       {"solved", exercise.solved},
                       {"source", exercise.source}});
}

int count_of(const Json& json) {
  return static_cast<int>(std::clamp<std::int64_t>(json.as_int64().value_or(0), 0, 1'000'000));
}

Json to_json(const ProgressState& state) {
  Json exercises = Json::object();
  for (const auto& [id, exercise] : state.exercises) exercises.set(id, to_json(exercise));
  return Json::object({{"version", kVersion},
                       {"lesson", state.lesson},
                       {"cell", state.cell},
                       {"model", state.model},
                       {"region", state.region},
                       {"language", state.language},
                       {"exercises", std::move(exercises)}});
}

ProgressState from_json(const Json& json) {
  ProgressState state{.lesson = json["lesson"].string_or(""),
                      .cell = json["cell"].string_or(""),
                      .model = json["model"].string_or(""),
                      .region = json["region"].string_or(""),
                      .language = json["language"].string_or("")};
  for (const Json::Member& member : json["exercises"].members()) {
    const Json& exercise = member.value;
    state.exercises[member.name] = {.attempts = count_of(exercise["attempts"]),
                                    .hints = count_of(exercise["hints"]),
                                    .solution_seen = exercise["solution_seen"].as_bool().value_or(false),
                                    .solved = exercise["solved"].string_or(""),
                                    .source = exercise["source"].string_or("")};
  }
  return state;
}

/// Keeps other programs from changing the file meanwhile, where the system can.
Descriptor lock(const std::string& path) {
  make_folders(folder_of(path));
  Descriptor descriptor(::open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (descriptor.is_open()) static_cast<void>(::flock(descriptor.get(), LOCK_EX));
  return descriptor;
}

}  // namespace

ExerciseProgress ProgressState::exercise(const std::string& id) const {
  const auto found = exercises.find(id);
  return found == exercises.end() ? ExerciseProgress() : found->second;
}

std::string Progress::path(const Environment& environment) {
  if (const auto state = environment.get("XDG_STATE_HOME"); state && state->starts_with('/'))
    return *state + "/claude-bedrock/tutorial.json";
  const auto home = environment.get("HOME");
  return home ? *home + "/.local/state/claude-bedrock/tutorial.json" : "";
}

Result<ProgressState> Progress::read() const {
  if (path_.empty()) return ProgressState();
  auto bytes = files_.read(path_);
  if (!bytes) return bytes.error();
  if (!*bytes) return ProgressState();
  const auto json = Json::parse(**bytes);
  if (!json || (*json)["version"].as_int64() != kVersion) {
    return configuration_error(
        path_ + " is no progress of the tutorial" + (json ? "" : ": " + json.error().message),
        "It is left as it is, and nothing is saved. Move it away to begin anew.");
  }
  return from_json(*json);
}

Result<void> Progress::update(const std::function<void(ProgressState& state)>& change) const {
  if (path_.empty()) return configuration_error("progress cannot be saved", "Set HOME, or XDG_STATE_HOME.");
  const Descriptor locked = lock(path_);
  Result<ProgressState> state = read();
  if (!state) return state.error();
  change(*state);
  return files_.replace(path_, to_json(*state).pretty() + "\n");
}

}  // namespace anthropic::internal::tutorial
