#pragma once

#include <optional>
#include <string>
#include <vector>

#include <anthropic/message_create_params.hpp>
#include <anthropic/model_catalog.hpp>

namespace anthropic {

/// A part of a request that a model refuses.
struct ModelComplaint {
  std::string message;  ///< "temperature: Claude Haiku 5.5 takes no sampling parameters"
  std::string fix;
};

/// All that a model with these rules refuses of a request. `name` is what the complaints call it, and
/// `max_output_tokens` its limit, or 0.
std::vector<ModelComplaint> complaints_of_model(const MessageCreateParams& params, const ModelRules& rules,
                                                std::string_view name, std::int64_t max_output_tokens);

/// Why a model of the catalogue is bound to refuse a request: bad_request without a status. Empty if it is
/// not, or the model is not in the catalogue. `sent_as` is the id that goes out, which an alias does not tell.
std::optional<Error> refused_by_model(const MessageCreateParams& params, std::string_view sent_as);

/// What a Claude model that is newer than the catalogue is likely to refuse; empty for all other ids.
std::vector<ModelComplaint> warnings_for_new_model(const MessageCreateParams& params);

}  // namespace anthropic
