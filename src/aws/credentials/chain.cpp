#include "aws/credentials/chain.hpp"

#include <algorithm>
#include <cassert>
#include <condition_variable>
#include <mutex>

#include "base/time/time_format.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr auto kLongestAhead = std::chrono::minutes(15);
constexpr auto kTryAgainAfter = std::chrono::seconds(10);

Error no_credentials(const std::vector<std::string>& looked_at) {
  Error error{.kind = ErrorKind::credentials, .message = "no AWS credentials found; looked at: "};
  for (const std::string& place : looked_at)
    error.message += (&place == &looked_at.front() ? "" : "; ") + place;
  error.hint =
      "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write a profile with \"aws configure\" and choose "
      "it with "
      "AWS_PROFILE, or use a Bedrock API key: AWS_BEARER_TOKEN_BEDROCK.";
  return error;
}

Error expired(const Credentials& credentials) {
  Error error{.kind = ErrorKind::credentials,
              .message = "the AWS credentials from " + credentials.source + " expired " +
                         describe_time(*credentials.expiration),
              .hint = "Get new ones; if these should still be valid, check this machine's clock."};
  // Programs write a time that is not set so.
  if (*credentials.expiration < SystemTime())
    error.hint += " What does not expire has no expiration, not one in the year 1.";
  return error;
}

Error aborted() {
  return Error{.kind = ErrorKind::user_abort, .message = "cancelled while waiting for AWS credentials"};
}

}  // namespace

struct CredentialsChain::State {
  struct Remembered {
    Credentials credentials;
    const CredentialsSource* source;
    std::uint64_t version;
    std::optional<SystemTime> refresh_at;
    bool is_kept = false;     ///< in use whether it has expired or not
    bool is_passing = false;  ///< good for those who wait for it, and then forgotten
  };
  using Places = std::vector<std::string>;

  // The outcome of one load, for the threads that wait for it.
  struct Flight {
    std::uint64_t begun_in;  ///< the generation
    bool landed = false;
    std::optional<Result<std::shared_ptr<const Remembered>>> outcome;
  };

  using Outcome = Result<std::shared_ptr<const Remembered>>;

  std::shared_ptr<const World> world;
  std::vector<std::unique_ptr<CredentialsSource>> sources;

  std::mutex mutex;
  std::condition_variable_any landed;
  std::shared_ptr<const Remembered> remembered;
  Places passed_over;                    ///< By the last load that found something: the places before it.
  std::shared_ptr<Flight> flight;        ///< Null while nobody loads.
  std::uint64_t generation = 0;          ///< Counts invalidate(): a load begun before it is not remembered.
  std::optional<SteadyTime> not_before;  ///< After a failed load while what is remembered is still valid.

  bool is_valid(const Remembered& known) const {
    return known.is_kept || !known.credentials.expiration ||
           world->clock->now() < *known.credentials.expiration;
  }
  bool is_fresh(const Remembered& known) const {
    if (known.refresh_at && world->clock->now() >= *known.refresh_at) return false;
    return known.source->version() == known.version;
  }

  Outcome ask_sources(const std::stop_token& stop, Places& looked_at) {
    for (const auto& source : sources) {
      SourceAnswer answer = source->load(stop);
      if (auto* error = std::get_if<Error>(&answer)) return std::move(*error);
      if (auto* nothing = std::get_if<NotConfigured>(&answer)) {
        assert(!nothing->looked_at.empty() && "NotConfigured names the place and what was found there");
        looked_at.push_back(std::move(nothing->looked_at));
        continue;
      }
      if (auto* kept = std::get_if<KeptCredentials>(&answer)) return remember(std::move(*kept), *source);
      if (auto* passing = std::get_if<PassingCredentials>(&answer))
        return pass_on(std::move(*passing), *source);
      return remember(std::get<Credentials>(std::move(answer)), *source);
    }
    return no_credentials(looked_at);
  }

  static Outcome remember(KeptCredentials kept, const CredentialsSource& source) {
    return std::make_shared<const Remembered>(Remembered{.credentials = std::move(kept.credentials),
                                                         .source = &source,
                                                         .version = source.version(),
                                                         .refresh_at = kept.next_try,
                                                         .is_kept = true});
  }

  static Outcome pass_on(PassingCredentials passing, const CredentialsSource& source) {
    return std::make_shared<const Remembered>(Remembered{.credentials = std::move(passing.credentials),
                                                         .source = &source,
                                                         .version = source.version(),
                                                         .refresh_at = {},
                                                         .is_passing = true});
  }

  Outcome remember(Credentials credentials, const CredentialsSource& source) const {
    Remembered known{.credentials = std::move(credentials),
                     .source = &source,
                     .version = source.version(),
                     .refresh_at = {}};
    if (known.credentials.expiration) {
      const SystemTime now = world->clock->now();
      const SystemTime end = *known.credentials.expiration;
      if (end <= now) return expired(known.credentials);
      known.refresh_at = end - std::min<SystemTime::duration>(kLongestAhead, (end - now) / 3);
    }
    return std::make_shared<const Remembered>(std::move(known));
  }

  // Called, and returns, with the lock held; lets go of it while loading.
  Outcome load(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
    const auto mine = std::make_shared<Flight>(Flight{.begun_in = generation, .outcome = {}});
    flight = mine;
    lock.unlock();
    Places looked_at;
    Outcome outcome = ask_sources(stop, looked_at);
    lock.lock();
    if (outcome) passed_over = std::move(looked_at);
    flight = nullptr;
    mine->landed = true;
    // Those who wait did not ask to stop: one of them loads instead.
    if (outcome || outcome.error().kind != ErrorKind::user_abort) mine->outcome = outcome;
    if (mine->begun_in == generation) {
      if (outcome) {
        remembered = (*outcome)->is_passing ? nullptr : *outcome;
        not_before.reset();
      } else if (outcome.error().kind != ErrorKind::user_abort) {
        not_before = world->clock->steady_now() + kTryAgainAfter;
      }
    }
    landed.notify_all();
    return outcome;
  }

  bool has_fresh() {
    std::unique_lock lock(mutex);
    const std::shared_ptr<const Remembered> known = remembered;
    return known && is_valid(*known) && (is_left_alone() || looks_fresh(lock, *known));
  }

  // Somebody loads, or did in vain just now.
  bool is_left_alone() const { return flight || (not_before && world->clock->steady_now() < *not_before); }

  Result<Credentials> get(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    for (;;) {
      const std::shared_ptr<const Remembered> known = remembered;
      if (known && is_valid(*known)) {
        if (is_left_alone() || looks_fresh(lock, *known)) return known->credentials;
        if (remembered != known || flight) continue;
        const Outcome outcome = load(lock, stop);
        return outcome ? (*outcome)->credentials : known->credentials;
      }
      if (stop.stop_requested()) return aborted();
      if (!flight) {
        const Outcome outcome = load(lock, stop);
        if (!outcome) return outcome.error();
        return (*outcome)->credentials;
      }
      const std::shared_ptr<Flight> theirs = flight;
      if (!landed.wait(lock, stop, [&] { return theirs->landed; })) return aborted();
      if (!theirs->outcome || theirs->begun_in != generation) continue;
      if (!*theirs->outcome) return theirs->outcome->error();
      return (**theirs->outcome)->credentials;
    }
  }

  // Looking may read files' stamps, so others are let through meanwhile.
  bool looks_fresh(std::unique_lock<std::mutex>& lock, const Remembered& known) const {
    lock.unlock();
    const bool fresh = is_fresh(known);
    lock.lock();
    return fresh;
  }
};

CredentialsChain::CredentialsChain(std::shared_ptr<const World> world,
                                   std::vector<std::unique_ptr<CredentialsSource>> sources)
    : state_(std::make_unique<State>()) {
  state_->world = std::move(world);
  state_->sources = std::move(sources);
}

CredentialsChain::~CredentialsChain() = default;

Result<Credentials> CredentialsChain::credentials(std::stop_token stop) {
  return state_->get(stop);
}

bool CredentialsChain::has_fresh() const {
  return state_->has_fresh();
}

std::vector<std::string> CredentialsChain::passed_over() const {
  const std::lock_guard lock(state_->mutex);
  return state_->passed_over;
}

void CredentialsChain::invalidate() {
  std::lock_guard lock(state_->mutex);
  ++state_->generation;
  state_->remembered.reset();
  state_->not_before.reset();
}

}  // namespace anthropic::internal::aws
