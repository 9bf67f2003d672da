#include "aws/credentials/default_chain.hpp"

#include "aws/credentials/metadata/container_source.hpp"
#include "aws/credentials/metadata/imds_source.hpp"
#include "aws/credentials/profile/profile_source.hpp"
#include "aws/credentials/source/environment_source.hpp"
#include "aws/credentials/web_identity_source.hpp"

namespace anthropic::internal::aws {

std::shared_ptr<CredentialsChain> default_chain(SessionSetup& setup) {
  const bool ambient = !setup.settings->profile_is_from_code();
  std::vector<std::unique_ptr<CredentialsSource>> sources;
  if (ambient) sources.push_back(make_environment_source(setup.world));
  sources.push_back(make_profile_source(setup));
  if (ambient) sources.push_back(make_web_identity_source(setup));
  sources.push_back(make_container_source(setup));
  sources.push_back(make_imds_source(setup.world, setup.imds));
  return std::make_shared<CredentialsChain>(setup.world, std::move(sources));
}

}  // namespace anthropic::internal::aws
