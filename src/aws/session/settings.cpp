#include "aws/session/settings.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "aws/endpoint/region.hpp"
#include "aws/session/expanded_path.hpp"
#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "wire/profile/profile_places.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr auto kCheckEvery = std::chrono::seconds(1);

std::string path_of(const char* variable, const char* usual, const Environment& environment) {
  return expanded_path(environment.get(variable).value_or(usual), environment);
}

// "Bedrock Runtime" → "BEDROCK_RUNTIME".
std::string variable_name(std::string_view service_id) {
  std::string name = ascii_upper(service_id);
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
  return name;
}

std::optional<std::string> property(const profile_file::Properties& properties, std::string_view key) {
  const auto found = properties.find(key);
  if (found == properties.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

Result<bool> as_flag(const std::optional<std::string>& text, std::string_view where) {
  if (!text || iequals(*text, "false")) return false;
  if (iequals(*text, "true")) return true;
  return configuration_error(std::string(where) + " must be true or false, not " + in_quotes(*text));
}

Result<std::string> checked_region(std::string region, std::string_view where) {
  if (is_valid_region(region)) return region;
  return configuration_error(std::string(where) + " is not the name of an AWS region: " + in_quotes(region),
                             "Expected letters, digits and hyphens, for example us-east-1");
}

}  // namespace

struct Settings::Loaded {
  Result<std::shared_ptr<const profile_file::ProfileSet>> files;
  std::int64_t config_stamp;
  std::int64_t credentials_stamp;
  std::uint64_t version;
};

struct Settings::Cache {
  std::string config_path;
  std::string credentials_path;
  std::mutex mutex;
  std::shared_ptr<const Loaded> loaded;
  std::optional<SteadyTime> checked;
};

std::string endpoint_variable(std::string_view service_id) {
  return "AWS_ENDPOINT_URL_" + variable_name(service_id);
}

Settings::Settings(std::shared_ptr<const World> world, std::string profile)
    : world_(std::move(world)), profile_(std::move(profile)), cache_(std::make_unique<Cache>()) {
  const Environment& environment = *world_->environment;
  from_code_ = !profile_.empty();
  if (!from_code_) profile_ = environment.get("AWS_PROFILE").value_or("");
  if (profile_.empty()) profile_ = environment.get("AWS_DEFAULT_PROFILE").value_or("");
  named_ = !profile_.empty();
  if (!named_) profile_ = "default";
  cache_->config_path = path_of("AWS_CONFIG_FILE", "~/.aws/config", environment);
  cache_->credentials_path = path_of("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials", environment);
}

Settings::~Settings() = default;

const std::string& Settings::profile_name() const {
  return profile_;
}

bool Settings::profile_is_named() const {
  return named_;
}

bool Settings::profile_is_from_code() const {
  return from_code_;
}

std::string Settings::config_path() const {
  return cache_->config_path;
}

std::string Settings::credentials_path() const {
  return cache_->credentials_path;
}

std::string Settings::describe_profile() const {
  return "profile " + in_quotes(profile_) + " in " + cache_->config_path + " and " + cache_->credentials_path;
}

std::shared_ptr<const Settings::Loaded> Settings::load(std::uint64_t version) const {
  const Files& files = *world_->files;
  const auto read = [&](const std::string& path) -> Result<std::optional<std::string>> {
    if (!path.empty() && path.front() == '~') return std::optional<std::string>();
    return files.read(path);
  };
  // The stamps come first: what is written while we read is noticed at the next look.
  Loaded loaded{.files = Error(),
                .config_stamp = files.stamp(cache_->config_path),
                .credentials_stamp = files.stamp(cache_->credentials_path),
                .version = version};
  Result<std::optional<std::string>> config = read(cache_->config_path);
  Result<std::optional<std::string>> credentials = read(cache_->credentials_path);
  if (!config) {
    loaded.files = std::move(config).error();
  } else if (!credentials) {
    loaded.files = std::move(credentials).error();
  } else {
    auto parsed = profile_file::parse(config->value_or(""), cache_->config_path, credentials->value_or(""),
                                      cache_->credentials_path);
    if (parsed) {
      loaded.files = std::make_shared<const profile_file::ProfileSet>(*std::move(parsed));
    } else {
      loaded.files = std::move(parsed).error();
    }
  }
  return std::make_shared<const Loaded>(std::move(loaded));
}

std::shared_ptr<const Settings::Loaded> Settings::current() const {
  std::shared_ptr<const Loaded> loaded;
  {
    const SteadyTime now = world_->clock->steady_now();
    std::lock_guard lock(cache_->mutex);
    loaded = cache_->loaded;
    if (loaded && cache_->checked && now - *cache_->checked < kCheckEvery) return loaded;
    cache_->checked = now;
  }
  if (loaded && loaded->files && loaded->config_stamp == world_->files->stamp(cache_->config_path) &&
      loaded->credentials_stamp == world_->files->stamp(cache_->credentials_path)) {
    return loaded;
  }
  loaded = load(loaded ? loaded->version + 1 : 1);
  std::lock_guard lock(cache_->mutex);
  cache_->loaded = loaded;
  return loaded;
}

Result<std::shared_ptr<const profile_file::ProfileSet>> Settings::files() const {
  return current()->files;
}

std::uint64_t Settings::version() const {
  return current()->version;
}

void Settings::recheck() const {
  std::lock_guard lock(cache_->mutex);
  cache_->checked.reset();
}

Result<const profile_file::Properties*> Settings::profile_in(const profile_file::ProfileSet& files) const {
  const auto found = files.profiles.find(profile_);
  if (found != files.profiles.end()) return &found->second;
  if (!named_) return static_cast<const profile_file::Properties*>(nullptr);
  std::string names;
  for (const auto& [name, properties] : files.profiles) names += (names.empty() ? "" : ", ") + name;
  const std::string ignored =
      profile_file::ignored_sections(files, profile_file::SectionName::Kind::profile, profile_);
  return configuration_error("the AWS profile " + in_quotes(profile_) + " does not exist; " +
                                 cache_->config_path + " and " + cache_->credentials_path +
                                 (names.empty() ? " hold no profile" : " hold the profiles: " + names) +
                                 ignored,
                             missing_profile_hint(!ignored.empty()));
}

std::string Settings::missing_profile_hint(bool is_ignored) const {
  if (is_ignored) {
    return "Change the section as the message says, or choose a profile that exists with aws_profile or "
           "AWS_PROFILE.";
  }
  const std::string choose = "Choose one that exists with aws_profile or AWS_PROFILE";
  // The credentials file cannot hold the keys of another name.
  if (!profile_file::is_plain_name(profile_)) return choose + ".";
  return choose + ", or make this one: aws configure --profile " + profile_;
}

Result<profile_file::Properties> Settings::profile() const {
  auto set = files();
  if (!set) return std::move(set).error();
  auto profile = profile_in(**set);
  if (!profile) return std::move(profile).error();
  return *profile ? **profile : profile_file::Properties();
}

Result<std::optional<std::string>> Settings::profile_value(std::string_view key) const {
  auto set = files();
  if (!set) return std::move(set).error();
  const auto profile = profile_in(**set);
  if (!profile) return profile.error();
  return *profile ? property(**profile, key) : std::optional<std::string>();
}

Result<std::string> Settings::region(const std::string& given) const {
  if (!given.empty()) return checked_region(given, "the option aws_region");
  for (const char* variable : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (auto region = world_->environment->get(variable)) return checked_region(*std::move(region), variable);
  }
  auto region = profile_value("region");
  if (!region) return std::move(region).error();
  if (*region) return checked_region(**region, "region of " + describe_profile());
  return no_region();
}

Result<bool> Settings::has_region() const {
  const Environment& environment = *world_->environment;
  if (environment.get("AWS_REGION") || environment.get("AWS_DEFAULT_REGION")) return true;
  const auto region = profile_value("region");
  if (!region) return region.error();
  return region->has_value();
}

Error Settings::no_region() const {
  const auto set = files();
  const std::string ignored =
      set ? profile_file::ignored_sections(**set, profile_file::SectionName::Kind::profile, profile_) : "";
  return configuration_error(
      "no AWS region is set; looked at: the option aws_region, AWS_REGION, AWS_DEFAULT_REGION, "
      "region of " +
          describe_profile() + ignored,
      "Set one of them, for example: export AWS_REGION=us-east-1");
}

Result<std::string> Settings::endpoint_url(const std::string& given, const char* extra_variable,
                                           std::string_view service_id) const {
  const Environment& environment = *world_->environment;
  if (!given.empty()) return given;
  if (extra_variable) {
    if (auto url = environment.get(extra_variable)) return *std::move(url);
  }
  const char* ignore_variable = "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS";
  const char* ignore_key = "ignore_configured_endpoint_urls";
  auto ignore = value(ignore_variable, ignore_key);
  if (!ignore) return std::move(ignore).error();
  auto ignored = as_flag(*ignore, std::string(ignore_variable) + " or " + ignore_key);
  if (!ignored) return std::move(ignored).error();
  if (*ignored) return std::string();

  if (auto url = environment.get(endpoint_variable(service_id).c_str())) return *std::move(url);
  if (auto url = environment.get("AWS_ENDPOINT_URL")) return *std::move(url);

  auto set = files();
  if (!set) return std::move(set).error();
  auto profile = profile_in(**set);
  if (!profile) return std::move(profile).error();
  if (!*profile) return std::string();
  if (const auto services = property(**profile, "services")) {
    const auto section = (*set)->services.find(*services);
    if (section == (*set)->services.end()) {
      return configuration_error("the profile " + in_quotes(profile_) + " names the section [services " +
                                 *services + "], which " + cache_->config_path + " does not hold");
    }
    if (auto url = property(section->second, ascii_lower(variable_name(service_id)) + ".endpoint_url"))
      return *std::move(url);
  }
  return property(**profile, "endpoint_url").value_or("");
}

Result<std::optional<std::string>> Settings::value(const char* variable, std::string_view key) const {
  if (auto text = world_->environment->get(variable)) return std::optional(*std::move(text));
  return profile_value(key);
}

}  // namespace anthropic::internal::aws
