#include "local/messages_api/route.hpp"

#include "base/crypto/encoding.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kPrefix = "/v1/";
constexpr std::string_view kBedrockPrefix = "/anthropic/v1/";

struct Path {
  std::string_view method;
  std::string_view pattern;  // '*' stands for an id
  ApiOperation operation;
};

constexpr Path kPaths[] = {
    {"POST", "messages", ApiOperation::create_message},
    {"POST", "messages/count_tokens", ApiOperation::count_tokens},
    {"POST", "messages/batches", ApiOperation::create_batch},
    {"GET", "messages/batches", ApiOperation::list_batches},
    {"GET", "messages/batches/*", ApiOperation::get_batch},
    {"POST", "messages/batches/*/cancel", ApiOperation::cancel_batch},
    {"DELETE", "messages/batches/*", ApiOperation::delete_batch},
    {"GET", "messages/batches/*/results", ApiOperation::batch_results},
    {"GET", "models", ApiOperation::list_models},
    {"GET", "models/*", ApiOperation::get_model},
    {"POST", "files", ApiOperation::upload_file},
    {"GET", "files", ApiOperation::list_files},
    {"GET", "files/*", ApiOperation::get_file},
    {"GET", "files/*/content", ApiOperation::download_file},
    {"DELETE", "files/*", ApiOperation::delete_file},
};

bool fits(std::string_view path, std::string_view pattern, std::string& id) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return path == pattern;
  const std::string_view before = pattern.substr(0, star);
  const std::string_view behind = pattern.substr(star + 1);
  if (path.size() <= before.size() + behind.size()) return false;
  if (!path.starts_with(before) || !path.ends_with(behind)) return false;
  const std::string_view found = path.substr(before.size(), path.size() - before.size() - behind.size());
  if (found.find('/') != std::string_view::npos) return false;
  id = percent_decode(found);
  return true;
}

}  // namespace

bool is_api_target(std::string_view target) {
  return target.starts_with(kPrefix) || target.starts_with(kBedrockPrefix);
}

ApiRoute api_route(std::string_view method, std::string_view target) {
  ApiRoute route;
  const std::size_t mark = target.find('?');
  std::string_view path = target.substr(0, mark);
  if (mark != std::string_view::npos) route.query = std::string(target.substr(mark + 1));
  const bool is_bedrock = path.starts_with(kBedrockPrefix);
  if (is_bedrock) route.prefix = ApiPrefix::bedrock;
  path.remove_prefix(is_bedrock ? kBedrockPrefix.size() : kPrefix.size());
  for (const Path& known : kPaths) {
    if (known.method != method || !fits(path, known.pattern, route.id)) continue;
    route.operation = known.operation;
    route.pattern = std::string(is_bedrock ? kBedrockPrefix : kPrefix) + std::string(known.pattern);
    return route;
  }
  return route;
}

}  // namespace anthropic::internal::local
