#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include <anthropic/aws/session.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "base/public_names.hpp"
#include "commands/migrate/check/migrate_check.hpp"

namespace anthropic::internal::cli {

enum class CheckResult : std::uint8_t {
  passed,
  failed,
  unknown,  ///< It cannot be checked from here.
};

/// What came of one item of the list.
struct CheckLine {
  std::string name = {};
  CheckResult result = CheckResult::unknown;
  std::string detail = {};
  std::string fix = {};  ///< what to do about it, where it failed
};

/// What the checks share, and what earlier ones found out for later ones.
struct CheckWorld {
  MigrateCheckOptions options = {};
  std::string model = {};
  std::string region = {};  ///< empty until it was found
  bool has_credentials = false;
  bool has_bedrock_api_key = false;                    ///< A Bedrock API key is sent instead of signatures.
  std::optional<testing::LocalBedrock> endpoint = {};  ///< with `--local`
  std::optional<aws::Session> session = {};
  std::optional<AnthropicBedrock> client = {};
  std::stop_token stop = {};

  bool can_ask() const { return has_credentials && !region.empty(); }
};

/// Opens the session and the client. Fails if the endpoint in this process cannot be started.
Result<void> open_check_world(CheckWorld& world);

// In the order of the list.
CheckLine check_sources(const CheckWorld& world);
CheckLine check_library();
CheckLine check_certificates();
CheckLine check_credentials(CheckWorld& world);
CheckLine check_region(CheckWorld& world);
CheckLine check_model_access(const CheckWorld& world);
CheckLine check_call(const CheckWorld& world);
CheckLine check_stream(const CheckWorld& world);
CheckLine check_errors(const CheckWorld& world);
CheckLine check_retries();
CheckLine check_monitoring(const CheckWorld& world);
CheckLine check_policy(const CheckWorld& world);

// How they say it.
CheckLine passed(std::string name, std::string detail);
CheckLine failed(std::string name, std::string detail, std::string fix);
CheckLine failed(std::string name, const Error& error, std::string fix_without_hint = {});
CheckLine unknown(std::string name, std::string detail);

}  // namespace anthropic::internal::cli
