#include "platform/requests/preflight.hpp"

#include "platform/models/choice.hpp"
#include "platform/requests/rules.hpp"
#include "wire/messages/request_codec.hpp"

namespace anthropic::internal {

std::optional<Error> refuse_params(PlatformKind platform, const MessageCreateParams& params,
                                   std::string_view region) {
  const Result<std::string> body = write_request(params, {.model = false, .betas = true});
  if (!body) return body.error();
  const std::string model = model_id_for(platform, params.model, region);
  const bool is_runtime =
      platform == PlatformKind::invoke_model || platform == PlatformKind::runtime_messages;
  if (is_runtime && params.bedrock) {
    if (auto refused = refuse_service_tier(params.bedrock->service_tier, model, region)) return refused;
  }
  return refuse_request(platform, model, region, read_request_facts(*body));
}

}  // namespace anthropic::internal
