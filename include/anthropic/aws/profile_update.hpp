#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/result.hpp>

namespace anthropic::inline v0::aws {

/// One key of a profile in AWS's files.
struct ProfileKey {
  std::string name = {};  ///< "region", "aws_access_key_id" …
  std::string value = {};
};

/// Sets keys of the session's profile, as `aws configure set` does: aws_access_key_id, aws_secret_access_key
/// and aws_session_token in the credentials file, all others in the config file (AWS_SHARED_CREDENTIALS_FILE
/// and AWS_CONFIG_FILE, else those in ~/.aws).
///
/// Values read back the same, here and with AWS's tools. Refused are: a value with a line break, or with what
/// the files treat as a comment (" #" or " ;" outside quotes); a nested key ("s3.endpoint_url"); a key in the
/// config file that the credentials file sets, too, and so wins; a profile's name that is not of letters,
/// digits and _-/.%@:+ in the credentials file, where it would be ignored. The config file may hold other
/// names, those with blanks: they are written in quotes, as the AWS CLI does.
///
/// Everything else in the files stays, including comments. Each file is replaced atomically and keeps its
/// owner and its mode, whoever may then read it; a new one is readable by its owner only. Fails with
/// ErrorKind::configuration, and then nothing has been written.
Result<void> update_profile(const Session& session, const std::vector<ProfileKey>& keys);

/// The file that update_profile() writes keys into: AWS_SHARED_CREDENTIALS_FILE, else ~/.aws/credentials. It
/// need not exist.
std::string credentials_file(const Session& session);

/// Whether the session's profile can be written into both files: fails with ErrorKind::configuration for a
/// name that the credentials file cannot hold.
Result<void> check_profile_name(const Session& session);

/// A key of the session's profile; empty if it is not set. A profile whose section exists, but is ignored for
/// its name, is an error that explains why.
Result<std::optional<std::string>> profile_value(const Session& session, const std::string& name);

}  // namespace anthropic::inline v0::aws
