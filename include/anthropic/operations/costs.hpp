#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/aws/cost_explorer.hpp>
#include <anthropic/error.hpp>
#include <anthropic/result.hpp>

namespace anthropic::inline v0::operations {

/// What a line of the bill is for.
enum class UsageClass : std::uint8_t { input, output, cache_read, cache_write, other };
/// "input", "output", "cache read", "cache write", "other".
std::string_view to_string(UsageClass usage);

/// Reads a usage type by the words in it, since AWS writes it differently for each generation of models:
/// "USW2-MP:USW2_InputTokenCount-Units", "USE1-Claude4.6Sonnet-cache-read-input-token-count". What has none
/// of the words, or is no use of tokens (reserved throughput, stored models), is `other`.
UsageClass classify_usage_type(std::string_view usage_type);

/// Whether a service of the bill is Bedrock or Claude. Claude is sold through AWS Marketplace, a service for
/// each model: "Claude Opus 5.5 (Amazon Bedrock Edition)". "Amazon Bedrock" is guardrails, old models of
/// Claude and other makers' models.
bool is_bedrock_service(std::string_view service);
/// "Claude Opus 5.5" of "Claude Opus 5.5 (Amazon Bedrock Edition)"; other names are returned unchanged.
std::string_view model_of_service(std::string_view service);

/// What costs are split by.
enum class CostsBy : std::uint8_t {
  day_and_model,
  day,
  month,
  model,
  tag,
  region,
  usage,  ///< What is paid for: "input", "cache read" …
};

struct CostsInput {
  std::string since = {};  ///< The first day, in UTC: "2026-11-01".
  std::string until = {};  ///< The day after the last one.
  CostsBy by = CostsBy::day_and_model;
  std::string tag_key = {};  ///< With CostsBy::tag: a cost allocation tag, "team" or "iamPrincipal/team".
  /// What to call a tag's value, as ProfileTag::profiles does; it is called itself otherwise.
  std::map<std::string, std::string> tag_names = {};
  bool forecast = false;  ///< Also ask what the rest of this month and the next will cost.
};

/// So much of each unit: {"tokens", "1250000"}. Millions of tokens are counted as tokens. A unit that does not
/// say how many tokens it is ("Units") is kept as it is.
using UsageQuantities = std::map<std::string, std::string>;

/// Amounts are decimal text, to be rounded by who shows them.
struct CostRow {
  std::string time = {};  ///< "2026-11-01", or the month "2026-11"; empty if costs are not split by time.
  std::string name = {};  ///< The model, tag's value, region or usage; empty if not split by one.
  std::string amount = {};
  std::map<UsageClass, UsageQuantities> usage = {};
  /// False for a day, or month, of which costs may still be missing: it has ended less than 24 hours ago, or
  /// not at all.
  bool is_whole = true;
};

struct DayOfCosts {
  std::string day = {};
  std::string amount = {};
  bool is_whole = true;
};

/// Equally many whole days, up to seven, and those before them.
struct CostsComparison {
  int days = 0;
  std::string before = {};
  std::string after = {};
};

struct CostsOutput {
  /// In order of time; those of a time, and all where there is none, the dearest first.
  std::vector<CostRow> rows = {};
  std::vector<DayOfCosts> days = {};  ///< Every day; empty if costs are split by month.
  std::string total = {};
  std::string currency = {};                       ///< "USD"
  std::optional<CostsComparison> comparison = {};  ///< Absent with less than two whole days.
  std::vector<std::string> services = {};          ///< What was found on the bill, by AWS's names.
  std::optional<aws::GetCostForecastOutput> forecast = {};
  std::optional<Error> no_forecast = {};  ///< Why there is none: "DataUnavailableException" of a new account.
  /// If no cost has the tag that was asked for: the tags that some have.
  std::vector<std::string> known_tags = {};
  int requests = 0;  ///< To Cost Explorer, of which AWS charges 0.01 US dollars for each.
};

/// What Claude on Bedrock has cost. First it finds the names of the services on the bill, then their costs,
/// page by page: no more than one page is held. Only usage is counted, no tax, credits and refunds. A cost
/// appears on the bill about a day after the call.
///
///     auto costs = operations::read_costs(aws::CostExplorer(session), {.since = "2026-11-01",
///                                                                      .until = "2026-12-01"});
///
/// `now` decides which days are whole. Fails as Cost Explorer's operations do, and with ErrorKind::bad_request
/// for an input that cannot be meant.
Result<CostsOutput> read_costs(const aws::CostExplorer& costs, const CostsInput& input,
                               std::chrono::system_clock::time_point now = std::chrono::system_clock::now(),
                               const aws::CallOptions& options = {});

/// The bill knows application inference profiles by their tags only. This is the tag that tells most of them
/// apart.
struct ProfileTag {
  std::string key = {};
  /// The names of the profiles that have a value: {"search", "search-prod, search-test"}.
  std::map<std::string, std::string> profiles = {};
};

/// Reads the tags of all application inference profiles of the client's region: with it, the costs by
/// CostsBy::tag are costs by profile. Fails with ErrorKind::not_found if there is no profile, or none has a
/// tag. To be on the bill a tag must be activated as a cost allocation tag.
Result<ProfileTag> find_profile_tag(const aws::Bedrock& bedrock, const aws::CallOptions& options = {});

}  // namespace anthropic::inline v0::operations
