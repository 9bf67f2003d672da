#include "local/examples/string_example.hpp"

#include <array>
#include <string>

#include "local/examples/pattern_example.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kLongestText = 20'000;

struct Format {
  std::string_view name;
  std::string_view before;
  std::string_view number;  // its last digits differ by variant
  std::string_view behind;
};

constexpr std::array kStringFormats = {
    Format{"date-time", "2026-01-01T00:00:", "00", "Z"},
    Format{"date", "20", "26", "-01-01"},
    Format{"time", "00:00:", "00", "Z"},
    Format{"duration", "P", "1", "D"},
    Format{"email", "local", "1", "@example.com"},
    Format{"idn-email", "local", "1", "@example.com"},
    Format{"hostname", "host", "1", ".example.com"},
    Format{"idn-hostname", "host", "1", ".example.com"},
    Format{"ipv4", "192.0.2.", "1", ""},
    Format{"ipv6", "2001:db8::", "1", ""},
    Format{"uuid", "00000000-0000-4000-8000-0000000000", "00", ""},
    Format{"uri", "https://example.com/", "1", ""},
    Format{"url", "https://example.com/", "1", ""},
    Format{"uri-reference", "https://example.com/", "1", ""},
    Format{"iri", "https://example.com/", "1", ""},
    Format{"iri-reference", "https://example.com/", "1", ""},
    Format{"uri-template", "https://example.com/", "1", ""},
    Format{"json-pointer", "/local", "1", ""},
    Format{"relative-json-pointer", "", "0", ""},
    Format{"regex", "local", "1", ""},
    Format{"byte", "bG9jYWw", "0", ""},
};

std::string formatted(const Format& format, std::size_t variant) {
  std::string number(format.number);
  const std::size_t value = static_cast<std::size_t>(std::stoul(number)) + variant;
  std::string digits = std::to_string(value);
  if (digits.size() < number.size()) digits.insert(0, number.size() - digits.size(), '0');
  return std::string(format.before) + digits + std::string(format.behind);
}

// "local", "local2" …, of a length that is allowed.
std::string word(std::size_t least, std::size_t most, std::size_t variant) {
  std::string text = variant == 0 ? "local" : "local" + std::to_string(variant + 1);
  if (text.size() > most) text = text.substr(text.size() - most);
  while (text.size() < least) text += "-local";
  if (text.size() > most) text.resize(most);
  return text;
}

}  // namespace

Json::Array string_examples(const Schemas& schemas, std::size_t variant) {
  const double shortest = largest(schemas, "minLength").value_or(0);
  const double longest = smallest(schemas, "maxLength").value_or(kLongestText);
  if (shortest > kLongestText || shortest > longest) return {};
  const auto least = static_cast<std::size_t>(std::max(shortest, 0.0));
  const auto most = static_cast<std::size_t>(std::min(longest, double{kLongestText}));

  Json::Array out;
  for (const Json* schema : schemas) {
    const auto name = (*schema)["format"].as_string();
    for (const Format& format : kStringFormats) {
      if (format.name == name) out.push_back(formatted(format, variant));
    }
    if ((*schema)["contentEncoding"].as_string() == "base64")
      out.push_back("bG9jYWw" + std::to_string(variant % 10));
  }
  if (!out.empty()) return out;
  for (const Json* schema : schemas) {
    const auto pattern = (*schema)["pattern"].as_string();
    if (!pattern) continue;
    for (const std::size_t more : {variant, variant + 1, least, most}) {
      if (auto text = pattern_example(*pattern, more)) out.push_back(*std::move(text));
    }
    return out;
  }
  out.push_back(word(least, most, variant));
  return out;
}

}  // namespace anthropic::internal::local
