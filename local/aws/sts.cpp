#include <string>

#include "local/aws/service.hpp"

namespace anthropic::internal::local {

// https://docs.aws.amazon.com/STS/latest/APIReference/
ServiceHandler sts() {
  return [](const ServiceCall& call) -> ServiceOutcome {
    if (call.operation != "GetCallerIdentity") return unknown_operation(call);
    return Json::object({{"Arn", "arn:aws:iam::" + std::string(kServicesAccount) + ":user/local-endpoint"},
                         {"UserId", "AIDALOCALENDPOINT"},
                         {"Account", kServicesAccount}});
  };
}

}  // namespace anthropic::internal::local
