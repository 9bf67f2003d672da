#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/operations/doctor.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "base/public_names.hpp"
#include "commands/migrate/check/migrate_check.hpp"

namespace anthropic::internal::cli {

enum class CheckResult : std::uint8_t {
  passed,
  warning,  ///< It works, and something about it is likely to surprise.
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
  operations::DiagnoseOptions diagnosed = {};          ///< what `doctor` would look at
  bool can_call = false;                               ///< Calls reach Bedrock, whatever it says to them.
  std::optional<testing::LocalBedrock> endpoint = {};  ///< with `--local`
  std::optional<aws::Session> session = {};
  std::optional<AnthropicBedrock> client = {};
  std::stop_token stop = {};

  bool is_local() const { return options.connection.local; }
};

/// Opens the session and the client. Fails if the endpoint in this process cannot be started.
Result<void> open_check_world(CheckWorld& world);

// In the order of the list.
CheckLine check_sources(const CheckWorld& world);
CheckLine check_library();
CheckLine check_certificates();
/// Files, credentials, region, network, model, account, a call: what `doctor` looks at.
std::vector<CheckLine> check_as_doctor(CheckWorld& world);
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

/// What is said beside answers that are not Claude's.
std::string not_claude(const CheckWorld& world);

inline constexpr const char* kOffline = "not checkable offline";
inline constexpr const char* kNotAsked = "not asked: calls do not get as far as Bedrock";

}  // namespace anthropic::internal::cli
