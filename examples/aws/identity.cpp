// Who am I, where can I work, and what may a role do? STS, EC2 and IAM: identity ROLE
#include <iostream>

#include <anthropic/aws/ec2.hpp>
#include <anthropic/aws/iam.hpp>
#include <anthropic/aws/sts.hpp>

namespace aws = anthropic::aws;

int fail(const anthropic::Error& error) {
  std::cerr << error.to_string() << '\n' << error.hint << '\n';
  return 1;
}

int main(int argc, char** argv) {
  // One session for all three: credentials are looked for once.
  const aws::Session session;

  const auto caller = aws::STS(session).get_caller_identity();
  if (!caller) return fail(caller.error());
  std::cout << caller->arn << " in account " << caller->account << '\n';

  const auto regions = aws::EC2(session).describe_regions();
  if (!regions) return fail(regions.error());
  const std::string here = session.region().value();
  for (const aws::Ec2Region& region : regions->regions) {
    if (region.region_name == here) std::cout << here << " is switched on\n";
  }

  if (argc < 2) return 0;
  const auto role = aws::IAM(session).get_role({.role_name = argv[1]});
  if (!role && role.error().kind == anthropic::ErrorKind::not_found) {
    std::cout << "there is no role " << argv[1] << '\n';
    return 0;
  }
  if (!role) return fail(role.error());
  std::cout << role->role.arn << '\n';

  // Temporary credentials of that role, and a session that works as it.
  const auto assumed =
      aws::STS(session).assume_role({.role_arn = role->role.arn, .role_session_name = "example"});
  if (!assumed) return fail(assumed.error());
  const aws::Session as_role({.access_key_id = assumed->credentials.access_key_id,
                              .secret_access_key = assumed->credentials.secret_access_key,
                              .session_token = assumed->credentials.session_token});
  std::cout << "works as " << assumed->assumed_role_user.arn << '\n';
}
