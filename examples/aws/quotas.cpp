// What may this account use? Service Quotas: quotas SERVICE CODE
#include <iostream>

#include <anthropic/aws/service_quotas.hpp>

namespace aws = anthropic::aws;

int fail(const anthropic::Error& error) {
  std::cerr << error.to_string() << '\n' << error.hint << '\n';
  return 1;
}

int main(int argc, char** argv) {
  const std::string service = argc > 1 ? argv[1] : "bedrock";
  const aws::ServiceQuotas quotas;

  const auto defaults = quotas.list_aws_default_service_quotas({.service_code = service});
  if (!defaults) return fail(defaults.error());
  if (!defaults->quotas.empty()) {
    const aws::ServiceQuota& first = defaults->quotas.front();
    std::cout << first.service_name << " has quotas such as \"" << first.quota_name << "\"\n";
  }

  if (argc < 3) return 0;
  const auto got = quotas.get_service_quota({.service_code = service, .quota_code = argv[2]});
  if (!got) return fail(got.error());
  std::cout << got->quota.quota_name << ": " << got->quota.value.value_or(0)
            << (got->quota.adjustable ? ", can be raised\n" : ", cannot be raised\n");
}
