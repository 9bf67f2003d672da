#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/error.hpp>
#include <anthropic/result.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::inline v0::operations {

/// A way to call a model from a region.
struct RegionalModel {
  std::string id = {};         ///< What to send: "eu.anthropic.claude-…", or the model's own id.
  std::string geography = {};  ///< "eu", "global" …; empty: the model's own id, which stays in the region.
  /// The regions that may answer, sorted. Of "global" none are listed: every commercial region may.
  StringList destinations = {};
};

/// A region that serves a model.
struct ModelRegion {
  std::string region = {};
  std::vector<RegionalModel> models = {};  ///< The one to prefer first; empty: AWS does not serve it there.
  /// AWS's "ACTIVE" or "LEGACY", which may differ from region to region; empty if AWS was not asked.
  std::string lifecycle = {};
  bool is_live = false;             ///< AWS said so; else it is as of model_catalog_date().
  std::optional<Error> error = {};  ///< Why AWS's answer is missing.
};

struct ModelRegionsOptions {
  std::string model = "haiku";  ///< An id, an alias, or a profile's id, which is its geography's as well.
  std::string geography = {};   ///< Only through its profiles: "eu".
  StringList regions = {};      ///< Only these.
};

/// The regions that serve a model, as of model_catalog_date(). Asks nobody. AWS opens regions and moves
/// destinations without notice; find_model_regions() knows.
Result<std::vector<ModelRegion>> known_model_regions(const ModelRegionsOptions& options = {});

/// The same, and each region is asked at the same time for its models and inference profiles, which needs
/// bedrock:ListFoundationModels and bedrock:ListInferenceProfiles. A region that cannot be asked says why, and is
/// as known_model_regions() has it. `client` counts for every region; its region is not looked at.
Result<std::vector<ModelRegion>> find_model_regions(const aws::Session& session,
                                                    const ModelRegionsOptions& options = {},
                                                    const aws::ClientOptions& client = {},
                                                    const aws::CallOptions& call = {});

/// What a geography's profiles mean for where data goes.
struct Geography {
  std::string name = {};                ///< "eu"
  std::string description = {};         ///< "the European Union"
  StringList sources = {};              ///< The regions from which its profiles can be called.
  StringList destinations = {};         ///< All regions that may answer; none are listed of "global".
  StringList models = {};               ///< The ids of the models that have such a profile, the newest first.
  StringList missing_models = {};       ///< The ids of other active models: they cannot be called within it.
  std::vector<std::string> notes = {};  ///< What it keeps and what it does not keep, a sentence each.
};

/// "us", "eu", "au", "jp", "in", "us-gov" or "global". Fails with bad_request for another name.
Result<Geography> find_geography(std::string_view name);

/// The least, the middle and the most of some times.
struct Spread {
  std::chrono::microseconds fastest{0};
  std::chrono::microseconds median{0};
  std::chrono::microseconds slowest{0};
};

/// One measured call.
struct RegionProbe {
  std::string region = {};
  /// Until the name was resolved and TCP connected, to the proxy if there is one. Empty if it failed.
  std::optional<std::chrono::microseconds> connection = {};
  /// From the beginning of the call, with its own TLS connection, until the first piece of the answer.
  std::optional<std::chrono::microseconds> first_token = {};
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::optional<Error> error = {};  ///< Of the call.
};

struct RegionMeasurement {
  std::string region = {};
  std::string model_id = {};
  std::vector<RegionProbe> probes = {};
  std::optional<Spread> connection = {};   ///< Of those that connected.
  std::optional<Spread> first_token = {};  ///< Of those that were answered.
  std::size_t failures = 0;
  double cost = 0;  ///< What the answers cost, US dollars; an estimate, 0 if no price is known.
};

struct MeasureOptions {
  std::string model = "haiku";
  std::string geography = {};  ///< Only through its profiles: "eu".
  StringList regions = {};     ///< Else all that are known to serve the model.
  int probes = 3;  ///< In each region, 1 to 20. They run side by side, on connections of their own.
  std::int64_t max_tokens = 16;
  std::chrono::milliseconds timeout = std::chrono::seconds(20);  ///< Of each probe. None is sent again.
  int max_concurrency = 24;                                      ///< The most probes at the same time.
  /// Instead of AWS's own endpoints: for all, and {{"eu-west-1", "https://vpce-1…"}} for one region each.
  std::string endpoint_url = {};
  std::vector<NameAndValue> endpoint_urls = {};
  /// Told of each probe that has ended, one at a time, from the threads that probe.
  std::function<void(const RegionProbe& probe)> on_probe = {};
  std::stop_token stop_token = {};
};

/// What a measurement would do.
struct MeasurementPlan {
  struct Target {
    std::string region = {};
    std::string model_id = {};
  };
  std::vector<Target> targets = {};
  int calls = 0;
  /// US dollars at most: an estimate from the model table. Empty if no price is known.
  std::optional<double> cost = {};
};

/// Says what measure_regions() would do and cost. Asks nobody.
Result<MeasurementPlan> plan_measurement(const MeasureOptions& options = {});

/// Calls the model in each region with a few tokens, which is billed and counts against its quotas, and measures
/// until the first token. A region whose calls fail is in the list with its errors. The fastest is first:
/// regions in which at least half of the probes were answered, by the median time to the first token; then the
/// others.
Result<std::vector<RegionMeasurement>> measure_regions(const aws::Session& session,
                                                       const MeasureOptions& options = {});

/// The region that answers soonest from here. Fails with the first probe's error if none answers at least half
/// of its probes.
///
///     auto fastest = operations::fastest_region(aws::Session(), {.regions = {"us-east-1", "eu-west-1"}});
///     AnthropicBedrock client({.aws_region = fastest->region});
///     client.messages.create({.model = fastest->model_id, …});
Result<RegionMeasurement> fastest_region(const aws::Session& session, const MeasureOptions& options = {});

}  // namespace anthropic::inline v0::operations
