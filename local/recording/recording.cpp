#include "local/recording/recording.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text/utf8.hpp"
#include "local/messages_api/route.hpp"
#include "local/recording/exchange_json.hpp"
#include "local/server/refusal.hpp"
#include "wire/json/place.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kShown = 60;  // bytes of a value

Error broken_line(std::size_t line, const std::string& what) {
  return {.kind = ErrorKind::configuration,
          .message = "line " + std::to_string(line) + " of the recording is wrong: " + what};
}

bool is_same(const Json& a, const Json& b) {
  return a["method"] == b["method"] && a["path"] == b["path"] && a["body"] == b["body"];
}

bool is_same_path(const Json& a, const Json& b) {
  return a["method"] == b["method"] && a["path"] == b["path"];
}

std::string shown(const Json& json) {
  return one_line(json.dump(), kShown);
}

/// How two values differ: in how many places, and in the first of them.
struct Difference {
  std::size_t count = 0;
  std::string first = {};

  void add(const JsonPlace& place, const std::string& what) {
    if (count++ == 0) first = (place.depth() == 0 ? "the body" : place.path()) + " " + what;
  }
};

void compare(const Json& asked, const Json& recorded, const JsonPlace& place, Difference& out) {
  if (asked == recorded) return;
  if (asked.is_object() && recorded.is_object()) {
    for (const Json::Member& member : asked.members()) {
      const JsonPlace here(place, member.name);
      const Json* other = recorded.find(member.name);
      if (other)
        compare(member.value, *other, here, out);
      else
        out.add(here, "is not in the recorded one");
    }
    for (const Json::Member& member : recorded.members()) {
      if (!asked.contains(member.name)) out.add(JsonPlace(place, member.name), "is missing");
    }
    return;
  }
  if (asked.is_array() && recorded.is_array() && asked.size() == recorded.size()) {
    for (std::size_t i = 0; i < asked.size(); ++i) compare(asked[i], recorded[i], JsonPlace(place, i), out);
    return;
  }
  if (asked.is_array() && recorded.is_array())
    return out.add(place,
                   "has " + std::to_string(asked.size()) + " items, not " + std::to_string(recorded.size()));
  out.add(place, "is " + shown(asked) + ", not " + shown(recorded));
}

std::string name_of(const Json& request) {
  return request["method"].string_or("") + " " + request["path"].string_or("");
}

Answer refuse_with(const std::string& message, bool is_api) {
  if (!is_api) return answer_with(refuse_input(message));
  Answer answer;
  answer.status = 400;
  answer.error_code = "invalid_request_error";
  answer.headers.emplace_back("Content-Type", "application/json");
  answer.body = Json::object({{"type", "error"},
                              {"error", Json::object({{"type", answer.error_code}, {"message", message}})}})
                    .dump();
  return answer;
}

}  // namespace

Result<std::unique_ptr<Recording>> Recording::parse(std::string_view text) {
  auto recording = std::make_unique<Recording>();
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos)
      return broken_line(number, "it is cut off, as when the disk was full. Remove it");
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.empty()) continue;
    const auto json = Json::parse(line);
    if (!json) return broken_line(number, json.error().message);
    const Json& request = (*json)["request"];
    if (!request["method"].is_string() || !request["path"].is_string())
      return broken_line(number, "request.method and request.path should be texts");
    auto answer = read_answer((*json)["answer"]);
    if (!answer) return broken_line(number, answer.error().message);
    recording->exchanges_.push_back({request, *std::move(answer)});
  }
  if (recording->exchanges_.empty()) return broken_line(1, "there is none");
  return recording;
}

std::string Recording::difference(const Json& asked) const {
  std::optional<Difference> closest;
  for (const Exchange& exchange : exchanges_) {
    if (!is_same_path(exchange.request, asked)) continue;
    Difference difference;
    compare(asked["body"], exchange.request["body"], JsonPlace(), difference);
    if (!closest || difference.count < closest->count) closest = std::move(difference);
  }
  if (closest) return "In the request that is closest, " + closest->first + ".";
  return "The first that was recorded is " + name_of(exchanges_.front().request) + ".";
}

Answer Recording::answer(const Request& request) {
  const Json asked = request_json(request);
  const std::lock_guard lock(mutex_);
  Exchange* found = nullptr;
  for (Exchange& exchange : exchanges_) {
    if (!is_same(exchange.request, asked)) continue;
    found = &exchange;
    if (!exchange.is_given) break;
  }
  if (!found)
    return refuse_with("There is no recorded answer to this " + name_of(asked) + ". " + difference(asked),
                       is_api_target(request.target));
  found->is_given = true;
  return found->answer;
}

}  // namespace anthropic::internal::local
