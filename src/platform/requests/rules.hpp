#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/error.hpp>

#include "platform/models/platform_kind.hpp"
#include "platform/requests/facts.hpp"

// What servers are known to refuse stands here, and in models/support.hpp for what depends on the model. The
// client asks before it sends; the local endpoint answers with it.

namespace anthropic::internal {

/// A rule that a request breaks, so that no server takes it.
struct BrokenRule {
  std::string words;                 ///< what the server answers: "tools: Tool names must be unique."
  std::string fix;                   ///< what to do
  std::string message = {};          ///< for the caller, where that is clearer than the server's words
  std::string_view error_code = {};  ///< `error.details.error_code` of the answer, where it has one
};

/// All rules that a request breaks whatever its model is.
std::vector<BrokenRule> broken_request_rules(const RequestFacts& facts, PlatformKind platform);

/// Why a request is bound to be refused at a platform, by what the platform lacks, by the rules above or by
/// what its model refuses: bad_request without a status. Empty if it is not known to be. `model` is what the
/// platform calls it in `region`, and `region` only chooses the ids that hints name; a model that is not in
/// the catalogue breaks no rule of a model.
std::optional<Error> refuse_request(PlatformKind platform, std::string_view model, std::string_view region,
                                    const RequestFacts& facts);

}  // namespace anthropic::internal
