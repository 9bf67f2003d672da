#include "local/faults/faults.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text/text.hpp"
#include "local/bedrock/route.hpp"
#include "local/faults/named_refusals.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::array<std::string_view, 6> kExceptions = {
    "internalServerException", "modelStreamErrorException", "validationException",
    "throttlingException",     "modelTimeoutException",     "serviceUnavailableException"};

struct Word {
  std::string_view name;
  FaultKind kind;
  bool takes_value;
  bool takes_after;
};

constexpr Word kWords[] = {
    {"throttle", FaultKind::throttle, false, false},
    {"status", FaultKind::status, true, false},
    {"html-500", FaultKind::html, false, false},
    {"aws-error-200", FaultKind::aws_error_200, false, false},
    {"exception", FaultKind::exception, true, true},
    {"error-frame", FaultKind::error_frame, false, true},
    {"in-band-error", FaultKind::in_band_error, false, true},
    {"cut-after", FaultKind::cut, true, false},
    {"no-stop", FaultKind::no_stop, false, false},
    {"bad-crc", FaultKind::bad_crc, false, true},
    {"stall", FaultKind::stall, true, true},
    {"reset", FaultKind::reset, false, false},
    {"slow", FaultKind::slow, true, false},
    {"skew", FaultKind::skew, true, false},
    {"refuse", FaultKind::refuse, true, false},
};

const Word* find_word(std::string_view name) {
  for (const Word& word : kWords) {
    if (word.name == name) return &word;
  }
  return nullptr;
}

Error broken(std::string_view part, const std::string& what) {
  return {.kind = ErrorKind::configuration,
          .message = "The fault \"" + std::string(part) + "\" " + what + ".",
          .hint = "docs/local-endpoint.md lists the faults."};
}

std::optional<long long> whole_number(std::string_view text, long long from, long long to) {
  const std::optional<long long> number = parse_integer(text);
  return number && *number >= from && *number <= to ? number : std::nullopt;
}

// Seconds, with a fraction if need be, of at most a week.
std::optional<std::chrono::milliseconds> seconds(std::string_view text) {
  double value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc() || end != text.data() + text.size() || !(value >= -604'800 && value <= 604'800))
    return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::int64_t>(value * 1000));
}

Result<void> read_value(std::string_view part, std::string_view value, Fault& fault) {
  switch (fault.kind) {
    case FaultKind::status: {
      const auto status = whole_number(value, 400, 599);
      if (!status) return broken(part, "needs a status from 400 to 599");
      fault.status = static_cast<int>(*status);
      return {};
    }
    case FaultKind::exception:
      if (std::find(kExceptions.begin(), kExceptions.end(), value) == kExceptions.end())
        return broken(part, "is not an exception of InvokeModelWithResponseStream");
      fault.exception = std::string(value);
      return {};
    case FaultKind::refuse:
      if (!find_named_refusal(value)) return broken(part, "is none of " + list_of_named_refusals());
      fault.refusal = std::string(value);
      return {};
    case FaultKind::cut: {
      const auto bytes = whole_number(value, 0, 1'000'000'000);
      if (!bytes) return broken(part, "needs a number of bytes");
      fault.bytes = static_cast<std::size_t>(*bytes);
      return {};
    }
    case FaultKind::slow: {
      const auto pause = whole_number(value, 0, 3'600'000);
      if (!pause) return broken(part, "needs a number of milliseconds");
      fault.duration = std::chrono::milliseconds(*pause);
      return {};
    }
    default: {
      const auto duration = seconds(value);
      if (!duration || (fault.kind == FaultKind::stall && duration->count() < 0))
        return broken(part, "needs a number of seconds");
      fault.duration = *duration;
      return {};
    }
  }
}

// on=OPERATION, which belongs to a refusal.
Result<void> read_operation(std::string_view part, std::string_view name, Faults& faults) {
  if (faults.empty() || faults.back().kind != FaultKind::refuse)
    return broken(part, "belongs behind refuse=NAME");
  if (operation_named(name) == Operation::unknown)
    return broken(part, "names no operation of Bedrock that is served here, such as GetInferenceProfile");
  faults.back().on = std::string(name);
  faults.back().text += "," + std::string(part);
  return {};
}

// after=N and on=OPERATION, which belong to the fault before them, and `clean`, which belongs to cut-after.
Result<bool> read_detail(std::string_view part, Faults& faults) {
  if (part == "clean") {
    if (faults.empty() || faults.back().kind != FaultKind::cut)
      return broken(part, "belongs behind cut-after=BYTES");
    faults.back().clean = true;
    return true;
  }
  constexpr std::string_view on = "on=";
  if (part.starts_with(on)) {
    if (auto read = read_operation(part, part.substr(on.size()), faults); !read) return read.error();
    return true;
  }
  constexpr std::string_view after = "after=";
  if (!part.starts_with(after)) return false;
  if (faults.empty()) return broken(part, "has no fault before it");
  const auto takes_after = std::any_of(std::begin(kWords), std::end(kWords), [&](const Word& word) {
    return word.kind == faults.back().kind && word.takes_after;
  });
  if (!takes_after) return broken(part, "does not go with the fault before it");
  const auto count = whole_number(part.substr(after.size()), 0, 1'000'000);
  if (!count) return broken(part, "needs a number of deltas");
  faults.back().after = static_cast<std::size_t>(*count);
  return true;
}

Result<Fault> read_fault(std::string_view part) {
  std::string_view rest = part;
  std::optional<std::uint64_t> times;
  std::optional<std::uint64_t> every;
  if (const std::size_t percent = rest.find('%'); percent != std::string_view::npos) {
    const auto count = whole_number(rest.substr(percent + 1), 1, 1'000'000'000);
    if (!count) return broken(part, "needs a number of requests behind the '%'");
    every = static_cast<std::uint64_t>(*count);
    rest = rest.substr(0, percent);
  }
  if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
    const auto count = whole_number(rest.substr(slash + 1), 1, 1'000'000'000);
    if (!count) return broken(part, "needs a number of requests behind the '/'");
    times = static_cast<std::uint64_t>(*count);
    rest = rest.substr(0, slash);
  }
  const std::size_t equals = rest.find('=');
  const Word* word = find_word(rest.substr(0, equals));
  if (!word) return broken(part, "is not known");
  const bool has_value = equals != std::string_view::npos;
  if (has_value && !word->takes_value) return broken(part, "takes no value");
  if (!has_value && word->takes_value) return broken(part, "needs a value");
  Fault fault{.kind = word->kind, .text = std::string(rest)};
  fault.times = times;
  fault.every = every;
  if (has_value) {
    if (auto read = read_value(part, rest.substr(equals + 1), fault); !read) return read.error();
  }
  return fault;
}

// Anybody can send one more header, before anything is known of who asks.
constexpr std::size_t kCountedHeaders = 10'000;

Error too_many_headers() {
  return {
      .kind = ErrorKind::configuration,
      .message = "The local endpoint counts the requests of " + std::to_string(kCountedHeaders) +
                 " different x-local-fault headers, and no more: leave out the /N or %N, or start it anew."};
}

bool counts(const Faults& faults) {
  return std::any_of(faults.begin(), faults.end(),
                     [](const Fault& fault) { return fault.times || fault.every; });
}

}  // namespace

Result<Faults> parse_faults(std::string_view spec) {
  Faults faults;
  while (!trim(spec).empty()) {
    const std::size_t comma = spec.find(',');
    const std::string_view part = trim(spec.substr(0, comma));
    spec.remove_prefix(comma == std::string_view::npos ? spec.size() : comma + 1);
    const Result<bool> detail = read_detail(part, faults);
    if (!detail) return detail.error();
    if (*detail) continue;
    auto fault = read_fault(part);
    if (!fault) return fault.error();
    faults.push_back(*std::move(fault));
  }
  return faults;
}

Faults faults_on(Faults faults, std::string_view operation) {
  std::erase_if(faults, [&](const Fault& fault) { return !fault.on.empty() && fault.on != operation; });
  return faults;
}

const Fault* find_fault(const Faults& faults, FaultKind kind) {
  const auto found =
      std::find_if(faults.begin(), faults.end(), [&](const Fault& fault) { return fault.kind == kind; });
  return found == faults.end() ? nullptr : &*found;
}

void FaultBoard::take(const Faults& faults, Used& used, Faults& out) {
  used.resize(faults.size());
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (faults[i].times && used[i] >= *faults[i].times) continue;
    ++used[i];
    if (faults[i].every && used[i] % *faults[i].every != 0) continue;
    out.push_back(faults[i]);
  }
}

Result<Faults> FaultBoard::for_request(const std::string* header) {
  Result<Faults> asked = header ? parse_faults(*header) : Faults();
  if (!asked) return asked;
  Faults out;
  if (always_.empty() && !counts(*asked)) return asked;
  const std::lock_guard lock(mutex_);
  take(always_, used_, out);
  if (!counts(*asked)) {
    out.insert(out.end(), asked->begin(), asked->end());
    return out;
  }
  if (used_by_header_.size() >= kCountedHeaders && !used_by_header_.contains(*header))
    return too_many_headers();
  take(*asked, used_by_header_[*header], out);
  return out;
}

Result<Faults> FaultBoard::of_next_request(const std::string* header) const {
  Result<Faults> asked = header ? parse_faults(*header) : Faults();
  if (!asked || (always_.empty() && !counts(*asked))) return asked;
  Faults out;
  const std::lock_guard lock(mutex_);
  Used used = used_;
  take(always_, used, out);
  const auto known = header ? used_by_header_.find(*header) : used_by_header_.end();
  used = known == used_by_header_.end() ? Used() : known->second;
  take(*asked, used, out);
  return out;
}

}  // namespace anthropic::internal::local
