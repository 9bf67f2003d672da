#include "platform/requests/messages_request.hpp"

#include <algorithm>

#include "base/crypto/encoding.hpp"
#include "base/errors.hpp"
#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"
#include "base/text/url_query.hpp"
#include "wire/json/fields.hpp"

namespace anthropic::internal {
namespace {

/// Counting needs no max_tokens; the codec and InvokeModel want one.
MessageCreateParams with_max_tokens(MessageCreateParams params) {
  if (params.max_tokens < 1) params.max_tokens = 1;
  return params;
}

}  // namespace

static Result<std::string> write_body_with_extra(const MessageCreateParams& params, const Json& extra_body,
                                                 const RequestBodyLayout& layout) {
  if (!extra_body.is_object()) return bad_request_error("extra_body: must be a JSON object");
  MessageCreateParams changed = params;
  if (changed.extra.is_null()) changed.extra = Json::object();
  if (changed.extra.is_object()) merge(extra_body, changed.extra);
  return write_request(changed, layout);
}

Result<std::string> write_body(const MessageCreateParams& params, const RequestOptions& options,
                               RequestBodyLayout layout, std::string_view model_id) {
  layout.model_id = model_id;
  if (!options.extra_body.is_null()) return write_body_with_extra(params, options.extra_body, layout);
  return write_request(params, layout);
}

Result<std::string> write_count_body(const MessageCreateParams& params, const RequestOptions& options,
                                     std::string_view model_id) {
  auto body = write_body(with_max_tokens(params), options, {}, model_id);
  if (!body) return body;
  auto json = Json::parse(*body);
  if (!json) return std::move(json).error();
  for (const char* name : {"max_tokens", "temperature", "top_p", "top_k", "stop_sequences", "metadata",
                           "service_tier", "container", "inference_geo", "stream"}) {
    json->erase(name);
  }
  return json->dump();
}

Result<std::string> write_bedrock_count_body(const MessageCreateParams& params, const RequestOptions& options,
                                             std::string_view anthropic_version) {
  auto body = write_body(
      with_max_tokens(params), options,
      {.model = false, .anthropic_version = anthropic_version, .betas = true, .strip_response_only = true},
      params.model);
  if (!body) return body;
  std::string out = R"({"input":{"invokeModel":{"body":")";
  base64_encode_to(*body, out);
  return out + R"("}}})";
}

std::optional<MessageCreateParams> with_header_betas(const MessageCreateParams& params, Headers& headers) {
  const std::string* header = find_header(headers, "anthropic-beta");
  if (!header) return std::nullopt;
  MessageCreateParams changed = params;
  for (std::string_view list = *header; !list.empty();) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string beta(trim(list.substr(0, comma)));
    if (!beta.empty()) changed.betas.push_back(beta);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  set_header(headers, "anthropic-beta", "");
  return changed;
}

Headers beta_headers(const MessageCreateParams& params) {
  std::string list;
  for (const std::string& beta : params.betas) {
    if (!list.empty()) list += ',';
    list += beta;
  }
  return list.empty() ? Headers() : Headers{{"anthropic-beta", list}};
}

void override_header(Headers& headers, std::string_view lower_name, const std::string& value) {
  const std::string* there = lower_name == "anthropic-beta" ? find_header(headers, lower_name) : nullptr;
  const bool adds = there && !value.empty();
  set_header(headers, lower_name, adds ? *there + "," + value : value);
}

std::string encoded_query(const QueryParameters& first, const QueryParameters& second) {
  UrlQuery query;
  for (const QueryParameters* parameters : {&first, &second}) {
    for (const auto& [name, value] : *parameters) query.add(name, value);
  }
  return std::move(query).text();
}

void append_query(std::string& url, std::string_view query) {
  if (query.empty()) return;
  url += url.find('?') == std::string::npos ? '?' : '&';
  url += query;
}

Error missing_model() {
  return bad_request_error(
      "model: required",
      "Set MessageCreateParams::model, for example to \"haiku\"; `claude-bedrock models` lists the "
      "ids.");
}

}  // namespace anthropic::internal
