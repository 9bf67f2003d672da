#pragma once

#include "aws/request_signer.hpp"
#include "aws/session_setup.hpp"
#include "base/of_one_process.hpp"

namespace anthropic::aws {

/// What a session's clients share. Thread-safe.
struct SessionState : SessionSetup, OfOneProcess<SessionState> {
  explicit SessionState(SessionOptions options);

  /// Its sources of credentials refer to the setup, which is there before it and after it.
  RequestSigner signer;
};

}  // namespace anthropic::aws
