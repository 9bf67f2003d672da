#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::internal::aws {
class ServiceClient;
}

namespace anthropic::inline v0::aws {

/// {"opt-in-status", {"opted-in", "opt-in-not-required"}}: one of the values.
struct Ec2Filter {
  std::string name = {};
  StringList values = {};
};

/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html
struct DescribeRegionsInput {
  StringList region_names = {};          ///< Else all.
  std::optional<bool> all_regions = {};  ///< Also those that are not enabled for the account.
  std::vector<Ec2Filter> filters = {};
};

struct Ec2Region {
  std::string region_name = {};
  std::string endpoint = {};                      ///< EC2's host in the region.
  std::optional<std::string> opt_in_status = {};  ///< "opt-in-not-required", "opted-in", "not-opted-in"
};

struct DescribeRegionsOutput {
  std::vector<Ec2Region> regions = {};
};

/// Amazon EC2: only what concerns regions. A handle: copies share the session. Thread-safe. Constructing does
/// no I/O.
/// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/
class EC2 {
 public:
  explicit EC2(Session session = Session(), ClientOptions options = {});
  // Moving copies, so no handle is ever empty.
  EC2(const EC2&) = default;
  EC2& operator=(const EC2&) = default;

  Result<DescribeRegionsOutput> describe_regions(const DescribeRegionsInput& input = {},
                                                 const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const internal::aws::ServiceClient> client_;
};

}  // namespace anthropic::inline v0::aws
