#pragma once

#include "commands/iam/iam.hpp"

namespace anthropic::internal::cli {

void declare_needs(Declaration& declaration, IamNeeds& iam);

/// The needs with what is asked of AWS where it was not said: the region, and the account.
Result<operations::PolicyNeeds> complete_needs(const IamNeeds& iam, const aws::Session& session,
                                               const aws::ClientOptions& client,
                                               const aws::CallOptions& call);

/// Where the models' profiles lead, as Bedrock says; nothing if it is not to be asked.
Result<std::vector<operations::ProfileDestinations>> ask_for_destinations(
    const IamNeeds& iam, const aws::Session& session, const operations::PolicyNeeds& needs,
    const aws::ClientOptions& client, const aws::CallOptions& call);

}  // namespace anthropic::internal::cli
