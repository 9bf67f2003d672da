#pragma once

#include "aws/session/session_setup.hpp"
#include "aws/signing/request_signer.hpp"
#include "base/access.hpp"
#include "base/process/of_one_process.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// What a session's clients share. Thread-safe.
struct SessionState : SessionSetup, OfOneProcess<SessionState> {
  SessionState(SessionOptions options, std::shared_ptr<const World> world);

  /// Its sources of credentials refer to the setup, which is there before it and after it.
  RequestSigner signer;
};

}  // namespace anthropic::internal::aws

namespace anthropic::internal {

/// Of this process: a child that fork() has made finds its credentials anew.
inline const std::shared_ptr<aws::SessionState>& state_of(const aws::Session& session) {
  return in_this_process(Access::shared(session));
}

}  // namespace anthropic::internal
