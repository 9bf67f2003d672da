#include "http/network/no_proxy.hpp"

#include <gtest/gtest.h>
#include <string>

namespace anthropic::internal {
namespace {

std::string entry_for(std::string_view list, std::string_view url) {
  const auto parsed = parse_url(url);
  if (!parsed) return "not a URL";
  return std::string(exempting_entry(list, *parsed));
}

struct Case {
  std::string_view entry;
  std::string_view url;
  bool exempt;
};

TEST(NoProxy, EachFormOfAnEntry) {
  constexpr Case cases[] = {
      {"*", "https://any.example/", true},
      {"*", "https://[::1]/", true},
      {"corp.example", "https://corp.example/", true},
      {"corp.example", "https://a.b.corp.example/", true},
      {"corp.example", "https://notcorp.example/", false},
      {"corp.example", "https://corp.example.org/", false},
      {".corp.example", "https://corp.example/", true},
      {".corp.example", "https://a.corp.example/", true},
      {"*.corp.example", "https://a.b.corp.example/", true},
      {"*.corp.example", "https://corp.example/", false},
      {"*.corp.example", "https://acorp.example/", false},
      {"CORP.Example", "https://A.corp.EXAMPLE/", true},
      {"corp.example.", "https://corp.example/", true},
      {"corp.example", "https://a.corp.example./", true},
      {"localhost", "http://localhost:8080/", true},
      {"host.example:8443", "https://host.example:8443/", true},
      {"host.example:8443", "https://host.example/", false},
      {"host.example:443", "https://host.example/", true},
      {"host.example:443", "http://host.example/", false},
      {"host.example:x", "https://host.example/", false},
      {".host.example:443", "https://a.host.example/", true},
      {"*.host.example:443", "https://a.host.example/", true},
      {"*:8080", "http://any.example:8080/", true},
      {"*:8080", "http://any.example/", false},
      {"10.1.2.3", "https://10.1.2.3/", true},
      {"10.1.2.3", "https://10.1.2.30/", false},
      {"1.2.3", "https://10.1.2.3/", false},
      {"10.1.2.3:443", "https://10.1.2.3/", true},
      {"10.1.2.3:443", "https://10.1.2.3:444/", false},
      {"10.0.0.0/8", "https://10.255.0.1/", true},
      {"10.0.0.0/8", "https://11.0.0.1/", false},
      {"192.168.4.0/22", "https://192.168.7.9/", true},
      {"192.168.4.0/22", "https://192.168.8.1/", false},
      {"10.1.2.3/32", "https://10.1.2.3/", true},
      {"0.0.0.0/0", "https://10.1.2.3/", true},
      {"0.0.0.0/0", "https://[fd00::1]/", false},
      {"0.0.0.0/0", "https://name.example/", false},
      {"::1", "https://[::1]/", true},
      {"[::1]", "https://[::1]:8443/", true},
      {"[::1]:8443", "https://[::1]:8443/", true},
      {"[::1]:8443", "https://[::1]/", false},
      {"0:0:0:0:0:0:0:1", "https://[::1]/", true},
      {"fd00:ec2::/32", "https://[fd00:ec2::23]/", true},
      {"[fd00:ec2::]/32", "https://[fd00:ec2::23]/", true},
      {"[fd00:ec2::/32]", "https://[fd00:ec2::23]/", false},
      {"fd00:ec2::/32", "https://[fd00:ec3::23]/", false},
      {"fe80::/10", "https://[febf::1]/", true},
      {"::/0", "https://[fd00::1]/", true},
      {"::/0", "https://10.1.2.3/", false},
      {"10.0.0.0/8", "https://[::ffff:10.1.2.3]/", true},
      {"10.0.0.0/33", "https://10.1.2.3/", false},
      {"10.0.0.0/", "https://10.1.2.3/", false},
      {"10.0.0.0/-1", "https://10.1.2.3/", false},
      {"fd00::/129", "https://[fd00::1]/", false},
      {".", "https://name.example/", false},
      {"*.", "https://name.example/", false},
      {":443", "https://name.example/", false},
      {"https://name.example", "https://name.example/", false},
  };
  for (const auto& [entry, url, exempt] : cases) {
    EXPECT_EQ(entry_for(entry, url), exempt ? entry : "") << entry << " for " << url;
  }
}

TEST(NoProxy, EntriesArePartedByCommasAndBlanks) {
  for (const char* list : {"a.example,b.example,c.example", " a.example , b.example ", "a.example b.example",
                           ",,b.example,", "a.example\tb.example\n"}) {
    EXPECT_EQ(entry_for(list, "https://b.example/"), "b.example") << list;
    EXPECT_EQ(entry_for(list, "https://d.example/"), "") << list;
  }
  EXPECT_EQ(entry_for("a.example, *", "https://d.example/"), "*");
  EXPECT_EQ(entry_for("", "https://d.example/"), "");
}

}  // namespace
}  // namespace anthropic::internal
