#include <anthropic/aws/ec2.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/shapes.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
EC2::EC2(Session session, ClientOptions options)
    : client_(std::make_shared<const ServiceClient>(std::move(session), service("EC2"), std::move(options))) {
}

Result<DescribeRegionsOutput> EC2::describe_regions(const DescribeRegionsInput& input,
                                                    const CallOptions& options) const {
  QueryParams params;
  params.add_list("RegionName", input.region_names, "");
  params.add_optional("AllRegions", input.all_regions);
  for (std::size_t i = 0; i < input.filters.size(); ++i) {
    const std::string prefix = "Filter." + std::to_string(i + 1);
    params.add(prefix + ".Name", input.filters[i].name);
    params.add_list(prefix + ".Value", input.filters[i].values, "");
  }
  const auto answer = client_->call_query("DescribeRegions", params, options);
  if (!answer) return answer.error();
  DescribeRegionsOutput output;
  for (const Xml* item : (*answer)["regionInfo"].all("item")) {
    output.regions.push_back({.region_name = (*item)["regionName"].text,
                              .endpoint = (*item)["regionEndpoint"].text,
                              .opt_in_status = optional_text(*item, "optInStatus")});
  }
  return output;
}

}  // namespace anthropic::inline v0::aws
