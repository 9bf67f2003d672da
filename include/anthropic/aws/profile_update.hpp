#pragma once

#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/result.hpp>

namespace anthropic::aws {

/// One key of a profile in AWS's files.
struct ProfileKey {
  std::string name = {};  ///< "region", "aws_access_key_id" …
  std::string value = {};
};

/// Sets keys of the session's profile, as `aws configure set` does: aws_access_key_id, aws_secret_access_key
/// and aws_session_token in the credentials file, all others in the config file (AWS_SHARED_CREDENTIALS_FILE
/// and AWS_CONFIG_FILE, else those in ~/.aws).
///
/// Everything else in the files stays as it is, comments too. Each file is replaced at once; a new one is
/// readable by its owner only. Fails with ErrorKind::configuration, and then nothing has been written that
/// was not whole.
Result<void> update_profile(const Session& session, const std::vector<ProfileKey>& keys);

/// A key as it stands in the session's profile; empty if it is not set.
Result<std::optional<std::string>> profile_value(const Session& session, const std::string& name);

}  // namespace anthropic::aws
