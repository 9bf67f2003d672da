// Which credentials, region and regions of the account there are.
#include <iostream>

#include <anthropic/aws/ec2.hpp>
#include <anthropic/aws/session.hpp>

int fail(const anthropic::Error& error) {
  std::cerr << error.to_string() << '\n' << error.hint << '\n';
  return 1;
}

int main() {
  const anthropic::aws::Session session;
  const auto credentials = session.credentials();
  if (!credentials) return fail(credentials.error());
  // A few letters tell keys apart; the rest is nobody's business.
  std::cout << "key: " << credentials->access_key_id.substr(0, 4) << "… from " << credentials->source << '\n';

  const auto region = session.region();
  if (!region) return fail(region.error());
  std::cout << "region: " << *region << '\n';

  const auto regions = anthropic::aws::EC2(session).describe_regions();
  if (!regions) return fail(regions.error());
  std::size_t american = 0;
  for (const auto& one : regions->regions) american += one.region_name.starts_with("us-") ? 1 : 0;
  std::cout << "regions that are switched on in the United States: " << american << '\n';
}
