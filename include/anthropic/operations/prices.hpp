#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/message_create_params.hpp>
#include <anthropic/model_catalog.hpp>
#include <anthropic/result.hpp>

namespace anthropic::inline v0::operations {

/// How many tokens there are, or between which two numbers.
struct TokenRange {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

/// How many tokens a request's input is likely to have, for platforms that do not count them: a rule of
/// thumb. Text is between one token for four bytes and one for two, an image between 50 and 5,000 tokens, a PDF
/// between one token for 100 of its bytes and one for 5.
TokenRange guess_input_tokens(const MessageCreateParams& params);

struct EstimateInput {
  std::string model_id = {};  ///< As it is sent: "eu.anthropic.claude-opus-5-5".
  TokenRange input = {};
  std::int64_t max_tokens = 0;
  /// A batch costs half.
  bool is_batch = false;
  /// Whether input can be read from the cache. Not in Bedrock's batches; elsewhere it may happen even if nobody
  /// asks for it.
  bool can_read_cache = true;
  /// Whether the request asks to write its input to the cache, and for how long: "5m" or "1h".
  std::string cache_ttl = {};
};

/// What a call will cost at least and at most, in US dollars. At least: all input is read from the cache, if
/// that can be, and the answer is a token long. At most: no input is, and the answer takes all of `max_tokens`.
struct CostEstimate {
  double least = 0;
  double most = 0;
  ModelPrice price = {};      ///< At which both were reckoned.
  double profile_factor = 1;  ///< 1.1 through the profile of a geography.
};

/// The prices of models: the catalogue's, and those of a file over them. Cheap to copy. Thread-safe.
class PriceTable {
 public:
  /// The catalogue's prices.
  PriceTable() = default;

  /// The catalogue's prices, with those of a file over them as of a day ("2026-12-01"): of several prices of a
  /// model the newest that holds then counts, one that begins later does not.
  ///
  ///     {"prices": [{"model": "claude-opus-5-5", "since": "2026-12-01", "input": 3.5, "output": 17.5,
  ///                  "cache_read": 0.175, "cache_write": 4.375, "cache_write_1h": 7, "regional_factor": 1.1,
  ///                  "long_prompt": {"above_tokens": 100000, "input": 7, "output": 35}}]}
  ///
  /// Prices are US dollars for a million tokens through a global profile. "model", "since", "input" and
  /// "output" are required; what else is absent is in proportion as it was. A model that the catalogue does not
  /// know can be given by its id. Fails with ErrorKind::configuration, and names the place.
  static Result<PriceTable> read(std::string_view json, std::string_view day);

  /// Nothing if the model, or its price, is not known. Views in it are valid as long as a copy of this table.
  std::optional<ModelPrice> find(std::string_view model_id) const;
  /// estimate_cost() at these prices.
  std::optional<double> cost(std::string_view model_id, const Usage& usage) const;
  /// Nothing if the model's price is not known.
  std::optional<CostEstimate> estimate(const EstimateInput& input) const;

 private:
  struct Entry;
  std::shared_ptr<const std::vector<Entry>> entries_ = {};
};

/// A price of AWS's public list beside the table's.
struct ListedPrice {
  std::string model = {};  ///< "Claude Opus 5.5"
  std::string figure =
      {};  ///< "input", "output", "cache read", "cache write", "cache write 1h", "batch input" …
  bool is_global = false;  ///< Through a global profile; else through that of the geography.
  double listed = 0;       ///< US dollars for a million tokens.
  double known = 0;        ///< The table's.

  bool is_same() const;
};

struct PriceComparison {
  std::string published = {};  ///< When AWS did: "2026-11-20T12:00:00Z".
  std::vector<ListedPrice> prices = {};
  std::vector<std::string> unlisted = {};  ///< Models of the catalogue, not retired, that AWS's list lacks.
  std::vector<std::string> unknown = {};  ///< Models of Claude on AWS's list that have no price in the table.
};

/// AWS's public price list of a region, as JSON: the offer in which current models of Claude are. It is read
/// without credentials, from the partition of the region.
Result<std::string> fetch_price_list(const aws::Session& session, std::string_view region,
                                     const aws::ClientOptions& client = {},
                                     const aws::CallOptions& options = {});

/// Compares a table with a price list. Prices of other tiers, of reserved throughput and of other makers are
/// left out. AWS's list has gaps: a model that is not on it is no finding.
Result<PriceComparison> compare_prices(const PriceTable& table, std::string_view price_list);

}  // namespace anthropic::inline v0::operations
